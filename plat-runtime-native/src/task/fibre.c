/* fibre.c: see fibre.h.
 *
 * Frame drawing of a fresh stack (start frame): what plat_dispatch pops, then plat_task_entry.
 *   top - 8, top - 16   zero
 *   top - 24            plat_task_entry   <- "return address"
 *   top - 32            rbx = the task
 *   top - 64 .. -40     rbp r12 r13 r14 = 0
 * A fibre kept for reuse keeps a stack of at most KEPT_STACK bytes; larger ones are given back, and it has none. While
 * stacks are packed, all are given back: the next packed fibre that runs on gets one that is in the cache. */
#include "task/fibre.h"
#include "base/check.h"
#include "cancel/cancel.h"
#include "dump/deadlock.h"
#include "gc/barrier.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "task/await.h"
#include "task/scope.h"
#include "task/stack.h"
#include "task/task.h"
#include "wait/wait.h"

#include <string.h>

enum { KEPT_STACK = 4096, START_FRAME = 64, CONTEXT = 40, SAVED_WORDS = 48, LOOKS_MOST = 4096 };
enum { CROWD = 1 << 14, BALANCE_MOST = 128 };

/* Assembly: where a fresh fibre and a preempted one continue. */
void plat_task_entry(void);
void plat_poll_resume(void);

static fibre_t *fibre_new(worker_t *w) {
  run_t *run = &w->fibre_run;
  if ((size_t)(run->end - run->next) < FIBRE_BYTES) {
    char *chunk = region_take(&sched.fibre_region, FIBRE_CHUNK);
    if (chunk == NULL) return NULL;
    *run = (run_t){.next = chunk, .end = chunk + FIBRE_CHUNK};
  }
  fibre_t *fibre = (fibre_t *)(void *)run->next;
  run->next += FIBRE_BYTES;
  return fibre;
}

void fibre_each_of(char *chunk, void (*visit)(void *context, fibre_t *fibre), void *context) {
  for (size_t at = 0; at + FIBRE_BYTES <= FIBRE_CHUNK; at += FIBRE_BYTES) {
    fibre_t *fibre = (fibre_t *)(void *)(chunk + at);
    if (__atomic_load_n(&fibre->depth, __ATOMIC_ACQUIRE) != 0) visit(context, fibre);
  }
}

void fibre_each(void (*visit)(void *context, fibre_t *fibre), void *context) {
  for (char *chunk = sched.fibre_region.base; chunk < sched.fibre_region.next; chunk += FIBRE_CHUNK)
    fibre_each_of(chunk, visit, context);
}

static fibre_t *fibre_make(worker_t *w) {
  fibre_t *fibre = fibre_new(w);
  if (fibre == NULL) return NULL;
  fibre->node.fibre = fibre;
  fibre->node.class = WAITER_CLASSES;
  w->count_fibres++;
  return fibre;
}

static fibre_t *fibre_kept(worker_t *w) {
  fibre_t *fibre = pool_take(&w->fibres, &w->fibres_given, &sched.shared_fibres);
  if (fibre != NULL && fibre->stack != NULL) w->stacks_idle -= (int64_t)fibre->size;
  return fibre;
}

static void fibre_keep(worker_t *w, fibre_t *fibre) {
  if (fibre->stack != NULL) w->stacks_idle += (int64_t)fibre->size;
  pool_give(&w->fibres, &w->fibres_given, &sched.shared_fibres, fibre);
}

static bool find_stack(worker_t *w, fibre_t *fibre) {
  if (fibre->stack != NULL) return true;
  fibre->size = PLAT_STACK_FIRST;
  fibre->stack = stack_take(w, fibre->size);
  return fibre->stack != NULL;
}

/* No stack for this one, but some other that was kept may have one. */
static __attribute__((noinline)) fibre_t *fibre_with_stack(worker_t *w, fibre_t *without) {
  without->next = NULL;
  fibre_t *fibre;
  for (int i = 0; (fibre = fibre_kept(w)) != NULL && fibre->stack == NULL && i < LOOKS_MOST; i++) {
    fibre->next = without;
    without = fibre;
  }
  while (without != NULL) {
    fibre_t *next = without->next;
    fibre_keep(w, without);
    without = next;
  }
  if (fibre != NULL && fibre->stack == NULL) {
    fibre_keep(w, fibre);
    return NULL;
  }
  return fibre;
}

