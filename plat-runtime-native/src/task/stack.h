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
 * Packing: a waiting task uses 80 bytes of its stack where the reserve alone is 320. While there are very many fibres
 *   (sched.crowded), the used part of one that is about to wait moves to a place of STACK_LEAST bytes or twice that, and
 *   its stack serves the next; when it runs on, it gets one of the old size. A million waiting tasks so cost 0.4 GB less, and most
 *   run on a stack that is in the cache. With few fibres it would only cost time, some 20 ns per wait.
 *   A packed fibre must find a stack when it runs on: if there is none it is mapped, beyond all limits.
 * Shrinking: a task that waits, and needs no more than an eighth of a stack that is mapped by itself, gets a small one, and
 * the large one goes back to the system: at most once per collection, so that a task which recurses deeply between two
 * waits, again and again, grows its stack anew but seldom.
 * Invariant: nothing holds the address of a place on a stack while its task can be moved; sizes are
 *   powers of two from STACK_FIRST, packed ones from STACK_LEAST; small ones come from slabs per class, larger ones from os_map.
 * Overflow: beyond PLAT_STACK_MAX a task panics. Its stack is then moved once more, UNWIND_ROOM larger, so
 *   that defer bodies can call; once the panic is caught that room is closed (fibre.closed) until next time.
 * Who may call: the worker on its system stack. Growth of the running stack: stack_grow.
 * Rejected: guard pages (one map each meets the kernel's limit at 32,000 tasks), segmented stacks (hot
 * split). */
#ifndef PLAT_TASK_STACK_H
#define PLAT_TASK_STACK_H

#include "sched/worker.h"

enum {
  STACK_LEAST = PLAT_STACK_FIRST >> 2,                      /* of a packed stack */
  STACK_LARGEST_SMALL = STACK_LEAST << (STACK_CLASSES - 1), /* larger ones are mapped by themselves */
  STACK_CHUNK = 1 << 16 /* bytes of sched.stack_region that are cut into stacks; none crosses a border */
};

/* Memory for a stack, or null. */
char *stack_take(worker_t *w, size_t size);
void stack_give(worker_t *w, char *base, size_t size);
/* Whether it is mapped by itself, and so not to be kept. */
bool stack_is_mapped(const char *base);

/* Idle stacks go back to the system (stack_trim.c). At a collection, the world is stopped: whether they are to. */
void stack_trim(void);
/* The monitor: some of the work; true while there is more. */
bool stack_trim_some(void);
/* A worker that finds no stack or no fibre does what has been begun, since they may be here, and looks again before the
 * monitor can begin anew: when it resumes. */
void stack_trim_pause(void);
void stack_trim_resume(void);
/* The runtime ends; the monitor is gone. */
void stack_trim_close(void);
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
/* The saved fibre, which nobody else knows yet, is about to park, and does: packs its stack if that is worth it. */
void stack_pack(worker_t *w, fibre_t *fibre);
/* Likewise a large one, of which it needs little. */
void stack_shrink(worker_t *w, fibre_t *fibre);
/* It is about to run on. */
void stack_unpack(worker_t *w, fibre_t *fibre);
static inline bool stack_is_packed(size_t size) {
  return size < PLAT_STACK_FIRST;
}

/* Moves the running fibre to a fresh stack of the same size and poisons the old one (stress mode; large
 * stacks not every time). */
void stack_move_running(worker_t *w);

#endif
