/* waiter.c: see waiter.h. */
#include "wait/waiter.h"
#include "base/check.h"
#include "gc/barrier.h"
#include "sched/sched.h"
#include "task/task.h"

#include <string.h>

static const uint32_t room[WAITER_CLASSES] = {2, 8};

waiter_t *waiter_take(worker_t *w, uint32_t slots) {
  uint32_t class = slots <= room[0] ? 0 : 1;
  waiter_t *waiter = pool_take(&w->waiters[class], &w->waiters_given[class], &sched.shared_waiters[class]);
  if (waiter == NULL) {
    waiter = record_take(w, RECORD_WAITER + class, sizeof *waiter + room[class] * sizeof(uint64_t));
    if (waiter == NULL) return NULL;
    waiter->class = (uint8_t) class;
  }
  debug_check(slots <= room[waiter->class]);
  waiter->linked = LINKED_NOWHERE;
  waiter->slots = 0;
  return waiter;
}

void waiter_give(worker_t *w, waiter_t *waiter) {
  uint32_t class = waiter->class;
  if (class == WAITER_CLASSES) return;
  if (gc_marking(w)) gc_shade_words(w, waiter, waiter->values + room[class]);
  waiter->at = NULL; /* keeps nothing alive: gc/roots.c */
  waiter->values[0] = waiter->values[1] = 0;
  if (class != 0) memset(waiter->values, 0, room[1] * sizeof waiter->values[0]);
  pool_give(&w->waiters[class], &w->waiters_given[class], &sched.shared_waiters[class], waiter);
}
