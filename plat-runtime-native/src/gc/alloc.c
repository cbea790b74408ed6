/* alloc.c: see alloc.h.
 *
 * Classes up to PLAT_ALLOC_INLINE_MAX: every multiple of PLAT_ALLOC_GRANULE from PLAT_ALLOC_LEAST on, so no larger object
 * wastes a word.
 * Above: four per power of two (320 384 448 512 640 ... 8192), so at most a fifth of a cell is waste. From
 * ALLOC_SIZES on the same sizes for leaves. */
#include "gc/alloc.h"
#include "base/check.h"
#include "gc/barrier.h"
#include "gc/collect.h"
#include "gc/heap.h"
#include "gc/stop.h"
#include "lib/object.h"
#include "rt0/options.h"
#include "sched/sched.h"
#include "task/fibre.h"

#include <string.h>

enum { RUN_MOST = 8192 /* zeroed just before use: should still be in the cache then */ };
enum { INLINE_LOG = 8 };

_Static_assert(PLAT_ALLOC_INLINE_MAX == 1 << INLINE_LOG &&
                   PLAT_ALLOC_INLINE_CLASSES == PLAT_ALLOC_INLINE_MAX / PLAT_ALLOC_GRANULE &&
                   ALLOC_SMALL_MAX == PLAT_ALLOC_INLINE_MAX
                                          << (ALLOC_SIZES - PLAT_ALLOC_INLINE_CLASSES) / 4 &&
                   PLAT_ALLOC_LEAST == HEAP_CELL_LEAST && ALLOC_CLASSES <= UINT8_MAX,
               "size classes");

static _Atomic uint64_t large_count; /* large objects made so far */
static _Atomic uint64_t slow_count;  /* for PLAT_HEAP_FAIL */

/* Class of PLAT_ALLOC_INLINE_MAX < bytes <= ALLOC_SMALL_MAX. */
static unsigned big_class(size_t bytes) {
  unsigned log = 63 - (unsigned)__builtin_clzl(bytes - 1); /* 2^log < bytes <= 2^(log + 1) */
  size_t step = (size_t)1 << (log - 2);
  size_t steps = (bytes - ((size_t)1 << log) + step - 1) / step; /* 1 .. 4 */
  return PLAT_ALLOC_INLINE_CLASSES + (log - INLINE_LOG) * 4 + (unsigned)steps - 1;
}

static unsigned class_of(size_t bytes) {
  if (bytes > PLAT_ALLOC_INLINE_MAX) return big_class(bytes);
  if (bytes < PLAT_ALLOC_LEAST) bytes = PLAT_ALLOC_LEAST;
  return (unsigned)((bytes - 1) / PLAT_ALLOC_GRANULE);
}

/* The cells of a class, those above PLAT_ALLOC_INLINE_MAX counted on from PLAT_ALLOC_INLINE_CLASSES. */
static size_t cell_size(unsigned class) {
  class %= ALLOC_SIZES;
  if (class < PLAT_ALLOC_INLINE_CLASSES) return (class + 1) * (size_t)PLAT_ALLOC_GRANULE;
  unsigned big = class - PLAT_ALLOC_INLINE_CLASSES;
  return (size_t)(big % 4 + 5) << (big / 4 + INLINE_LOG - 2);
}

static run_t *run_of(worker_t *w, unsigned class) {
  if (class >= ALLOC_CLASSES) __builtin_unreachable();
  return class < PLAT_ALLOC_INLINE_CLASSES ? &w->runs[class]
                                           : &w->big_runs[class - PLAT_ALLOC_INLINE_CLASSES];
}

/* The system clears a huge page: up to milliseconds for which others need not wait. */
void alloc_touch(worker_t *w, char *start, size_t bytes) {
  gc_leave(w);
  heap_touch(start, bytes);
  gc_enter(w);
}

/* A fresh block. A collection may end meanwhile and take it away; that it has memory does no harm then. */
static void touch(worker_t *w, const block_t *block) {
  alloc_touch(w, heap_block_start(heap_block_index(block)), HEAP_BLOCK);
}

static void note_run(worker_t *w, unsigned class, const run_t *run) {
  size_t bytes = (size_t)(run->end - run->next);
  w->cells_taken[class] += bytes / cell_size(class);
  gc_note_allocated(w, bytes);
}

