/* task.h: a task is a heap object with captures and result inline.
 *
 * States (field `state`, one word that is also the list of waiters):
 *   state            who owns the record            legal next
 *   FREE             a free list, or its creator    UNSTARTED (publish, release)
 *   UNSTARTED        nobody: deque entries hint     RUNNING, or locked by an awaiter (both by CAS: the claim)
 *   RUNNING          the claimer                    DONE (CAS), locked by an awaiter
 *   node address     the claimer; fibres wait       locked (await.h)
 *   + AWAIT_LOCKED   the holder of the list's lock  a node's address, RUNNING, DONE
 *   DONE             readers of the result          FREE (recycled by the only holder of the handle)
 *   FAILED CANCELLED as DONE, but there is none     FREE
 * Invariant: a record is claimed at most once per publication, by CAS on `state` alone. A deque entry, or
 * a thief about to claim, may refer to an earlier life of the record: as long as it may, the record becomes
 * nothing else, so the CAS fails, or claims the present life, which is as good. That holds although records
 * are collected: no stop point lies between taking an entry and claiming it, so in a collection every entry
 * that may be used is in the range of some deque, and keeps its record (gc_keep_stale). The monitor reads
 * states through entries it peeked at without being stopped; the arena stays mapped, and what it reads is a
 * hint. Free lists are dropped by every collection: what they hold is garbage. No stop point lies between
 * plat_task_new and plat_task_start: a record in state FREE refers to nothing.
 * Ordering: publish is a release, the claim an acquire: the claimer sees captures, scope and descriptor.
 * DONE is a release (or a release read-modify-write), an awaiter's read of it an acquire: it sees the result.
 * Counting: every publication adds one to `spawned` of its worker, every end one to `ended` of the worker
 * where the task ended; at shutdown the sums agree.
 * `fibre` is set when it starts, `cancel` while it runs by whoever cancels it (cancel/cancel.h): the reason,
 * a STRING. In a task that failed or was cancelled it says why, for those who await it (task_raise). After it
 * has set DONE, the ending side touches the record no more (an awaiter may recycle it). Rejected: a flag per
 * state and a separate waiter word (two read-modify-writes per task). */
#ifndef PLAT_TASK_TASK_H
#define PLAT_TASK_TASK_H

#include "gc/barrier.h"
#include "sched/space.h"

typedef struct taskdesc {
  uint32_t desc_kind, desc_size;
  const char *desc_name;
  uint32_t desc_ref_count, desc_flags;
  const uint32_t *desc_ref_offsets;
  uint32_t desc_class_number, desc_reserved;
  void (*code)(void);
  uint32_t slot_count;
  uint32_t flags;
  uint32_t position;
  uint32_t result_ref_count;
  const uint32_t *result_ref_offsets;
} taskdesc_t;

struct task {
  const taskdesc_t *desc;
  _Atomic uint64_t state;
  scope_t *scope;         /* in a free list: the next record */
  fibre_t *_Atomic fibre; /* that it runs on; null until then */
  const void *_Atomic cancel;
  uint64_t slots[];
};

/* The free list that serves this many slots, and the bytes of its cells (assembly computes the same). */
static inline unsigned task_class(uint32_t slots) {
  return slots / 2;
}
static inline size_t task_class_bytes(unsigned class) {
  return 48 + 16 * (size_t) class;
}

/* UNSTARTED -> RUNNING. True for exactly one caller per publication. */
static inline bool task_claim(task_t *task) {
  uint64_t unstarted = PLAT_TASK_UNSTARTED;
  return load_relaxed(&task->state) == PLAT_TASK_UNSTARTED &&
         atomic_compare_exchange_strong_explicit(&task->state, &unstarted, PLAT_TASK_RUNNING,
                                                 memory_order_acq_rel, memory_order_relaxed);
}

static inline bool task_has_ended(uint64_t state) {
  return state == PLAT_TASK_DONE || state == PLAT_TASK_FAILED || state == PLAT_TASK_CANCELLED;
}

/* A claimed task is about to run: its captures, which its result will overlay, are shaded (gc/barrier.h). */
static inline void task_begins(worker_t *w, task_t *task) {
  if (gc_marking(w)) gc_shade_inside(w, task);
}
/* A record in state FREE; never null (out of memory is a panic). */
task_t *task_new(worker_t *w, const taskdesc_t *desc, scope_t *scope);
/* Publishes: counts it in its scope and pushes it; panics when memory is out. pre: captures stored. */
void task_start(worker_t *w, task_t *task);
/* A claimed task of a cancelled scope never runs: ends it. False for any other. */
bool task_refused(worker_t *w, task_t *task);
/* Ends a claimed task as cancelled. */
void task_refuse(worker_t *w, task_t *task);
/* Ends a claimed task that finds no memory to begin with, by a panic that says so. */
void task_fail(worker_t *w, task_t *task, space_t space);
/* The body has returned, or worker.unwinding has come to its border: result to readers, waiters woken, scope
 * told. The record may be gone afterwards. */
void task_end(worker_t *w, task_t *task);
/* Panics for a task that awaits this one, which has ended in this state, without a result. */
_Noreturn void task_raise(worker_t *w, const task_t *task, uint64_t state);
/* A child that ran in place has ended well, with a handle kept; a request to cancel it comes too late. */
void task_forget_cancel(task_t *task);
/* Gives a record that nobody can reach any more to the free list. */
void task_recycle(worker_t *w, task_t *task);
/* A task made for a host program (rt0/host.c) has ended: its record is not of the heap. */
void host_task_free(task_t *task);
/* The collector: drops the free lists of all workers. The world is stopped. */
void task_drop_free(void);
/* Marks what it refers to (task_trace.c). */
struct gc_marker;
void task_trace(struct gc_marker *m, const task_t *task);

#endif
