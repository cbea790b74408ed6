/* chan.c: see chan.h for invariants. */
#include "chan/chan.h"
#include "base/check.h"
#include "gc/alloc.h"
#include "lib/object.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/fibre.h"

enum { FIRST_ROOM = 8, MOST_SLOTS = 8 };

static const desc_t chan_desc = {.kind = PLAT_KIND_CHANNEL, .size = sizeof(chan_t), .name = "Channel"};
static const desc_t ring_desc = {.kind = PLAT_KIND_OBJECT, .name = "channel ring"};

void *plat_chan_new_c(worker_t *w, void *element, int64_t capacity) {
  const desc_t *desc = element;
  if (capacity < -1) panic_text(w, "Channel.init: negative capacity");
  chan_t *chan = alloc_object(w, &chan_desc, sizeof *chan);
  chan->element = element;
  chan->capacity = capacity;
  chan->slots = (uint32_t)desc->size / sizeof(uint64_t);
  if (chan->slots == 0) chan->slots = 1; /* Channel<Unit>: a slot that means nothing */
  debug_check(chan->slots <= MOST_SLOTS);
  return chan;
}

/* One worker runs one C function at a time, so a lone worker needs no lock; the count is fixed at start. */
static inline void chan_lock(chan_t *chan) {
  if (sched.count > 1) short_lock_take(&chan->lock);
}

static inline void chan_unlock(chan_t *chan) {
  if (sched.count > 1) short_lock_drop(&chan->lock);
}

static inline void copy_slots(uint64_t *to, const uint64_t *from, uint32_t slots) {
  to[0] = from[0]; /* at least one; mostly one */
  for (uint32_t i = 1; i < slots; i++)
    to[i] = from[i];
}

static void enqueue(waiters_t *list, waiter_t *waiter) {
  waiter->next = NULL;
  if (list->first == NULL) {
    list->first = waiter;
  } else {
    list->last->next = waiter;
  }
  list->last = waiter;
}

static waiter_t *dequeue(waiters_t *list) {
  waiter_t *waiter = list->first;
  if (waiter != NULL) list->first = waiter->next;
  return waiter;
}

static bool has_room(const chan_t *chan, int64_t count) {
  return chan->capacity < 0 || count < chan->capacity;
}

static __attribute__((noinline)) void grow_ring(worker_t *w, chan_t *chan, int64_t count) {
  int64_t room = chan->room == 0 ? FIRST_ROOM : chan->room * 2;
  if (chan->capacity > 0 && room > chan->capacity) room = chan->capacity;
  uint64_t *object =
      alloc_object(w, &ring_desc, sizeof(void *) + (size_t)room * chan->slots * sizeof(uint64_t));
  uint64_t *ring = object + 1;
  for (int64_t i = 0; i < count; i++) {
    int64_t at = (chan->head + i) % chan->room;
    copy_slots(ring + i * chan->slots, chan->ring + at * chan->slots, chan->slots);
  }
  chan->ring = ring;
  chan->room = room;
  chan->head = 0;
}

static inline void put(worker_t *w, chan_t *chan, const uint64_t *values) {
  int64_t count = load_relaxed(&chan->count);
  if (count == chan->room) grow_ring(w, chan, count);
  int64_t at = chan->head + count;
  if (at >= chan->room) at -= chan->room;
  copy_slots(chan->ring + at * chan->slots, values, chan->slots);
  store_relaxed(&chan->count, count + 1);
}

static inline void take(chan_t *chan, uint64_t *values) {
  copy_slots(values, chan->ring + chan->head * chan->slots, chan->slots);
  if (++chan->head == chan->room) chan->head = 0;
  store_relaxed(&chan->count, load_relaxed(&chan->count) - 1);
}

/* Wakes the fibre of a waiter taken off its list. The record goes along when it brings values, else back to
 * the pool. */
static __attribute__((noinline)) void wake(worker_t *w, waiter_t *waiter, uint64_t result) {
  fibre_t *fibre = waiter->fibre;
  fibre->result = result;
  if (waiter->slots != 0) {
    fibre->waiter = waiter;
  } else {
    waiter_give(w, waiter);
  }
  fibre_wake(w, fibre);
}

