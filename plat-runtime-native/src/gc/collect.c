/* collect.c: see collect.h; how far apart collections are: pace.h. */
#include "gc/collect.h"
#include "base/check.h"
#include "gc/alloc.h"
#include "gc/background.h"
#include "gc/barrier.h"
#include "gc/cards.h"
#include "gc/cycle.h"
#include "gc/heap.h"
#include "gc/pace.h"
#include "gc/stop.h"
#include "gc/team.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/sched.h"

#include <stdio.h>
#include <string.h>

enum {
  REPORT_BYTES = 1 << 16,
  STRESS_DENSE = 256,
  STRESS_OBJECTS = 128,
  LIKELY_SHIFT = 7, /* one in four new objects of 32 bytes lives */
  BRIEF = 8000,     /* objects; less is marked in one stop, if so little is expected */
  SMALL = 128,      /* bytes of an object, for that */
  LAST = 8000,      /* objects; more behind the last stop and the world goes on again */
  HELP = 1000,      /* objects marked at once by a worker that helps */
  HELP_LATE = 4000, /* the same when all should be marked: rather this than stopping everybody */
  STRESS_HELP = 3,  /* the same under PLAT_GC_STRESS: collections take long, so that much happens meanwhile */
  SWEPT_AT_ONCE = 256,
  FEW_BLOCKS = 1 << 8 /* so many are swept before the world goes on */
};

static struct {
  _Atomic uint64_t allocated; /* bytes since the last collection */
  _Atomic uint64_t trigger;   /* collect, or stop to finish, at so many */
  _Atomic uint64_t slow_paths,
      stress_at; /* under PLAT_GC_STRESS: how many there were, which one collects next */
  /* ---- changed while the world is stopped ---- */
  int64_t marking_since;
  uint64_t collections, allocated_before, pause_total, pause_longest;
  /* ---- for the trace ---- */
  uint64_t first_pause, stopping;
} gc;

bool gc_open(void) {
  memset(&gc, 0, sizeof gc);
  pace_open();
  store_relaxed(&gc.trigger, pace_start());
  unsigned cores = os_cores();
  team_open((options.workers < cores ? options.workers : cores) - 1);
  background_open();
  if (!cycle_open() || !heap_open(options.heap_max) || !cards_open()) return false;
  gc_remember_in(cards_table());
  return true;
}

void gc_rest(void) {
  background_close();
}

void gc_close(void) {
  team_close();
  cycle_close();
  cards_close();
  heap_close();
}

/* Reported by and by: a locked instruction waits for the zeroes just written to the run. */
void gc_note_allocated(worker_t *w, size_t bytes) {
  w->allocated += bytes;
  if (w->allocated < REPORT_BYTES) return;
  atomic_fetch_add_explicit(&gc.allocated, w->allocated, memory_order_relaxed);
  w->allocated = 0;
}

/* The world is stopped. */
static uint64_t count_allocated(void) {
  for (unsigned i = 0; i < sched.count; i++) {
    worker_t *w = sched.workers[i];
    store_relaxed(&gc.allocated, load_relaxed(&gc.allocated) + w->allocated);
    w->allocated = 0;
  }
  return load_relaxed(&gc.allocated);
}

static void note_pause(int64_t start) {
  uint64_t pause = (uint64_t)(os_monotonic_ns() - start);
  gc.pause_total += pause;
  if (pause > gc.pause_longest) gc.pause_longest = pause;
}

static void trace_line(gc_reason_t reason, int64_t stop, uint64_t allocated) {
  static const char *const reasons[] = {"growth", "full heap", "asked", "stress"};
  char line[256];
  int64_t now = os_monotonic_ns();
  bool twice = gc.marking_since != 0;
  double last = (double)(now - stop) / 1e6, first = (double)gc.first_pause / 1e6;
  int length = snprintf(
      line, sizeof line,
      "gc %llu (%s, %s): pause %.3f ms (stopping %.3f), before %.3f ms, marking %.3f ms, allocated %.1f MiB, "
      "live %.1f MiB, %llu objects marked, roots %llu KiB, heap %.1f MiB\n",
      (unsigned long long)gc.collections, reasons[reason], heap.minor ? "minor" : "major", last,
      (double)gc.stopping / 1e6, twice ? first : 0.0, twice ? (double)(now - gc.marking_since) / 1e6 : last,
      (double)allocated / (1 << 20), (double)pace_live() / (1 << 20),
      (unsigned long long)cycle_marked_objects(), (unsigned long long)cycle_root_bytes() >> 10,
      (double)heap.in_use / (1 << 20) * HEAP_BLOCK);
  if (length > 0) (void)fwrite(line, 1, (size_t)length, stderr);
}

