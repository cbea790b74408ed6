/* scope.h: a scope counts the unfinished tasks spawned into it; its owner leaves when none is left.
 *
 * Invariant: local + remote (without WAITING) = tasks published into the scope and not ended.
 *   local   plain; only the task that opened the scope adds to it: its own spawns, and the ends of
 *           children that ran in place on its stack
 *   remote  atomic; ends elsewhere, and spawns by other tasks of the scope
 * Either half may be negative. A member that runs keeps the sum above zero, and a spawn by a member is
 * counted before that member ends, so the owner never sees a false zero.
 * Waiting: the owner, its context saved, stores itself in `waiter` and moves local into remote together
 * with WAITING by one read-modify-write. Whoever then brings remote to exactly WAITING closes the scope
 *   (it belongs to that task end alone by then) and wakes the owner.
 *   No lost wake-up: read-modify-writes on `remote` are totally ordered. If the last end comes before the
 *   owner's addition, the owner sees the sum zero and does not park; if it comes after, it sees
 *   WAITING, and by acquire the waiter.
 * Ordering: an end is a release, the owner's look an acquire: after leaving, it sees what the tasks wrote.
 * Ownership: pooled per worker, type-stable; opened by the owner task; closed by it or by the end it waits
 * for. */
#ifndef PLAT_TASK_SCOPE_H
#define PLAT_TASK_SCOPE_H

#include "sched/worker.h"

#define SCOPE_WAITING (INT64_C(1) << 62)

struct scope {
  task_t *owner;
  int64_t local;
  _Atomic int64_t remote;
  fibre_t *waiter;
  scope_t *next_free;
};

/* A task is published into the scope by `spawner`. */
void scope_add(scope_t *scope, const task_t *spawner);
/* A task of the scope has ended; `here` is the running task below it when it ran in place, or the task
 * itself. */
void scope_remove(worker_t *w, scope_t *scope, const task_t *here);

/* What plat_scope_step_c returns besides a task. */
enum { SCOPE_STEP_DONE = 0, SCOPE_STEP_PARK = 1 };

/* Called by assembly (switch_x64.S). */
scope_t *plat_scope_new_c(worker_t *w);
uintptr_t plat_scope_step_c(worker_t *w, scope_t *scope, task_t *finished);

#endif
