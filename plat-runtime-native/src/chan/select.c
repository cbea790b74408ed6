/* select.c: waiting for the first of several channel operations.
 *
 * Compiled code has evaluated channels and values; it names the arms one by one (plat_select_arm, without a
 * poll between) and then waits. An arm that receives is its channel, noted in the worker's record; one that sends, and
 * those beyond the first few, have a node (wait/waiter.h) that holds channel and value, where the collector finds them.
 *   1. Of the arms that look ready one is drawn (select biased: the first), and tried under its channel's lock: of the
 *      ready arms any of them alike. That goes on while some look ready, but not for ever.
 *   2. If none is, every arm gets its node, all channels are locked, in the order of their addresses, so that two selects
 *      cannot wait for each other, and the arms are tried once more, in an order that begins anywhere: between the two
 *      looks one may have become ready. Only then the nodes are listed, so a select never meets its own.
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
#include "task/asm_offsets.h"
#include "task/fibre.h"
#include "time/timer.h"

#include <stdlib.h>

_Static_assert(offsetof(worker_t, select_count) == WORKER_SELECT_COUNT, "assembly");
_Static_assert(offsetof(worker_t, select_nodes) == WORKER_SELECT_NODES, "assembly");
_Static_assert(offsetof(worker_t, select_few) == WORKER_SELECT_FEW, "assembly");
_Static_assert(SELECT_FEW == 1 << SELECT_FEW_SHIFT && sizeof(select_arm_t) == 1 << SELECT_FEW_SHIFT,
               "assembly");

#define RESULT_NONE (-1)

static const char closed_message[] = "send on a closed channel";

static ALWAYS_INLINE select_arm_t *arm_at(worker_t *w, uint32_t i) {
  return i < SELECT_FEW ? &w->select_few[i] : &w->select_more[i - SELECT_FEW];
}

static inline bool sends(const select_arm_t *arm) {
  return arm->node != NULL && arm->node->side == LINKED_SENDER;
}

/* Makes room for one more arm, and for the locking order of all; false when memory is out. */
static bool enlarge(worker_t *w) {
  if (w->select_count < SELECT_FEW + w->select_room) return true;
  uint32_t room = w->select_room == 0 ? SELECT_FEW : w->select_room * 2;
  size_t places = SELECT_FEW + room;
  select_arm_t *more = realloc(w->select_more, room * sizeof *more + places * sizeof(chan_t *));
  if (more == NULL) return false;
  w->select_more = more;
  w->select_room = room;
  return true;
}

static void give_arms(worker_t *w) {
  for (uint32_t i = 0; w->select_nodes != 0 && i < w->select_count; i++) {
    waiter_t *node = arm_at(w, i)->node;
    if (node != NULL) waiter_give(w, node);
  }
  w->select_count = w->select_nodes = 0;
}

static waiter_t *make_node(worker_t *w, chan_t *chan, uint32_t i, uint8_t side) {
  waiter_t *node = waiter_take(w, chan->slots);
  if (node == NULL) space_panic(w, SPACE_WAITERS);
  node->at = chan;
  node->side = side;
  node->arm = (uint16_t)i;
  w->select_nodes = 1;
  return node;
}

void plat_select_arm_c(worker_t *w, void *object, int32_t kind) {
  chan_t *chan = object;
  if ((kind & PLAT_SELECT_FIRST) != 0) give_arms(w); /* what an evaluation that panicked has left */
  if (w->select_count >= SELECT_FEW && !enlarge(w)) panic_out_of_memory(w);
  waiter_t *node = NULL;
  if ((kind & PLAT_SELECT_SEND) != 0) {
    node = make_node(w, chan, w->select_count, LINKED_SENDER);
    copy_slots(node->values, w->xfer, chan->slots);
  } else if (w->select_count >= SELECT_FEW) {
    node = make_node(w, chan, w->select_count, LINKED_RECEIVER);
  }
  *arm_at(w, w->select_count++) = (select_arm_t){.chan = chan, .node = node};
}

static uint32_t below(worker_t *w, uint32_t n) {
  return options.seeded ? seeded_below(n) : rand_below(&w->random, n);
}

/* 1 or 0: a hint, without the lock. Which arms are ready is as good as random: no branches on it. */
static ALWAYS_INLINE uint32_t looks_ready(const select_arm_t *arm) {
  const chan_t *chan = arm->chan;
  int64_t count = load_relaxed(&chan->count);
  uint32_t closed = load_relaxed(&chan->closed);
  if (!sends(arm)) return closed | (count > 0) | (load_relaxed(&chan->senders.first) != NULL);
  return closed | (chan->capacity < 0) | (count < chan->capacity) |
         (load_relaxed(&chan->receivers.first) != NULL);
}

/* The number of one of the arms that look ready, select_count when there is none. */
static uint32_t draw_few(worker_t *w, bool biased) {
  uint32_t mask = 0, ready = 0;
  for (uint32_t i = 0; i < w->select_count; i++) {
    uint32_t looks = looks_ready(&w->select_few[i]);
    mask |= looks << i;
    ready += looks;
  }
  if (ready == 0) return w->select_count;
  for (uint32_t passed = biased || ready == 1 ? 0 : below(w, ready); passed > 0; passed--)
    mask &= mask - 1;
  return (uint32_t)__builtin_ctz(mask);
}

/* Likewise where a word has no bit for each. */
static uint32_t draw_many(worker_t *w, bool biased) {
  uint32_t count = w->select_count;
  uint32_t ready = 0;
  for (uint32_t i = 0; i < count; i++)
    ready += looks_ready(arm_at(w, i));
  if (ready == 0) return count;
  uint32_t passed = biased || ready == 1 ? 0 : below(w, ready);
  uint32_t i = 0;
  while (i < count && (looks_ready(arm_at(w, i)) == 0 || passed-- > 0))
    i++;
  return i;
}

