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

output_system_t output_system = {write, read, isatty, wait_writable, give_up};

static struct {
  pthread_mutex_t lock;
  size_t used;
  bool probed;
  bool terminal;
  char bytes[OUTPUT_BUFFER];
} out = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Atomic size_t pending;

static struct {
  pthread_mutex_t lock;
  size_t start;
  size_t end;
  bool ended;
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
  gc_leave(worker);
  eprint(text);
  gc_enter(worker);
}

/* ---- stdin ---- */

/* Reads more behind in.end. holds: in.lock; false at the end or at an error, which counts as the end */
static bool fill_input(void) {
  while (!in.ended) {
    ssize_t got = output_system.read(STDIN_FILENO, in.bytes + in.end, INPUT_BUFFER - in.end);
    if (got > 0) {
      in.end += (size_t)got;
      return true;
    }
    if (got < 0 && errno == EINTR) continue;
    in.ended = true;
  }
  return false;
}

/* Lines longer than the buffer are collected in malloc'd memory first. */
void *plat_read_line_c(worker_t *worker) {
  gc_leave(worker);
  output_flush();
  pthread_mutex_lock(&in.lock);
  char *line = NULL;
  size_t length = 0;
  bool any = false;
  bool complete = false;
  while (!complete && (in.start < in.end || fill_input())) {
    any = true;
    const char *from = in.bytes + in.start;
    const char *newline = memchr(from, '\n', in.end - in.start);
    size_t count = newline == NULL ? in.end - in.start : (size_t)(newline - from);
    complete = newline != NULL;
    char *larger = realloc(line, length + count + 1);
    if (larger == NULL) break;
    line = larger;
    memcpy(line + length, from, count);
    length += count;
    in.start += count + (complete ? 1 : 0);
    if (in.start == in.end) in.start = in.end = 0;
  }
  pthread_mutex_unlock(&in.lock);
  gc_enter(worker);
  if (!any) return NULL;
  if (length > 0 && line[length - 1] == '\r' && complete) length--;
  string_t *s = string_make_lossy(worker, line, length);
  free(line);
  return s;
}
