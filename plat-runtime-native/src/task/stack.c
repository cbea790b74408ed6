/* stack.c: see stack.h. */
#include "task/stack.h"
#include "base/check.h"
#include "os/region.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "sched/space.h"
#include "task/fibre.h"

#include <string.h>

enum {
  PAGE = 4096,
  POISON = 0xAA,
  STRESS_SMALL = 1 << 14,
  STRESS_SHARE = 64,
  UNWIND_ROOM = 1 << 16,
  SHRINK_SHARE = 8
};

_Static_assert(PLAT_STACK_SMALL_FRAME + 8 + PLAT_STACK_LEAF_FRAME + 8 + 40 + 48 <= PLAT_STACK_RESERVE,
               "the reserve covers what runs without a poll");
_Static_assert(PLAT_STACK_RESERVE < PLAT_STACK_FIRST, "a first stack has room above its reserve");

static unsigned class_of(size_t size) {
  unsigned class = 0;
  for (size_t bytes = STACK_LEAST; bytes < size; bytes *= 2)
    class ++;
  return class;
}

static char *kept_take(worker_t *w, unsigned class) {
  char *base = pool_take(&w->stacks[class], &w->stacks_given[class], &sched.shared_stacks[class]);
  if (base != NULL) w->stacks_idle -= STACK_LEAST << class;
  return base;
}

static void kept_give(worker_t *w, char *base, unsigned class) {
  w->stacks_idle += STACK_LEAST << class;
  pool_give(&w->stacks[class], &w->stacks_given[class], &sched.shared_stacks[class], base);
}

/* The rest of the run serves first stacks, and packed ones. */
static void give_run(worker_t *w) {
  run_t *run = &w->stack_run;
  for (size_t size = PLAT_STACK_FIRST; size >= STACK_LEAST; size /= 2)
    for (; (size_t)(run->end - run->next) >= size; run->next += size)
      kept_give(w, run->next, class_of(size));
  *run = (run_t){0};
}

static _Atomic size_t mapped_bytes; /* of small stacks outside the region */

static char *map_small(size_t size, size_t most) {
  size_t bytes = size < PAGE ? PAGE : size;
  size_t before = atomic_fetch_add_explicit(&mapped_bytes, bytes, memory_order_relaxed);
  char *base = before + bytes <= most ? os_map(bytes) : NULL;
  if (base == NULL) atomic_fetch_sub_explicit(&mapped_bytes, bytes, memory_order_relaxed);
  return base;
}

static void unmap_small(char *base, size_t size) {
  size_t bytes = size < PAGE ? PAGE : size;
  os_unmap(base, bytes);
  atomic_fetch_sub_explicit(&mapped_bytes, bytes, memory_order_relaxed);
}

/* The region is used up. A first stack is cut from a larger one that is free. A larger one is mapped: otherwise a
 * program that once had a great many small stacks could grow none ever after; at most a quarter of PLAT_STACKS_MAX. */
static __attribute__((noinline)) char *take_scarce(worker_t *w, size_t size) {
  if (size > PLAT_STACK_FIRST) return map_small(size, options.stacks_max / 4);
  for (unsigned class = class_of(size) + 1; size == PLAT_STACK_FIRST && class < STACK_CLASSES; class ++) {
    char *base = kept_take(w, class);
    if (base == NULL) continue;
    w->stack_run = (run_t){.next = base + size, .end = base + (STACK_LEAST << class)};
    return base;
  }
  return NULL;
}

/* Chunks that stack_trim has given back to the system. */
static struct {
  lock_t lock;
  _Atomic size_t count;
  uint32_t *numbers;
  size_t room; /* bytes */
} discarded;

static char *take_chunk(void) {
  char *chunk = NULL;
  if (load_relaxed(&discarded.count) != 0) {
    lock_take(&discarded.lock);
    size_t count = load_relaxed(&discarded.count);
    if (count != 0) {
      chunk = sched.stack_region.base + discarded.numbers[count - 1] * (size_t)STACK_CHUNK;
      store_relaxed(&discarded.count, count - 1);
    }
    lock_drop(&discarded.lock);
  }
  return chunk != NULL ? chunk : region_take(&sched.stack_region, STACK_CHUNK);
}

bool stack_can_discard(void) {
  if (discarded.numbers != NULL) return true;
  size_t chunks = (size_t)(sched.stack_region.end - sched.stack_region.base) / STACK_CHUNK;
  discarded.room = chunks * sizeof *discarded.numbers;
  discarded.numbers = os_map(discarded.room);
  return discarded.numbers != NULL;
}

void stack_discard(char *chunk) {
  lock_take(&discarded.lock);
  size_t count = load_relaxed(&discarded.count);
  discarded.numbers[count] = (uint32_t)((size_t)(chunk - sched.stack_region.base) / STACK_CHUNK);
  store_relaxed(&discarded.count, count + 1);
  lock_drop(&discarded.lock);
}

void stack_close(void) {
  stack_trim_close();
  if (discarded.numbers != NULL) os_unmap(discarded.numbers, discarded.room);
  discarded.numbers = NULL;
  store_relaxed(&discarded.count, 0);
}

char *stack_take(worker_t *w, size_t size) {
  if (size > STACK_LARGEST_SMALL) return os_map(size);
  char *base = kept_take(w, class_of(size));
  if (base != NULL) return base;
  run_t *run = &w->stack_run;
  if ((size_t)(run->end - run->next) < size) {
    give_run(w);
    base = take_chunk();
    if (base == NULL) {
      stack_trim_pause();
      base = kept_take(w, class_of(size));
      char *chunk = base == NULL ? take_chunk() : NULL;
      stack_trim_resume();
      if (base != NULL) return base;
      base = chunk;
    }
    if (base == NULL) return take_scarce(w, size);
    *run = (run_t){.next = base, .end = base + STACK_CHUNK};
  }
  base = run->next;
  run->next += size;
  return base;
}

