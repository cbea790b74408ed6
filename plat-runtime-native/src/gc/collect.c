/* collect.c: see collect.h. */
#include "gc/collect.h"
#include "base/check.h"
#include "gc/alloc.h"
#include "gc/heap.h"
#include "gc/mark.h"
#include "gc/roots.h"
#include "gc/team.h"
#include "gc/verify.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/task.h"

#include <stdio.h>
#include <string.h>

enum {
  LEAST = 4 << 20,
  REPORT_BYTES = 1 << 16,
  STRESS_DENSE = 256,
  STRESS_OBJECTS = 128,
  LIKELY_SHIFT = 7 /* one in four new objects of 32 bytes lives */
};

static struct {
  _Atomic uint64_t allocated; /* bytes since the last collection */
  _Atomic uint64_t trigger;   /* collect at so many */
  _Atomic uint64_t slow_paths,
      stress_at; /* under PLAT_GC_STRESS: how many there were, which one collects next */
  /* of the past, changed while the world is stopped */
  uint64_t collections, allocated_before, live_bytes, live_objects, pause_total, pause_longest;
} gc;

static gc_marker_t marker; /* the collecting worker's */

bool gc_open(void) {
  memset(&gc, 0, sizeof gc);
  store_relaxed(&gc.trigger, LEAST);
  unsigned cores = os_cores();
  team_open((options.workers < cores ? options.workers : cores) - 1);
  return heap_open(options.heap_max);
}

void gc_close(void) {
  team_close();
  gc_mark_end(&marker, 0);
  heap_close();
}

/* Reported by and by: a locked instruction waits for the zeroes just written to the run. */
void gc_note_allocated(worker_t *w, size_t bytes) {
  w->allocated += bytes;
  if (w->allocated < REPORT_BYTES) return;
  atomic_fetch_add_explicit(&gc.allocated, w->allocated, memory_order_relaxed);
  w->allocated = 0;
}

static uint64_t next_trigger(uint64_t live) {
  if (options.gc_percent == GC_OFF) return UINT64_MAX;
  uint64_t trigger = live / 100 * options.gc_percent;
  return trigger < LEAST ? LEAST : trigger;
}

static void trace_line(gc_reason_t reason, uint64_t pause, uint64_t wait, uint64_t allocated, size_t roots,
                       const heap_census_t *census, size_t given_back) {
  static const char *const reasons[] = {"growth", "full heap", "asked", "stress"};
  char line[256];
  int length = snprintf(
      line, sizeof line,
      "gc %llu (%s): pause %.3f ms (stopping %.3f), allocated %.1f MiB, live %.1f MiB in %zu objects, "
      "roots %zu KiB, heap %.1f MiB, given back %.1f MiB\n",
      (unsigned long long)gc.collections, reasons[reason], (double)pause / 1e6, (double)wait / 1e6,
      (double)allocated / (1 << 20), (double)census->live_bytes / (1 << 20), census->live_objects,
      roots >> 10, (double)heap.in_use / (1 << 20) * HEAP_BLOCK, (double)given_back / (1 << 20));
  if (length > 0) (void)fwrite(line, 1, (size_t)length, stderr);
}

/* Under stress every slow path collects at first; then ever fewer, and the fewer the more has to be marked,
 * so that long programs end. */
static bool stress_is_due(void) {
  return atomic_fetch_add_explicit(&gc.slow_paths, 1, memory_order_relaxed) >= load_relaxed(&gc.stress_at);
}

static void delay_stress(void) {
  uint64_t pass = gc.collections / STRESS_DENSE + gc.live_objects / STRESS_OBJECTS;
  store_relaxed(&gc.stress_at, load_relaxed(&gc.slow_paths) + pass);
}

