/* thread.h: the operating system's threads of the workers; opening and closing the scheduler. */
#ifndef PLAT_SCHED_THREAD_H
#define PLAT_SCHED_THREAD_H

#include "sched/worker.h"

/* Starts the thread of a worker that has none. pre: the caller took it off the idle list. */
void thread_start(worker_t *w);

#endif
