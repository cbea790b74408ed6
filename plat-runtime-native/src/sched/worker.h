/* worker.h: the record of one worker, an OS thread that runs Plat code.
 *
 * Purpose: everything a worker owns, so that hot paths touch one record, found in r15 while Plat code
 * runs and passed as first argument to every C function. The first part is the ABI (runtime-abi.txt);
 * its offsets are asserted in worker.c.
 * Ownership: every field belongs to the worker itself, except
 *   deque_bottom, deque_cells   written by the owner, read by thieves        (orders: deque.h)
 *   deque_top                   written by thieves and owner by CAS           (orders: deque.h)
 *   stack_limit                 also poisoned by the monitor (a hint)          (orders: monitor.h)
 *   requests, nudge             set by the monitor, cleared by the owner       (orders: monitor.h)
 *   switches, next, later_head  written by the owner, read by the monitor as hints, relaxed
 *   wake, idle_link             see sched.h, under sched.lock
 * Fields are grouped by writer; deque_top has a cache line of its own. */
#ifndef PLAT_SCHED_WORKER_H
#define PLAT_SCHED_WORKER_H

#include "base/atomic.h"
#include "os/os.h"
#include "plat_abi.h"
#include <stdalign.h>

typedef struct task task_t;
typedef struct scope scope_t;
typedef struct fibre fibre_t;
typedef struct waiter waiter_t;
typedef struct panic panic_t;

/* What a deque holds: a task_t *, or a fibre_t * with the low bit set; 0 is "nothing". */
typedef uintptr_t entry_t;

enum {
  STACK_CLASSES = 9 /* 128 B .. 32 KiB */,
  ALLOC_SIZES = PLAT_ALLOC_INLINE_CLASSES + 20 /* see alloc.c */,
  ALLOC_CLASSES = 2 * ALLOC_SIZES,
  WAITER_CLASSES = 2
};

/* Small records outside the heap (sched/space.h); the waiters' by class. */
enum { RECORD_SCOPE, RECORD_SHIELD, RECORD_WAITER, RECORD_KINDS = RECORD_WAITER + WAITER_CLASSES };

typedef struct run {
  char *next, *end;
} run_t;

enum { SELECT_FEW = 16 };

/* An arm of the select being set up: chan/select.c. */
typedef struct select_arm {
  struct chan *chan;
  waiter_t *node; /* null: it receives, and has none yet */
} select_arm_t;

