/* await.h: fibres that wait for the end of a task.
 *
 * The list hangs in the task's state word (task.h): the address of the newest node, or RUNNING while there is
 * none; AWAIT_LOCKED beside either means that somebody works on the list. Invariant: only the holder of that
 * bit changes the word, except RUNNING -> DONE (or another end) by a task that ends with nobody waiting (one
 * compare-and-swap, also in assembly). Whoever ends a task that is waited for takes the lock, unlinks all
 * nodes, claims their waits (wait.h), and stores DONE last: from then on it touches the record no more. A
 * fibre whose wait ended otherwise unlinks itself under the same lock, or finds DONE, and then was unlinked.
 * Ordering: taking the bit is an acquire, the store that drops it a release. The lock is held for a few
 * instructions per waiter; who finds it taken pauses, then yields its processor. */
#ifndef PLAT_TASK_AWAIT_H
#define PLAT_TASK_AWAIT_H

#include "sched/worker.h"

#define AWAIT_LOCKED UINT64_C(4)

/* The end of a task that the compare-and-swap above did not end: wakes the waiters. `state` is how it ended.
 */
void await_end(worker_t *w, task_t *task, uint64_t state);
/* On resume of a fibre that waited for a task until its end: raises if there is no result. */
void await_conclude(worker_t *w, const task_t *task);

#endif
