/* deque_stress.c: one owner pushes and pops, thieves steal: every entry comes out exactly once, none is
 * invented. The first array is small against the number of entries, so growth happens under theft. */
#include "base/check.h"
#include "base/rand.h"
#include "sched/deque.h"

#include <stdio.h>
#include <stdlib.h>

enum { ENTRIES = 300000, THIEVES = 3 };

static worker_t *owner;
static _Atomic uint8_t seen[ENTRIES + 1];
static _Atomic uint32_t finished;

static void take(entry_t entry) {
  check(entry / 16 >= 1 && entry / 16 <= ENTRIES);
  check(atomic_fetch_add_explicit(&seen[entry / 16], 1, memory_order_relaxed) == 0);
}

static void thief(void *unused) {
  (void)unused;
  while (load_acquire(&finished) == 0) {
    bool contended = false;
    entry_t entry = deque_steal(owner, &contended);
    if (entry != 0) take(entry);
  }
}

int main(void) {
  owner = aligned_alloc(alignof(worker_t), sizeof(worker_t));
  check(owner != NULL);
  *owner = (worker_t){0};
  check(deque_open(owner));
  os_thread_t threads[THIEVES];
  for (int i = 0; i < THIEVES; i++)
    check(os_thread_start(&threads[i], thief, NULL));
  uint64_t random = 42;
  for (uintptr_t i = 1; i <= ENTRIES;) {
    for (uint32_t n = rand_below(&random, 40); n > 0 && i <= ENTRIES; n--)
      deque_push(owner, i++ * 16);
    for (uint32_t n = rand_below(&random, 36); n > 0; n--) {
      entry_t entry = deque_pop(owner);
      if (entry != 0) take(entry);
    }
    if (rand_below(&random, 1000) == 0) { /* a long push makes the array grow */
      for (int n = 0; n < 3000 && i <= ENTRIES; n++)
        deque_push(owner, i++ * 16);
    }
  }
  while (deque_size(owner) > 0) {
    entry_t entry = deque_pop(owner);
    if (entry != 0) take(entry);
  }
  store_release(&finished, 1);
  for (int i = 0; i < THIEVES; i++)
    os_thread_join(threads[i]);
  for (int i = 1; i <= ENTRIES; i++)
    check(load_relaxed(&seen[i]) == 1);
  deque_close(owner);
  free(owner);
  return 0;
}
