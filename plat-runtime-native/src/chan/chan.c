/* chan.c: see chan.h for invariants. */
#include "chan/chan.h"
#include "base/check.h"
#include "cancel/cancel.h"
#include "gc/alloc.h"
#include "gc/collect.h"
#include "lib/object.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "time/timer.h"
#include "wait/wait.h"

/* The plain forms are hot: each is one function, specialised for no deadline. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

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

static bool has_room(const chan_t *chan, int64_t count) {
  return chan->capacity < 0 || count < chan->capacity;
}

/* False when memory is out. */
static __attribute__((noinline)) bool grow_ring(worker_t *w, chan_t *chan, int64_t count) {
  int64_t room = chan->room == 0 ? FIRST_ROOM : chan->room * 2;
  if (chan->capacity > 0 && room > chan->capacity) room = chan->capacity;
  uint64_t *object =
      alloc_object_locked(w, &ring_desc, sizeof(void *) + (size_t)room * chan->slots * sizeof(uint64_t));
  if (object == NULL) return false;
  uint64_t *ring = object + 1;
  for (int64_t i = 0; i < count; i++) {
    int64_t at = (chan->head + i) % chan->room;
    copy_slots(ring + i * chan->slots, chan->ring + at * chan->slots, chan->slots);
  }
  chan->ring = ring;
  chan->room = room;
  chan->head = 0;
  return true;
}

/* False when memory is out. */
static inline bool put(worker_t *w, chan_t *chan, const uint64_t *values) {
  int64_t count = load_relaxed(&chan->count);
  if (count == chan->room && !grow_ring(w, chan, count)) return false;
  int64_t at = chan->head + count;
  if (at >= chan->room) at -= chan->room;
  copy_slots(chan->ring + at * chan->slots, values, chan->slots);
  store_relaxed(&chan->count, count + 1);
  return true;
}

static inline void take(chan_t *chan, uint64_t *values) {
  copy_slots(values, chan->ring + chan->head * chan->slots, chan->slots);
  if (++chan->head == chan->room) chan->head = 0;
  store_relaxed(&chan->count, load_relaxed(&chan->count) - 1);
}

/* The first of the list that still waits: unlinked, its wait claimed. */
static inline waiter_t *claim_first(waiters_t *list) {
  for (waiter_t *node; (node = list->first) != NULL;) {
    waiters_unlink(list, node);
    if (wait_claim(node->fibre)) return node;
  }
  return NULL;
}

/* Wakes the fibre of a claimed node. */
static __attribute__((noinline)) void wake(worker_t *w, waiter_t *node, uint64_t result) {
  fibre_t *fibre = node->fibre;
  fibre->result = result;
  fibre_wake(w, fibre);
}

/* Under the lock; drops it unless the answer is CHAN_WOULD_WAIT. */
static ALWAYS_INLINE int try_send(worker_t *w, chan_t *chan) {
  if (load_relaxed(&chan->closed) != 0) {
    chan_unlock(chan);
    return CHAN_CLOSED;
  }
  waiter_t *receiver = claim_first(&chan->receivers);
  if (receiver != NULL) {
    chan_unlock(chan);
    copy_slots(receiver->values, w->xfer, chan->slots);
    receiver->slots = chan->slots;
    wake(w, receiver, WAIT_DONE);
    return CHAN_DONE;
  }
  if (!has_room(chan, load_relaxed(&chan->count))) return CHAN_WOULD_WAIT;
  bool done = put(w, chan, w->xfer);
  chan_unlock(chan);
  return done ? CHAN_DONE : CHAN_NO_MEMORY;
}

/* Outside the lock: collects, and panics if that is in vain. */
static int try_send_again(worker_t *w, chan_t *chan) {
  gc_collect(w, GC_FULL_HEAP);
  chan_lock(chan);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_NO_MEMORY) gc_panic_full(w);
  return outcome;
}

/* Under the lock; drops it unless the answer is CHAN_WOULD_WAIT. */
static ALWAYS_INLINE int try_recv(worker_t *w, chan_t *chan) {
  waiter_t *sender = NULL;
  if (load_relaxed(&chan->count) > 0) {
    take(chan, w->xfer);
    sender = claim_first(&chan->senders);
    if (sender != NULL) (void)put(w, chan, sender->values); /* there is room: one has just been taken */
  } else if ((sender = claim_first(&chan->senders)) != NULL) {
    copy_slots(w->xfer, sender->values, chan->slots);
  } else {
    if (load_relaxed(&chan->closed) == 0) return CHAN_WOULD_WAIT;
    chan_unlock(chan);
    return CHAN_CLOSED;
  }
  chan_unlock(chan);
  if (sender != NULL) wake(w, sender, WAIT_DONE);
  return CHAN_DONE;
}

static const char closed_message[] = "send on a closed channel";

static inline waiters_t *list_of(chan_t *chan, uint8_t linked) {
  return linked == LINKED_SENDER ? &chan->senders : &chan->receivers;
}

