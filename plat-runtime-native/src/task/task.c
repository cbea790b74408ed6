/* task.c: the life of task records; see task.h for states and orders.
 *
 * Free lists are per worker and per cell size (base/pool.h, linked through `scope`). Assembly pops them, and
 * pushes records of tasks awaited in place, whose creator is mostly the same worker. */
#include "task/task.h"
#include "base/check.h"
#include "base/lock.h"
#include "os/region.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/await.h"
#include "task/fibre.h"
#include "task/scope.h"

enum { REFILL = 32, CHUNK = 1 << 15 };

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

void task_recycle(worker_t *w, task_t *task) {
  unsigned class = task_class(task->desc->slot_count);
  store_relaxed(&task->state, PLAT_TASK_FREE);
  pool_give(&w->task_free[class], &w->tasks_given[class], &sched.shared_tasks[class], task);
}

task_t *task_new(worker_t *w, const taskdesc_t *desc, scope_t *scope) {
  unsigned class = task_class(desc->slot_count);
  task_t *task = pool_take(&w->task_free[class], &w->tasks_given[class], &sched.shared_tasks[class]);
  if (task == NULL) { /* some more than one, so that the next ones are found by assembly */
    for (int i = 0; i < REFILL; i++) {
      task = record_take(w, task_class_bytes(class));
      task->scope = w->task_free[class];
      w->task_free[class] = task;
    }
    w->task_free[class] = task->scope;
  }
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
    uint64_t running = PLAT_TASK_RUNNING;
    if (!cas_acq_rel(&task->state, &running, PLAT_TASK_DONE)) await_end(w, task);
  }
  if (scope != NULL) scope_remove(w, scope, here);
}
