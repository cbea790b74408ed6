/* signals.h: SIGINT and SIGTERM cancel main, SIGQUIT shows what every task does.
 *
 * All threads of the runtime have asynchronous signals blocked; one thread waits for these three (sigwait), so
 * nothing here is bound to what a handler may do. Cancelled so, main unwinds: scopes end, `defer`s run, and the
 * exit status is 128 and the signal's number (130, 143). A second such signal ends the process at once. A worker
 * that waits for standard input is interrupted.
 * Not in a host program, whose signals are its own. */
#ifndef PLAT_RT0_SIGNALS_H
#define PLAT_RT0_SIGNALS_H

#include <stdbool.h>

/* Blocks the signals and starts the thread. pre: sched.main_task is set; no other thread runs yet. Without memory for
 * the thread, signals do what they do to any process. */
void signals_start(void);
/* The signal by which main was cancelled, or 0. */
int signals_received(void);
#endif
