/* task.c: the life of task records; see task.h for states and orders.
 *
 * Free lists are per worker and per cell size (base/pool.h, linked through `scope`). Assembly pops them, and
 * pushes records of tasks awaited in place, whose creator is mostly the same worker. */
#include "task/task.h"
#include "base/check.h"
#include "gc/alloc.h"
#include "lib/string.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/await.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "unwind/backtrace.h"
#include "unwind/raise.h"

#include <string.h>

/* Called by assembly. */
void plat_task_shade_c(worker_t *w, task_t *task);
void plat_task_begins_c(worker_t *w, task_t *task);

enum { REFILL = 32 };

/* A record goes back to a free list while the collector marks: what it held may be the caller's now, and whoever takes
 * the record finds it marked. Called by assembly. */
void plat_task_shade_c(worker_t *w, task_t *task) {
  gc_shade_inside(w, task);
  gc_shade(w, task);
}

/* Called by assembly. */
void plat_task_begins_c(worker_t *w, task_t *task) {
  task_begins(w, task);
}

void task_recycle(worker_t *w, task_t *task) {
  if ((task->desc->flags & PLAT_TASK_HOST) != 0) {
    host_task_free(task);
    return;
  }
  unsigned class = task_class(task->desc->slot_count);
  if (gc_marking(w)) plat_task_shade_c(w, task);
  store_relaxed(&task->state, PLAT_TASK_FREE);
  gc_remember(w, task); /* it may be old, and will be written to again (gc/cards.h) */
  pool_give(&w->task_free[class], &w->tasks_given[class], &sched.shared_tasks[class], task);
}

task_t *task_new(worker_t *w, const taskdesc_t *desc, scope_t *scope) {
  unsigned class = task_class(desc->slot_count);
  task_t *task = pool_take(&w->task_free[class], &w->tasks_given[class], &sched.shared_tasks[class]);
  if (task == NULL) {
    /* Some more than one, so that the next ones are found by assembly. A collection under way drops the list;
     * what it has afterwards begins with the last one made. */
    int count = options.gc_stress ? 1 : REFILL;
    for (int i = 0; i < count; i++) {
      task = alloc_cell(w, task_class_bytes(class));
      task->scope = w->task_free[class];
      w->task_free[class] = task;
    }
    w->task_free[class] = task->scope;
  }
  __atomic_store_n(&task->desc, desc, __ATOMIC_RELAXED); /* a marker may look: gc/mark.c */
  task->scope = scope;
  store_relaxed(&task->fibre, NULL);
  store_relaxed(&task->cancel, NULL);
  return task;
}

void task_drop_free(void) {
  for (unsigned class = 0; class <= PLAT_TASK_SLOTS_MAX / 2; class ++) {
    sched.shared_tasks[class].batches = NULL;
    for (unsigned i = 0; i < sched.count; i++) {
      sched.workers[i]->task_free[class] = NULL;
      sched.workers[i]->tasks_given[class] = 0;
    }
  }
}

void task_start(worker_t *w, task_t *task) {
  if (load_relaxed(&w->deque_bottom) >= w->deque_room && !deque_make_room(w))
    panic_text(w, "out of memory: the system has none for more tasks that have not begun");
  if (task->scope != NULL) scope_add(task->scope, w->task);
  w->spawned++;
  store_release(&task->state, PLAT_TASK_UNSTARTED); /* with the acquire in task_claim */
  (void)deque_push(w, entry_of_task(task));         /* there is room */
}

/* Reasons of tasks that end because of their scope: strings as compiled code has them. */
static const struct static_string {
  const desc_t *desc;
  int32_t byte_length, length;
  char bytes[48];
} by_failure = STATIC_STRING(": another task of its scope failed"),
  by_leaving = STATIC_STRING(": its scope was left early"),
  by_scope = STATIC_STRING(": its scope was cancelled");

static const void *cause_of(const scope_t *scope) {
  switch (scope == NULL ? CAUSE_NONE : load_acquire(&scope->cause)) {
  case CAUSE_FAILURE:
    return &by_failure;
  case CAUSE_LEFT:
    return &by_leaving;
  default:
    return &by_scope;
  }
}