static fibre_t *fibre_any(worker_t *w) {
  fibre_t *fibre = fibre_kept(w);
  return fibre != NULL ? fibre : fibre_make(w);
}

/* Null, and the task has failed, when there is no record or no stack. */
static fibre_t *fibre_take(worker_t *w, task_t *task) {
  fibre_t *fibre = fibre_any(w);
  if (fibre == NULL) {
    stack_trim_pause();
    fibre = fibre_any(w);
    stack_trim_resume();
  }
  if (fibre == NULL) {
    task_fail(w, task, SPACE_FIBRES);
    return NULL;
  }
  if (!find_stack(w, fibre)) fibre = fibre_with_stack(w, fibre);
  if (fibre == NULL) task_fail(w, task, SPACE_STACKS);
  return fibre;
}

/* A fibre has started (1) or ended (-1) here; the sum over all workers is exact to some BALANCE_MOST each. */
static inline void count_fibre(worker_t *w, int32_t change) {
  int32_t balance = w->fibre_balance += change;
  if (balance < BALANCE_MOST && balance > -BALANCE_MOST) return;
  int64_t all = atomic_fetch_add_explicit(&sched.fibres, balance, memory_order_relaxed) + balance;
  w->fibre_balance = 0;
  uint32_t crowded = all > CROWD || options.stack_stress;
  if (load_relaxed(&sched.crowded) != crowded) store_relaxed(&sched.crowded, crowded);
}

fibre_t *fibre_start(worker_t *w, task_t *task) {
  fibre_t *fibre = fibre_take(w, task);
  if (fibre == NULL) return NULL;
  count_fibre(w, 1);
  uintptr_t *top = (uintptr_t *)fibre_top(fibre);
  top[-1] = 0;
  top[-2] = 0;
  top[-3] = (uintptr_t)plat_task_entry;
  top[-4] = (uintptr_t)task;
  top[-5] = top[-6] = top[-7] = top[-8] = 0;
  fibre->task = fibre->bottom = task;
  fibre->result = 0;
  fibre->scope = NULL;
  fibre->locals = task->scope == NULL ? NULL : task->scope->locals;
  fibre->relief = 0;
  store_relaxed(&fibre->shields, 0);
  store_relaxed(&fibre->cancel, 0);
  task_begins(w, task);
  if (gc_marking(w)) fibre_looked_at(fibre);
  fibre_set_depth(fibre, START_FRAME);
  store_release(&task->fibre, fibre); /* with the acquire in cancel_task */
  return fibre;
}

void fibre_end(worker_t *w) {
  fibre_t *fibre = w->fibre;
  w->fibre = NULL;
  fibre_set_depth(fibre, 0);
  count_fibre(w, -1);
  if (fibre->size > KEPT_STACK || stack_is_mapped(fibre->stack) || load_relaxed(&sched.crowded) != 0) {
    stack_give(w, fibre->stack, fibre->size);
    fibre->closed = 0;
    fibre->has_room = false;
    fibre->stack = NULL; /* the next task takes a first one */
  }
  fibre_keep(w, fibre);
}

void fibre_set_limits(worker_t *w, const fibre_t *fibre) {
  uintptr_t base = (uintptr_t)fibre->stack;
  if (options.seeded) { /* nothing in place, every poll counts: sched/seeded.h */
    w->deep_sp = UINTPTR_MAX;
    store_relaxed(&w->stack_limit, UINT64_MAX);
    return;
  }
  w->deep_sp = fibre->size > PLAT_IN_PLACE_MAX ? fibre_top(fibre) - PLAT_IN_PLACE_MAX : base;
  store_relaxed(&w->stack_limit, options.stack_stress ? UINT64_MAX : stack_limit(fibre));
}

