/* stop.h: stopping the world, and the code that needs not be stopped.
 *
 * A worker is in one of two states: RUNNING, where it may touch the heap, or SAFE, where it does not (it
 * sleeps, waits in a blocking call, has no thread yet or not any more). Whoever collects raises `gc_stop` and
 * waits until every other worker is SAFE. A running worker becomes so at a stop point: a poll, an allocation
 * that needs a new run, the dispatch of the next fibre. To bring Plat code to a poll the collector poisons
 * worker.stack_limit, again every 50 microseconds (a switch of fibres may have overwritten the poison).
 *
 * Ordering (Dekker 1965): a worker that wants to run stores RUNNING, then reads gc_stop; the collector stores
 * gc_stop, then reads the state; all four sequentially consistent. So either the worker sees the request and
 * goes back to SAFE, or the collector sees it running and waits. The store of SAFE releases what the worker
 * wrote to the collector's acquiring read; the store of 0 to gc_stop releases what the collector did.
 *
 * What lies where: a worker on its way to SAFE notes where its system stack ends and what is in its
 * callee-saved registers (gc_spill, in the frame of the caller), which the collector scans; of the fibre the
 * worker runs, the stack from worker.task_sp on.
 *
 * Rules: no lock that a running worker may wait for is held at a stop point or in a SAFE region, except for
 * locks that are only ever taken in SAFE regions (output, input). In a SAFE region C may read objects it
 * found before (nothing moves, and the stacks keep them alive), but neither write references nor allocate. A
 * lone worker finds nobody to wait for: a stop costs it one compare-and-swap. */
#ifndef PLAT_GC_STOP_H
#define PLAT_GC_STOP_H

#include "sched/worker.h"

enum { GC_SAFE, GC_RUNNING };

/* 1 while somebody stops the world. */
extern _Atomic uint32_t gc_stop;

/* Notes callee-saved registers and the stack pointer of the frame it stands in. */
static inline __attribute__((always_inline)) void gc_spill(worker_t *w) {
#if defined(__x86_64__)
  __asm__ volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\tmovq %%r13, 24(%0)\n\t"
                   "movq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)\n\tmovq %%rsp, %1"
                   :
                   : "r"(w->gc_registers), "m"(w->gc_sp)
                   : "memory");
#else
#error "which registers does a call preserve here?"
#endif
}

/* The two halves of a SAFE region; see gc_leave and gc_enter. */
void gc_become_safe(worker_t *w);
void gc_become_running(worker_t *w);

/* From here to gc_enter the collector does not wait for this worker. */
static inline __attribute__((always_inline)) void gc_leave(worker_t *w) {
  gc_spill(w);
  gc_become_safe(w);
}
/* The frame in which gc_spill stands must be there until the world goes on: what the function saved of its caller's
 * registers lies in it. So what waits may not be its last call, which compilers make a jump. */
static inline __attribute__((always_inline)) void gc_keep_frame(void) {
  __asm__ volatile("" ::: "memory");
}

/* C has an address within this object until here, at all stop points before, even where it works with others that lie
 * behind what it has done. */
static inline __attribute__((always_inline)) void gc_keep(const void *object) {
  __asm__ volatile("" ::"r"(object) : "memory");
}

/* From here to gc_may_hold C holds no reference: the collector looks neither at its frames nor at its registers. What
 * compiled code had in those lies on the task stack (below a stub that saved them) or in worker.save then. A raise ends it,
 * too. Frames of C are full of what earlier calls left
 * there, and what keeps coming to the same stop point finds the same rubbish each time: a queue whose dead node that was
 * kept all its later ones. So the ways on which nearly all stops come, allocation by compiled code and polls, say this, and
 * so does who may sleep for long. */
static inline void gc_hold_nothing(worker_t *w) {
  w->bare = true;
}
static inline void gc_may_hold(worker_t *w) {
  w->bare = false;
}

/* Waits while the world is stopped. */
static inline __attribute__((always_inline)) void gc_enter(worker_t *w) {
  gc_become_running(w);
  gc_keep_frame();
}

static inline bool gc_is_stopping(void) {
  return atomic_load_explicit(&gc_stop, memory_order_relaxed) != 0;
}
/* A stop point. */
static inline __attribute__((always_inline)) void gc_stop_point(worker_t *w) {
  if (gc_is_stopping()) {
    gc_leave(w);
    gc_enter(w);
  }
}

/* Stops all workers but this one (null: all, for a thread that is no worker); false when another worker stopped it meanwhile, and has let it go on again.
 * pre: gc_spill by the caller, or by its caller. */
bool gc_stop_world(worker_t *w);
void gc_start_world(void);

#endif
