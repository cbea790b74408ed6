/* select.c: waiting for the first of several channel operations.
 *
 * Compiled code has evaluated channels and values; it names the arms one by one (plat_select_arm, without a
 * poll between) and then waits. Each arm is a node (wait/waiter.h) that holds the channel and the value to
 * send.
 *   1. In a random order (select biased: as written) each arm is tried under its channel's lock. The first
 *      that is ready is taken: of a random permutation's ready members the first is any of them alike.
 *   2. If none is, all channels are locked, in the order of their addresses, so that two selects cannot wait
 *      for each other, and the arms are tried once more: between the two looks one may have become ready.
 *      Only then the nodes are listed, so a select never meets its own.
 *   3. The fibre parks. Whoever claims its wait through one of the nodes is the arm that was chosen; when
 *      the fibre resumes, it takes all other nodes off their lists. A time limit is the timer's claim.
 * A closed channel is ready: a receive gives nothing, a send panics, if it is chosen. */
#include "base/check.h"
#include "base/rand.h"
#include "cancel/cancel.h"
#include "chan/ops.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/seeded.h"
#include "task/fibre.h"
#include "time/timer.h"

#include <stdlib.h>

enum { FIRST_ROOM = 16, FEW = 16 };

#define RESULT_NONE (-1)

static const char closed_message[] = "send on a closed channel";

/* The arms named so far; the array has room for twice as many, the second half is for the locking order. */
static void add_arm(worker_t *w, waiter_t *node) {
  if (w->select_count == w->select_room) {
    uint32_t room = w->select_room == 0 ? FIRST_ROOM : w->select_room * 2;
    waiter_t **arms = realloc(w->select_arms, 2 * room * sizeof *arms);
    if (arms == NULL) {
      waiter_give(w, node);
      panic_out_of_memory(w);
    }
    w->select_arms = arms;
    w->select_room = room;
  }
  node->arm = (uint16_t)w->select_count;
  w->select_arms[w->select_count++] = node;
}

static void give_arms(worker_t *w) {
  for (uint32_t i = 0; i < w->select_count; i++)
    waiter_give(w, w->select_arms[i]);
  w->select_count = 0;
}

void plat_select_arm_c(worker_t *w, void *object, int32_t kind) {
  chan_t *chan = object;
  if ((kind & PLAT_SELECT_FIRST) != 0) give_arms(w); /* what an evaluation that panicked has left */
  waiter_t *node = waiter_take(w, chan->slots);
  if (node == NULL) space_panic(w, SPACE_WAITERS);
  node->at = chan;
  node->side = (kind & PLAT_SELECT_SEND) != 0 ? LINKED_SENDER : LINKED_RECEIVER;
  if (node->side == LINKED_SENDER) copy_slots(node->values, w->xfer, chan->slots);
  add_arm(w, node);
}

static uint32_t below(worker_t *w, uint32_t n) {
  return options.seeded ? seeded_below(n) : rand_below(&w->random, n);
}

/* Brings a random one of the arms from `i` on to place i. */
static void draw(worker_t *w, uint32_t i) {
  uint32_t j = i + below(w, w->select_count - i);
  waiter_t *drawn = w->select_arms[j];
  w->select_arms[j] = w->select_arms[i];
  w->select_arms[i] = drawn;
}

/* A hint, without the lock. */
static bool looks_ready(const waiter_t *node) {
  chan_t *chan = node->at;
  if (load_relaxed(&chan->closed) != 0) return true;
  int64_t count = load_relaxed(&chan->count);
  if (node->side == LINKED_RECEIVER) return count > 0 || load_relaxed(&chan->senders.first) != NULL;
  return chan->capacity < 0 || count < chan->capacity || load_relaxed(&chan->receivers.first) != NULL;
}

static int try_locked(worker_t *w, waiter_t *node, waiter_t **claimed) {
  chan_t *chan = node->at;
  return node->side == LINKED_RECEIVER ? chan_recv_locked(w, chan, w->xfer, claimed)
                                       : chan_send_locked(chan, node->values, claimed);
}

/* The arm was chosen at once; not under any lock. */
static int32_t chosen(worker_t *w, waiter_t *node, int outcome, waiter_t *claimed) {
  chan_t *chan = node->at;
  bool sends = node->side == LINKED_SENDER;
  if (claimed != NULL && sends) {
    chan_hand_over(w, chan, claimed, node->values);
  } else if (claimed != NULL) {
    chan_wake(w, claimed, WAIT_DONE);
  }
  w->result = (uint64_t)(node->arm * 2 + (outcome == CHAN_DONE));
  give_arms(w);
  if (sends && outcome == CHAN_CLOSED) panic_text(w, closed_message);
  return PLAT_VERDICT_DONE;
}

static bool try_arm(worker_t *w, waiter_t *node) {
  chan_t *chan = node->at;
  waiter_t *claimed = NULL;
  int outcome;
  chan_lock(chan);
  while ((outcome = try_locked(w, node, &claimed)) == CHAN_NO_BUFFER)
    queue_make_room(w, chan);
  chan_unlock(chan);
  if (outcome == CHAN_WOULD_WAIT) return false;
  (void)chosen(w, node, outcome, claimed);
  return true;
}

