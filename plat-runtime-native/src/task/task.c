/* task.c: the life of task records; see task.h for states and orders.
 *
 * Free lists are per worker and per cell size, last in first out (the newest cell is in the cache).
 * Tasks spawned here and ended there would pile records up on the other worker, so C code, which ends
 * tasks away from their creator, passes batches of EXCHANGE records through a shared list. Assembly
 * ends tasks in place only, where creator and ender are mostly the same. */
#include "task/task.h"
#include "base/check.h"
#include "base/lock.h"
#include "os/region.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/scope.h"

enum { EXCHANGE = 128, REFILL = 32, CHUNK = 1 << 15, CLASSES = PLAT_TASK_SLOTS_MAX / 2 + 1 };

/* A batch of EXCHANGE records, linked through scope; batches through the first record's slot 0. */
static struct {
  lock_t lock;
  task_t *batches;
} shared[CLASSES];

static task_t *link_of(task_t *task) {
  return (task_t *)task->scope;
}
static void set_link(task_t *task, task_t *next) {
  task->scope = (scope_t *)next;
}

void *record_take(worker_t *w, size_t bytes) {
  run_t *run = &w->records;
  if ((size_t)(run->end - run->next) < bytes) {
    run->next = region_take(&sched.record_region, CHUNK);
    if (run->next == NULL) panic_out_of_memory(w);
    run->end = run->next + CHUNK;
  }
  void *record = run->next;
  run->next += bytes;
  return record;
}

void task_refill(worker_t *w, unsigned class) {
  lock_take(&shared[class].lock);
  task_t *batch = shared[class].batches;
  if (batch != NULL) shared[class].batches = (task_t *)batch->slots[0];
  lock_drop(&shared[class].lock);
  w->recycled[class] = 0;
  if (batch == NULL) {
    size_t bytes = task_class_bytes(class);
    for (int i = 0; i < REFILL; i++) {
      task_t *task = record_take(w, bytes);
      set_link(task, batch);
      batch = task;
    }
  }
  w->task_free[class] = batch;
}

static void give_batch(worker_t *w, unsigned class) {
  task_t *first = w->task_free[class];
  task_t *last = first;
  for (int i = 1; i < EXCHANGE && link_of(last) != NULL; i++)
    last = link_of(last);
  w->task_free[class] = link_of(last);
  set_link(last, NULL);
  lock_take(&shared[class].lock);
  first->slots[0] = (uint64_t)(uintptr_t)shared[class].batches;
  shared[class].batches = first;
  lock_drop(&shared[class].lock);
  w->recycled[class] = 0;
}

void task_recycle(worker_t *w, task_t *task) {
  unsigned class = task_class(task->desc->slot_count);
  store_relaxed(&task->state, PLAT_TASK_FREE);
  set_link(task, w->task_free[class]);
  w->task_free[class] = task;
  if (++w->recycled[class] >= 2 * EXCHANGE) give_batch(w, class);
}

task_t *task_new(worker_t *w, const taskdesc_t *desc, scope_t *scope) {
  unsigned class = task_class(desc->slot_count);
  if (w->task_free[class] == NULL) task_refill(w, class);
  task_t *task = w->task_free[class];
  w->task_free[class] = link_of(task);
  task->desc = desc;
  task->scope = scope;
  return task;
}

void task_start(worker_t *w, task_t *task) {
  if (task->scope != NULL) scope_add(task->scope, w->task);
  w->spawned++;
  store_release(&task->state, PLAT_TASK_UNSTARTED); /* with the acquire in task_claim */
  deque_push(w, entry_of_task(task));
}

void task_end(worker_t *w, task_t *task) {
  scope_t *scope = task->scope;
  task_t *here = w->task;
  w->ended++;
  if ((task->desc->flags & PLAT_TASK_DETACHED) != 0) {
    task_recycle(w, task); /* no handle, so no reader and no waiter */
  } else {
    uint64_t waiters = exchange_acq_rel(&task->state, PLAT_TASK_DONE);
    if (waiters > PLAT_TASK_DONE) fibre_wake_list(w, (fibre_t *)(uintptr_t)waiters);
  }
  if (scope != NULL) scope_remove(w, scope, here);
}
