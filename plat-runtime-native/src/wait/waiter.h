/* waiter.h: the node by which a waiting fibre stands in a list, with the values on their way.
 *
 * Purpose: values never lie on a parked task's stack (it may move), so they travel here. Every fibre has one
 * node inside its record, with room for WAITER_INLINE values, which serves all waits for one thing; more
 * values, or the arms of a select, take nodes from a pool (per worker, two sizes, type-stable).
 * Invariant: a node is linked in at most one list (`at` names the channel or task, `linked` says which of its
 * lists); links and `linked` are read and written under that object's lock only. Ownership: the waiting
 * fibre's; while it is linked, whoever holds the lock may unlink it, and after a won claim (wait.h) may store
 * or take its values. The fibre does not begin another wait before each of its nodes is unlinked. For the
 * collector: `at` and the values are references of the parked fibre. */
#ifndef PLAT_WAIT_WAITER_H
#define PLAT_WAIT_WAITER_H

#include "plat_abi.h"
#include "sched/worker.h"

enum { WAITER_INLINE = 2 };
enum { LINKED_NOWHERE, LINKED_RECEIVER, LINKED_SENDER, LINKED_AWAITER };

struct waiter {
  waiter_t *next, *prev;
  void *at;
  fibre_t *fibre;
  waiter_t *sibling; /* the next arm of the same select */
  uint16_t slots;    /* values to copy to worker.xfer on resume */
  uint16_t arm;      /* its number in a select */
  uint8_t class;     /* of the pool; WAITER_CLASSES: inside the fibre */
  uint8_t linked;    /* LINKED_* */
  uint8_t side;      /* of an arm: LINKED_RECEIVER or LINKED_SENDER */
  uint8_t unused;
  uint64_t values[];
};

/* `first` is also read without the lock, as a hint. */
typedef struct waiters {
  waiter_t *_Atomic first;
  waiter_t *last;
} waiters_t;

/* At the end of the list. */
static inline void waiters_link(waiters_t *list, waiter_t *node, uint8_t linked) {
  node->linked = linked;
  node->next = NULL;
  node->prev = list->last;
  if (list->last == NULL) {
    store_relaxed(&list->first, node);
  } else {
    list->last->next = node;
  }
  list->last = node;
}

/* At the front, of a list that has no use for its last. */
static inline void waiters_link_first(waiters_t *list, waiter_t *node, uint8_t linked) {
  node->linked = linked;
  node->prev = NULL;
  waiter_t *first = load_relaxed(&list->first);
  node->next = first;
  if (first != NULL) first->prev = node;
  store_relaxed(&list->first, node);
}

static inline void waiters_unlink(waiters_t *list, waiter_t *node) {
  waiter_t *next = node->next;
  waiter_t *prev = node->prev;
  node->linked = LINKED_NOWHERE;
  if (prev == NULL) {
    store_relaxed(&list->first, next);
  } else {
    prev->next = next;
  }
  if (next == NULL) {
    list->last = prev;
  } else {
    next->prev = prev;
  }
}

/* A node from the pool with room for `slots` (at most 8) values; null when there is no memory. */
waiter_t *waiter_take(worker_t *w, uint32_t slots);
/* Back to the pool; nothing for the one inside a fibre. */
void waiter_give(worker_t *w, waiter_t *waiter);

#endif
