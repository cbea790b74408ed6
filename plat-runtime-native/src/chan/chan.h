/* chan.h: channels: a queue of elements with two lists of waiting fibres.
 *
 * Invariants, under the lock; a fibre waits here while its node is listed and its wait is open (wait.h):
 *   senders or receivers wait, not both
 *   a receiver waits  =>  count = 0 and not closed
 *   a sender waits    =>  count = capacity (a rendezvous channel has capacity 0) and not closed
 *   elements leave in the order in which sends completed; waiting senders follow those in the ring
 * A send that finds a receiver hands its element over directly; a receive that makes room moves the first
 * waiting sender's element into the ring. A value moves to or from a waiting fibre only after its wait was
 * claimed, so a wait that timed out, was cancelled or was won by another arm has moved none, and a closing
 * channel moves none. Nodes whose claim fails are unlinked and passed over. Fast paths without the lock:
 * none; length, capacity and is_closed read one field, true at that instant. An element is desc.size / 8
 * slots of 8 bytes. The ring grows by doubling up to the capacity, so an idle channel of capacity 10^6 costs
 * nothing; unbounded is a capacity that is never reached. Ownership: a heap object of kind CHANNEL; its ring
 * is a heap object too. Parking: the context is saved (fibre_save) before the node is linked; after the lock
 * is dropped nothing of the fibre is touched. Lock rank: a leaf; nothing is allocated while it is held except
 * the ring, by a channel that grows. */
#ifndef PLAT_CHAN_CHAN_H
#define PLAT_CHAN_CHAN_H

#include "base/lock.h"
#include "wait/waiter.h"

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

/* The collector: marks what it refers to (chan_trace.c). */
struct gc_marker;
void chan_trace(struct gc_marker *m, const chan_t *chan);

enum { CHAN_WOULD_WAIT = 0, CHAN_DONE = 1, CHAN_CLOSED = 2, CHAN_NO_MEMORY = 3 };

#endif
