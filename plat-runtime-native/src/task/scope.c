/* scope.c: scopes; see scope.h for the counting and the wake-up argument. */
#include "task/scope.h"
#include "base/check.h"
#include "cancel/cancel.h"
#include "gc/barrier.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/asm_offsets.h"
#include "task/fibre.h"
#include "task/task.h"
#include "unwind/backtrace.h"
#include "wait/wait.h"

_Static_assert(offsetof(scope_t, owner) == SCOPE_OWNER, "assembly");
_Static_assert(offsetof(scope_t, local) == SCOPE_LOCAL, "assembly");
_Static_assert(offsetof(scope_t, remote) == SCOPE_REMOTE, "assembly");
_Static_assert(offsetof(scope_t, outer) == SCOPE_OUTER, "assembly");
_Static_assert(offsetof(scope_t, fibre) == SCOPE_FIBRE, "assembly");
_Static_assert(offsetof(scope_t, depth) == SCOPE_DEPTH, "assembly");
_Static_assert(offsetof(scope_t, kind) == SCOPE_DEPTH + 4, "assembly stores both at once");
_Static_assert(offsetof(scope_t, locals) == SCOPE_LOCALS_AT, "assembly");
_Static_assert(offsetof(scope_t, cause) == SCOPE_CAUSE, "assembly");
_Static_assert(SCOPE_CONCURRENT == 0, "assembly");
_Static_assert(offsetof(worker_t, fibre) == WORKER_FIBRE, "assembly");
_Static_assert(offsetof(worker_t, scope_free) == WORKER_SCOPE_FREE, "assembly");
_Static_assert(offsetof(worker_t, scope) == WORKER_SCOPE, "assembly");
_Static_assert(offsetof(worker_t, shields) == WORKER_SHIELDS, "assembly");
_Static_assert(offsetof(worker_t, unwinding) == WORKER_UNWINDING, "assembly");

/* ---- opening and closing ---- */

/* Called by assembly when worker.scope_free is empty. */
scope_t *plat_scope_new_c(worker_t *w) {
  scope_t *scope = pool_take(&w->scope_free, &w->scopes_given, &sched.shared_scopes);
  if (scope == NULL) scope = record_take(w, RECORD_SCOPE, sizeof(scope_t));
  if (scope == NULL) space_panic(w, SPACE_SCOPES);
  return scope;
}

static scope_t *open(worker_t *w, scope_t *scope, uint32_t kind) {
  scope->owner = w->task;
  scope->local = 0;
  store_relaxed(&scope->remote, 0);
  scope->outer = w->scope;
  scope->fibre = w->fibre;
  scope->depth = w->shields;
  scope->kind = kind;
  scope->locals = w->locals;
  w->scope = scope;
  return scope;
}

scope_t *scope_open(worker_t *w, uint32_t kind) {
  return open(w, plat_scope_new_c(w), kind);
}

void scope_open_shield(worker_t *w) {
  scope_t *scope = pool_take(&w->shield_free, &w->shields_given, &sched.shared_shields);
  if (scope == NULL) scope = record_take(w, RECORD_SHIELD, sizeof(scope_t));
  if (scope == NULL) process_fail("out of memory: too many defer bodies that wait inside each other");
  (void)open(w, scope, SCOPE_SHIELD);
}

void scope_give(worker_t *w, scope_t *scope) {
  if (w ==
      NULL) { /* never a shield: what is cancelled from outside the workers is a time limit, or below one */
    pool_give_shared(&sched.shared_scopes, scope);
    return;
  }
  if (scope->kind == SCOPE_SHIELD) {
    pool_give(&w->shield_free, &w->shields_given, &sched.shared_shields, scope);
    return;
  }
  pool_give(&w->scope_free, &w->scopes_given, &sched.shared_scopes, scope);
}

void scope_close(worker_t *w, scope_t *scope) {
  check(w->scope == scope); /* the ways in and out are matched by the compiler */
  w->scope = scope->outer;
  if (gc_marking(w)) gc_shade_words(w, scope, scope + 1);
  lock_take(&scope->lock);
  debug_check(scope->members == NULL && scope->failures == NULL);
  scope->owner = NULL;
  scope->locals = NULL;
  store_relaxed(&scope->cause, CAUSE_NONE);
  scope->leaving = LEAVE_WHEN_DONE;
  store_relaxed(&scope->waiter, NULL);
  scope->unwinding = NULL;
  store_relaxed(&scope->winner, NULL);
  store_relaxed(&scope->racer, NULL);
  store_relaxed(&scope->round, load_relaxed(&scope->round) + 2);
  scope->unused = scope->pinned;
  bool give = !scope->pinned;
  lock_drop(&scope->lock);
  if (give) scope_give(w, scope);
}

/* Records still open would be left behind: code without landing pads has been passed by. So the process ends
 * as if the task were main. */