/* Under stress every slow path collects at first; then ever fewer, and the fewer the more has to be marked,
 * so that long programs end. */
static bool stress_is_due(void) {
  return atomic_fetch_add_explicit(&gc.slow_paths, 1, memory_order_relaxed) >= load_relaxed(&gc.stress_at);
}

static void delay_stress(void) {
  uint64_t pass = gc.collections / STRESS_DENSE + cycle_marked_objects() / STRESS_OBJECTS;
  store_relaxed(&gc.stress_at, load_relaxed(&gc.slow_paths) + pass);
}

/* ---- the parts of a collection; the world is stopped, cycle_lock held ---- */

static void give_back(bool at_rest) {
  while (heap_trim(gc_blocks_to_keep(), at_rest) > 0) {
  }
}

/* Under stress three of four, since old objects are few. */
static bool next_is_minor(void) {
  return options.gc_stress ? gc.collections % 4 != 0 : pace_is_minor();
}

static void end_cycle(gc_reason_t reason, int64_t stop) {
  bool concurrent = cycle_goes_on();
  cycle_finish();
  uint64_t allocated = count_allocated();
  pace_ended(&(pace_report_t){.minor = heap.minor,
                              .concurrent = concurrent,
                              .allocated = allocated,
                              .marked = cycle_marked_bytes(),
                              .roots = cycle_root_bytes()});
  heap_finish_marking(next_is_minor());
  store_relaxed(&gc.trigger, pace_start());
  gc.collections++;
  gc.allocated_before += allocated;
  store_relaxed(&gc.allocated, 0);
  delay_stress();
  bool few = heap.used <= FEW_BLOCKS, thread = !few && background_call();
  if (!thread || reason == GC_ASKED || reason == GC_FULL_HEAP) {
    (void)heap_sweep_rest();
    give_back(reason == GC_ASKED || !(few || thread)); /* without the thread nobody would do it later */
  }
  if (options.gc_trace) trace_line(reason, stop, allocated);
  gc.marking_since = 0;
}

static void collect_at_once(gc_reason_t reason, int64_t stop, bool minor) {
  cycle_begin(minor);
  cycle_rest(pace_live() / 32 + (load_relaxed(&gc.allocated) >> LIKELY_SHIFT));
  end_cycle(reason, stop);
}

static void finish_at_once(gc_reason_t reason, int64_t stop) {
  cycle_rest(pace_expected() / 32);
  end_cycle(reason, stop);
}

/* The world will go on before all is marked. */
static void go_on(int64_t stop) {
  cycle_go_on();
  pace_begun(count_allocated());
  gc.marking_since = stop;
  gc.first_pause = (uint64_t)(os_monotonic_ns() - stop);
  store_relaxed(&gc.trigger, pace_limit());
  (void)background_call();
}

static void start_cycle(gc_reason_t reason, int64_t stop, size_t brief) {
  cycle_begin(next_is_minor());
  if (cycle_step(brief)) {
    end_cycle(reason, stop);
  } else {
    go_on(stop);
  }
}

/* Likely over before the world would go on. */
static bool is_brief(void) {
  return pace_expected() <= BRIEF * SMALL;
}

static void collect_for(gc_reason_t reason, int64_t stop) {
  bool goes_on = cycle_goes_on();
  switch (reason) {
  case GC_GROWTH:
    if (!goes_on) {
      start_cycle(reason, stop, is_brief() ? BRIEF : 0);
    } else if (load_relaxed(&gc.allocated) >= load_relaxed(&gc.trigger) || cycle_step(LAST)) {
      finish_at_once(reason, stop);
    }
    break;
  case GC_STRESS:                                /* by turns at once and by and by */
    if (goes_on && background_is_there()) break; /* somebody has just begun */
    if (goes_on) {
      finish_at_once(reason, stop);
    } else if (gc.collections % 2 == 0 || options.gc_stress_outside) {
      start_cycle(reason, stop, 0);
    } else {
      collect_at_once(reason, stop, next_is_minor());
    }
    break;
  default: /* all that is garbage now */
    if (goes_on) finish_at_once(reason, stop);
    collect_at_once(reason, stop, false);
    break;
  }
}

typedef struct request {
  size_t bytes;
  bool leaf;
  void *object;
} request_t;

static bool stop_and_collect(worker_t *w, gc_reason_t reason, request_t *request) {
  int64_t start = os_monotonic_ns();
  if (!gc_stop_world(w)) return false;
  gc.stopping = (uint64_t)(os_monotonic_ns() - start);
  lock_take(&cycle_lock);
  collect_for(reason, start);
  if (request != NULL) request->object = alloc_while_stopped(w, request->bytes, request->leaf);
  note_pause(start);
  lock_drop(&cycle_lock);
  gc_start_world();
  return true;
}