/* The reason for whoever awaits a task without a result, a STRING: a panic's message (the empty one when memory is
 * out), who cancelled it and why, or what became of its scope. task_raise makes a sentence of it: most are
 * never asked for. */
static const void *reason_of(worker_t *w, const task_t *task, const panic_t *panic) {
  if (panic == &panic_cancelling) {
    const void *reason = load_acquire(&task->cancel);
    return reason != NULL ? reason : cause_of(task->scope);
  }
  const void *message = string_make_quietly(w, panic->message.bytes, panic->message.used);
  return message == NULL ? &plat_empty_string : message;
}

_Noreturn void task_raise(worker_t *w, const task_t *task, uint64_t state) {
  const string_t *reason = load_acquire(&task->cancel); /* with the release in conclude */
  report_t text = {0};
  report_text(&text,
              state == PLAT_TASK_FAILED ? "the awaited task failed: " : "the awaited task was cancelled");
  report_bytes(&text, reason->bytes, (size_t)reason->byte_length);
  panic_t *panic = panic_new(w, text.bytes, text.used);
  report_free(&text);
  raise_panic(w, panic);
}

/* How the task ends: its state. */
static uint64_t conclude(worker_t *w, task_t *task) {
  panic_t *panic = w->unwinding;
  if (panic == NULL) return PLAT_TASK_DONE;
  w->unwinding = NULL;
  bool detached = (task->desc->flags & PLAT_TASK_DETACHED) != 0;
  store_release(&task->cancel,
                detached ? NULL : reason_of(w, task, panic)); /* with the acquire in task_raise */
  for (uint32_t i = 0; i < task->desc->slot_count; i++)
    task->slots[i] = 0;
  if (panic == &panic_cancelling) return PLAT_TASK_CANCELLED;
  if (task->scope == NULL) panic_uncaught(panic); /* main */
  scope_fail(w, task->scope, panic);
  return PLAT_TASK_FAILED;
}

void task_end(worker_t *w, task_t *task) {
  scope_t *scope = task->scope;
  task_t *here = w->task;
  w->ended++;
  uint64_t state = conclude(w, task);
  if ((task->desc->flags & PLAT_TASK_DETACHED) != 0) {
    task_recycle(w, task); /* no handle, so no reader and no waiter */
  } else {
    bool in_place = scope != NULL && scope->owner == here;
    if (in_place) lock_take(&scope->lock); /* cancellers hold it: cancel_task */
    uint64_t running = PLAT_TASK_RUNNING;
    if (!cas_acq_rel(&task->state, &running, state)) await_end(w, task, state);
    if (in_place) lock_drop(&scope->lock);
  }
  if (scope == NULL) return;
  if (scope->kind == SCOPE_RACE) scope_race_ended(w, scope, task, state);
  scope_remove(w, scope, here);
}

void task_forget_cancel(task_t *task) {
  lock_take(&task->scope->lock); /* the canceller is through with the fibre when he drops it */
  lock_drop(&task->scope->lock);
}

void task_refuse(worker_t *w, task_t *task) {
  w->unwinding = &panic_cancelling;
  task_end(w, task);
}

/* There is no frame of it to show: the place is that of the spawn. */
void task_fail(worker_t *w, task_t *task, space_t space) {
  char text[SPACE_TEXT];
  space_text(space, text);
  panic_t *panic = panic_plain(text, strlen(text));
  const position_t *spawn = task->scope == NULL ? NULL : table_position(task->desc->position);
  if (spawn != NULL) {
    report_format(&panic->place, "%s:%u:%u", spawn->file, spawn->line, spawn->column);
    backtrace_place(&panic->trace, "spawned at", spawn);
  }
  w->unwinding = panic;
  task_end(w, task);
}

bool task_refused(worker_t *w, task_t *task) {
  if (task->scope == NULL || load_relaxed(&task->scope->cause) == CAUSE_NONE) return false;
  task_refuse(w, task);
  return true;
}
