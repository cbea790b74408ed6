/* panic.h: the program's mistakes: message, place, backtrace, exit 101.
 *
 * The first panic of the process reports and ends it; a worker that panics meanwhile waits for that end, and
 * a panic while reporting ends the process at once. Who may call: C on a worker's system stack, called
 * (through a stub) by Plat code whose rsp is in worker.task_sp: a poll leaves the return address there, every
 * other stub that may raise the callee-saved registers below it. */
#ifndef PLAT_RT0_PANIC_H
#define PLAT_RT0_PANIC_H

#include "sched/worker.h"

_Noreturn void panic_text(worker_t *w, const char *message);
_Noreturn void panic_out_of_memory(worker_t *w);
_Noreturn void panic_stack_overflow(worker_t *w);
/* Every task waits and nothing can wake one. On a worker that has no running fibre. */
_Noreturn void panic_deadlock(worker_t *w);

/* Flushes output and ends the process. Any thread. */
_Noreturn void process_end(int status);

#endif