fibre_t *fibre_save(worker_t *w) {
  if (options.stack_stress) stack_move_running(w);
  fibre_t *fibre = w->fibre;
  fibre_set_depth(fibre, fibre_top(fibre) - w->task_sp);
  fibre->task = w->task;
  fibre->scope = w->scope;
  fibre->locals = w->locals;
  store_relaxed(&fibre->shields, w->shields);
  if (!fibre->joined && fibre->bottom->scope != NULL) scope_join(fibre->bottom->scope, fibre);
  w->count_parks++;
  return fibre;
}

static inline void deliver(worker_t *w, fibre_t *fibre) {
  waiter_t *node = fibre->waiter;
  fibre->waiter = NULL;
  for (uint32_t i = 0; i < node->slots; i++)
    w->xfer[i] = node->values[i];
  if (node != &fibre->node) waiter_give(w, node);
}

/* What comes before the result of a wait: cancellation of the fibre, no memory for its time limit, a scope or an
 * awaited task that failed. */
static inline void resume_raises(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  task_t *awaited = fibre_awaited(fibre);
  scope_t *exiting = load_relaxed(&fibre->exiting);
  if (awaited != NULL) store_relaxed(&fibre->awaiting, 0);
  if (outcome == WAIT_CANCELLED) {
    if (fibre->deadlock == DEADLOCK_PENDING) deadlock_raise(w);
    if (cancel_look(w)) raise_cancelled(w);
  } else if (outcome == WAIT_NO_MEMORY) {
    space_panic(w, SPACE_TIMERS);
  } else if (exiting != NULL) {
    scope_conclude(w, exiting);
  } else if (awaited != NULL && outcome == WAIT_DONE) {
    await_conclude(w, awaited);
  }
}

uintptr_t fibre_resume(worker_t *w, fibre_t *fibre) {
  if (gc_marking(w)) gc_shade_fibre(w, fibre); /* before anything in it or on its stack changes */
  if (stack_is_packed(fibre->size)) stack_unpack(w, fibre);
  w->fibre = fibre;
  w->task = fibre->task;
  w->result = fibre->result;
  w->scope = fibre->scope;
  w->locals = fibre->locals;
  w->shields = load_relaxed(&fibre->shields);
  store_relaxed(&w->requests, 0); /* a request to the fibre before is none to this one */
  fibre_set_limits(w, fibre);
  if (load_relaxed(&fibre->cancel) != 0) monitor_request(w, REQUEST_CANCEL);
  w->task_sp = fibre_top(fibre) - fibre->depth;
  uint64_t outcome = fibre->result;
  uint64_t slow = (outcome & ~(uint64_t)WAIT_DONE) | (load_relaxed(&fibre->wait) & WAIT_SHARED);
  if (slow != 0) outcome = wait_end(w, fibre);
  if (fibre->waiter != NULL) deliver(w, fibre);
  resume_raises(w, fibre, outcome);
  return w->task_sp;
}

void fibre_push(worker_t *w, fibre_t *fibre) {
  if (!deque_push(w, entry_of_fibre(fibre))) sched_later(w, fibre);
}

void fibre_wake(worker_t *w, fibre_t *fibre) {
  fibre_t *before = load_relaxed(&w->next);
  store_relaxed(&w->next, fibre);
  if (before != NULL) fibre_push(w, before);
}

void fibre_wake_list(worker_t *w, fibre_t *newest) {
  if (newest->next == NULL) {
    fibre_wake(w, newest);
    return;
  }
  while (newest != NULL) { /* the deque gives the newest out first, so the oldest goes in last */
    fibre_t *next = newest->next;
    newest->next = NULL;
    fibre_push(w, newest);
    newest = next;
  }
}

bool fibre_preempt(worker_t *w) {
  size_t bytes = SAVED_WORDS * sizeof(uint64_t) + sizeof(uintptr_t) + CONTEXT;
  if (w->task_sp - bytes < (uintptr_t)w->fibre->stack && !stack_try_grow(w, bytes)) return false;
  uintptr_t *sp = (uintptr_t *)w->task_sp - SAVED_WORDS;
  memcpy(sp, w->save, sizeof w->save);
  *--sp = (uintptr_t)plat_poll_resume;
  for (size_t i = 0; i < CONTEXT / sizeof(uintptr_t); i++)
    *--sp = 0;
  w->task_sp = (uintptr_t)sp;
  return true;
}
