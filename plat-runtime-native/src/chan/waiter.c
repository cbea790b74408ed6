/* waiter.c: see waiter.h. */
#include "chan/waiter.h"
#include "base/check.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/task.h"

static const uint32_t room[WAITER_CLASSES] = {2, 8};

waiter_t *waiter_take(worker_t *w, uint32_t slots) {
  uint32_t class = slots <= room[0] ? 0 : 1;
  waiter_t *waiter = pool_take(&w->waiters[class], &w->waiters_given[class], &sched.shared_waiters[class]);
  if (waiter == NULL) {
    waiter = record_take(w, sizeof *waiter + room[class] * sizeof(uint64_t));
    waiter->class = class;
  }
  debug_check(slots <= room[waiter->class]);
  waiter->slots = slots;
  waiter->next = NULL;
  return waiter;
}

void waiter_give(worker_t *w, waiter_t *waiter) {
  uint32_t class = waiter->class;
  pool_give(&w->waiters[class], &w->waiters_given[class], &sched.shared_waiters[class], waiter);
}

void waiter_deliver(worker_t *w, fibre_t *fibre) {
  waiter_t *waiter = fibre->waiter;
  for (uint32_t i = 0; i < waiter->slots; i++)
    w->xfer[i] = waiter->values[i];
  fibre->waiter = NULL;
  waiter_give(w, waiter);
}