static int by_address(const void *a, const void *b) {
  uintptr_t x = (uintptr_t) * (chan_t *const *)a;
  uintptr_t y = (uintptr_t) * (chan_t *const *)b;
  return (x > y) - (x < y);
}

/* The channels by address, in the second half of the array. They themselves and not the arms: as soon as one is
 * unlocked behind a registration, the fibre may run elsewhere and give the nodes away. */
static chan_t **locking_order(worker_t *w) {
  chan_t **order = (chan_t **)(void *)(w->select_arms + w->select_room);
  uint32_t count = w->select_count;
  for (uint32_t i = 0; i < count; i++) {
    chan_t *chan = w->select_arms[i]->at;
    uint32_t at = i;
    for (; count <= FEW && at > 0 && by_address(&order[at - 1], &chan) > 0; at--)
      order[at] = order[at - 1];
    order[at] = chan;
  }
  if (count > FEW) qsort(order, count, sizeof *order, by_address);
  return order;
}

/* A channel named by several arms is locked once. */
static void lock_all(chan_t **order, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (i == 0 || order[i] != order[i - 1]) chan_lock(order[i]);
}

static void unlock_all(chan_t **order, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (i == 0 || order[i] != order[i - 1]) chan_unlock(order[i]);
}

/* Takes down all nodes; the chosen one stays for its values (fibre.waiter). */
static void conclude(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  timer_conclude(fibre, outcome);
  waiter_t *winner = fibre->waiter;
  for (waiter_t *node = fibre->arms; node != NULL;) {
    waiter_t *next = node->sibling;
    chan_t *chan = node->at;
    if (node != winner) {
      chan_lock(chan);
      if (node->linked != LINKED_NOWHERE) waiters_unlink(chan_list(chan, node->linked), node);
      chan_unlock(chan);
      waiter_give(w, node);
    }
    node = next;
  }
  if (winner == NULL) {
    w->result = (uint64_t)RESULT_NONE;
    return;
  }
  w->result = (uint64_t)(winner->arm * 2 + (outcome == WAIT_DONE));
  if (outcome == WAIT_REFUSED) {
    fibre->waiter = NULL;
    waiter_give(w, winner);
    panic_text(w, closed_message);
  }
}

/* Registers all arms; under all locks. */
static uint64_t register_arms(worker_t *w, fibre_t *fibre, int64_t deadline) {
  fibre->arms = NULL;
  for (uint32_t i = w->select_count; i-- > 0;) {
    waiter_t *node = w->select_arms[i];
    node->fibre = fibre;
    node->sibling = fibre->arms;
    fibre->arms = node;
    waiters_link(chan_list(node->at, node->side), node, node->side);
  }
  bool timed = deadline != OS_FOREVER;
  uint64_t token = timed ? timed_open(w, fibre, conclude) : wait_open(fibre, WAIT_SHARED, conclude);
  if (timed) timer_add(w, fibre, token, deadline);
  return token;
}

static int32_t lock_and_wait(worker_t *w, int64_t deadline) {
  fibre_t *fibre = fibre_save(w);
  chan_t **order = locking_order(w);
  uint32_t count = w->select_count;
  lock_all(order, count);
  for (uint32_t i = 0; i < count; i++) {
    waiter_t *node = w->select_arms[i];
    waiter_t *claimed = NULL;
    int outcome = try_locked(w, node, &claimed);
    if (outcome == CHAN_WOULD_WAIT) continue;
    unlock_all(order, count);
    if (outcome != CHAN_NO_BUFFER) return chosen(w, node, outcome, claimed);
    if (try_arm(w, node)) return PLAT_VERDICT_DONE; /* makes room without the other locks */
    lock_all(order, count);
    i = UINT32_MAX; /* from the start: anything may have happened */
  }
  uint64_t token = register_arms(w, fibre, deadline);
  unlock_all(order, count);
  w->select_count = 0;
  return (int32_t)wait_parked(w, fibre, token);
}

int32_t plat_select_wait_c(worker_t *w, int32_t biased, int64_t nanoseconds) {
  if (cancel_flagged(w) && cancel_look(w)) {
    give_arms(w);
    raise_cancelled(w);
  }
  for (uint32_t i = 0; i < w->select_count; i++) {
    if (biased == 0) draw(w, i);
    waiter_t *node = w->select_arms[i];
    if (looks_ready(node) && try_arm(w, node)) return PLAT_VERDICT_DONE;
  }
  if (nanoseconds <= PLAT_SELECT_NO_WAIT) {
    give_arms(w);
    w->result = (uint64_t)RESULT_NONE;
    return PLAT_VERDICT_DONE;
  }
  return lock_and_wait(w, nanoseconds == PLAT_SELECT_NO_LIMIT ? OS_FOREVER : timer_deadline(nanoseconds));
}
