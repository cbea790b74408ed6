/* sched.h: which fibre runs where.
 *
 * Concept: one worker per core. A worker looks for work in this order: the task it was told to start, the
 * fibre it woke last (`next`, at most NEXT_USES times in a row), its own deque (newest first), fibres that
 * yielded (`later`, oldest first), the inject queue, due timers, and then other workers' deques (oldest
 * first). Every FAIR_TICK-th look takes the oldest things first, so nothing starves behind newer work.
 *
 * Wake policy, and why. A futex wake costs the waker 2 to 5 microseconds, a spawn 5 nanoseconds: nobody is
 * woken because of a spawn or because a fibre became ready. Work goes to its own worker's queues; a worker
 * parks only when those are empty. The monitor thread, awake while any worker is, sees work that nobody has
 * touched between two of its looks while some worker is idle, and wakes one; a worker woken so, when it
 * finds work, wakes the next while more is visible. So parallelism starts late by a monitor period
 * (100 microseconds when things happen), and the common case costs nothing.
 *
 * No lost wake-up
 *  1. Work in a worker's own queues: only that worker adds to them, and it parks only after it has found them
 *     empty itself. So it is awake, and will look again when the running fibre parks, ends or yields.
 *     If that takes long, the monitor makes it yield after a slice, or wakes an idle worker to steal.
 *  2. Work in the inject queue (host threads, timers, preemption when somebody is idle): it is added under
 *     sched.lock, and the adder takes an idle worker off the idle list under the same lock. A worker
 *     enters the list under that lock after seeing the queue empty under it. One of the two sees the other.
 *  3. The sleep itself: the waker sets worker.wake (release) before the futex wake; the sleeper waits on
 *     the word being 0, so a wake between unlock and sleep makes the wait return at once.
 *  4. The monitor sleeps for good only after seeing, under sched.lock, every worker on the idle list; whoever
 *     takes a worker off it sees monitor.asleep under the lock and wakes the monitor.
 *  5. Timers: a worker that parks sleeps only until the first deadline, unless another sleeper wakes by then;
 *     adding a timer happens on a running worker, which looks at the timers before it parks; while any
 *     worker runs, the monitor runs due timers.
 * Searching workers are limited to half (at least one) so that few bother the busy ones.
 * Idle CPU is zero: all workers wait on futexes, and so does the monitor.
 * Lock rank: sched.lock is a leaf, except that timers have a lock of their own, never held together. */
#ifndef PLAT_SCHED_SCHED_H
#define PLAT_SCHED_SCHED_H

#include "base/pool.h"
#include "os/region.h"
#include "sched/worker.h"

typedef struct sched {
  worker_t **workers;
  unsigned count;
  bool contended; /* channels need their locks: several workers, or a collector that marks: chan/ops.h */
  _Atomic uint32_t crowded; /* there are so many fibres that waiting ones are packed: task/stack.h */
  _Atomic int64_t fibres;   /* that have started and not ended, but for what workers have not reported */
  _Atomic uint32_t stopping;
  region_t record_region, fibre_region, stack_region;
  pool_shared_t shared_tasks[PLAT_TASK_SLOTS_MAX / 2 + 1], shared_fibres, shared_scopes, shared_shields;
  pool_shared_t shared_waiters[WAITER_CLASSES], shared_stacks[STACK_CLASSES];
  _Atomic uint32_t cancel_epoch; /* cancellations so far, see cancel.h */
  task_t *main_task;             /* when it ends, the workers stop; null in host mode */
  bool host_mode;                /* a host program may add work at any time: no deadlock detection */
  lock_t start_lock; /* starting threads and joining them, see thread.c; held across pthread_create, taken
                        first */
  lock_t lock;
  /* under lock; idle_count is also read without it, as a hint */
  worker_t *idle;
  _Atomic uint32_t idle_count;
  int64_t keeper_deadline; /* the earliest time at which a sleeping worker wakes for timers */
  entry_t *inject;
  size_t inject_head, inject_room;
  _Atomic size_t inject_count;
  _Atomic uint32_t searching;
  _Atomic uint32_t finds; /* successful searches: the monitor sees that waking helps */
} sched_t;

extern sched_t sched;

/* Reserves memory and makes options.workers workers; false when memory is out. No threads yet. */
bool sched_open(void);
/* Runs worker 0 on the calling thread until sched_stop. */
void sched_run(void);
/* Starts threads for all workers (host mode). */
void sched_start_threads(void);
/* Every worker leaves its loop at the next dispatch. Any thread. */
void sched_stop(void);
/* Joins all threads, prints counters if asked for, releases memory. */
void sched_close(void);

/* The next fibre for this worker; sleeps while there is none; null after sched_stop. */
fibre_t *sched_next(worker_t *w);
/* Adds to the inject queue and wakes a worker if one is idle. Any thread, on a system stack. */
void sched_inject(entry_t entry);
/* Takes the oldest entry of the inject queue, 0 when it is empty. */
entry_t sched_take_injected(void);
/* Behind everything runnable on this worker. */
void sched_later(worker_t *w, fibre_t *fibre);
/* Wakes one idle worker, if there is one and no search is under way. */
void sched_wake_one(void);
/* Moves what only this worker can reach to its deque, and wakes somebody to steal it. On its system stack, by itself. */
void sched_share(worker_t *w);
/* The same, if there is anything, before a system call that may take long. */
void sched_before_block(worker_t *w);
/* At start: the worker has no thread yet. */
void sched_mark_idle(worker_t *w);
/* Whether this worker has anything else to run. */
bool sched_has_work(worker_t *w);

#endif
