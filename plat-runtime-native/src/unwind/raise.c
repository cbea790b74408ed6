/* raise.c: see raise.h. */
#include "unwind/raise.h"
#include "base/check.h"
#include "gc/alloc.h"
#include "rt0/panic.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "task/task.h"
#include "unwind/walk.h"

/* Assembly: continues at a landing pad. `saved` are rbx rbp r12 r13 r14. */
_Noreturn void plat_unwind_jump(worker_t *w, const uint64_t *saved, uintptr_t sp, uintptr_t landing_pad);

_Noreturn void raise_pending(worker_t *w) {
  walk_t walk;
  walk_begin(&walk, w);
  while (walk.site.landing_pad == 0)
    walk_out(&walk);
  if (walk.site.kind != SITE_CALL) scope_border(w, walk_task(&walk, w));
  w->polling = w->bare = w->xfer_lives = false;
  plat_unwind_jump(w, walk.saved, walk.sp, walk.site.landing_pad);
}

_Noreturn void raise_panic(worker_t *w, panic_t *panic) {
  if (w->fibre == NULL) panic_uncaught(panic);
  w->unwinding = panic;
  alloc_relieve(w, ALLOC_RELIEF);
  raise_pending(w);
}

_Noreturn void raise_cancelled(worker_t *w) {
  raise_panic(w, &panic_cancelling);
}

_Noreturn void plat_unwind_resume_c(worker_t *w, void *state) {
  raise_panic(w, state);
}

/* A panic while a panic unwinds is suppressed by it; one during a cancellation is a failure of the task. */
void *plat_unwind_merge_c(worker_t *w, void *before, void *after) {
  (void)w;
  panic_t *first = before;
  panic_t *second = after;
  if (first == &panic_cancelling) return second;
  if (second != &panic_cancelling) panic_append(&first->suppressed, second);
  return first;
}