/* Of a wait at one channel that did not end in a plain hand-over. */
static void conclude(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  waiter_t *node = fibre->waiter;
  chan_t *chan = node->at;
  bool timed = fibre->timed != 0;
  timer_conclude(fibre, outcome);
  chan_lock(chan);
  if (node->linked != LINKED_NOWHERE) waiters_unlink(list_of(chan, node->linked), node);
  chan_unlock(chan);
  if (outcome == WAIT_REFUSED && !timed) panic_text(w, closed_message);
}

/* Parks the running fibre at the locked channel, and unlocks it. Values to send are in worker.xfer. */
static ALWAYS_INLINE uint32_t wait_at(worker_t *w, chan_t *chan, uint8_t linked, int64_t deadline) {
  fibre_t *fibre = fibre_save(w);
  waiter_t *node = chan->slots <= WAITER_INLINE ? &fibre->node : waiter_take(w, chan->slots);
  node->at = chan;
  node->fibre = fibre;
  node->slots = 0;
  if (linked == LINKED_SENDER) copy_slots(node->values, w->xfer, chan->slots);
  fibre->waiter = node;
  waiters_link(list_of(chan, linked), node, linked);
  bool timed = deadline != OS_FOREVER;
  uint64_t token = timed ? timed_open(w, fibre, conclude) : wait_open(fibre, 0, conclude);
  bool added = !timed || timer_add(w, fibre, token, deadline);
  chan_unlock(chan);
  if (!added) panic_out_of_memory(w);
  return wait_parked(w, fibre, token);
}

static __attribute__((noinline)) int32_t park_sender(worker_t *w, chan_t *chan) {
  return (int32_t)wait_at(w, chan, LINKED_SENDER, OS_FOREVER);
}

static __attribute__((noinline)) int32_t park_receiver(worker_t *w, chan_t *chan) {
  return (int32_t)wait_at(w, chan, LINKED_RECEIVER, OS_FOREVER);
}

int32_t plat_chan_send_c(worker_t *w, void *object) {
  chan_t *chan = object;
  cancel_check(w);
  chan_lock(chan);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_NO_MEMORY) outcome = try_send_again(w, chan);
  if (outcome == CHAN_DONE) return PLAT_VERDICT_DONE;
  if (outcome == CHAN_CLOSED) panic_text(w, closed_message);
  return park_sender(w, chan);
}

int32_t plat_chan_try_send_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_NO_MEMORY) outcome = try_send_again(w, chan);
  if (outcome == CHAN_WOULD_WAIT) chan_unlock(chan);
  return outcome;
}

int32_t plat_chan_send_timeout_c(worker_t *w, void *object, int64_t nanoseconds) {
  chan_t *chan = object;
  cancel_check(w);
  int64_t deadline = timer_deadline(nanoseconds);
  chan_lock(chan);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_NO_MEMORY) outcome = try_send_again(w, chan);
  if (outcome == CHAN_WOULD_WAIT) return (int32_t)wait_at(w, chan, LINKED_SENDER, deadline);
  w->result = outcome == CHAN_DONE ? WAIT_DONE : WAIT_REFUSED;
  return PLAT_VERDICT_DONE;
}

int32_t plat_chan_recv_c(worker_t *w, void *object) {
  chan_t *chan = object;
  cancel_check(w);
  chan_lock(chan);
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) return park_receiver(w, chan);
  w->result = outcome == CHAN_DONE;
  return PLAT_VERDICT_DONE;
}

int32_t plat_chan_try_recv_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) chan_unlock(chan);
  return outcome;
}

int32_t plat_chan_recv_timeout_c(worker_t *w, void *object, int64_t nanoseconds) {
  chan_t *chan = object;
  cancel_check(w);
  int64_t deadline = timer_deadline(nanoseconds);
  chan_lock(chan);
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) return (int32_t)wait_at(w, chan, LINKED_RECEIVER, deadline);
  w->result = outcome == CHAN_DONE;
  return PLAT_VERDICT_DONE;
}

/* Claims all of a list; the claimed nodes stay linked by `next`. */
static waiter_t *claim_all(waiters_t *list) {
  waiter_t *claimed = NULL;
  waiter_t **link = &claimed;
  for (waiter_t *node; (node = claim_first(list)) != NULL; link = &node->next)
    *link = node;
  *link = NULL;
  return claimed;
}

static void wake_all(worker_t *w, waiter_t *claimed, uint64_t result) {
  while (claimed != NULL) {
    waiter_t *next = claimed->next; /* the fibre may run at once, elsewhere */
    wake(w, claimed, result);
    claimed = next;
  }
}

/* Waiting receivers learn that nothing comes; waiting senders panic when they resume (conclude). */
void plat_chan_close_c(worker_t *w, void *object) {
  chan_t *chan = object;
  chan_lock(chan);
  store_relaxed(&chan->closed, 1);
  waiter_t *receivers = claim_all(&chan->receivers);
  waiter_t *senders = claim_all(&chan->senders);
  chan_unlock(chan);
  wake_all(w, receivers, WAIT_CLOSED);
  wake_all(w, senders, WAIT_REFUSED);
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
