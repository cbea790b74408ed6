/* deque.c: see deque.h for invariant and ordering argument. */
#include "sched/deque.h"
#include "base/check.h"
#include "task/task.h"

#ifdef PLAT_MODEL /* test/model */
enum { FIRST_CELLS = 2 };
#else
enum { FIRST_CELLS = 1 << 9 };
#endif
enum { PAGE = 4096 };

/* What lies before the cells; arrays are linked so that deque_close can give them back. */
typedef struct array {
  struct array *older;
  int64_t mask;
  _Atomic uintptr_t cells[];
} array_t;

static array_t *array_of(_Atomic uintptr_t *cells) {
  return (array_t *)((char *)cells - offsetof(array_t, cells));
}

static size_t array_bytes(int64_t mask) {
  return sizeof(array_t) + (size_t)(mask + 1) * sizeof(uintptr_t);
}

static array_t *array_new(int64_t mask, array_t *older) {
  array_t *array = os_map(array_bytes(mask));
  if (array == NULL) return NULL;
  array->older = older;
  array->mask = mask;
  return array;
}

/* Its cells become zero, at any time and in any order, or stay; the first page, with what lies before them, stays. */
static void discard(array_t *array) {
#ifdef PLAT_MODEL
  for (int64_t i = 0; i <= array->mask; i++)
    store_relaxed(&array->cells[i], 0);
#else
  size_t bytes = array_bytes(array->mask);
  if (bytes > 2 * PAGE) (void)os_discard((char *)array + PAGE, bytes - PAGE);
#endif
}

bool deque_open(worker_t *owner) {
  array_t *array = array_new(FIRST_CELLS - 1, NULL);
  if (array == NULL) return false;
  owner->deque_mask = array->mask;
  owner->deque_room = FIRST_CELLS;
  store_relaxed(&owner->deque_top, 0);
  store_relaxed(&owner->deque_bottom, 0);
  store_release(&owner->deque_cells, array->cells);
  return true;
}

void deque_close(worker_t *owner) {
  for (array_t *array = array_of(load_relaxed(&owner->deque_cells)); array != NULL;) {
    array_t *older = array->older;
    os_unmap(array, array_bytes(array->mask));
    array = older;
  }
  store_relaxed(&owner->deque_cells, NULL);
}

bool deque_make_room(worker_t *owner) {
  int64_t bottom = load_relaxed(&owner->deque_bottom);
  int64_t top = load_acquire(&owner->deque_top);
  _Atomic uintptr_t *cells = load_relaxed(&owner->deque_cells);
  int64_t mask = owner->deque_mask;
  if (bottom - top > mask / 2) { /* worth a larger array, not only a fresh look at top */
    array_t *array = array_new(mask * 2 + 1, array_of(cells));
    if (array == NULL) {
      owner->deque_room = top + mask + 1;
      return bottom < owner->deque_room;
    }
    for (int64_t i = top; i < bottom; i++) {
      store_relaxed(&array->cells[i & array->mask], load_relaxed(&cells[i & mask]));
    }
    mask = array->mask;
    owner->deque_mask = mask;
    store_release(&owner->deque_cells, array->cells); /* with the acquire in deque_steal: mask and cells */
    discard(array->older);
  }
  owner->deque_room = top + mask + 1;
  return true;
}

bool deque_push(worker_t *owner, entry_t entry) {
  int64_t bottom = load_relaxed(&owner->deque_bottom);
  if (bottom >= owner->deque_room && !deque_make_room(owner)) return false;
  store_relaxed(&load_relaxed(&owner->deque_cells)[bottom & owner->deque_mask], entry);
  store_release(&owner->deque_bottom, bottom + 1); /* with the acquire of bottom in deque_steal */
  return true;
}

entry_t deque_pop(worker_t *owner) {
  int64_t bottom = load_relaxed(&owner->deque_bottom) - 1;
  /* Top never passes bottom, and a stale small top only hides emptiness: no fence to see "empty". */
  if (load_relaxed(&owner->deque_top) > bottom) return 0;
  store_release(&owner->deque_bottom, bottom); /* as in push, for the cells below */
  fence_seq_cst();
  int64_t top = load_relaxed(&owner->deque_top);
  entry_t entry = 0;
  if (top <= bottom) {
    entry = load_relaxed(&load_relaxed(&owner->deque_cells)[bottom & owner->deque_mask]);
    if (top < bottom) return entry;
    if (!cas_seq_cst(&owner->deque_top, &top, top + 1)) entry = 0; /* a thief took the last one */
  }
  store_release(&owner->deque_bottom, bottom + 1);
  return entry;
}

entry_t deque_steal(worker_t *victim, bool *contended) {
  int64_t top = load_acquire(&victim->deque_top);
  fence_seq_cst();
  int64_t bottom = load_acquire(&victim->deque_bottom);
  if (top >= bottom) return 0;
  _Atomic uintptr_t *cells = load_acquire(&victim->deque_cells);
  entry_t entry = load_relaxed(&cells[top & array_of(cells)->mask]);
  if (entry != 0 && cas_seq_cst(&victim->deque_top, &top, top + 1)) return entry;
  *contended = true;
  return 0;
}

void deque_drop_stale(worker_t *owner) {
  int64_t top = load_relaxed(&owner->deque_top);
  int64_t bottom = load_relaxed(&owner->deque_bottom);
  for (; top < bottom; top++) {
    entry_t entry = load_relaxed(&load_relaxed(&owner->deque_cells)[top & owner->deque_mask]);
    if (entry_is_fibre(entry) || load_relaxed(&entry_task(entry)->state) == PLAT_TASK_UNSTARTED) break;
  }
  store_relaxed(&owner->deque_top, top); /* with the acquire of whoever takes the world on */
}

entry_t deque_peek(worker_t *victim) {
  int64_t top = load_acquire(&victim->deque_top);
  int64_t bottom = load_acquire(&victim->deque_bottom);
  _Atomic uintptr_t *cells = load_acquire(&victim->deque_cells);
  return top < bottom && cells != NULL ? load_relaxed(&cells[top & array_of(cells)->mask]) : 0;
}
