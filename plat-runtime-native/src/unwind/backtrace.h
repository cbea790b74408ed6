/* backtrace.h: the Plat frames of the running task as lines of text.
 *
 * From the innermost frame out to the border of the task, then the place where the task was spawned. The
 * frames of the tasks above follow when they take the failure over (task/scope.c, outcome), so a backtrace
 * grows from the panicking task to the root. Inlined calls are lines of their own; a repeating cycle of up to
 * CYCLE_MOST frames is printed once with its count. Who may call: the worker on its system stack, called
 * through a stub that has saved the callee-saved registers. */
#ifndef PLAT_UNWIND_BACKTRACE_H
#define PLAT_UNWIND_BACKTRACE_H

#include "sched/worker.h"
#include "unwind/report.h"
#include "unwind/table.h"

/* Appends the lines; returns the innermost place, or null. */
const position_t *backtrace_task(worker_t *w, report_t *report);
/* "  WORD FUNCTION (FILE:LINE:COLUMN)" and a newline. */
void backtrace_place(report_t *report, const char *word, const position_t *place);

#endif
