/* chan.h: channels: a queue of elements with two lists of waiting fibres.
 *
 * Invariants, under the lock:
 *   senders or receivers is empty
 *   a receiver waits  =>  count = 0 and not closed
 *   a sender waits    =>  count = capacity (a rendezvous channel has capacity 0) and not closed
 *   elements leave in the order in which sends completed; waiting senders follow those in the ring
 * A send that finds a receiver hands its element over directly; a receive that makes room moves the first
 * waiting sender's element into the ring. Whoever takes a waiter off its list owns it (waiter.h), so each
 * waiter is woken once, and a closing channel moves no value. Fast paths without the lock: none; length,
 * capacity and is_closed read one field, true at that instant. An element is desc.size / 8 slots of 8 bytes.
 * The ring grows by doubling up to the capacity, so an idle channel of capacity 10^6 costs nothing; unbounded
 * is a capacity that is never reached. Ownership: a heap object of kind CHANNEL; its ring is a heap object
 * too. Parking: the sender's context is saved (fibre_save) before its waiter is published; after that nothing
 * of it is touched. Lock rank: a leaf; nothing is allocated while it is held except the ring, by a channel
 * that grows. */
#ifndef PLAT_CHAN_CHAN_H
#define PLAT_CHAN_CHAN_H

#include "base/lock.h"
#include "chan/waiter.h"

typedef struct waiters {
  waiter_t *first, *last;
} waiters_t;

typedef struct chan {
  const void *desc;
  const void *element; /* descriptor of kind ELEMENT, for the collector */
  int64_t capacity;    /* -1 unbounded */
  uint64_t *ring;      /* behind the descriptor word of a heap object */
  uint32_t slots;
  short_lock_t lock;
  int64_t room; /* elements the ring has room for, a power of two or the capacity */
  int64_t head;
  _Atomic int64_t count;
  waiters_t senders, receivers;
  _Atomic uint32_t closed;
} chan_t;

enum { CHAN_WOULD_WAIT = 0, CHAN_DONE = 1, CHAN_CLOSED = 2 };

#endif
