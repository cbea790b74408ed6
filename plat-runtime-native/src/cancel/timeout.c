/* timeout.c: with_timeout: a record that its deadline cancels.
 *
 * Only the owner's body runs in it; what that spawns lies in scopes above it. A body that has its value
 * leaves, whether or not the deadline has come meanwhile. An unwinding by cancellation that comes from
 * nowhere further out ends here, as this record's own time being up. */
#include "cancel/cancel.h"
#include "gc/alloc.h"
#include "time/timer.h"

void *plat_timeout_enter_c(worker_t *w, int64_t nanoseconds) {
  scope_t *scope = scope_open(w, SCOPE_TIMEOUT);
  if (!timer_add_scope(w, scope, timer_deadline(nanoseconds))) {
    scope_close(w, scope);
    space_panic(w, SPACE_TIMERS);
  }
  return scope;
}

static void leave(worker_t *w, scope_t *scope) {
  if (load_relaxed(&scope->cause) == CAUSE_NONE) timer_forget_scope(scope);
  scope_close(w, scope);
}

void plat_timeout_leave_c(worker_t *w, void *record) {
  leave(w, record);
}

void *plat_timeout_abort_c(worker_t *w, void *record, void *state) {
  scope_t *scope = record;
  bool own = state == &panic_cancelling && load_acquire(&scope->cause) == CAUSE_DEADLINE &&
             !cancel_look_outside(w, scope);
  leave(w, scope);
  if (own) alloc_relieve(w, ALLOC_RELIEF_AFTER); /* the error is still to be made */
  return own ? NULL : state;
}
