/* chan.h: channels: a queue of elements with two lists of waiting fibres.
 *
 * Invariants, under the lock; a fibre waits here while its node is listed and its wait is open (wait.h):
 *   senders or receivers wait, not both (a select that is one of each on the same channel aside)
 *   a receiver waits  =>  count = 0 and not closed
 *   a sender waits    =>  count = capacity (a rendezvous channel has capacity 0) and not closed
 *   elements leave in the order in which sends completed; waiting senders follow those in the queue
 * A send that finds a receiver hands its element over directly; a receive that makes room moves the first
 * waiting sender's element into the queue. A value moves to or from a waiting fibre only after its wait was
 * claimed, so a wait that timed out, was cancelled or was won by another arm has moved none, and a closing
 * channel moves none. Nodes whose claim fails are unlinked and passed over. Fast paths without the lock:
 * none; length, capacity and is_closed read one field, true at that instant. An element is desc.size / 8
 * slots.
 *
 * The queue. Bounded: a ring that grows by doubling up to the capacity, so an idle channel of capacity 10^6
 * costs nothing. Unbounded: a list of segments of about SEGMENT_BYTES; a drained one is unlinked, and so
 * goes back to the collector while the channel lives; the last one is kept.
 *   bounded    buffer = the ring, first element at head, room = elements it has room for
 *   unbounded  buffer = the first segment, last = the last; elements head .. room-1 of the first (up to tail
 *              if it is the last), all of those between, 0 .. tail-1 of the last; room = elements of each
 * Ownership: a heap object of kind CHANNEL; ring and segments are heap objects of their own, made without the
 * lock, since an allocation may collect or raise. Parking: the context is saved (fibre_save) before the node
 * is linked; after the lock is dropped nothing of the fibre is touched. Locks: short_lock_t; several at once
 * only in a select, in the order of addresses (select.c); under one only waits are claimed and timers
 * added. */
#ifndef PLAT_CHAN_CHAN_H
#define PLAT_CHAN_CHAN_H

#include "base/lock.h"
#include "wait/waiter.h"

enum { SEGMENT_BYTES = 1024 };

/* A part of the queue, a heap object. `next` is used by segments only. */
typedef struct chan_buffer chan_buffer_t;
struct chan_buffer {
  const void *desc;
  chan_buffer_t *next;
  uint64_t slots[];
};

typedef struct chan {
  const void *desc;
  const void *element; /* descriptor of kind ELEMENT, for the collector */
  int64_t capacity;    /* -1 unbounded */
  chan_buffer_t *buffer;
  uint32_t slots;
  short_lock_t lock;
  int64_t room;
  int64_t head;
  _Atomic int64_t count;
  waiters_t senders, receivers;
  _Atomic uint32_t closed;
  uint32_t traced; /* under the lock: the marking in which its queue was looked through */
  chan_buffer_t *last;
  int64_t tail;
} chan_t;

/* The collector (chan_trace.c). What the channel refers to is marked, once in each marking: by the marker when it comes
 * there, or before, under the lock, by whoever takes an element out. */
struct gc_marker;
void chan_trace(struct gc_marker *m, chan_t *chan);
void chan_trace_locked(struct worker *w, chan_t *chan);
/* A marking begins. The world is stopped. */
void chan_trace_begin(void);

enum { CHAN_WOULD_WAIT = 0, CHAN_DONE = 1, CHAN_CLOSED = 2, CHAN_NO_BUFFER = 3 };

#endif
