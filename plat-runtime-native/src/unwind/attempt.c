/* attempt.c: where a panic ends and becomes a value. */
#include "cancel/cancel.h"
#include "gc/alloc.h"
#include "lib/string.h"
#include "task/stack.h"
#include "unwind/raise.h"

static uint64_t string_of(worker_t *w, const report_t *text) {
  return (uint64_t)(uintptr_t)string_make_lossy(w, text->bytes, text->used);
}

/* Making the error does not panic where the heap is full: all that it needs has relief (gc/alloc.h), also the object that
 * compiled code makes of the texts, and what it then does with that first of all.
 * Cancellation passes through, and so does any panic while it goes on: the panic is then a failure of the
 * task. */
int32_t plat_attempt_catch_c(worker_t *w, void *state) {
  panic_t *panic = state;
  if (panic == &panic_cancelling || !panic->catchable || cancel_look(w)) return 0;
  alloc_relieve(w, ALLOC_RELIEF_CATCH);
  report_t backtrace = {0};
  panic_describe(panic, &backtrace);
  uint64_t message = string_of(w, &panic->message);
  uint64_t place = string_of(w, &panic->place);
  uint64_t trace = string_of(w, &backtrace);
  w->xfer[0] = message;
  w->xfer[1] = place;
  w->xfer[2] = trace;
  report_free(&backtrace);
  panic_free(panic);
  alloc_relieve(w, ALLOC_RELIEF_AFTER);
  stack_unwound(w);
  return 1;
}
