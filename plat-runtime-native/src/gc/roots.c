/* roots.c: see roots.h.
 *
 * Every word of these is looked at, none is believed to be a reference, and nothing is moved:
 *   a worker      of its record what record_roots names, and `save` in a poll; its registers and system stack while C
 *                 runs, or as they were when it became SAFE, unless C says that it holds nothing (gc_hold_nothing)
 *   fibres        their records, and of their stacks what is still needed (task/fibre_roots.c, fibre_frames.c); those of
 *                 parked ones later
 *   records       later, too: pooled memory outside the heap (waiters with their values, scopes, ...): all that was ever
 *                 taken, so a record given back to its pool clears what it referred to, or keeps it alive
 *   cards         of a minor collection: old objects that were written to (cards.h); later, too
 *   queues        the deques, the inject queue, the bag of a seeded schedule
 * Static data is no root: static objects are constant and refer to static objects only. */
#include "gc/roots.h"
#include "gc/cards.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "sched/seeded.h"
#include "task/fibre.h"
#include "task/task.h"

#include <string.h>

enum { RECORDS_AT_ONCE = 1 << 15, ENTRIES_AHEAD = 16 /* whose cache lines are being fetched */ };

/* A stale entry is none: see gc_keep_stale. */
static void entry_root(gc_marker_t *m, entry_t entry) {
  if (!entry_is_fibre(entry) && load_relaxed(&entry_task(entry)->state) == PLAT_TASK_UNSTARTED)
    gc_mark_word(m, entry);
}

static entry_t deque_entry(worker_t *w, int64_t i) {
  return load_relaxed(&load_relaxed(&w->deque_cells)[i & w->deque_mask]);
}

/* Whatever may be claimed later, but for what hangs on fibres. */
static void each_entry(gc_marker_t *m, void (*visit)(gc_marker_t *, entry_t)) {
  for (unsigned k = 0; k < sched.count; k++) {
    worker_t *w = sched.workers[k];
    int64_t bottom = load_relaxed(&w->deque_bottom);
    for (int64_t i = load_relaxed(&w->deque_top); i < bottom; i++) {
      if (i + ENTRIES_AHEAD < bottom) __builtin_prefetch((void *)deque_entry(w, i + ENTRIES_AHEAD));
      visit(m, deque_entry(w, i));
    }
  }
  size_t count;
  const entry_t *bag = seeded_bag(&count);
  for (size_t i = 0; i < count; i++)
    visit(m, bag[i]);
  lock_take(&sched.lock); /* the monitor and host threads are not stopped */
  for (size_t i = 0; i < load_relaxed(&sched.inject_count); i++)
    visit(m, sched.inject[(sched.inject_head + i) % sched.inject_room]);
  lock_drop(&sched.lock);
}

#define MARK_ARRAY(m, array) gc_mark_words(m, array, array + sizeof(array) / sizeof((array)[0]))

/* By name: other words of the record are numbers, addresses outside the heap, ends of runs, where any dead object may
 * follow, and what a call has left that is over (`result`, `xfer`). */
static void record_roots(gc_marker_t *m, const worker_t *w) {
  const void *objects[] = {w->task, w->start_next, w->locals, w->large, w->cancel_why, w->cancel_reason};
  MARK_ARRAY(m, objects);
  if (w->xfer_lives) MARK_ARRAY(m, w->xfer);
  for (uint32_t i = 0; i < w->select_count && i < SELECT_FEW; i++)
    gc_mark_word(m, (uintptr_t)w->select_few[i].chan);
}

/* Of its system stack an address one behind the end of an object does not count, as it would in a collector for C (Boehm,
 * Weiser, "Garbage collection in an uncooperative environment", 1988): it is also where the next cell begins, and
 * registers of compiled code lie there, too. A queue whose address stayed in one kept the dead node below it, and with that
 * all later ones. What C owes for it: gc/alloc.h. */
static void worker_roots(gc_marker_t *m, worker_t *w) {
  record_roots(m, w);
  if (w->polling) MARK_ARRAY(m, w->save);
  if (w->bare || w->gc_sp == 0) return;
  gc_mark_words(m, (const void *)w->gc_sp, (const void *)w->system_sp);
  MARK_ARRAY(m, w->gc_registers);
}

void gc_roots_begin(gc_marker_t *m, roots_t *rest) {
  for (unsigned i = 0; i < sched.count; i++)
    deque_drop_stale(sched.workers[i]);
  for (unsigned i = 0; i < sched.count; i++)
    worker_roots(m, sched.workers[i]);
  each_entry(m, entry_root);
  gc_mark_word(m, (uintptr_t)sched.main_task);
  fibre_roots_begin(m);
  *rest = (roots_t){.fibres = sched.fibre_region.base,
                    .fibres_end = sched.fibre_region.next,
                    .records = sched.record_region.base,
                    .records_end = sched.record_region.next};
}

bool gc_roots_some(gc_marker_t *m, roots_t *rest) {
  if (cards_some(m, heap.minor)) return true;
  if (rest->fibres < rest->fibres_end) {
    fibre_roots_of(m, rest->fibres);
    rest->fibres += FIBRE_CHUNK;
    return true;
  }
  if (rest->records < rest->records_end) {
    size_t left = (size_t)(rest->records_end - rest->records);
    char *end = rest->records + (left < RECORDS_AT_ONCE ? left : RECORDS_AT_ONCE);
    gc_mark_words(m, rest->records, end);
    rest->records = end;
    return true;
  }
  return false;
}

static void keep_stale(gc_marker_t *m, entry_t entry) {
  if (entry_is_fibre(entry) || !heap_contains(entry)) return;
  task_t *task = entry_task(entry);
  if (heap_is_marked(task)) return;
  store_relaxed(&task->state, PLAT_TASK_FREE);
  memset(task->slots, 0, task->desc->slot_count * sizeof task->slots[0]);
  gc_mark(m, task);
}

void gc_keep_stale(gc_marker_t *m) {
  each_entry(m, keep_stale);
}
