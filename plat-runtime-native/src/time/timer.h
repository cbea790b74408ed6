/* timer.h: fibres that wait for a time.
 *
 * Algorithm: one 4-ary min-heap of (deadline, fibre), nanoseconds of the monotonic clock, no tick.
 * Invariant (under the lock): heap[i].deadline >= heap[(i - 1) / 4].deadline; `first` is the deadline of
 * heap[0] or OS_FOREVER; `pending` counts timers not yet handed to the scheduler (it falls only after
 * the fibre is queued, so pending = 0 and no runnable fibre means nobody wakes by time).
 * Who runs due timers: workers when they look for work, and the monitor. Woken fibres go to
 * the worker's `later` queue, from the monitor to the inject queue.
 * Lock rank: a leaf; sched_inject is called after it is dropped. */
#ifndef PLAT_TIME_TIMER_H
#define PLAT_TIME_TIMER_H

#include "sched/worker.h"

/* The fibre has been saved and is woken at `deadline` (os_monotonic_ns). */
void timer_add(worker_t *w, fibre_t *fibre, int64_t deadline);
/* Queues every fibre whose time has come; w is null on the monitor's thread. */
void timer_run(worker_t *w);
/* The first deadline, or OS_FOREVER. */
int64_t timer_first(void);
bool timer_pending(void);
void timer_close(void);

#endif
