/* walk.h: from the innermost frame of the running fibre outwards.
 *
 * A walk stands behind a call: `sp` is rsp as the call's return would leave it, `saved` are the callee-saved
 * registers as the frame at that point expects them. It begins with the registers that the stub saved below
 * the return address into Plat code, or, for a poll, in worker.save; each frame that it leaves behind gives
 * back those which the frame's function had saved. So it can continue any frame at a landing pad.
 * The stack stays where it is meanwhile: whoever walks is the worker itself, on its system stack. */
#ifndef PLAT_UNWIND_WALK_H
#define PLAT_UNWIND_WALK_H

#include "sched/worker.h"
#include "unwind/table.h"

enum { WALK_SAVED = 5 };

typedef struct walk {
  uintptr_t sp;
  uint64_t saved[WALK_SAVED]; /* rbx rbp r12 r13 r14 */
  site_t site;                /* of the call it stands behind */
  sites_t sites;
} walk_t;

/* Stands behind the call into the runtime. */
void walk_begin(walk_t *walk, const worker_t *w);
/* Leaves the frame, stands behind the call that made it. */
void walk_out(walk_t *walk);
/* The task that ends at this border (SITE_AWAIT, SITE_SCOPE, SITE_BOTTOM). */
task_t *walk_task(const walk_t *walk, const worker_t *w);

#endif
