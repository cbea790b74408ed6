/* panic.c: see panic.h. */
#include "rt0/panic.h"
#include "lib/object.h"
#include "lib/output.h"
#include "rt0/options.h"
#include "trace/trace.h"
#include "unwind/raise.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PANIC_STATUS = 101 };

static _Atomic uint32_t ending; /* somebody prints the last words */

static void begin(void) {
  uint32_t nobody = 0;
  if (cas_acq_rel(&ending, &nobody, 1)) return;
  for (;;)
    pause(); /* that one ends the process */
}

_Noreturn void process_end(int status) {
  output_flush();
  trace_close();
  _exit(status);
}

_Noreturn void panic_uncaught(const panic_t *panic) {
  begin();
  report_t report = {0};
  panic_describe(panic, &report);
  output_error(report.bytes, report.used);
  process_end(PANIC_STATUS);
}

_Noreturn void process_fail(const char *message) {
  begin();
  report_t report = {0};
  report_format(&report, "panic: %s\n", message);
  output_error(report.bytes, report.used);
  process_end(PANIC_STATUS);
}

_Noreturn void panic_text(worker_t *w, const char *message) {
  if (w->fibre == NULL) process_fail(message);
  raise_panic(w, panic_new(w, message, strlen(message)));
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

_Noreturn void plat_panic_c(worker_t *w, void *message) {
  const string_t *string = message;
  raise_panic(w, panic_new(w, string->bytes, (size_t)string->byte_length));
}

_Noreturn void plat_panic_text_c(worker_t *w, void *message) {
  panic_text(w, message);
}

_Noreturn void plat_process_exit_c(worker_t *w, int32_t status) {
  (void)w;
  process_end(status);
}