/* ---- relief: see alloc.h ---- */

void alloc_relieve(worker_t *w, size_t bytes) {
  if (w->fibre != NULL) w->fibre->relief = (uint32_t)bytes;
}

static bool has_relief(const worker_t *w, size_t bytes) {
  return w->fibre != NULL && w->fibre->relief >= bytes;
}

/* A run of one cell: others may use up the rest of the block. */
static bool new_run_by_relief(worker_t *w, unsigned class, run_t *run) {
  size_t cell = cell_size(class);
  if (!has_relief(w, cell)) return false;
  if (!heap_take_beyond(class, cell, class >= ALLOC_SIZES, run)) return false;
  w->fibre->relief -= (uint32_t)cell;
  return true;
}

static void *large_by_relief(worker_t *w, size_t bytes, bool leaf) {
  size_t whole = (bytes + HEAP_BLOCK - 1) & ~(size_t)(HEAP_BLOCK - 1);
  if (!has_relief(w, whole)) return NULL;
  void *object = heap_take_large(bytes, leaf, true);
  if (object != NULL) w->fibre->relief -= (uint32_t)whole;
  return object;
}

/* ---- the slow path ---- */

/* `quietly`: this is no stop point. */
static bool new_run(worker_t *w, unsigned class, bool quietly) {
  run_t *run = run_of(w, class);
  size_t cell = cell_size(class);
  size_t most = options.gc_stress ? cell : RUN_MOST;
  for (;;) {
    block_t *block = w->alloc_blocks[class];
    if (block == NULL) {
      w->alloc_blocks[class] = block = heap_take_small(class, cell, class >= ALLOC_SIZES);
      if (block == NULL) {
        if (!new_run_by_relief(w, class, run)) return false;
        break;
      }
      if (!quietly && (heap_is_untouched(block) || options.gc_stress)) {
        touch(w, block);
        continue;
      }
    }
    if (heap_next_run(block, run, most)) break;
    w->alloc_blocks[class] = NULL;
  }
  note_run(w, class, run);
  return true;
}

/* Null when memory is out. */
static void *small_cell(worker_t *w, unsigned class, bool quietly) {
  run_t *run = run_of(w, class);
  size_t cell = cell_size(class);
  if ((size_t)(run->end - run->next) < cell && !new_run(w, class, quietly)) return NULL;
  char *object = run->next;
  run->next += cell;
  return object;
}

/* What a large object is while its memory is made ready: it refers to nothing. */
static const desc_t being_made = {.name = "a large object", .kind = PLAT_KIND_OBJECT, .size = sizeof(void *)};

/* Zeroing takes up to a millisecond per few megabytes, and longer where the system clears pages: others need not wait
 * for it. Since a collection may pass meanwhile, this is an object by then, and may be old when it comes out of here. */
static void make_ready(worker_t *w, void *object, size_t bytes, bool leaf) {
  const desc_t *desc = &being_made;
  memcpy(object, &desc, sizeof desc);
  w->large = object;
  gc_leave(w);
  heap_zero_large(object);
  gc_enter(w);
  w->large = NULL;
  if (!leaf) gc_remember_range(w, object, bytes);
}

static void *take_large(worker_t *w, size_t bytes, bool leaf) {
  void *object = heap_take_large(bytes, leaf, false);
  return object != NULL ? object : large_by_relief(w, bytes, leaf);
}

/* What take_large gave. */
static void *large_object(worker_t *w, void *object, size_t bytes, bool leaf, bool quietly) {
  if (quietly) {
    heap_zero_large(object);
  } else {
    make_ready(w, object, bytes, leaf);
  }
  gc_note_allocated(w, bytes);
  atomic_fetch_add_explicit(&large_count, 1, memory_order_relaxed);
  return object;
}

static unsigned class_for(size_t bytes, bool leaf) {
  return class_of(bytes) + (leaf ? ALLOC_SIZES : 0);
}

static void *take(worker_t *w, size_t bytes, bool leaf, bool quietly) {
  if (bytes <= ALLOC_SMALL_MAX) return small_cell(w, class_for(bytes, leaf), quietly);
  void *object = take_large(w, bytes, leaf);
  return object == NULL ? NULL : large_object(w, object, bytes, leaf, quietly);
}