void scope_border(worker_t *w, const task_t *task) {
  const scope_t *scope = w->scope;
  if (scope == NULL || scope->owner != task) return;
  panic_t *panic = w->unwinding;
  for (; scope != NULL && scope->owner == task; scope = scope->outer) {
    if (panic == &panic_cancelling && scope->failures != NULL) panic = scope->failures;
  }
  if (panic != w->unwinding) (void)backtrace_task(w, &panic->trace);
  panic_uncaught(panic);
}

/* ---- counting ---- */

void scope_add(scope_t *scope, const task_t *spawner) {
  if (scope->owner == spawner) {
    scope->local++;
  } else {
    atomic_fetch_add_explicit(&scope->remote, 1,
                              memory_order_relaxed); /* the spawner itself is still counted */
  }
}

void scope_remove(worker_t *w, scope_t *scope, const task_t *here) {
  if (scope->owner == here) {
    scope->local--;
  } else if (fetch_sub_acq_rel(&scope->remote, 1) == SCOPE_WAITING + 1) {
    fibre_wake(w, load_relaxed(&scope->waiter));
  }
}

void scope_join(scope_t *scope, fibre_t *fibre) {
  lock_take(&scope->lock);
  fibre->member_prev = NULL;
  fibre->member_next = scope->members;
  if (scope->members != NULL) scope->members->member_prev = fibre;
  scope->members = fibre;
  if (load_relaxed(&scope->cause) != CAUSE_NONE || load_relaxed(&fibre->bottom->cancel) != NULL)
    atomic_fetch_or_explicit(&fibre->cancel, 1, memory_order_relaxed);
  fibre->joined = true;
  lock_drop(&scope->lock);
}

void scope_part(scope_t *scope, fibre_t *fibre) {
  lock_take(&scope->lock);
  fibre_t *next = fibre->member_next;
  fibre_t *prev = fibre->member_prev;
  if (next != NULL) next->member_prev = prev;
  if (prev != NULL) {
    prev->member_next = next;
  } else {
    scope->members = next;
  }
  fibre->joined = false;
  lock_drop(&scope->lock);
}

/* ---- failure ---- */

void scope_fail(worker_t *w, scope_t *scope, panic_t *panic) {
  lock_take(&scope->lock);
  if (load_relaxed(&scope->winner) != NULL) { /* a race that is decided */
    lock_drop(&scope->lock);
    panic_free(panic);
    return;
  }
  if (scope->failures == NULL) {
    scope->failures = panic;
  } else {
    scope->last_failure->next = panic;
  }
  scope->last_failure = panic;
  lock_drop(&scope->lock);
  cancel_scope(w, scope, CAUSE_FAILURE);
}

/* What unwinds on from a scope whose tasks have all ended: what unwound through it, or its first failure, the
 * later ones attached. The owner's frames follow those of the failed task. */
static panic_t *outcome(worker_t *w, scope_t *scope) {
  panic_t *own = scope->unwinding;
  panic_t *failures = scope->failures;
  bool own_panic = own != NULL && own != &panic_cancelling;
  scope->failures = scope->last_failure = NULL;
  if (failures == NULL) return own;
  if (own_panic && load_relaxed(&scope->cause) != CAUSE_FAILURE) {
    panic_append(&own->suppressed, failures);
    return own;
  }
  panic_append(&failures->suppressed, failures->next);
  failures->next = NULL;
  if (own_panic) panic_append(&failures->suppressed, own);
  (void)backtrace_task(w, &failures->trace);
  return failures;
}

/* ---- races ---- */

/* Cancellers look at it under the lock: cancel.c, visit. */
static void waits_no_more(fibre_t *fibre, scope_t *scope) {
  lock_take(&scope->lock);
  store_relaxed(&fibre->exiting, NULL);
  lock_drop(&scope->lock);
}

void scope_race_ended(worker_t *w, scope_t *scope, task_t *task, uint64_t state) {
  lock_take(&scope->lock);
  bool open = load_relaxed(&scope->cause) == CAUSE_NONE && load_relaxed(&scope->winner) == NULL;
  if (open && state == PLAT_TASK_DONE) store_release(&scope->winner, task);
  lock_drop(&scope->lock);
  fibre_t *owner = atomic_exchange_explicit(&scope->racer, NULL, memory_order_seq_cst);
  if (owner != NULL) fibre_wake(w, owner);
}

/* One's own cancellation, and a failure before any result, come first; the scope is open still. */
static void race_result(worker_t *w, scope_t *scope) {
  scope->racing = false;
  if (load_acquire(&scope->cause) != CAUSE_NONE || (cancel_flagged(w) && cancel_look(w))) raise_cancelled(w);
  w->result = (uint64_t)(uintptr_t)load_acquire(&scope->winner);
}

/* Waits for the end of the first task of the race. Whoever ends one wakes the owner while it is still
 * counted, by taking it out of `racer`; the owner stores itself there, then looks for what has ended before,
 * both by read-modify-writes or under the lock: one of the two sees the other. */