bool stack_is_mapped(const char *base) {
  return base < sched.stack_region.base || base >= sched.stack_region.end;
}

void stack_give(worker_t *w, char *base, size_t size) {
  if (size > STACK_LARGEST_SMALL) {
    os_unmap(base, size);
    return;
  }
  if (stack_is_mapped(base)) {
    unmap_small(base, size);
    return;
  }
  if (options.stack_stress) memset(base, POISON, size);
  kept_give(w, base, class_of(size));
}

/* Copies the used part, `depth` bytes below the top, to a stack of `size` bytes; gives the old one back. */
static void move_into(worker_t *w, fibre_t *fibre, char *base, size_t size, size_t depth) {
  memcpy(base + size - depth, fibre->stack + fibre->size - depth, depth);
  stack_give(w, fibre->stack, fibre->size);
  fibre->stack = base;
  fibre->size = size;
}

static bool move_to(worker_t *w, fibre_t *fibre, size_t size, size_t depth) {
  char *base = stack_take(w, size);
  if (base == NULL) return false;
  move_into(w, fibre, base, size, depth);
  return true;
}

/* Packed ones may fill half of the region, so that there are always places that serve a task to run. */
static bool may_pack(const fibre_t *fibre) {
  const region_t *region = &sched.stack_region;
  if (__atomic_load_n(&region->next, __ATOMIC_RELAXED) - region->base > (region->end - region->base) / 2)
    return false;
  return fibre->size <= STACK_LARGEST_SMALL && !fibre->has_room;
}

void stack_pack(worker_t *w, fibre_t *fibre) {
  unsigned class = class_of(fibre->depth);
  if (!stack_is_packed(STACK_LEAST << class) || !may_pack(fibre)) return;
  unsigned before = class_of(fibre->size);
  if (move_to(w, fibre, STACK_LEAST << class, fibre->depth)) fibre->class = (uint8_t)before;
}

void stack_shrink(worker_t *w, fibre_t *fibre) {
  uint16_t now = (uint16_t)(fibre_markings() + 1); /* not 0, which is that of a fresh fibre */
  size_t size = PLAT_STACK_FIRST;
  while (size < fibre->depth * 2 + PLAT_STACK_RESERVE)
    size *= 2;
  if (size > fibre->size / SHRINK_SHARE || fibre->shrunk == now || fibre->has_room) return;
  if (move_to(w, fibre, size, fibre->depth)) fibre->shrunk = now;
}

void stack_unpack(worker_t *w, fibre_t *fibre) {
  size_t size = STACK_LEAST << fibre->class;
  if (move_to(w, fibre, size, fibre->depth)) return;
  char *base = map_small(size, SIZE_MAX);
  if (base == NULL) process_fail("out of memory: the system has none for the stack of a task that runs on");
  move_into(w, fibre, base, size, fibre->depth);
}

static bool move_running(worker_t *w, size_t size) {
  fibre_t *fibre = w->fibre;
  size_t depth = (size_t)(fibre_top(fibre) - w->task_sp);
  if (!move_to(w, fibre, size, depth)) return false;
  w->task_sp = fibre_top(fibre) - depth;
  fibre_set_limits(w, fibre);
  return true;
}

void stack_move_running(worker_t *w) {
  /* A deep recursion polls as often as it has frames: large stacks move rarely, small ones every time. */
  size_t size = w->fibre->size;
  size_t every = size <= STRESS_SMALL ? 1 : size / STRESS_SHARE;
  if (++w->stress_polls % every == 0) (void)move_running(w, size);
}

static _Noreturn void overflow(worker_t *w) {
  fibre_t *fibre = w->fibre;
  if (!fibre->has_room) fibre->has_room = move_running(w, fibre->size + UNWIND_ROOM);
  fibre->closed = 0;
  fibre_set_limits(w, fibre);
  panic_stack_overflow(w);
}

void stack_unwound(worker_t *w) {
  fibre_t *fibre = w->fibre;
  if (!fibre->has_room) return;
  fibre->closed = UNWIND_ROOM;
  fibre_set_limits(w, fibre);
}

typedef enum { GROWN, OVERFLOW, NO_MEMORY } growth_t;

static growth_t grow(worker_t *w, size_t want) {
  fibre_t *fibre = w->fibre;
  size_t used = (size_t)(fibre_top(fibre) - w->task_sp);
  size_t need = used + want + PLAT_STACK_RESERVE + fibre->closed;
  size_t size = fibre->size;
  while (size < need)
    size *= 2;
  if (size == fibre->size) size *= 2;
  /* Old and new count together against the limit; the last growth takes what is left. */
  if (size + fibre->size > options.stack_max) {
    if (fibre->has_room || options.stack_max < fibre->size) return OVERFLOW;
    size = (options.stack_max - fibre->size) / (2 * STACK_LARGEST_SMALL) * (2 * STACK_LARGEST_SMALL);
    if (size < need || size <= fibre->size) return OVERFLOW;
  }
  if (!move_running(w, size)) return NO_MEMORY;
  w->count_growths++;
  return GROWN;
}

bool stack_try_grow(worker_t *w, size_t want) {
  return grow(w, want) == GROWN;
}

void stack_grow(worker_t *w, size_t want) {
  size_t size = w->fibre->size;
  growth_t growth = grow(w, want);
  if (growth == OVERFLOW) overflow(w);
  if (growth == GROWN) return;
  if (size < STACK_LARGEST_SMALL) space_panic(w, SPACE_STACKS);
  panic_text(w, "out of memory: the system has none for a task's larger stack");
}
