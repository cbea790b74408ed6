/* panic.h: the program's mistakes, for C that finds them; and the ends of the process.
 *
 * A panic unwinds the running task (unwind/raise.h). Who may call: C on a worker's system stack, called by
 * Plat code through a stub that saves the callee-saved registers (every kind of runtime-abi.txt but a plain
 * leaf does), or by a poll; holding no lock. Where no task runs, running out of memory ends the process. */
#ifndef PLAT_RT0_PANIC_H
#define PLAT_RT0_PANIC_H

#include "sched/worker.h"

_Noreturn void panic_text(worker_t *w, const char *message);
_Noreturn void panic_out_of_memory(worker_t *w);
_Noreturn void panic_stack_overflow(worker_t *w);
/* Every task waits and nothing can wake one. On a worker that has no running fibre. */

/* A panic has reached the end of main: prints it, exits with 101. */
_Noreturn void panic_uncaught(const panic_t *panic);
/* Ends the process with 101: the runtime itself cannot go on. Any thread. */
_Noreturn void process_fail(const char *message);
/* Flushes output and ends the process. Any thread. */
_Noreturn void process_end(int status);

#endif
