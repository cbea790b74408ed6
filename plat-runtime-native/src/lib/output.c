/* output.c — see output.h.
 *
 * One mutex guards the buffer and is held while a line is copied or written, so whole lines stay whole. It
 * sleeps (the C library's mutex) because a write may block; whoever may have to wait, for it or for a write,
 * lets the collector go on meanwhile (gc/stop.h). `pending` is the number of buffered bytes as a hint for
 * output_flush: a thread that printed sees its own bytes, others' are flushed by their own workers. Errors:
 * EINTR repeats, a short write goes on behind it, EAGAIN waits, EPIPE (the reader is gone and SIGPIPE
 * ignored) ends the process as SIGPIPE would, any other error ends it with a message: printing into nothing
 * unnoticed would be worse. */
#include "lib/output.h"

#include "gc/stop.h"
#include "lib/string.h"
#include "lib/utf8.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OUTPUT_BUFFER = 1 << 16, INPUT_BUFFER = 1 << 16, STATUS_SIGPIPE = 141, STATUS_WRITE_FAILED = 1 };

static void wait_writable(int fd) {
  struct pollfd p = {.fd = fd, .events = POLLOUT};
  poll(&p, 1, -1);
}

static void give_up(int status) {
  _exit(status);
}

/* Until there is somebody who looks for signals (rt0/signals.c). */
static int wait_readable(bool interruptible, int milliseconds) {
  (void)interruptible;
  struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
  return poll(&p, 1, milliseconds) == 0 ? INPUT_NOT_YET : INPUT_READABLE; /* let read say what is wrong */
}

static void go_on(worker_t *worker) {
  (void)worker;
}

output_system_t output_system = {write, read, isatty, wait_writable, wait_readable, go_on, go_on, give_up};

static struct {
  pthread_mutex_t lock;
  size_t used;
  bool probed;
  bool terminal;
  char bytes[OUTPUT_BUFFER];
} out = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Atomic size_t pending;

/* A line on its way. */
typedef struct line {
  char *bytes; /* malloc'd */
  size_t length;
  bool any, complete;
} line_t;

static struct {
  pthread_mutex_t lock;
  size_t start;
  size_t end;
  bool ended;
  line_t next; /* what has come of it */
  char bytes[INPUT_BUFFER];
} in = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* holds: out.lock for fd 1 */
static void write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = output_system.write(fd, bytes, count);
    if (written >= 0) {
      bytes += written;
      count -= (size_t)written;
      continue;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {
      output_system.wait_writable(fd);
      continue;
    }
    if (fd == STDERR_FILENO) return; /* nobody left to tell */
    if (errno == EPIPE) {
      output_system.give_up(STATUS_SIGPIPE);
      return;
    }
    char message[256];
    int length = snprintf(message, sizeof message, "error: cannot write to stdout: %s\n", strerror(errno));
    write_all(STDERR_FILENO, message, (size_t)length);
    output_system.give_up(STATUS_WRITE_FAILED);
    return;
  }
}

/* holds: out.lock */
static void flush_locked(void) {
  size_t used = out.used;
  out.used = 0;
  atomic_store_explicit(&pending, 0, memory_order_relaxed);
  write_all(STDOUT_FILENO, out.bytes, used);
}

/* holds: out.lock */
static void put(const char *bytes, size_t count) {
  if (count > OUTPUT_BUFFER - out.used) flush_locked();
  if (count > OUTPUT_BUFFER) {
    write_all(STDOUT_FILENO, bytes, count);
    return;
  }
  memcpy(out.bytes + out.used, bytes, count);
  out.used += count;
}

/* holds: out.lock */
static void print_locked(const string_t *s, bool newline) {
  if (!out.probed) {
    out.terminal = output_system.is_terminal(STDOUT_FILENO) != 0;
    out.probed = true;
  }
  put(s->bytes, (size_t)s->byte_length);
  if (newline) put("\n", 1);
  atomic_store_explicit(&pending, out.used, memory_order_relaxed);
  if (out.terminal && (newline || memchr(s->bytes, '\n', (size_t)s->byte_length) != NULL)) flush_locked();
}

static void print(worker_t *worker, const string_t *s, bool newline) {
  size_t most = (size_t)s->byte_length + 1;
  bool quick = pthread_mutex_trylock(&out.lock) == 0;
  if (quick && !out.terminal && out.probed && most <= OUTPUT_BUFFER - out.used) {
    print_locked(s, newline);
    pthread_mutex_unlock(&out.lock);
    return;
  }
  output_system.may_block(worker);
  gc_leave(worker);
  if (!quick) pthread_mutex_lock(&out.lock);
  print_locked(s, newline);
  pthread_mutex_unlock(&out.lock);
  gc_enter(worker);
}

