/* cycle.c: see cycle.h. */
#include "gc/cycle.h"
#include "base/check.h"
#include "chan/chan.h"
#include "gc/alloc.h"
#include "gc/barrier.h"
#include "gc/cards.h"
#include "gc/roots.h"
#include "gc/team.h"
#include "gc/verify.h"
#include "rt0/options.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/task.h"

enum { ROOT_STEPS = 1 << 9 /* a part of the roots takes about as long as that many objects */ };

lock_t cycle_lock;

static struct {
  _Atomic bool goes_on;
  gc_marker_t marker;
  roots_t rest;
  _Atomic uint64_t marked_bytes; /* the marker's, for readers without the lock */
  _Atomic uint64_t helped_bytes; /* those of workers that helped, while the cycle goes on */
} cycle;

bool cycle_open(void) {
  store_relaxed(&cycle.goes_on, false);
  return gc_shades_open(options.workers);
}

void cycle_close(void) {
  fibre_verify_close();
  gc_mark_close(&cycle.marker);
  gc_shades_close();
}

bool cycle_goes_on(void) {
  return load_relaxed(&cycle.goes_on);
}

uint64_t cycle_marked_bytes(void) {
  return load_relaxed(&cycle.marked_bytes) + load_relaxed(&cycle.helped_bytes);
}

uint64_t cycle_marked_objects(void) {
  return cycle.marker.marked_objects;
}

uint64_t cycle_root_bytes(void) {
  return cycle.marker.root_bytes;
}

void cycle_begin(bool minor) {
  (void)heap_sweep_rest();
  heap_begin_marking(minor);
  if (options.gc_verify && heap.minor) {
    gc_verify_cards();
    fibre_verify_compare();
  }
  cards_begin();
  gc_remember_in(cards_table());
  gc_mark_begin(&cycle.marker);
  task_drop_free();
  chan_trace_begin();
  gc_roots_begin(&cycle.marker, &cycle.rest);
}

void cycle_go_on(void) {
  heap.black = true;
  alloc_blacken(true);
  cycle.marker.together = true;
  gc_shades_switch(true);
  store_relaxed(&cycle.goes_on, true);
}

bool cycle_step(size_t steps) {
  gc_marker_t *m = &cycle.marker;
  bool done = false;
  while (!done && gc_mark_some(m, steps)) {
    if (gc_roots_some(m, &cycle.rest)) {
      if (steps < ROOT_STEPS) break;
      steps -= ROOT_STEPS;
    } else {
      done = !gc_shades_take_part(m);
    }
  }
  store_relaxed(&cycle.marked_bytes, m->marked_bytes);
  return done;
}

bool cycle_give_back(void) {
  lock_take(&cycle_lock);
  bool more = false;
  if (!cycle_goes_on()) {
    more = gc_mark_end(&cycle.marker, MARK_KEPT, MARK_GIVEN_BACK);
    more |= gc_shades_give_back();
    more |= team_give_back();
  }
  lock_drop(&cycle_lock);
  return more;
}

bool cycle_help(worker_t *w, size_t steps) {
  uint64_t bytes;
  bool found = gc_shade_help(w, steps, &bytes);
  atomic_fetch_add_explicit(&cycle.helped_bytes, bytes, memory_order_relaxed);
  return found;
}

void cycle_rest(uint64_t likely_objects) {
  gc_marker_t *m = &cycle.marker;
  do {
    while (gc_roots_some(m, &cycle.rest)) {
    }
    gc_mark_all(m, likely_objects);
    likely_objects = 0;
  } while (gc_shades_adopt(m));
}

void cycle_finish(void) {
  gc_marker_t *m = &cycle.marker;
  if (load_relaxed(&cycle.goes_on)) {
    store_relaxed(&cycle.goes_on, false);
    gc_shades_switch(false);
    heap.black = false;
    alloc_blacken(false);
    gc_shades_count(m); /* with what they marked to help */
    store_relaxed(&cycle.helped_bytes, 0);
  }
  m->together = false;
  task_drop_free();
  gc_keep_stale(m);
  gc_mark_all(m, 0); /* and again all that was marked, if the work list had no room once */
  (void)gc_mark_end(m, MARK_KEPT, MARK_GIVEN_BACK); /* the rest: cycle_give_back */
  alloc_retire_runs();
  if (options.gc_verify) {
    gc_verify();
    fibre_verify_note();
  }
  if (options.gc_verify || options.gc_stress) gc_poison_dead();
  store_relaxed(&cycle.marked_bytes, m->marked_bytes);
}