/* The world is stopped. */
static void collect(gc_reason_t reason, int64_t start) {
  int64_t stopped = os_monotonic_ns();
  gc_mark_begin(&marker);
  alloc_retire_runs();
  task_drop_free();
  gc_roots(&marker);
  uint64_t likely = gc.live_objects + (load_relaxed(&gc.allocated) >> LIKELY_SHIFT);
  gc_mark_all(&marker, likely);
  gc_keep_stale(&marker);
  gc_mark_all(&marker, 0);
  gc_mark_end(&marker, MARK_KEPT);
  if (options.gc_verify) gc_verify();
  if (options.gc_verify || options.gc_stress) gc_poison_dead();
  heap_census_t census = heap_sweep();
  uint64_t allocated = load_relaxed(&gc.allocated);
  for (unsigned i = 0; i < sched.count; i++) {
    allocated += sched.workers[i]->allocated;
    sched.workers[i]->allocated = 0;
  }
  uint64_t trigger = next_trigger(census.live_bytes + marker.root_bytes);
  size_t needed = trigger == UINT64_MAX ? census.free_blocks : trigger / HEAP_BLOCK;
  size_t given_back = heap_trim(needed + needed / 8);
  gc.collections++;
  gc.allocated_before += allocated;
  gc.live_bytes = census.live_bytes;
  gc.live_objects = census.live_objects;
  delay_stress();
  store_relaxed(&gc.allocated, 0);
  store_relaxed(&gc.trigger, trigger);
  uint64_t pause = (uint64_t)(os_monotonic_ns() - start);
  gc.pause_total += pause;
  if (pause > gc.pause_longest) gc.pause_longest = pause;
  if (options.gc_trace)
    trace_line(reason, pause, (uint64_t)(stopped - start), allocated, marker.root_bytes, &census, given_back);
}

/* Not inlined: the frame whose end gc_spill notes lies below everything that the callers hold. */
__attribute__((noinline)) void gc_collect(worker_t *w, gc_reason_t reason) {
  gc_spill(w);
  int64_t start = os_monotonic_ns();
  if (!gc_stop_world(w)) return;
  collect(reason, start);
  gc_start_world();
}

void gc_before_allocation(worker_t *w, size_t bytes) {
  gc_stop_point(w);
  if (options.gc_stress && stress_is_due()) {
    gc_collect(w, GC_STRESS);
  } else if (load_relaxed(&gc.allocated) + bytes >= load_relaxed(&gc.trigger)) {
    gc_collect(w, GC_GROWTH);
  }
}

void gc_poll(worker_t *w) {
  bool due = load_relaxed(&gc.allocated) >= load_relaxed(&gc.trigger);
  if (!gc_is_stopping() && !due) return;
  gc_stop_point(w);
  if (load_relaxed(&gc.allocated) >= load_relaxed(&gc.trigger)) gc_collect(w, GC_GROWTH);
}

_Noreturn void gc_panic_full(worker_t *w) {
  if (options.heap_max == HEAP_UNLIMITED) panic_out_of_memory(w); /* the system's memory, or the arena */
  bool whole = options.heap_max % (1 << 20) == 0;
  char text[128];
  (void)snprintf(text, sizeof text, "out of memory: the heap may grow to %zu %s; PLAT_HEAP_MAX raises it",
                 options.heap_max >> (whole ? 20 : 10), whole ? "MiB" : "KiB");
  panic_text(w, text);
}

void plat_gc_collect_c(worker_t *w) {
  gc_collect(w, GC_ASKED);
}

int64_t plat_gc_stat_c(worker_t *w, int32_t which) {
  (void)w;
  switch (which) {
  case PLAT_GC_STAT_COLLECTIONS:
    return (int64_t)gc.collections;
  case PLAT_GC_STAT_HEAP_BYTES:
    return (int64_t)heap.in_use << HEAP_BLOCK_SHIFT;
  case PLAT_GC_STAT_LIVE_BYTES:
    return (int64_t)gc.live_bytes;
  case PLAT_GC_STAT_LIVE_OBJECTS:
    return (int64_t)gc.live_objects;
  case PLAT_GC_STAT_ALLOCATED_BYTES:
    return (int64_t)(gc.allocated_before + load_relaxed(&gc.allocated));
  case PLAT_GC_STAT_PAUSE_TOTAL:
    return (int64_t)gc.pause_total;
  case PLAT_GC_STAT_PAUSE_LONGEST:
    return (int64_t)gc.pause_longest;
  default:
    return 0;
  }
}
