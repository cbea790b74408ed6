/* monitor.h: the thread that watches: slices, work that nobody takes, due timers.
 *
 * While somebody is idle and things happen it looks every PERIOD_LEAST, otherwise it backs off to PERIOD_MOST
 * (each look costs some microseconds and, with all workers busy, a worker's core); it sleeps for good when
 * all workers are idle (argument in sched.h, 4). At a look it
 *   - asks a worker whose fibre runs longer than a slice (2 ms), while it has other work, to yield;
 *   - asks a worker to share `next` and `later` when they waited for a whole period and somebody is idle;
 *   - wakes the fibres of due timers, or asks a lone worker to do it (time/timer.h);
 *   - repeats the request to look for cancellation to workers that have not seen the newest (cancel.h);
 *   - discards some of the stacks that have been idle for long (task/stack_trim.c);
 *   - wakes an idle worker when the oldest entry of some deque is the same as at the look before.
 * A request is a bit in worker.requests, then worker.stack_limit is poisoned; both relaxed, both hints: a
 * switch at the same moment may overwrite the poison, and the next look repeats it. The worker takes the bits
 * by exchange in the slow path of a poll and installs the true limit again. While the period is long,
 * worker.nudge is set, and the first spawn or wake that sees it hurries the monitor. Started by the first
 * nudge: a program without tasks has no second thread. */
#ifndef PLAT_SCHED_MONITOR_H
#define PLAT_SCHED_MONITOR_H

#include "sched/worker.h"

enum { REQUEST_YIELD = 1, REQUEST_SHARE = 2, REQUEST_TIMERS = 4, REQUEST_CANCEL = 8 };

/* Sets the bits and poisons the stack limit. Any thread. */
void monitor_request(worker_t *w, uint32_t bits);

bool monitor_open(void);
/* pre: sched.stopping is set */
void monitor_close(void);
/* A worker has left the idle list. Any thread. */
void monitor_notice(void);
/* A worker is about to sleep while others run: the monitor looks often again. */
void monitor_idle(void);
/* worker.nudge was seen: starts the thread, or makes it look soon. */
void monitor_hurry(worker_t *w);

#endif
