/* fibre.h: a fibre is what is scheduled: a stack, and the chain of tasks on it, the top one running.
 *
 * Life: taken (bound to a stack) when a task first runs; runs; parked any number of times; ended when its
 * bottom task ends, then kept with its stack for the next task, last in first out.
 * Invariant: a fibre is in exactly one place: running on a worker, in one queue (a deque, next, later, the
 * inject queue), waiting (wait/wait.h: its node or its token is registered somewhere), or in a free list.
 * `next` links it in a queue or free list. depth is 0 exactly while it is free. While parked: depth (bytes
 * from the top of the stack to the saved context, an offset, since stacks move), task and result are valid.
 * Ownership: whoever took it from its place, or has claimed its wait. Handing it over is a release by the
 * queue. A park function calls fibre_save first, then publishes the fibre, then touches neither it nor its
 * stack. Type-stable: records are never given back, and lie in a region of their own, where the collector
 * finds them all. */
#ifndef PLAT_TASK_FIBRE_H
#define PLAT_TASK_FIBRE_H

#include "wait/waiter.h"

/* Takes down what a wait registered; may change worker.result, may panic as below a park stub. */
typedef void conclude_t(worker_t *w, fibre_t *fibre, uint64_t outcome);

/* Of main's fibre: dump/deadlock.h. */
enum { DEADLOCK_NONE, DEADLOCK_PENDING, DEADLOCK_RAISED };

struct fibre {
  char *stack; /* null in some free ones */
  size_t size;
  size_t depth;
  size_t closed;   /* bytes at the bottom of the stack that serve the unwinding of an overflow only */
  bool has_room;   /* there are such bytes */
  uint8_t class;   /* of the stack it had before it was packed: task/stack.h */
  uint16_t shrunk; /* which marking was the last when its stack shrank: task/stack.h */
  _Atomic uint32_t looked_at; /* the collector: in which marking, see fibre_roots.c */
  task_t *task;
  uint64_t result; /* worker.result on resume: WAIT_*, or what a select has chosen */
  fibre_t *next;
  /* ---- cancellation: cancel/cancel.h ---- */
  task_t *bottom;           /* its first task */
  scope_t *scope;           /* worker.scope while parked */
  const void *locals;       /* worker.locals while parked */
  scope_t *_Atomic exiting; /* the scope for whose tasks it waits */
  _Atomic uint32_t shields; /* worker.shields while parked */
  _Atomic uint32_t cancel;  /* bits by depth */
  uint8_t deadlock;         /* DEADLOCK_* */
  bool joined;              /* it is among the members of the scope of its bottom task */
  uint32_t relief;          /* bytes it may take beyond the limit of the heap: gc/alloc.h */
  fibre_t *member_next, *member_prev;
  /* ---- the present or last wait: wait/wait.h ---- */
  _Atomic uint64_t wait;
  _Atomic uint64_t settled; /* the collector: the open wait in which it was looked at, see fibre_roots.c */
  _Atomic uint64_t taken;
  _Atomic uintptr_t awaiting; /* the task whose end it waits for; + AWAIT_TIMED when not for ever */
  uint16_t timer_home;        /* the worker whose timers have the token of this wait */
  uint16_t timed;             /* it has a deadline */
  conclude_t *conclude;
  waiter_t *arms;   /* at channels: the nodes it waits with, linked by sibling */
  waiter_t *waiter; /* on resume: its values go to worker.xfer, and it is freed; or null */
  uint64_t random;  /* the running task's generator (lib/random.c); 0: not used yet */
  waiter_t node;    /* with room for WAITER_INLINE values */
};

enum { FIBRE_BYTES = sizeof(fibre_t) + WAITER_INLINE * sizeof(uint64_t) };

#define AWAIT_TIMED ((uintptr_t)1)

static inline uintptr_t fibre_top(const fibre_t *fibre) {
  return (uintptr_t)fibre->stack + fibre->size;
}

