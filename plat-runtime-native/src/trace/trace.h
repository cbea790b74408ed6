/* trace.h: PLAT_TRACE=file writes what the scheduler does, in the Chrome trace event format (JSON), which
 * Perfetto and chrome://tracing open.
 *
 * A row per worker. On it a bar for each time a fibre runs, named after its bottom task, with the place where
 * that was spawned and how the bar ended; children that run in place are part of their parent's bar. Small
 * marks show stealing, and workers going to sleep and being woken. Times are those of clock_now (virtual
 * under PLAT_SCHED). Cost: nothing but a predictable branch per switch while it is off; about 200 ns and 150
 * bytes per bar when it is on. Lock rank: a leaf. Who may call: any worker on its system stack. */
#ifndef PLAT_TRACE_TRACE_H
#define PLAT_TRACE_TRACE_H

#include "rt0/options.h"
#include "sched/worker.h"

/* Opens the file; ends the process with status 2 when it cannot be made. */
void trace_open(void);
/* Completes the file. Nothing is written afterwards. */
void trace_close(void);
/* The worker begins to run a fibre. */
void trace_run(worker_t *w, const fibre_t *fibre);
/* The worker leaves the fibre that it ran: worker.fibre, or null when that has ended. */
void trace_leave(worker_t *w);
/* A mark on the worker's row; `what` is a literal. */
void trace_mark(worker_t *w, const char *what);

static inline bool trace_on(void) {
  return options.trace != NULL;
}

#endif