int32_t plat_race_wait_c(worker_t *w, void *record) {
  scope_t *scope = record;
  fibre_t *fibre = fibre_save(w);
  scope->racing = true;
  store_release(&fibre->exiting, scope); /* as in plat_scope_step_c */
  wait_fence();
  bool ready = cancel_flagged(w) && cancel_look(w);
  if (!ready) {
    atomic_exchange_explicit(&scope->racer, fibre, memory_order_seq_cst);
    lock_take(&scope->lock);
    ready = load_relaxed(&scope->winner) != NULL || load_relaxed(&scope->cause) != CAUSE_NONE;
    lock_drop(&scope->lock);
    if (!ready || atomic_exchange_explicit(&scope->racer, NULL, memory_order_seq_cst) == NULL)
      return PLAT_VERDICT_PARK; /* or woken already */
  }
  waits_no_more(fibre, scope);
  race_result(w, scope);
  return PLAT_VERDICT_DONE;
}

void *plat_race_enter_c(worker_t *w) {
  return scope_open(w, SCOPE_RACE);
}

/* ---- leaving ---- */

/* All tasks have ended. */
static uintptr_t finish(worker_t *w, scope_t *scope) {
  if (scope->leaving == LEAVE_WHEN_DONE && load_acquire(&scope->cause) != CAUSE_NONE)
    scope->unwinding = &panic_cancelling;
  bool resumes = scope->leaving == LEAVE_UNWINDING;
  panic_t *state = outcome(w, scope);
  scope_close(w, scope);
  if (state != NULL && !resumes) raise_panic(w, state);
  w->result = (uint64_t)(uintptr_t)state;
  return SCOPE_STEP_DONE;
}

void scope_conclude(worker_t *w, scope_t *scope) {
  waits_no_more(w->fibre, scope);
  if (scope->racing) {
    race_result(w, scope);
  } else {
    (void)finish(w, scope);
  }
}

/* The owner leaves early, or unwinds with this state: unfinished tasks are cancelled. */
void plat_scope_leave_begin_c(worker_t *w, scope_t *scope, void *state) {
  scope->leaving = state == NULL ? LEAVE_EARLY : LEAVE_UNWINDING;
  scope->unwinding = state;
  cancel_scope(w, scope, CAUSE_LEFT);
}

/* A task to run in place: the newest of the own deque, if it is the scope's. */
static task_t *own_child(worker_t *w, scope_t *scope) {
  for (entry_t entry; (entry = deque_pop(w)) != 0;) {
    if (entry_is_fibre(entry)) { /* somebody else's turn: the scheduler will find it */
      fibre_push(w, entry_fibre(entry));
      return NULL;
    }
    task_t *task = entry_task(entry);
    if (!task_claim(task)) continue; /* stale */
    if (task_refused(w, task)) continue;
    if (task->scope == scope) {
      task_begins(w, task);
      store_release(&task->fibre, w->fibre); /* with the acquire in cancel_task */
      return task;
    }
    /* Another scope's: it gets a stack of its own. (Not by way of start_next: the owner may come back to Plat
     * code at once, and leave the next scope with that still set.) */
    fibre_t *fibre = fibre_start(w, task);
    if (fibre == NULL) continue;
    if (task->scope != NULL)
      scope_join(task->scope, fibre); /* it does not run yet: cancel.h, joined fibres */
    fibre_push(w, fibre);
    return NULL;
  }
  return NULL;
}

/* One step of plat_scope_exit and its kin, which loop over it. `finished` has just run in place, or is null.
 * Returns a task to run in place (claimed), or SCOPE_STEP_DONE (worker.result is set), or SCOPE_STEP_PARK;
 * after PARK the last task to end wakes the owner, which concludes, and resumes behind its call.
 * pre: the callee-saved context is on the task stack (so parking and raising need nothing more). */
uintptr_t plat_scope_step_c(worker_t *w, scope_t *scope, task_t *finished) {
  if (finished != NULL) task_end(w, finished);
  if (scope->leaving == LEAVE_WHEN_DONE && cancel_flagged(w) && cancel_look(w))
    cancel_scope(w, scope, CAUSE_OUTER);
  int64_t remote = load_acquire(&scope->remote); /* with the release in scope_remove */
  if (scope->local + remote == 0) return finish(w, scope);
  if (w->task_sp > w->deep_sp) {
    task_t *child = own_child(w, scope);
    if (child != NULL) return (uintptr_t)child;
  }
  fibre_t *fibre = fibre_save(w);
  store_relaxed(&scope->waiter, fibre);
  store_release(&fibre->exiting, scope); /* with the acquire in visit */
  wait_fence();
  if (scope->leaving == LEAVE_WHEN_DONE && cancel_flagged(w) && cancel_look(w))
    cancel_scope(w, scope, CAUSE_OUTER);
  int64_t local = scope->local;
  scope->local = 0;
  remote = fetch_add_acq_rel(&scope->remote, local + SCOPE_WAITING) + local;
  if (remote != 0) return SCOPE_STEP_PARK; /* published: the fibre may run elsewhere already */
  scope_conclude(w, scope);
  return SCOPE_STEP_DONE;
}
