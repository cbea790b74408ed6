/* stack.c: see stack.h. */
#include "task/stack.h"
#include "base/check.h"
#include "os/region.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/fibre.h"

#include <string.h>

enum {
  CHUNK = 1 << 16,
  POISON = 0xAA,
  STRESS_SMALL = 1 << 14,
  STRESS_SHARE = 64,
  UNWIND_ROOM = 1 << 16,
  LARGEST_SMALL = PLAT_STACK_FIRST << (STACK_CLASSES - 1)
};

_Static_assert(PLAT_STACK_SMALL_FRAME + 8 + PLAT_STACK_LEAF_FRAME + 8 + 40 + 48 <= PLAT_STACK_RESERVE,
               "the reserve covers what runs without a poll");
_Static_assert(PLAT_STACK_RESERVE < PLAT_STACK_FIRST, "a first stack has room above its reserve");

static unsigned class_of(size_t size) {
  unsigned class = 0;
  for (size_t bytes = PLAT_STACK_FIRST; bytes < size; bytes *= 2)
    class ++;
  return class;
}

char *stack_take(worker_t *w, size_t size) {
  if (size > LARGEST_SMALL) return os_map(size);
  unsigned class = class_of(size);
  void **free = w->stacks[class];
  if (free != NULL) {
    w->stacks[class] = *free;
    return (char *)free;
  }
  run_t *run = &w->stack_run;
  if ((size_t)(run->end - run->next) < size) {
    while (run->end - run->next >= PLAT_STACK_FIRST) { /* the rest of the run serves first stacks */
      stack_give(w, run->next, PLAT_STACK_FIRST);
      run->next += PLAT_STACK_FIRST;
    }
    run->next = region_take(&sched.stack_region, CHUNK);
    if (run->next == NULL) {
      run->end = NULL;
      return NULL;
    }
    run->end = run->next + CHUNK;
  }
  char *base = run->next;
  run->next += size;
  return base;
}

void stack_give(worker_t *w, char *base, size_t size) {
  if (size > LARGEST_SMALL) {
    os_unmap(base, size);
    return;
  }
  if (options.stack_stress) memset(base, POISON, size);
  unsigned class = class_of(size);
  *(void **)(void *)base = w->stacks[class];
  w->stacks[class] = base;
}

/* Copies the used part, `depth` bytes below the top, to a stack of `size` bytes; gives the old one back. */
static bool move_to(worker_t *w, fibre_t *fibre, size_t size, size_t depth) {
  char *base = stack_take(w, size);
  if (base == NULL) return false;
  memcpy(base + size - depth, fibre->stack + fibre->size - depth, depth);
  stack_give(w, fibre->stack, fibre->size);
  fibre->stack = base;
  fibre->size = size;
  return true;
}

static void move_running(worker_t *w, size_t size) {
  fibre_t *fibre = w->fibre;
  size_t depth = (size_t)(fibre_top(fibre) - w->task_sp);
  if (!move_to(w, fibre, size, depth)) panic_out_of_memory(w);
  w->task_sp = fibre_top(fibre) - depth;
  fibre_set_limits(w, fibre);
}

void stack_move_running(worker_t *w) {
  /* A deep recursion polls as often as it has frames: large stacks move rarely, small ones every time. */
  size_t size = w->fibre->size;
  size_t every = size <= STRESS_SMALL ? 1 : size / STRESS_SHARE;
  if (++w->stress_polls % every == 0) move_running(w, size);
}

static _Noreturn void overflow(worker_t *w) {
  fibre_t *fibre = w->fibre;
  if (!fibre->has_room) {
    move_running(w, fibre->size + UNWIND_ROOM);
    fibre->has_room = true;
  }
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

void stack_grow(worker_t *w, size_t want) {
  fibre_t *fibre = w->fibre;
  size_t used = (size_t)(fibre_top(fibre) - w->task_sp);
  size_t need = used + want + PLAT_STACK_RESERVE + fibre->closed;
  size_t size = fibre->size;
  while (size < need)
    size *= 2;
  if (size == fibre->size) size *= 2;
  /* Old and new count together against the limit; the last growth takes what is left. */
  if (size + fibre->size > options.stack_max) {
    if (fibre->has_room || options.stack_max < fibre->size) overflow(w);
    size = (options.stack_max - fibre->size) / (2 * LARGEST_SMALL) * (2 * LARGEST_SMALL);
    if (size < need || size <= fibre->size) overflow(w);
  }
  w->count_growths++;
  move_running(w, size);
}
