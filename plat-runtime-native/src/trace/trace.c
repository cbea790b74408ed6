/* trace.c: see trace.h. Events are text in one buffer, under one lock. */
#include "trace/trace.h"
#include "base/lock.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/task.h"
#include "time/clock.h"
#include "unwind/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, EVENT_MOST = 1024, NAME_MOST = 200 };

static struct {
  lock_t lock;
  int file;
  bool open;
  size_t used;
  char buffer[BUFFER];
} trace;

static void flush(void) {
  size_t done = 0;
  while (trace.open && done < trace.used) {
    ssize_t written = write(trace.file, trace.buffer + done, trace.used - done);
    if (written >= 0) {
      done += (size_t)written;
    } else if (errno != EINTR) {
      (void)fprintf(stderr, "warning: PLAT_TRACE: cannot write \"%s\": %s; the trace ends here\n",
                    options.trace, strerror(errno));
      (void)close(trace.file);
      trace.open = false;
    }
  }
  trace.used = 0;
}

/* Under the lock. */
static void put(const char *text, size_t length) {
  if (!trace.open) return;
  if (trace.used + length > BUFFER) flush();
  memcpy(trace.buffer + trace.used, text, length);
  trace.used += length;
}

static void event(const char *text, int length) {
  if (length <= 0 || length >= EVENT_MOST) return;
  lock_take(&trace.lock);
  put(text, (size_t)length);
  lock_drop(&trace.lock);
}

/* A name as the inside of a JSON string. Names are those of functions: printable but for generic ones'
 * quotes. */
static const char *escaped(const char *name, char *to) {
  size_t used = 0;
  for (; *name != '\0' && used < NAME_MOST - 2; name++) {
    if (*name == '"' || *name == '\\') to[used++] = '\\';
    to[used++] = (unsigned char)*name < ' ' ? ' ' : *name;
  }
  to[used] = '\0';
  return to;
}

static void name_workers(void) {
  char text[EVENT_MOST];
  event(
      "{\"traceEvents\":[\n{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"args\":{\"name\":\"plat\"}}",
      (int)strlen("{\"traceEvents\":[\n{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"args\":{\"name\":"
                  "\"plat\"}}"));
  for (unsigned i = 0; i < sched.count; i++) {
    event(text, snprintf(text, sizeof text,
                         ",\n{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":%u,\"args\":{\"name\":"
                         "\"worker %u\"}}",
                         i, i));
  }
}

void trace_open(void) {
  trace.file = open(options.trace, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (trace.file < 0) {
    (void)fprintf(stderr, "error: PLAT_TRACE: cannot open \"%s\": %s\n", options.trace, strerror(errno));
    exit(2);
  }
  trace.open = true;
  name_workers();
}

void trace_close(void) {
  if (!trace_on()) return;
  lock_take(&trace.lock);
  put("\n]}\n", 4);
  flush();
  if (trace.open) (void)close(trace.file);
  trace.open = false;
  lock_drop(&trace.lock);
}

void trace_run(worker_t *w, const fibre_t *fibre) {
  w->trace_desc = fibre->task->desc;
  w->trace_start = clock_now();
}

void trace_leave(worker_t *w) {
  if (w->trace_desc == NULL) return;
  const taskdesc_t *desc = w->trace_desc;
  int64_t start = w->trace_start;
  int64_t length = clock_now() - start;
  w->trace_desc = NULL;
  const position_t *spawn = table_position(desc->position);
  char name[NAME_MOST], place[NAME_MOST], text[EVENT_MOST];
  event(text,
        snprintf(text, sizeof text,
                 ",\n{\"name\":\"%s\",\"ph\":\"X\",\"pid\":1,\"tid\":%u,\"ts\":%lld.%03d,\"dur\":%lld.%03d,"
                 "\"args\":{\"spawned\":\"%s:%u\",\"then\":\"%s\"}}",
                 escaped(desc->desc_name, name), w->index, (long long)(start / 1000), (int)(start % 1000),
                 (long long)(length / 1000), (int)(length % 1000),
                 escaped(spawn == NULL ? "?" : spawn->file, place), spawn == NULL ? 0 : spawn->line,
                 w->fibre == NULL ? "ended" : "waits"));
}

void trace_mark(worker_t *w, const char *what) {
  char text[EVENT_MOST];
  int64_t now = clock_now();
  event(text, snprintf(text, sizeof text,
                       ",\n{\"name\":\"%s\",\"ph\":\"i\",\"s\":\"t\",\"pid\":1,\"tid\":%u,\"ts\":%lld.%03d}",
                       what, w->index, (long long)(now / 1000), (int)(now % 1000)));
}
