/* scope.h: a scope counts the unfinished tasks spawned into it; its owner leaves when none is left.
 *
 * Invariant: local + remote (without WAITING) = tasks published into the scope and not ended.
 *   local   plain; only the task that opened the scope adds to it: its own spawns, and the ends of
 *           children that ran in place on its stack
 *   remote  atomic; ends elsewhere, and spawns by other tasks of the scope
 * Either half may be negative. A member that runs keeps the sum above zero, and a spawn by a member is
 * counted before that member ends, so the owner never sees a false zero.
 * Waiting: the owner, its context saved, moves local into remote by one read-modify-write together with
 * WAITING and one for itself, opens its wait (wait.h), stores the token, and takes its one out again like a
 * task that ends. Whoever finds WAITING and a count of one, its own, claims the wait, closes the scope (it
 * belongs to that end alone by then) and wakes the owner; if the claim fails, the owner was cancelled and the
 * one is just subtracted. A cancelled owner takes WAITING back and adds ROUND, so that an end which tried its
 * claim in vain cannot mistake the owner's next wait for the one it saw. No lost wake-up: all changes of
 * `remote` are totally ordered, and as long as the owner's one is in, nobody is last. Nobody touches the
 * scope after subtracting its one, and it is closed only when no count is left. Ordering: an end is a
 * release, the owner's look an acquire: after leaving, it sees what the tasks wrote. Ownership: pooled per
 * worker, type-stable; opened by the owner task; closed by it or by the end it waits for. */
#ifndef PLAT_TASK_SCOPE_H
#define PLAT_TASK_SCOPE_H

#include "sched/worker.h"

#define SCOPE_WAITING (INT64_C(1) << 62)
#define SCOPE_ROUND (INT64_C(1) << 48)

struct scope {
  task_t *owner;
  int64_t local;
  _Atomic int64_t remote;
  fibre_t *_Atomic waiter;
  scope_t *next_free;
  _Atomic uint64_t token; /* of the owner's wait */
};

/* How many tasks `remote` counts; below the rounds. */
static inline int64_t scope_remote(int64_t remote) {
  return (int64_t)((uint64_t)remote << 16) >> 16;
}

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
