/* cancel.c: marking, visiting, looking; see cancel.h. */
#include "cancel/cancel.h"
#include "base/check.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "wait/wait.h"

/* ---- looking ---- */

/* Bits, by depth, of what is marked from here outwards. `inner` is the first record to look at. */
static uint32_t look(const worker_t *w, const scope_t *inner) {
  const fibre_t *fibre = w->fibre;
  const task_t *task = w->task;
  uint32_t marked = 0;
  for (const scope_t *scope = inner;;) {
    for (; scope != NULL && scope->owner == task; scope = scope->outer) {
      if (load_acquire(&scope->cause) != CAUSE_NONE) marked |= UINT32_C(1) << scope->depth;
    }
    const scope_t *own = task->scope;
    bool bottom = task == fibre->bottom;
    uint32_t depth = bottom ? 0 : own->depth; /* it began right inside its scope */
    if (load_acquire(&task->cancel) != NULL) marked |= UINT32_C(1) << depth;
    if (!bottom) {
      task = own->owner;
      continue;
    }
    if (own != NULL && load_acquire(&own->cause) != CAUSE_NONE) marked |= 1;
    return marked;
  }
}

bool cancel_look(worker_t *w) {
  /* Cleared before looking: whoever marks later sets it again. Then set for what was found, also behind
   * shields. */
  (void)atomic_exchange_explicit(&w->fibre->cancel, 0, memory_order_acquire);
  uint32_t marked = look(w, w->scope);
  if (marked != 0) atomic_fetch_or_explicit(&w->fibre->cancel, marked, memory_order_relaxed);
  return (marked >> w->shields & 1) != 0;
}

bool cancel_look_anywhere(worker_t *w) {
  return look(w, w->scope) != 0;
}

bool cancel_look_outside(worker_t *w, const scope_t *scope) {
  return (look(w, scope->outer) >> scope->depth & 1) != 0;
}

/* ---- marking and visiting ---- */

/* Wakes a waiting fibre if nothing shields it from what lies `depth` shields deep; an inner scope whose tasks
 * it waits for is marked, pinned and put on the list. The caller holds the lock of a scope, `held`, that
 * keeps what is cancelled on the fibre; an owner that waits for the tasks of this very scope goes on when
 * they have ended. True if the fibre waited and is woken: it looks when it resumes, and nobody need be poisoned. */
static bool visit(worker_t *w, fibre_t *fibre, uint32_t depth, const scope_t *held, scope_t **work) {
  if (wait_cancel_wake(w, fibre, depth)) return true;
  scope_t *inner = load_acquire(&fibre->exiting);
  if (inner == NULL || inner == held) return false;
  lock_take(&inner->lock);
  bool here = load_relaxed(&fibre->exiting) == inner && inner->depth == depth;
  if (here && load_relaxed(&inner->cause) == CAUSE_NONE) {
    store_release(&inner->cause, CAUSE_OUTER); /* with the acquire in look */
    inner->pinned = true;
    inner->next_work = *work;
    *work = inner;
  }
  lock_drop(&inner->lock);
  return false;
}

/* Under the scope's lock: flags all that run directly below it. */
static void flag_members(scope_t *scope) {
  for (fibre_t *fibre = scope->members; fibre != NULL; fibre = fibre->member_next)
    wait_cancel_mark(fibre, 0);
}

static void visit_members(worker_t *w, scope_t *scope, scope_t **work) {
  for (fibre_t *fibre = scope->members; fibre != NULL; fibre = fibre->member_next)
    (void)visit(w, fibre, 0, scope, work);
}

/* Fibres that have never been parked: they run somewhere. */
static void poison_workers(worker_t *w) {
  atomic_fetch_add_explicit(&sched.cancel_epoch, 1, memory_order_release); /* with the acquire in polls */
  for (unsigned i = 0; i < sched.count; i++)
    monitor_request(sched.workers[i], REQUEST_CANCEL);
  if (w != NULL && load_relaxed(&w->nudge) != 0) monitor_hurry(w);
}

static void visit_work(worker_t *w, scope_t *work) {
  while (work != NULL) {
    scope_t *scope = work;
    work = scope->next_work;
    lock_take(&scope->lock);
    flag_members(scope);
    wait_cancel_begin();
    visit_members(w, scope, &work);
    wait_cancel_finish();
    scope->pinned = false;
    bool unused = scope->unused;
    scope->unused = false;
    lock_drop(&scope->lock);
    if (unused) scope_give(w, scope);
  }
}

static void cancel_round(worker_t *w, scope_t *scope, uint32_t cause, uint64_t round) {
  scope_t *work = NULL;
  lock_take(&scope->lock);
  bool first = load_relaxed(&scope->cause) == CAUSE_NONE && load_relaxed(&scope->round) == round;
  if (first) {
    store_release(&scope->cause, cause); /* with the acquire in look */
    bool owner_too = cause == CAUSE_FAILURE || cause == CAUSE_DEADLINE;
    if (owner_too) wait_cancel_mark(scope->fibre, scope->depth);
    flag_members(scope);
    wait_cancel_begin();
    visit_members(w, scope, &work);
    if (owner_too) (void)visit(w, scope->fibre, scope->depth, scope, &work);
    wait_cancel_finish();
  }
  lock_drop(&scope->lock);
  if (!first) return;
  poison_workers(w);
  visit_work(w, work);
}

void cancel_scope(worker_t *w, scope_t *scope, uint32_t cause) {
  cancel_round(w, scope, cause, load_relaxed(&scope->round));
}

void cancel_deadline(worker_t *w, scope_t *scope, uint64_t round) {
  cancel_round(w, scope, CAUSE_DEADLINE, round);
}

/* ---- one task ---- */

/* Under the lock of the task's scope, if it has one: its fibre, if the task stays on it while the lock is
 * held, else null. A child that runs in place on its scope's owner's fibre looks for a canceller when it has
 * ended (task_forget_cancel, task_end); the bottom task of a joined fibre parts from the scope before. */
static fibre_t *fibre_of(const task_t *task, const scope_t *scope) {
  fibre_t *fibre = load_acquire(&task->fibre);
  if (fibre == NULL || scope == NULL) return fibre; /* just being started; main stays for ever */
  return fibre == scope->fibre || fibre->joined ? fibre : NULL;
}

/* True if the reason is the task's now, and it has not ended. */
static bool give_reason(task_t *task, const void *reason) {
  const void *none = NULL;
  if (task_has_ended(load_acquire(&task->state)) || !cas_acq_rel(&task->cancel, &none, reason)) return false;
  return !task_has_ended(load_acquire(&task->state));
}

void cancel_task(worker_t *w, task_t *task, const void *reason) {
  if (task_claim(task)) { /* nobody will run it */
    store_relaxed(&task->cancel, reason);
    task_refuse(w, task);
    return;
  }
  scope_t *scope = task->scope; /* one that has been reused if the task has ended: then nothing is done */
  scope_t *work = NULL;
  if (scope != NULL) lock_take(&scope->lock);
  bool given = give_reason(task, reason);
  fibre_t *fibre = given ? fibre_of(task, scope) : NULL;
  bool woken = false;
  if (fibre != NULL) {
    uint32_t depth = scope != NULL && fibre == scope->fibre ? scope->depth : 0;
    wait_cancel_mark(fibre, depth);
    wait_cancel_begin();
    woken = visit(w, fibre, depth, scope, &work);
    wait_cancel_finish();
  }
  if (scope != NULL) lock_drop(&scope->lock);
  if (!given || woken) return;
  poison_workers(w);
  visit_work(w, work);
}
