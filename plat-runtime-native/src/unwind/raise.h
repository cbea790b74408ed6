/* raise.h: from a panic or a cancellation to the next landing pad.
 *
 * The walker (walk.h) goes from the call into the runtime outwards. Frames without a landing pad are passed
 * by; at a landing pad the worker jumps to it, with rsp and the callee-saved registers as that frame has
 * them. The pad takes the state off the worker (plat_unwind_catch), cleans up, and resumes or goes on.
 * Borders of tasks have landing pads in switch_x64.S, which end the task and go on in the task below, if
 * that is to unwind as well. C raises by leaving its frames on the system stack behind: they hold nothing,
 * since whoever raises holds no lock.
 * Whoever unwinds may find the heap full, and gets relief for what cleans up (gc/alloc.h).
 * Rejected: libgcc's two-phase unwinder (loses its handler when a cleanup moves the stack, and takes 4
 * microseconds); a check of an error flag behind every call (the happy path would pay). */
#ifndef PLAT_UNWIND_RAISE_H
#define PLAT_UNWIND_RAISE_H

#include "unwind/panic.h"

/* All of these: called by C below a stub that saves the callee-saved registers, or below a poll; no lock
 * held. */
_Noreturn void raise_panic(worker_t *w, panic_t *panic);
_Noreturn void raise_cancelled(worker_t *w);
/* Goes on with worker.unwinding. */
_Noreturn void raise_pending(worker_t *w);

#endif
