/* panic.h: the record of one panic: message, place, backtrace, and the panics that it suppressed.
 *
 * Purpose: what unwinds through a task, is collected by scopes, caught by attempt, or printed when it reaches
 * the end of main. Memory comes from malloc, and texts are copies, so that the collector knows nothing of it.
 * Ownership: exactly one holder: the worker (worker.unwinding), a landing pad (the PTR state of compiled
 * code), a scope's list of failures, or another panic that suppressed it. Whoever consumes it frees it.
 * Cancellation unwinds in the same way but has nothing to say: its state is panic_cancelling. */
#ifndef PLAT_UNWIND_PANIC_H
#define PLAT_UNWIND_PANIC_H

#include "sched/worker.h"
#include "unwind/report.h"

struct panic {
  panic_t *next;       /* in a list of failures or of suppressed ones, oldest first */
  panic_t *suppressed; /* list */
  bool catchable;      /* by attempt; a deadlock is not */
  report_t message, place, trace;
};

/* The state of an unwinding by cancellation. */
extern panic_t panic_cancelling;

/* Without place and trace: those of whoever takes it over follow. Never null. */
panic_t *panic_plain(const char *message, size_t length);
/* With the place and the trace of the running task. Never null. */
panic_t *panic_new(worker_t *w, const char *message, size_t length);
void panic_free(panic_t *panic);
/* Appends a list of panics. */
void panic_append(panic_t **list, panic_t *more);
/* The whole story, for people. */
void panic_describe(const panic_t *panic, report_t *report);

#endif
