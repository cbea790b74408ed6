/* ops.h: what channels, and selects over them, do under the lock. */
#ifndef PLAT_CHAN_OPS_H
#define PLAT_CHAN_OPS_H

#include "chan/queue.h"
#include "gc/barrier.h"
#include "sched/sched.h"
#include "wait/wait.h"

#define ALWAYS_INLINE inline __attribute__((always_inline))

/* One worker runs one C function at a time, so a lone worker needs no lock while no marker looks into channels. That
 * changes at stop points only, so never with a channel locked. */
static inline void chan_lock(chan_t *chan) {
  if (sched.contended) short_lock_take(&chan->lock);
}

static inline void chan_unlock(chan_t *chan) {
  if (sched.contended) short_lock_drop(&chan->lock);
}

static inline waiters_t *chan_list(chan_t *chan, uint8_t linked) {
  return linked == LINKED_SENDER ? &chan->senders : &chan->receivers;
}

/* The first of the list that still waits: unlinked, its wait claimed. */
static inline waiter_t *chan_claim_first(waiters_t *list) {
  for (waiter_t *node; (node = load_relaxed(&list->first)) != NULL;) {
    waiters_unlink(list, node);
    if (wait_claim(node->fibre)) return node;
  }
  return NULL;
}

/* Wakes the fibre of a claimed node; it resumes with that node's values. */
static __attribute__((noinline, unused)) void chan_wake(worker_t *w, waiter_t *node, uint64_t result) {
  fibre_t *fibre = node->fibre;
  fibre->result = result;
  fibre->waiter = node;
  fibre_wake(w, fibre);
}

/* Sends if that is possible at once. A receiver in *claimed has not got the values yet (chan_hand_over): not
 * under the lock. CHAN_NO_BUFFER: queue_make_room, and again. */
static ALWAYS_INLINE int chan_send_locked(chan_t *chan, const uint64_t *values, waiter_t **claimed) {
  if (load_relaxed(&chan->closed) != 0) return CHAN_CLOSED;
  if ((*claimed = chan_claim_first(&chan->receivers)) != NULL) return CHAN_DONE;
  int64_t count = load_relaxed(&chan->count);
  if (chan->capacity >= 0 && count >= chan->capacity) return CHAN_WOULD_WAIT;
  if (!queue_has_place(chan, count)) return CHAN_NO_BUFFER;
  queue_put(chan, count, values);
  return CHAN_DONE;
}

static inline void chan_hand_over(worker_t *w, chan_t *chan, waiter_t *receiver, const uint64_t *values) {
  copy_slots(receiver->values, values, chan->slots);
  receiver->slots = (uint16_t)chan->slots;
  chan_wake(w, receiver, WAIT_DONE);
}

/* Receives if that is possible at once. A sender in *claimed is to be woken: not under the lock. */
static ALWAYS_INLINE int chan_recv_locked(worker_t *w, chan_t *chan, uint64_t *values, waiter_t **claimed) {
  int64_t count = load_relaxed(&chan->count);
  if (count > 0) {
    if (gc_marking(w)) chan_trace_locked(w, chan);
    queue_take(chan, count, values);
    *claimed = chan_claim_first(&chan->senders);
    if (*claimed != NULL) queue_put(chan, count - 1, (*claimed)->values);
    return CHAN_DONE;
  }
  if ((*claimed = chan_claim_first(&chan->senders)) != NULL) {
    copy_slots(values, (*claimed)->values, chan->slots);
    return CHAN_DONE;
  }
  return load_relaxed(&chan->closed) == 0 ? CHAN_WOULD_WAIT : CHAN_CLOSED;
}

#endif
