/* deadlock.h: every task waits, and no timer, signal or host thread can wake one.
 *
 * The worker that is the last to go idle finds out (sched/sched.c). It prints what everybody waits for, then
 * makes main panic where it waits: so scopes are cancelled, and `defer`s run. attempt does not catch that. If the
 * program comes to stand again on the way out, the process ends at once. */
#ifndef PLAT_DUMP_DEADLOCK_H
#define PLAT_DUMP_DEADLOCK_H

#include "sched/worker.h"

/* pre: every other worker is idle and will stay so; not in host mode. Afterwards there is something to run. */
void deadlock_report(worker_t *w);
/* Main resumes because of one: raises it. */
_Noreturn void deadlock_raise(worker_t *w);

#endif
