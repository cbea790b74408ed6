/* stack.h: memory for task stacks: small, growable by copying, reused last in first out.
 *
 *   base                                                    base + size (top)
 *   | reserve | <- stack_limit          frames ...  | start frame |
 *   Frames grow down. A poll compares rsp with stack_limit = base + STACK_RESERVE; below the limit live
 *   only frames of functions without a poll, and what runtime stubs push.
 *
 * Reserve arithmetic (bytes below the limit): a polled function whose rsp just passed the compare has a
 *   frame of at most STACK_SMALL_FRAME; it calls a function without a poll (8 + STACK_LEAF_FRAME); that
 *   one calls a stub: return address 8, context 40, and an in-place call of plat_await 48 more. Sum
 *   96 + 104 + 96 = 296 <= STACK_RESERVE (asserted in stack.c). The full register context of a preempted task
 *   is larger: fibre_preempt makes room for it first.
 * Invariant: nothing holds the address of a place on a stack while its task can be moved; sizes are
 *   powers of two from STACK_FIRST; small ones come from slabs per class, larger ones from os_map.
 * Overflow: beyond PLAT_STACK_MAX a task panics. Its stack is then moved once more, UNWIND_ROOM larger, so
 *   that defer bodies can call; once the panic is caught that room is closed (fibre.closed) until next time.
 * Who may call: the worker on its system stack. Growth of the running stack: stack_grow.
 * Rejected: guard pages (one map each meets the kernel's limit at 32,000 tasks), segmented stacks (hot
 * split). */
#ifndef PLAT_TASK_STACK_H
#define PLAT_TASK_STACK_H

#include "sched/worker.h"

enum {
  STACK_CHUNK = 1 << 16 /* bytes of sched.stack_region that are cut into stacks; none crosses a border */
};

/* Memory for a stack, or null. */
char *stack_take(worker_t *w, size_t size);
void stack_give(worker_t *w, char *base, size_t size);
/* Whether it is mapped by itself, and so not to be kept. */
bool stack_is_mapped(const char *base);

/* Idle stacks go back to the system (stack_trim.c). At a collection; the world is stopped. */
void stack_trim(void);
/* For it: a chunk that was discarded is cut again before the region gives a fresh one. False when memory is out. */
bool stack_can_discard(void);
void stack_discard(char *chunk);
/* The runtime ends. */
void stack_close(void);

/* Moves the running fibre to a stack at least `want` bytes larger below task_sp than it must have; updates
 * worker.task_sp, stack_limit and deep_sp. Panics: "stack overflow" beyond PLAT_STACK_MAX, out of memory. */
void stack_grow(worker_t *w, size_t want);
/* The same where nothing may be raised: false, and nothing done, when it would have to be. */
bool stack_try_grow(worker_t *w, size_t want);
/* A panic was caught: what unwinding had beyond the limit is closed again. */
void stack_unwound(worker_t *w);
/* Moves the running fibre to a fresh stack of the same size and poisons the old one (stress mode; large
 * stacks not every time). */
void stack_move_running(worker_t *w);

#endif