void *alloc_while_stopped(worker_t *w, size_t bytes, bool leaf) {
  if (bytes <= ALLOC_SMALL_MAX) return small_cell(w, class_for(bytes, leaf), true);
  return take_large(w, bytes, leaf);
}

/* No memory is left but what a collection frees. Others want that too: what this worker needs is taken while they are
 * stopped, or they could have all of it again and again before this one gets to run. */
static void *take_after_collection(worker_t *w, size_t bytes, bool leaf) {
  for (;;) {
    void *object;
    if (gc_collect_for(w, bytes, leaf, &object)) {
      if (object == NULL) gc_panic_full(w);
      return bytes <= ALLOC_SMALL_MAX ? object : large_object(w, object, bytes, leaf, false);
    }
    object = take(w, bytes, leaf, false);
    if (object != NULL) return object;
  }
}

/* The way that may collect. */
static __attribute__((noinline)) void *take_slowly(worker_t *w, size_t bytes, bool leaf) {
  gc_before_allocation(w, bytes);
  if (options.heap_fail != 0 &&
      atomic_fetch_add_explicit(&slow_count, 1, memory_order_relaxed) + 1 == options.heap_fail)
    gc_panic_full(w);
  void *object = take(w, bytes, leaf, false);
  return object != NULL ? object : take_after_collection(w, bytes, leaf);
}

static inline void *cell_of(worker_t *w, size_t bytes, bool leaf) {
  if (bytes <= ALLOC_SMALL_MAX) {
    unsigned class = class_for(bytes, leaf);
    run_t *run = run_of(w, class);
    size_t size = cell_size(class);
    if ((size_t)(run->end - run->next) >= size) {
      void *object = run->next;
      run->next += size;
      return object;
    }
  }
  return take_slowly(w, bytes, leaf);
}

void *alloc_cell(worker_t *w, size_t bytes) {
  return cell_of(w, bytes, false);
}

void *alloc_leaf(worker_t *w, const void *desc, size_t bytes) {
  void *object = cell_of(w, bytes, true);
  memcpy(object, &desc, sizeof desc);
  return object;
}

void *alloc_object(worker_t *w, const void *desc, size_t bytes) {
  void *object = cell_of(w, bytes, false);
  memcpy(object, &desc, sizeof desc);
  return object;
}

void *alloc_leaf_quietly(worker_t *w, const void *desc, size_t bytes) {
  void *object = take(w, bytes, true, true);
  if (object != NULL) memcpy(object, &desc, sizeof desc);
  return object;
}

void *plat_alloc_c(worker_t *w, void *header, int64_t size) {
  check(size >= (int64_t)sizeof(void *));
  gc_hold_nothing(w);
  void *object = alloc_object(w, header, (size_t)size);
  gc_may_hold(w);
  return object;
}

void alloc_blacken(bool black) {
  for (unsigned i = 0; i < sched.count; i++) {
    for (unsigned class = 0; class < ALLOC_CLASSES; class ++) {
      const run_t *run = run_of(sched.workers[i], class);
      if (black) {
        heap_run_black(run);
      } else {
        heap_run_white(run);
      }
    }
  }
}

void alloc_retire_runs(void) {
  for (unsigned i = 0; i < sched.count; i++) {
    worker_t *w = sched.workers[i];
    for (unsigned class = 0; class < ALLOC_CLASSES; class ++) {
      run_t *run = run_of(w, class);
      w->cells_taken[class] -= (uint64_t)(run->end - run->next) / cell_size(class);
      *run = (run_t){0};
      w->alloc_blocks[class] = NULL;
    }
  }
}

/* Inlined allocation only moves run.next, so objects are counted backwards: the cells of all runs that were
 * begun, less those not used yet. Other workers move their runs meanwhile: what they do at this moment may be
 * missed. */
int64_t plat_alloc_count_c(worker_t *w) {
  (void)w;
  uint64_t count = load_relaxed(&large_count);
  for (unsigned i = 0; i < sched.count; i++) {
    worker_t *each = sched.workers[i];
    for (unsigned class = 0; class < ALLOC_CLASSES; class ++) {
      const run_t *run = run_of(each, class);
      count += each->cells_taken[class] - (uint64_t)(run->end - run->next) / cell_size(class);
    }
  }
  return (int64_t)count;
}
