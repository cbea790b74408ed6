/* chan.c: see chan.h for invariants. */
#include "chan/chan.h"
#include "base/check.h"
#include "cancel/cancel.h"
#include "chan/ops.h"
#include "gc/alloc.h"
#include "lib/object.h"
#include "rt0/panic.h"
#include "task/fibre.h"
#include "time/timer.h"

enum { MOST_SLOTS = 8 };

static const desc_t chan_desc = {.kind = PLAT_KIND_CHANNEL, .size = sizeof(chan_t), .name = "Channel"};

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

/* The plain forms are hot: each is one function, specialised for no deadline. */

/* Takes the lock, and keeps it if the answer is CHAN_WOULD_WAIT. */
static ALWAYS_INLINE int try_send(worker_t *w, chan_t *chan) {
  chan_lock(chan);
  waiter_t *receiver = NULL;
  int outcome;
  while ((outcome = chan_send_locked(chan, w->xfer, &receiver)) == CHAN_NO_BUFFER) {
    w->xfer_lives = true;
    queue_make_room(w, chan);
    w->xfer_lives = false;
  }
  if (outcome == CHAN_WOULD_WAIT) return outcome;
  chan_unlock(chan);
  if (receiver != NULL) chan_hand_over(w, chan, receiver, w->xfer);
  return outcome;
}

static ALWAYS_INLINE int try_recv(worker_t *w, chan_t *chan) {
  chan_lock(chan);
  waiter_t *sender = NULL;
  int outcome = chan_recv_locked(w, chan, w->xfer, &sender);
  if (outcome == CHAN_WOULD_WAIT) return outcome;
  chan_unlock(chan);
  if (sender != NULL) chan_wake(w, sender, WAIT_DONE);
  return outcome;
}

static const char closed_message[] = "send on a closed channel";

/* Of a wait at one channel that did not end in a plain hand-over. */
static void conclude(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  waiter_t *node = fibre->arms;
  chan_t *chan = node->at;
  bool timed = fibre->timed != 0;
  timer_conclude(fibre, outcome);
  chan_lock(chan);
  if (node->linked != LINKED_NOWHERE) waiters_unlink(chan_list(chan, node->linked), node);
  chan_unlock(chan);
  if (fibre->waiter == NULL) waiter_give(w, node);
  if (outcome == WAIT_REFUSED && !timed) {
    fibre->waiter = NULL;
    waiter_give(w, node);
    panic_text(w, closed_message);
  }
}

/* Parks the running fibre at the locked channel, and unlocks it. Values to send are in worker.xfer. */
static ALWAYS_INLINE uint32_t wait_at(worker_t *w, chan_t *chan, uint8_t linked, int64_t deadline) {
  fibre_t *fibre = fibre_save(w);
  waiter_t *node = chan->slots <= WAITER_INLINE ? &fibre->node : waiter_take(w, chan->slots);
  if (node == NULL) {
    chan_unlock(chan);
    space_panic(w, SPACE_WAITERS);
  }
  node->at = chan;
  node->fibre = fibre;
  node->slots = 0;
  if (linked == LINKED_SENDER) copy_slots(node->values, w->xfer, chan->slots);
  fibre->arms = node;
  waiters_link(chan_list(chan, linked), node, linked);
  bool timed = deadline != OS_FOREVER;
  uint64_t token = timed ? timed_open(w, fibre, conclude) : wait_open(w, fibre, 0, conclude);
  if (timed) timer_add(w, fibre, token, deadline);
  chan_unlock(chan);
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
  int outcome = try_send(w, chan);
  if (outcome == CHAN_DONE) return PLAT_VERDICT_DONE;
  if (outcome == CHAN_CLOSED) panic_text(w, closed_message);
  return park_sender(w, chan);
}

int32_t plat_chan_try_send_c(worker_t *w, void *object) {
  chan_t *chan = object;
  int outcome = try_send(w, chan);
  if (outcome == CHAN_WOULD_WAIT) chan_unlock(chan);
  return outcome;
}

int32_t plat_chan_send_timeout_c(worker_t *w, void *object, int64_t nanoseconds) {
  chan_t *chan = object;
  cancel_check(w);
  int64_t deadline = timer_deadline(nanoseconds);
  int outcome = try_send(w, chan);
  if (outcome == CHAN_WOULD_WAIT) return (int32_t)wait_at(w, chan, LINKED_SENDER, deadline);
  w->result = outcome == CHAN_DONE ? WAIT_DONE : WAIT_REFUSED;
  return PLAT_VERDICT_DONE;
}

int32_t plat_chan_recv_c(worker_t *w, void *object) {
  chan_t *chan = object;
  cancel_check(w);
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) return park_receiver(w, chan);
  w->result = outcome == CHAN_DONE;
  return PLAT_VERDICT_DONE;
}

int32_t plat_chan_try_recv_c(worker_t *w, void *object) {
  chan_t *chan = object;
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) chan_unlock(chan);
  return outcome;
}

int32_t plat_chan_recv_timeout_c(worker_t *w, void *object, int64_t nanoseconds) {
  chan_t *chan = object;
  cancel_check(w);
  int64_t deadline = timer_deadline(nanoseconds);
  int outcome = try_recv(w, chan);
  if (outcome == CHAN_WOULD_WAIT) return (int32_t)wait_at(w, chan, LINKED_RECEIVER, deadline);
  w->result = outcome == CHAN_DONE;
  return PLAT_VERDICT_DONE;
}

/* Claims all of a list; the claimed nodes stay linked by `next`. */
static waiter_t *claim_all(waiters_t *list) {
  waiter_t *claimed = NULL;
  waiter_t **link = &claimed;
  for (waiter_t *node; (node = chan_claim_first(list)) != NULL; link = &node->next)
    *link = node;
  *link = NULL;
  return claimed;
}

static void wake_all(worker_t *w, waiter_t *claimed, uint64_t result) {
  while (claimed != NULL) {
    waiter_t *next = claimed->next; /* the fibre may run at once, elsewhere */
    chan_wake(w, claimed, result);
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
