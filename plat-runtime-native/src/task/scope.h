/* scope.h: scopes: who is finished before whom, and what is cancelled with what.
 *
 * One record serves concurrent, race, with_timeout, with_local and the shield of a defer body. Those that are open on a
 * fibre form a stack (worker.scope, linked by `outer`), innermost first; each belongs to the task that opened
 * it (`owner`), which may be any task of the fibre's chain. Below the lowest stands the bottom task, and its
 * own scope, on another fibre's stack. cancel/cancel.h says what cancelling a record means.
 *
 * Counting (concurrent, race). Invariant: local + remote (without WAITING) = tasks published into the scope
 * and not ended.
 *   local   plain; only the task that opened the scope adds to it: its own spawns, and the ends of
 *           children that ran in place on its stack
 *   remote  atomic; ends elsewhere, and spawns by other tasks of the scope
 * Either half may be negative. A member that runs keeps the sum above zero, and a spawn by a member is
 * counted before that member ends, so the owner never sees a false zero.
 * Waiting: the owner, its context saved, stores itself in `waiter` and moves local into remote together
 * with WAITING by one read-modify-write. Whoever then brings remote to exactly WAITING wakes the owner, and
 * touches the scope no more: the owner closes it when it resumes (scope_conclude).
 *   No lost wake-up: read-modify-writes on `remote` are totally ordered. If the last end comes before the
 *   owner's addition, the owner sees the sum zero and does not park; if it comes after, it sees
 *   WAITING, and by acquire the waiter.
 * Ordering: an end is a release, the owner's look an acquire: after leaving, it sees what the tasks wrote.
 *
 * Failure: a task that ends by a panic puts it at the end of `failures` and cancels the scope, before it is
 * counted off. The owner, cancelled with it, waits for all, and panics on with the first one.
 *
 * Ownership: pooled per worker, type-stable; opened and closed by the owner. A closed record has cause, lists
 * and waiter zero, so that opening one in assembly stores the first half only. */
#ifndef PLAT_TASK_SCOPE_H
#define PLAT_TASK_SCOPE_H

#include "base/lock.h"
#include "sched/worker.h"

#define SCOPE_WAITING (INT64_C(1) << 62)

enum { SCOPE_CONCURRENT, SCOPE_RACE, SCOPE_TIMEOUT, SCOPE_SHIELD, SCOPE_LOCALS };

/* Why a scope is cancelled; the first cause stays. */
enum {
  CAUSE_NONE,
  CAUSE_FAILURE, /* one of its tasks has failed */
  CAUSE_LEFT,    /* its owner leaves early, or unwinds through it */
  CAUSE_OUTER,   /* its owner waits for its tasks and is cancelled itself */
  CAUSE_DEADLINE /* of a with_timeout */
};

/* How the owner leaves. */
enum { LEAVE_WHEN_DONE, LEAVE_EARLY, LEAVE_UNWINDING };

struct scope {
  task_t *owner; /* null: closed */
  int64_t local;
  _Atomic int64_t remote;
  scope_t *outer; /* in a free list: the next record */
  fibre_t *fibre; /* the owner's */
  uint32_t depth; /* shields around it on its fibre */
  uint32_t kind;
  const void *locals; /* worker.locals when it was opened: task/locals.c; zero while closed, as all below */
  /* ---- zero while closed ---- */
  _Atomic uint32_t cause;
  uint32_t leaving;
  lock_t lock; /* rank: a scope's before those of scopes below it; then what a wake takes */
  bool pinned; /* under the lock: a canceller will look at it again; */
  bool unused; /* closed meanwhile, so that he gives it back */
  fibre_t *_Atomic waiter;
  fibre_t *members; /* under the lock: fibres of its tasks that have been parked, see cancel.h */
  panic_t *failures, *last_failure; /* under the lock: oldest first */
  panic_t *unwinding;               /* while the owner, unwinding, waits for the tasks: what unwinds */
  task_t *_Atomic winner;           /* of a race */
  fibre_t *_Atomic racer;           /* of a race: the owner, while it waits for the first result */
  scope_t *next_work;               /* in a canceller's list */
  bool racing;                      /* the owner waits in plat_race_wait */
  uint32_t timer_home;              /* of a with_timeout: the worker whose timers have it */
  _Atomic uint64_t round;           /* even; another one each time the record is closed */
};

/* A task is published into the scope by `spawner`. */
void scope_add(scope_t *scope, const task_t *spawner);
/* A task of the scope has ended; `here` is the running task below it when it ran in place, or the task
 * itself. */
void scope_remove(worker_t *w, scope_t *scope, const task_t *here);
/* Before that, of a race: the first result is the scope's. */
void scope_race_ended(worker_t *w, scope_t *scope, task_t *task, uint64_t state);
/* A task of the scope failed; before scope_remove. Takes the panic over. */
void scope_fail(worker_t *w, scope_t *scope, panic_t *panic);

/* Opens a record on top of the running fibre's. Panics when memory is out. */
scope_t *scope_open(worker_t *w, uint32_t kind);
/* Likewise a shield, for a defer body, which must run: there is memory for it (sched/space.h). */
void scope_open_shield(worker_t *w);
/* Closes the top one. pre: all its tasks have ended */
void scope_close(worker_t *w, scope_t *scope);
/* On resume of an owner that waited in plat_scope_step_c. */
void scope_conclude(worker_t *w, scope_t *scope);
/* Back to the pool. w is null on a thread that is no worker. */
void scope_give(worker_t *w, scope_t *scope);
/* An unwinding has reached the border of the task: its scopes are closed. */
void scope_border(worker_t *w, const task_t *task);
/* Joins and parts: the fibre of a member, when it parks first, and before its bottom task is ended. */
void scope_join(scope_t *scope, fibre_t *fibre);
void scope_part(scope_t *scope, fibre_t *fibre);

/* What plat_scope_step_c returns besides a task. */
enum { SCOPE_STEP_DONE = 0, SCOPE_STEP_PARK = 1 };

/* Called by assembly (switch_x64.S). */
scope_t *plat_scope_new_c(worker_t *w);
uintptr_t plat_scope_step_c(worker_t *w, scope_t *scope, task_t *finished);
void plat_scope_leave_begin_c(worker_t *w, scope_t *scope, void *state);

#endif