typedef struct worker {
  /* ---- the ABI part ---- */
  alignas(64) _Atomic uint64_t stack_limit;
  uintptr_t system_sp;
  uintptr_t task_sp;
  task_t *task;
  uint64_t result;
  _Atomic int64_t deque_bottom;
  _Atomic uintptr_t *_Atomic deque_cells;
  int64_t deque_mask;
  int64_t deque_room;
  uintptr_t deep_sp;
  uint64_t spawned;
  uint64_t ended;
  _Atomic uint32_t nudge;
  _Atomic uint32_t requests; /* REQUEST_*, see monitor.h */
  fibre_t *fibre;            /* what runs; null between fibres */
  void *scope_free;          /* free scopes; see base/pool.h for this and the lists below */
  uint32_t scopes_given;
  uint32_t
      marking; /* the collector marks while this worker runs: gc/barrier.h; set while the world is stopped */
  uint64_t xfer[8];
  run_t runs[PLAT_ALLOC_INLINE_CLASSES];
  void *task_free[PLAT_TASK_SLOTS_MAX / 2 + 1];
  scope_t *scope;      /* innermost open record of the running fibre */
  uint32_t shields;    /* how many of them are shields */
  uint32_t concurrent; /* SCOPE_CONCURRENT, 0: assembly copies both words into a record */
  panic_t *unwinding;  /* a panic or panic_cancelling between raise and landing pad, or border of a task */
  const void *locals;  /* of the running task: what with_local has bound, or null: task/locals.c */
  uintptr_t cards;     /* see gc/cards.h; changes while the world is stopped */
  alignas(64) _Atomic int64_t deque_top;
  alignas(64) uint64_t save[48];
  uint32_t select_count; /* the arms named so far */
  uint32_t select_nodes; /* some of them have nodes */
  select_arm_t select_few[SELECT_FEW];
  /* ---- from here on C only ---- */
  run_t big_runs[ALLOC_CLASSES - PLAT_ALLOC_INLINE_CLASSES];
  uint64_t allocated;                        /* bytes given out and not yet reported: see gc_note_allocated */
  struct block *alloc_blocks[ALLOC_CLASSES]; /* where the runs come from; null: none left */
  void *large;                               /* an object whose memory is being made ready: a root */
  uint64_t cells_taken[ALLOC_CLASSES]; /* cells in all runs had so far, by class: see plat_alloc_count_c */
  /* ---- see gc/stop.h: written by the worker; read by the collector once it is safe ---- */
  _Atomic uint32_t gc_state;
  uintptr_t gc_sp;
  uint64_t gc_registers[6];
  run_t records[RECORD_KINDS]; /* fresh ones */
  void *shield_free;
  uint32_t shields_given;
  run_t fibre_run; /* fresh fibres */
  run_t stack_run; /* fresh stacks */
  void *stacks[STACK_CLASSES];
  int32_t
      fibre_balance; /* fibres started less those ended here, as far as sched.fibres does not say it yet */
  void *fibres;      /* ended fibres with their stacks, last in first out */
  uint32_t fibres_given;
  uint32_t stacks_given[STACK_CLASSES];
  int64_t
      stacks_idle; /* bytes this worker has put into free lists and fibres, less what it took: stack_trim */
  uint32_t waiters_given[WAITER_CLASSES];
  void *waiters[WAITER_CLASSES];
  uint32_t tasks_given[PLAT_TASK_SLOTS_MAX / 2 + 1];
  fibre_t *_Atomic next;       /* runs next: what this worker woke last */
  fibre_t *_Atomic later_head; /* yielded and preempted, first in first out */
  fibre_t *later_tail;
  task_t *start_next; /* claimed, to be started before anything else */
  uint32_t next_uses; /* how often in a row `next` was taken */
  uint32_t ticks;
  uint32_t stress_polls;
  _Atomic uint32_t cancel_seen; /* the last sched.cancel_epoch that a slow path has read */
  _Atomic uint32_t switches;    /* counts dispatches: the monitor sees by it that a slice goes on */
  unsigned index;
  uint64_t random;
  bool searching;
  select_arm_t *select_more; /* arms beyond the few, each with a node; behind them as many places as arms */
  uint32_t select_room;
  uintptr_t cancel_place; /* of the last Task.cancel, with what it was given and made: cancel/task_cancel.c */
  const void *cancel_why, *cancel_reason;
  bool polling;    /* C runs for a poll, whose registers are in `save`; false: they are on the task stack */
  bool bare;       /* C holds no reference: see gc_hold_nothing */
  bool xfer_lives; /* `xfer` holds references that are needed behind a stop point */
  /* ---- parking, under sched.lock ---- */
  alignas(64) _Atomic uint32_t wake;
  struct worker *idle_link;
  bool idle, started; /* started: some thread runs it */
  bool joinable;      /* that thread is its own */
  os_thread_t thread;
  /* ---- for PLAT_TRACE: what runs, since when; null between fibres ---- */
  const struct taskdesc *trace_desc;
  int64_t trace_start;
  /* ---- counters for PLAT_STATS ---- */
  uint64_t count_steals, count_parks, count_growths, count_preemptions, count_fibres;
} worker_t;

static inline bool entry_is_fibre(entry_t entry) {
  return (entry & 1) != 0;
}
static inline fibre_t *entry_fibre(entry_t entry) {
  return (fibre_t *)(entry & ~(uintptr_t)1);
}
static inline task_t *entry_task(entry_t entry) {
  return (task_t *)entry;
}
static inline entry_t entry_of_fibre(fibre_t *fibre) {
  return (uintptr_t)fibre | 1;
}
static inline entry_t entry_of_task(task_t *task) {
  return (uintptr_t)task;
}

#endif