void output_flush(void) {
  if (atomic_load_explicit(&pending, memory_order_relaxed) == 0) return;
  pthread_mutex_lock(&out.lock);
  flush_locked();
  pthread_mutex_unlock(&out.lock);
}

void output_try_flush(void) {
  if (pthread_mutex_trylock(&out.lock) != 0) return;
  flush_locked();
  pthread_mutex_unlock(&out.lock);
}

void output_error(const char *bytes, size_t count) {
  pthread_mutex_lock(&out.lock);
  flush_locked();
  write_all(STDERR_FILENO, bytes, count);
  pthread_mutex_unlock(&out.lock);
}

void plat_print_c(worker_t *worker, void *text) {
  print(worker, text, true);
}

void plat_write_c(worker_t *worker, void *text) {
  print(worker, text, false);
}

static void eprint(const string_t *s) {
  char small[1024];
  size_t count = (size_t)s->byte_length;
  if (count < sizeof small) { /* one write(2) for line and newline, so that other processes do not cut it */
    memcpy(small, s->bytes, count);
    small[count] = '\n';
    output_error(small, count + 1);
    return;
  }
  pthread_mutex_lock(&out.lock);
  flush_locked();
  write_all(STDERR_FILENO, s->bytes, count);
  write_all(STDERR_FILENO, "\n", 1);
  pthread_mutex_unlock(&out.lock);
}

void plat_eprint_c(worker_t *worker, void *text) {
  output_system.may_block(worker);
  gc_leave(worker);
  eprint(text);
  gc_enter(worker);
}

/* ---- stdin ---- */

enum { FILL_GOT, FILL_END, FILL_NOT_YET, FILL_INTERRUPTED };

/* Reads more behind in.end, where that takes no longer than `milliseconds` (-1: for ever). holds: in.lock. An error counts as
 * the end. Interrupted: a signal asks the program to end, see rt0/signals.h. */
static int fill_input(bool interruptible, int milliseconds) {
  while (!in.ended) {
    int readable = output_system.wait_readable(interruptible, milliseconds);
    if (readable == INPUT_SIGNALLED) return FILL_INTERRUPTED;
    if (readable == INPUT_NOT_YET) return FILL_NOT_YET;
    ssize_t got = output_system.read(STDIN_FILENO, in.bytes + in.end, INPUT_BUFFER - in.end);
    if (got > 0) {
      in.end += (size_t)got;
      return FILL_GOT;
    }
    if (got < 0 && errno == EINTR) continue;
    in.ended = true;
  }
  return FILL_END;
}

/* holds: in.lock. FILL_GOT: in.next is complete; else as much of it has come as will in this time. */
static int read_more(bool interruptible, int milliseconds) {
  line_t *line = &in.next;
  while (!line->complete) {
    if (in.start == in.end) {
      int got = fill_input(interruptible, milliseconds);
      if (got != FILL_GOT) return got;
    }
    line->any = true;
    const char *from = in.bytes + in.start;
    const char *newline = memchr(from, '\n', in.end - in.start);
    size_t count = newline == NULL ? in.end - in.start : (size_t)(newline - from);
    char *larger = realloc(line->bytes, line->length + count + 1);
    if (larger == NULL) return FILL_END;
    line->bytes = larger;
    memcpy(line->bytes + line->length, from, count);
    line->length += count;
    line->complete = newline != NULL;
    in.start += count + (line->complete ? 1 : 0);
    if (in.start == in.end) in.start = in.end = 0;
  }
  return FILL_GOT;
}

bool input_has_line(void) {
  if (pthread_mutex_trylock(&in.lock) != 0) return false;
  int got = read_more(true, 0);
  pthread_mutex_unlock(&in.lock);
  return got != FILL_NOT_YET;
}

static int read_line(worker_t *worker, line_t *line, bool interruptible) {
  output_system.may_block(worker);
  gc_leave(worker);
  output_flush();
  pthread_mutex_lock(&in.lock);
  int got = read_more(interruptible, -1);
  if (got != FILL_INTERRUPTED) {
    *line = in.next;
    in.next = (line_t){0};
  }
  pthread_mutex_unlock(&in.lock);
  gc_enter(worker);
  return got;
}

void *plat_read_line_c(worker_t *worker) {
  line_t line = {0};
  if (read_line(worker, &line, true) == FILL_INTERRUPTED) {
    output_system.interrupted(worker); /* a task that is cancelled goes no further */
    (void)read_line(worker, &line, false);
  }
  if (!line.any) return NULL;
  size_t length = line.length;
  if (length > 0 && line.bytes[length - 1] == '\r' && line.complete) length--;
  string_t *s = string_make_lossy(worker, line.bytes, length);
  free(line.bytes);
  return s;
}
