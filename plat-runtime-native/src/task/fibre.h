/* fibre.h: a fibre is what is scheduled: a stack, and the chain of tasks on it, the top one running.
 *
 * Life: taken (bound to a stack) when a task first runs; runs; parked any number of times; ended when its
 * bottom task ends, then kept with its stack for the next task, last in first out.
 * Invariant: a fibre is in exactly one place: running on a worker, in one queue (a deque, next, later, the
 * inject queue), in one waiter list (a task's, a scope, a channel waiter, a timer), or in a free list.
 * `next` links it in whichever list that is. While parked: depth (bytes from the top of the stack to the
 * saved context, an offset, since stacks move), task and result are valid. Ownership: whoever took it from
 * its place. Handing it over is a release by the queue or the waiter word. A park function calls fibre_save
 * first, then publishes the fibre, then touches neither it nor its stack. Type-stable: records are never
 * given back. */
#ifndef PLAT_TASK_FIBRE_H
#define PLAT_TASK_FIBRE_H

#include "sched/worker.h"

struct fibre {
  char *stack;
  size_t size;
  size_t depth;
  task_t *task;
  uint64_t result;   /* worker.result on resume */
  waiter_t *waiter;  /* on resume: its values go to worker.xfer and it is freed; or null */
  const char *raise; /* on resume: a panic with this message instead; or null */
  uint64_t random;   /* the running task's generator (lib/random.c); 0: not used yet */
  fibre_t *next;
};

static inline uintptr_t fibre_top(const fibre_t *fibre) {
  return (uintptr_t)fibre->stack + fibre->size;
}

/* A fibre with a stack whose first frame starts `task`. Never null (out of memory is a panic). */
fibre_t *fibre_start(worker_t *w, task_t *task);
/* The running fibre has ended: keeps it and its stack for reuse. */
void fibre_end(worker_t *w);
/* The running fibre, its position saved so that it may be published and resumed by anyone. */
fibre_t *fibre_save(worker_t *w);
/* Makes it the worker's running fibre; returns the rsp to continue at. */
uintptr_t fibre_resume(worker_t *w, fibre_t *fibre);
/* Makes a parked fibre runnable, to run next on this worker. pre: the caller has taken it off its list. */
void fibre_wake(worker_t *w, fibre_t *fibre);
/* Likewise for a list linked by `next`, newest first; they run in the order in which they were put on it. */
void fibre_wake_list(worker_t *w, fibre_t *newest);
/* Installs the true stack limit, and deep_sp. */
void fibre_set_limits(worker_t *w, const fibre_t *fibre);
/* Moves the register context of a poll from worker.save to the task stack, so that the task can be parked. */
void fibre_preempt(worker_t *w);

#endif
