/* pool.c: see pool.h. */
#include "base/pool.h"

bool pool_refill(void **head, uint32_t *given, pool_shared_t *shared) {
  *given = 0;
  lock_take(&shared->lock);
  void *batch = shared->batches;
  if (batch != NULL) shared->batches = *pool_word(batch, shared->batch_at);
  lock_drop(&shared->lock);
  *head = batch;
  return batch != NULL;
}

void pool_give_shared(pool_shared_t *shared, void *record) {
  *pool_word(record, shared->link_at) = NULL;
  lock_take(&shared->lock);
  *pool_word(record, shared->batch_at) = shared->batches;
  shared->batches = record;
  lock_drop(&shared->lock);
}

void pool_share(void **head, uint32_t *given, pool_shared_t *shared) {
  void *first = *head;
  void *last = first;
  for (int i = 1; i < POOL_BATCH && *pool_word(last, shared->link_at) != NULL; i++) {
    last = *pool_word(last, shared->link_at);
  }
  *head = *pool_word(last, shared->link_at);
  *given = POOL_BATCH; /* that many stay, or more where assembly gives */
  *pool_word(last, shared->link_at) = NULL;
  lock_take(&shared->lock);
  *pool_word(first, shared->batch_at) = shared->batches;
  shared->batches = first;
  lock_drop(&shared->lock);
}
