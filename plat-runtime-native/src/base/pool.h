/* pool.h: free lists of small type-stable records, per worker with a shared overflow.
 *
 * A record is taken on one worker and often given back on another (a fibre that migrated, a scope closed by
 * its last task). Each worker has a list, last in first out; when it was given 2 BATCH records more than it
 * asked for, a batch of them goes to the shared list, where a worker whose list is empty looks before it
 * makes new records. So no worker hoards what another one needs, however many records go one way. Invariant: a free record is in exactly one list; only the words at link_at and batch_at
 * are written. A worker's list is a head and a counter, two fields of the worker record (assembly knows some
 * of the heads). Ownership: these two: the worker; pool_shared_t: under its lock. `given` counts gives less
 * takes since the list was empty, but for takes in assembly, so it errs towards sharing. */
#ifndef PLAT_BASE_POOL_H
#define PLAT_BASE_POOL_H

#include "base/lock.h"
#include <stddef.h>

typedef struct pool_shared {
  lock_t lock;
  void *batches;
  size_t link_at;  /* offset of the word that links records */
  size_t batch_at; /* offset of the word that links batches */
} pool_shared_t;

enum { POOL_BATCH = 128 };

/* Refills an empty list from the shared one; false when that is empty too. */
bool pool_refill(void **head, uint32_t *given, pool_shared_t *shared);
/* Moves up to POOL_BATCH records to the shared list. */
void pool_share(void **head, uint32_t *given, pool_shared_t *shared);

/* Gives one back from a thread that is no worker. */
void pool_give_shared(pool_shared_t *shared, void *record);

static inline void **pool_word(void *record, size_t at) {
  return (void **)(void *)((char *)record + at);
}

/* Null when there is none. */
static inline void *pool_take(void **head, uint32_t *given, pool_shared_t *shared) {
  if (*head == NULL && !pool_refill(head, given, shared)) return NULL;
  if (*given != 0) --*given;
  void *record = *head;
  *head = *pool_word(record, shared->link_at);
  return record;
}

static inline void pool_give(void **head, uint32_t *given, pool_shared_t *shared, void *record) {
  *pool_word(record, shared->link_at) = *head;
  *head = record;
  if (++*given >= 2 * POOL_BATCH) pool_share(head, given, shared);
}

#endif
