/* waiter.h: the record of a fibre that waits at a channel, with the values on their way.
 *
 * Purpose: values never lie on a parked task's stack (it may move), so they travel here. Pooled per worker in
 * two sizes, type-stable.
 * Ownership: made by the waiting side before it publishes it under the channel's lock; the peer that takes it
 * off the channel's list owns it then, stores or takes the values, hangs it on the fibre and wakes
 * that; fibre_resume delivers the values and frees the record. Hand-over is by the channel's lock, then by
 * the queue the woken fibre goes through. */
#ifndef PLAT_CHAN_WAITER_H
#define PLAT_CHAN_WAITER_H

#include "sched/worker.h"

struct waiter {
  waiter_t *next;
  fibre_t *fibre;
  uint32_t slots; /* values to copy to worker.xfer on resume */
  uint32_t class;
  uint64_t values[];
};

/* A record with room for `slots` (at most 8) values. */
waiter_t *waiter_take(worker_t *w, uint32_t slots);
void waiter_give(worker_t *w, waiter_t *waiter);
/* On resume: values to worker.xfer, record freed. */
void waiter_deliver(worker_t *w, fibre_t *fibre);

#endif