/* These are not inlined: the frame whose end gc_spill notes lies below everything that the callers hold. */

__attribute__((noinline)) void gc_collect(worker_t *w, gc_reason_t reason) {
  gc_spill(w);
  while (reason == GC_GROWTH &&
         heap_sweep_some(SWEPT_AT_ONCE)) { /* or it would be done with the world stopped */
  }
  while (!stop_and_collect(w, reason, NULL) &&
         reason == GC_ASKED) { /* another worker's may have been a minor one */
  }
  gc_keep_frame();
}

__attribute__((noinline)) bool gc_collect_for(worker_t *w, size_t bytes, bool leaf, void **object) {
  gc_spill(w);
  request_t request = {.bytes = bytes, .leaf = leaf};
  bool done = stop_and_collect(w, GC_FULL_HEAP, &request);
  *object = request.object;
  gc_keep_frame();
  return done;
}

void gc_finish_from_outside(void) {
  int64_t start = os_monotonic_ns();
  if (!gc_stop_world(NULL)) return;
  gc.stopping = (uint64_t)(os_monotonic_ns() - start);
  lock_take(&cycle_lock);
  if (cycle_goes_on() && cycle_step(LAST)) end_cycle(GC_GROWTH, start);
  note_pause(start);
  lock_drop(&cycle_lock);
  gc_start_world();
}

size_t gc_blocks_to_keep(void) {
  return pace_keep() / HEAP_BLOCK;
}

/* ---- what workers do for a collection that goes on ---- */

static bool lags_behind(void) {
  return pace_lags(load_relaxed(&gc.allocated), cycle_marked_bytes());
}

static void help_marking(worker_t *w, bool alone, size_t steps) {
  lock_take(&cycle_lock);
  bool done = cycle_goes_on() && cycle_step(steps);
  lock_drop(&cycle_lock);
  if (done && alone) gc_collect(w, options.gc_stress ? GC_STRESS : GC_GROWTH);
}

static bool is_due(size_t bytes) {
  return load_relaxed(&gc.allocated) + bytes >= load_relaxed(&gc.trigger);
}

/* The heap has grown as far as it may before all is marked: a long list, say, which one thread follows link by link. Who
 * wants memory marks until that is done; others go on, and are not stopped for it. */
static void mark_to_the_end(worker_t *w, size_t bytes) {
  while (gc_marking(w) && is_due(bytes)) {
    if (!cycle_help(w, HELP_LATE)) help_marking(w, false, HELP_LATE);
    gc_stop_point(w);
  }
}

void gc_before_allocation(worker_t *w, size_t bytes) {
  gc_stop_point(w);
  if (options.gc_stress) {
    if (gc_marking(w)) {
      if (!background_is_there()) {
        help_marking(w, true, STRESS_HELP);
      } else {
        (void)cycle_help(w, STRESS_HELP);
      }
    } else if (stress_is_due()) {
      gc_collect(w, GC_STRESS);
    }
  } else if (is_due(bytes)) {
    if (gc_marking(w) && background_is_there()) {
      mark_to_the_end(w, bytes);
    } else {
      gc_collect(w, GC_GROWTH);
    }
  } else if (gc_marking(w)) {
    bool alone = !background_is_there();
    bool late = load_relaxed(&gc.allocated) >= pace_goal();
    size_t steps = late ? HELP_LATE : HELP;
    if (alone || (lags_behind() && !cycle_help(w, steps) && late)) help_marking(w, alone, steps);
  }
}

void gc_poll(worker_t *w) {
  if (!gc_is_stopping() && !is_due(0)) return;
  gc_stop_point(w);
  if (is_due(0) && !(gc_marking(w) && background_is_there())) gc_collect(w, GC_GROWTH);
}

_Noreturn void gc_panic_full(worker_t *w) {
  gc_may_hold(w);
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

/* Of the last collection, which may end while this sweeps: then of that one. */
static heap_census_t census(worker_t *w) {
  while (heap_sweep_some(SWEPT_AT_ONCE))
    gc_stop_point(w);
  return heap.census;
}

int64_t plat_gc_stat_c(worker_t *w, int32_t which) {
  switch (which) {
  case PLAT_GC_STAT_COLLECTIONS:
    return (int64_t)gc.collections;
  case PLAT_GC_STAT_HEAP_BYTES:
    return (int64_t)heap.in_use << HEAP_BLOCK_SHIFT;
  case PLAT_GC_STAT_LIVE_BYTES:
    return (int64_t)census(w).live_bytes;
  case PLAT_GC_STAT_LIVE_OBJECTS:
    return (int64_t)census(w).live_objects;
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