/* The task that it awaits, for ever or not; or null. */
static inline task_t *fibre_awaited(const fibre_t *fibre) {
  return (task_t *)(load_relaxed(&fibre->awaiting) & ~AWAIT_TIMED);
}

/* The lowest rsp at which a poll lets pass. */
static inline uintptr_t stack_limit(const fibre_t *fibre) {
  return (uintptr_t)fibre->stack + fibre->closed + PLAT_STACK_RESERVE;
}

/* A fibre with a stack whose first frame starts the claimed `task`. Null when there is no memory for one: then
 * the task has failed (task_fail). pre: as for the end of a task, so worker.task is it, or a task on whose stack
 * the scheduler found it. */
fibre_t *fibre_start(worker_t *w, task_t *task);
/* The running fibre has ended: keeps it and its stack for reuse. */
void fibre_end(worker_t *w);
/* The running fibre, its position saved so that it may be published and resumed by anyone. */
fibre_t *fibre_save(worker_t *w);
/* Makes it the worker's running fibre; returns the rsp to continue at. */
uintptr_t fibre_resume(worker_t *w, fibre_t *fibre);
/* Adds a runnable fibre to the worker's deque, or to its `later` when there is no memory for more. */
void fibre_push(worker_t *w, fibre_t *fibre);
/* Makes a parked fibre runnable, to run next on this worker. pre: the caller has taken it off its list. */
void fibre_wake(worker_t *w, fibre_t *fibre);
/* Likewise for a list linked by `next`, newest first; they run in the order in which they were put on it. */
void fibre_wake_list(worker_t *w, fibre_t *newest);
/* Installs the true stack limit, and deep_sp. */
void fibre_set_limits(worker_t *w, const fibre_t *fibre);
enum { FIBRE_CHUNK = 1 << 15 /* bytes of sched.fibre_region with as many fibres as go in */ };
/* Calls `visit` for every fibre of a chunk that is not free. */
void fibre_each_of(char *chunk, void (*visit)(void *context, fibre_t *fibre), void *context);
/* Of all chunks. pre: the world is stopped */
void fibre_each(void (*visit)(void *context, fibre_t *fibre), void *context);
/* While a fibre is started or parked, `depth` tells the collector how much of the stack is in use; 0: free. */
static inline void fibre_set_depth(fibre_t *fibre, size_t depth) {
  __atomic_store_n(&fibre->depth, depth, __ATOMIC_RELEASE);
}

/* ---- the collector (fibre_roots.c) ---- */

struct gc_marker;
/* Counts the markings. */
uint32_t fibre_markings(void);
/* A marking begins: what the running fibres refer to is marked. The world is stopped. */
void fibre_roots_begin(struct gc_marker *m);
/* Marks what the fibres of a chunk refer to that were parked when the marking began. */
void fibre_roots_of(struct gc_marker *m, char *chunk);
/* Likewise, one fibre, before it runs on. */
void fibre_look_at(struct gc_marker *m, fibre_t *fibre);
/* A fibre that is started while workers mark: what it refers to is marked. */
void fibre_looked_at(fibre_t *fibre);
/* Marks what a stack refers to (fibre_frames.c): of a fibre that is parked or was never run, of the one that a stopped
 * worker runs. */
void fibre_frames_parked(struct gc_marker *m, const fibre_t *fibre);
void fibre_frames_running(struct gc_marker *m, const worker_t *w);
/* Whether it waits, and has since it was last looked at: a minor collection leaves it alone. */
bool fibre_is_settled(const fibre_t *fibre);
/* ... and its verification (fibre_verify.c). The world is stopped. */
void fibre_verify_note(void);
void fibre_verify_compare(void);
void fibre_verify_close(void);

/* Moves the register context of a poll from worker.save to the task stack, so that the task can be parked. False,
 * and nothing done, when the stack has no room and cannot grow: code that is preempted expects no panic. */
bool fibre_preempt(worker_t *w);

#endif