/* Under the lock; drops it unless the answer is CHAN_WOULD_WAIT. */
static inline int try_send(worker_t *w, chan_t *chan) {
  if (load_relaxed(&chan->closed) != 0) {
    chan_unlock(chan);
    return CHAN_CLOSED;
  }
  waiter_t *receiver = dequeue(&chan->receivers);
  if (receiver != NULL) {
    chan_unlock(chan);
    copy_slots(receiver->values, w->xfer, chan->slots);
    receiver->slots = chan->slots;
    wake(w, receiver, 1);
    return CHAN_DONE;
  }
  if (!has_room(chan, load_relaxed(&chan->count))) return CHAN_WOULD_WAIT;
  put(w, chan, w->xfer);
  chan_unlock(chan);
  return CHAN_DONE;
}

/* Under the lock; drops it unless the answer is CHAN_WOULD_WAIT. */
static inline int try_recv(worker_t *w, chan_t *chan) {
  waiter_t *sender = NULL;
  if (load_relaxed(&chan->count) > 0) {
    take(chan, w->xfer);
    sender = dequeue(&chan->senders);
    if (sender != NULL) put(w, chan, sender->values);
  } else if ((sender = dequeue(&chan->senders)) != NULL) {
    copy_slots(w->xfer, sender->values, chan->slots);
  } else {
    if (load_relaxed(&chan->closed) == 0) return CHAN_WOULD_WAIT;
    chan_unlock(chan);
    return CHAN_CLOSED;
  }
  chan_unlock(chan);
  if (sender != NULL) {
    sender->slots = 0;
    wake(w, sender, 1);
  }
  return CHAN_DONE;
}

static const char closed_message[] = "send on a closed channel";

int32_t plat_chan_send_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_DONE) return PLAT_VERDICT_DONE;
  if (outcome == CHAN_CLOSED) panic_text(w, closed_message);
  fibre_t *fibre = fibre_save(w);
  waiter_t *waiter = waiter_take(w, chan->slots);
  waiter->fibre = fibre;
  copy_slots(waiter->values, w->xfer, chan->slots);
  enqueue(&chan->senders, waiter);
  chan_unlock(chan);
  return PLAT_VERDICT_PARK;
}

int32_t plat_chan_try_send_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_WOULD_WAIT) chan_unlock(chan);
  return outcome;
}

int32_t plat_chan_recv_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  int outcome = try_recv(w, chan);
  if (outcome != CHAN_WOULD_WAIT) {
    w->result = outcome == CHAN_DONE;
    return PLAT_VERDICT_DONE;
  }
  fibre_t *fibre = fibre_save(w);
  waiter_t *waiter = waiter_take(w, chan->slots);
  waiter->fibre = fibre;
  enqueue(&chan->receivers, waiter);
  chan_unlock(chan);
  return PLAT_VERDICT_PARK;
}

int32_t plat_chan_try_recv_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) chan_unlock(chan);
  return outcome;
}

/* Waiting receivers learn that nothing comes; waiting senders panic when they resume (fibre_resume). */
void plat_chan_close_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  waiters_t senders = {0};
  waiters_t receivers = {0};
  if (load_relaxed(&chan->closed) == 0) {
    store_relaxed(&chan->closed, 1);
    senders = chan->senders;
    receivers = chan->receivers;
    chan->senders = chan->receivers = (waiters_t){0};
  }
  chan_unlock(chan);
  for (waiter_t *waiter; (waiter = dequeue(&receivers)) != NULL;) {
    waiter->slots = 0;
    wake(w, waiter, 0);
  }
  for (waiter_t *waiter; (waiter = dequeue(&senders)) != NULL;) {
    waiter->slots = 0;
    waiter->fibre->raise = closed_message;
    wake(w, waiter, 0);
  }
}

int64_t plat_chan_length_c(worker_t *w, void *object) {
  (void)w;
  return load_relaxed(&((chan_t *)object)->count);
}

int64_t plat_chan_capacity_c(worker_t *w, void *object) {
  (void)w;
  return ((chan_t *)object)->capacity;
}

int8_t plat_chan_is_closed_c(worker_t *w, void *object) {
  (void)w;
  return load_relaxed(&((chan_t *)object)->closed) != 0;
}
