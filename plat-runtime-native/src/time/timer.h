/* timer.h: waits and time limits that end at a time.
 *
 * Algorithm: a 4-ary min-heap per worker of (deadline, fibre, token), nanoseconds of the monotonic clock, no
 * tick. A timer that is due claims the wait by its token (wait.h) and wakes the fibre with
 * WAIT_TIMED_OUT. Cancelling costs nothing: when a wait ends otherwise its entry is stale, since the token
 * claims nothing any more (tokens are never used twice, fibres are type-stable). Stale entries are counted,
 * and dropped all at once when they are more than half: constant time each, and a heap is never more than
 * twice what it must be. So a time limit that is mostly not reached costs an append and its share of a pass.
 * (Entries that know their place, for removal, cost a cache miss for every fibre that a sift passes.)
 * Invariant (under the heap's lock): heap[i].deadline >= heap[(i - 1) / 4].deadline; `first` is the deadline
 * of heap[0] or OS_FOREVER, also read without it.
 * Who runs due timers: a worker its own when it looks for work, all when it has none; the monitor all when
 * there are several workers (they may be busy); with one, it asks that to look, so that only a worker ever
 * touches its heap and the words of its fibres. Woken fibres go to the worker's `later` queue, in the order
 * of their deadlines, from the monitor to the inject queue.
 * No lost end: `firing` is up while due entries are off the heap and their fibres not yet queued, so first =
 * OS_FOREVER everywhere, firing = 0 and no runnable fibre mean that nobody wakes by time.
 * Lock rank: a heap's lock is taken under a channel's or a task's list; under it only words of waits are
 * touched. A lone worker takes none. */
#ifndef PLAT_TIME_TIMER_H
#define PLAT_TIME_TIMER_H

#include "wait/wait.h"

bool timer_open(void);
void timer_close(void);

/* The moment `nanoseconds` from now; neither overflows nor becomes OS_FOREVER. */
int64_t timer_deadline(int64_t nanoseconds);

/* wait_open for a wait that has a deadline; whatever registers it calls timer_add next. */
static inline uint64_t timed_open(worker_t *w, fibre_t *fibre, conclude_t *conclude) {
  fibre->timer_home = (uint16_t)w->index;
  fibre->timed = 1;
  return wait_open(w, fibre, WAIT_SHARED, conclude);
}
/* Ends the round `token` at `deadline`; or at once, by a panic in the fibre, when memory is out: whatever the
 * caller registers beside it is taken down as for any other end. */
void timer_add(worker_t *w, fibre_t *fibre, uint64_t token, int64_t deadline);
/* Cancels the scope (a with_timeout) at `deadline`, if this round of its lasts so long (cancel_deadline). False
 * when memory is out. */
bool timer_add_scope(worker_t *w, scope_t *scope, int64_t deadline);
/* The scope is closed: its entry is stale. */
void timer_forget_scope(scope_t *scope);
/* In conclude: the fibre's wait had a deadline, and ended so. */
void timer_conclude(fibre_t *fibre, uint64_t outcome);

/* Wakes the fibres whose time has come: of the worker's own timers, or of all. */
void timer_run(worker_t *w);
/* w is null on the monitor's thread. True if there were any. */
bool timer_run_all(worker_t *w);
/* The first deadline of any live timer, or OS_FOREVER. On a worker that is about to sleep. */
int64_t timer_first(void);
/* Whether a timer of this worker is due, a hint. */
bool timer_is_due(const worker_t *w, int64_t now);
bool timer_firing(void);

#endif
