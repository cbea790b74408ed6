/* panic.c: see panic.h. The report is collected in memory and written in one piece. */
#include "rt0/panic.h"
#include "lib/object.h"
#include "lib/output.h"
#include "rt0/options.h"
#include "rt0/traceback.h"
#include "trace/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PARK_CONTEXT = 40, PANIC_STATUS = 101 };

static _Atomic uintptr_t reporter; /* the worker that reports, 0 none */

static void begin(worker_t *w) {
  uintptr_t nobody = 0;
  if (cas_acq_rel(&reporter, &nobody, (uintptr_t)w)) return;
  if (nobody == (uintptr_t)w) _exit(PANIC_STATUS); /* a panic while reporting */
  for (;;)
    pause(); /* the reporter ends the process */
}

_Noreturn void process_end(int status) {
  output_flush();
  trace_close();
  _exit(status);
}

static _Noreturn void report(worker_t *w, const char *message, size_t length) {
  begin(w);
  static report_t text;
  report_bytes(&text, "panic: ", strlen("panic: "));
  report_bytes(&text, message, length);
  report_bytes(&text, "\n", 1);
  if (w->fibre != NULL && w->task_sp != 0) {
    if (!w->polling) w->task_sp += PARK_CONTEXT;
    traceback(w, &text);
  }
  report_flush(&text);
  process_end(PANIC_STATUS);
}

_Noreturn void panic_text(worker_t *w, const char *message) {
  report(w, message, strlen(message));
}

_Noreturn void panic_out_of_memory(worker_t *w) {
  panic_text(w, "out of memory");
}

_Noreturn void panic_stack_overflow(worker_t *w) {
  bool whole = options.stack_max % (1 << 20) == 0;
  char text[128];
  (void)snprintf(text, sizeof text,
                 "stack overflow: a task's stack may grow to %zu %s; PLAT_STACK_MAX raises it",
                 options.stack_max >> (whole ? 20 : 10), whole ? "MiB" : "KiB");
  panic_text(w, text);
}

_Noreturn void panic_deadlock(worker_t *w) {
  panic_text(w, "deadlock: every task waits, and nothing can wake one");
}

_Noreturn void plat_panic_c(worker_t *w, void *message) {
  const string_t *string = message;
  report(w, string->bytes, (size_t)string->byte_length);
}

_Noreturn void plat_panic_text_c(worker_t *w, void *message) {
  panic_text(w, message);
}

_Noreturn void plat_process_exit_c(worker_t *w, int32_t status) {
  (void)w;
  process_end(status);
}