static ALWAYS_INLINE int try_locked(worker_t *w, const select_arm_t *arm, waiter_t **claimed) {
  return sends(arm) ? chan_send_locked(arm->chan, arm->node->values, claimed)
                    : chan_recv_locked(w, arm->chan, w->xfer, claimed);
}

/* The arm was chosen at once; not under any lock. */
static ALWAYS_INLINE int32_t chosen(worker_t *w, uint32_t i, int outcome, waiter_t *claimed) {
  const select_arm_t *arm = arm_at(w, i);
  bool sent = sends(arm);
  if (claimed != NULL && sent) {
    chan_hand_over(w, arm->chan, claimed, arm->node->values);
  } else if (claimed != NULL) {
    chan_wake(w, claimed, WAIT_DONE);
  }
  w->result = (uint64_t)(i * 2 + (outcome == CHAN_DONE));
  give_arms(w);
  if (sent && outcome == CHAN_CLOSED) panic_text(w, closed_message);
  return PLAT_VERDICT_DONE;
}

static ALWAYS_INLINE bool try_arm(worker_t *w, uint32_t i) {
  select_arm_t *arm = arm_at(w, i);
  chan_t *chan = arm->chan;
  waiter_t *claimed = NULL;
  int outcome;
  chan_lock(chan);
  while ((outcome = try_locked(w, arm, &claimed)) == CHAN_NO_BUFFER)
    queue_make_room(w, chan);
  chan_unlock(chan);
  if (outcome == CHAN_WOULD_WAIT) return false;
  (void)chosen(w, i, outcome, claimed);
  return true;
}

static int by_address(const void *a, const void *b) {
  uintptr_t x = (uintptr_t) * (chan_t *const *)a;
  uintptr_t y = (uintptr_t) * (chan_t *const *)b;
  return (x > y) - (x < y);
}

/* The channels by address, in `few` or behind select_more. They themselves and not the arms: as soon as one is
 * unlocked behind a registration, the fibre may run elsewhere and give the nodes away. */
static chan_t **locking_order(worker_t *w, chan_t **few) {
  uint32_t count = w->select_count;
  chan_t **order = count <= SELECT_FEW ? few : (chan_t **)(void *)(w->select_more + w->select_room);
  for (uint32_t i = 0; i < count; i++) {
    chan_t *chan = arm_at(w, i)->chan;
    uint32_t at = i;
    for (; count <= SELECT_FEW && at > 0 && by_address(&order[at - 1], &chan) > 0; at--)
      order[at] = order[at - 1];
    order[at] = chan;
  }
  if (count > SELECT_FEW) qsort(order, count, sizeof *order, by_address);
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
    waiter_t *node = arm_at(w, i)->node;
    node->fibre = fibre;
    node->sibling = fibre->arms;
    fibre->arms = node;
    waiters_link(chan_list(node->at, node->side), node, node->side);
  }
  bool timed = deadline != OS_FOREVER;
  uint64_t token = timed ? timed_open(w, fibre, conclude) : wait_open(w, fibre, WAIT_SHARED, conclude);
  if (timed) timer_add(w, fibre, token, deadline);
  return token;
}

static __attribute__((noinline)) int32_t lock_and_wait(worker_t *w, bool biased, int64_t deadline) {
  uint32_t count = w->select_count;
  for (uint32_t i = 0; i < count; i++) {
    select_arm_t *arm = arm_at(w, i);
    if (arm->node == NULL) arm->node = make_node(w, arm->chan, i, LINKED_RECEIVER);
  }
  fibre_t *fibre = fibre_save(w);
  chan_t *few[SELECT_FEW];
  chan_t **order = locking_order(w, few);
  uint32_t first = biased || count < 2 ? 0 : below(w, count);
  lock_all(order, count);
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = (first + k) % count;
    waiter_t *claimed = NULL;
    int outcome = try_locked(w, arm_at(w, i), &claimed);
    if (outcome == CHAN_WOULD_WAIT) continue;
    unlock_all(order, count);
    if (outcome != CHAN_NO_BUFFER) return chosen(w, i, outcome, claimed);
    if (try_arm(w, i)) return PLAT_VERDICT_DONE; /* makes room without the other locks */
    lock_all(order, count);
    k = UINT32_MAX; /* from the start: anything may have happened */
  }
  uint64_t token = register_arms(w, fibre, deadline);
  unlock_all(order, count);
  w->select_count = w->select_nodes = 0;
  return (int32_t)wait_parked(w, fibre, token);
}

int32_t plat_select_wait_c(worker_t *w, int32_t biased, int64_t nanoseconds) {
  if (cancel_flagged(w) && cancel_look(w)) {
    give_arms(w);
    raise_cancelled(w);
  }
  for (uint32_t tries = 0; tries <= w->select_count; tries++) {
    uint32_t i = w->select_count <= SELECT_FEW ? draw_few(w, biased != 0) : draw_many(w, biased != 0);
    if (i == w->select_count) break;
    if (try_arm(w, i)) return PLAT_VERDICT_DONE;
  }
  if (nanoseconds <= PLAT_SELECT_NO_WAIT) {
    give_arms(w);
    w->result = (uint64_t)RESULT_NONE;
    return PLAT_VERDICT_DONE;
  }
  int64_t deadline = nanoseconds == PLAT_SELECT_NO_LIMIT ? OS_FOREVER : timer_deadline(nanoseconds);
  return lock_and_wait(w, biased != 0, deadline);
}
