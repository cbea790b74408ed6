/* alloc.c: see alloc.h.
 *
 * Classes above PLAT_ALLOC_INLINE_MAX: four per power of two (320 384 448 512 640 ... 8192), so at most a
 * fifth of a cell is waste. Large objects are linked so that alloc_close can give them back. */
#include "gc/alloc.h"
#include "base/check.h"
#include "os/region.h"
#include "rt0/panic.h"
#include "sched/sched.h"

#include <string.h>

enum { ARENA_SHIFT = 38, LARGE_HEADER = 64, HUGE_FROM = 1 << 22 };

typedef struct large {
  struct large *next;
  size_t bytes;
} large_t;

static struct {
  region_t arena;
  lock_t lock;
  large_t *large;
  uint64_t large_count; /* made so far */
} heap;

_Static_assert(sizeof(large_t) <= LARGE_HEADER, "the header before a large object");

bool alloc_open(void) {
  heap.large = NULL;
  heap.large_count = 0;
  return region_open(&heap.arena, (size_t)1 << ARENA_SHIFT);
}

void alloc_close(void) {
  while (heap.large != NULL) {
    large_t *large = heap.large;
    heap.large = large->next;
    os_unmap(large, large->bytes);
  }
  region_close(&heap.arena);
}

static void *large_object(worker_t *w, size_t bytes) {
  size_t whole = (bytes + LARGE_HEADER + 4095) & ~(size_t)4095;
  large_t *large = whole < bytes ? NULL : os_map(whole);
  if (large == NULL) panic_out_of_memory(w);
  if (whole >= HUGE_FROM) os_prefer_huge_pages(large, whole);
  large->bytes = whole;
  lock_take(&heap.lock);
  large->next = heap.large;
  heap.large = large;
  heap.large_count++;
  lock_drop(&heap.lock);
  return (char *)large + LARGE_HEADER;
}

/* Index into big_runs and the size of its cells, for PLAT_ALLOC_INLINE_MAX < bytes <= ALLOC_SMALL_MAX. */
static unsigned big_class(size_t bytes, size_t *cell) {
  unsigned log = 63 - (unsigned)__builtin_clzl(bytes - 1); /* 2^log < bytes <= 2^(log + 1) */
  size_t step = (size_t)1 << (log - 2);
  size_t steps = (bytes - ((size_t)1 << log) + step - 1) / step; /* 1 .. 4 */
  *cell = ((size_t)1 << log) + steps * step;
  return (log - 8) * 4 + (unsigned)steps - 1;
}

/* The cells of a class, those above PLAT_ALLOC_INLINE_MAX counted on from PLAT_ALLOC_INLINE_CLASSES. */
static size_t cell_size(unsigned class) {
  if (class < PLAT_ALLOC_INLINE_CLASSES) return (class + 1) * (size_t)PLAT_ALLOC_GRANULE;
  unsigned big = class - PLAT_ALLOC_INLINE_CLASSES;
  return (size_t)(big % 4 + 5) << (big / 4 + 6);
}

static void *from_run(worker_t *w, run_t *run, unsigned class, size_t cell) {
  if ((size_t)(run->end - run->next) < cell) {
    char *block = region_take(&heap.arena, ALLOC_BLOCK);
    if (block == NULL) panic_out_of_memory(w);
    run->next = block;
    run->end = block + ALLOC_BLOCK / cell * cell;
    w->cells_taken[class] += ALLOC_BLOCK / cell;
  }
  void *object = run->next;
  run->next += cell;
  return object;
}

void *alloc_object(worker_t *w, const void *desc, size_t bytes) {
  void *object;
  if (bytes <= PLAT_ALLOC_INLINE_MAX) {
    unsigned class = (unsigned)((bytes + PLAT_ALLOC_GRANULE - 1) / PLAT_ALLOC_GRANULE - 1);
    object = from_run(w, &w->runs[class], class, (class + 1) * PLAT_ALLOC_GRANULE);
  } else if (bytes <= ALLOC_SMALL_MAX) {
    size_t cell;
    unsigned class = big_class(bytes, &cell);
    object = from_run(w, &w->big_runs[class], PLAT_ALLOC_INLINE_CLASSES + class, cell);
  } else {
    object = large_object(w, bytes);
  }
  memcpy(object, &desc, sizeof desc);
  return object;
}

void *plat_alloc_c(worker_t *w, void *desc, int64_t size) {
  check(size >= (int64_t)sizeof(void *));
  return alloc_object(w, desc, (size_t)size);
}

/* Inlined allocation only moves run.next, so objects are counted backwards: the cells of all runs that were
 * begun, less those not used yet. Other workers move their runs meanwhile: what they do at this moment may be
 * missed. */
int64_t plat_alloc_count_c(worker_t *w) {
  (void)w;
  lock_take(&heap.lock);
  uint64_t count = heap.large_count;
  lock_drop(&heap.lock);
  for (unsigned i = 0; i < sched.count; i++) {
    const worker_t *each = sched.workers[i];
    for (unsigned class = 0; class < ALLOC_CLASSES; class ++) {
      bool inlined = class < PLAT_ALLOC_INLINE_CLASSES;
      const run_t *run = inlined ? &each->runs[class] : &each->big_runs[class - PLAT_ALLOC_INLINE_CLASSES];
      count += each->cells_taken[class] - (uint64_t)(run->end - run->next) / cell_size(class);
    }
  }
  return (int64_t)count;
}
