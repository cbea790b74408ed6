/* await.c: see await.h. Time limits of awaits: plat_await_timeout_c. */
#include "task/await.h"
#include "cancel/cancel.h"
#include "os/os.h"
#include "rt0/panic.h"
#include "task/task.h"
#include "time/timer.h"
#include "wait/wait.h"

enum { PAUSES = 64, STEPS_MOST = 10000 };

/* Called by assembly. */
uint32_t plat_await_slow_c(worker_t *w, task_t *task);
uint32_t plat_await_ended_c(worker_t *w, task_t *task);
uint32_t plat_await_release_ended_c(worker_t *w, task_t *task);
void plat_task_wake_c(worker_t *w, task_t *task);

static waiter_t *newest(uint64_t state) {
  return state > PLAT_TASK_CANCELLED ? (waiter_t *)(uintptr_t)state : NULL;
}

/* The state with the list locked; that of an ended task is returned unlocked. */
static uint64_t lock_list(task_t *task) {
  uint64_t state = load_acquire(&task->state);
  for (int pauses = 0; !task_has_ended(state);) {
    if ((state & AWAIT_LOCKED) != 0) {
      if (++pauses % PAUSES == 0) os_thread_yield();
      cpu_pause();
      state = load_acquire(&task->state);
    } else if (cas_acq_rel(&task->state, &state, state | AWAIT_LOCKED)) {
      break;
    }
  }
  return state;
}

static void unlock_list(task_t *task, uint64_t state) {
  store_release(&task->state, state); /* with the acquire of whoever locks it, or reads the end */
}

/* The woken fibre's node is off the list when the task ended; otherwise it takes it off. */
static void conclude_await(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  waiter_t *node = &fibre->node;
  task_t *task = node->at;
  (void)w;
  timer_conclude(fibre, outcome);
  if (outcome == WAIT_DONE) return;
  uint64_t state = lock_list(task);
  if (task_has_ended(state)) return;
  waiters_t list = {.first = newest(state)};
  if (node->linked != LINKED_NOWHERE) waiters_unlink(&list, node);
  waiter_t *first = load_relaxed(&list.first);
  unlock_list(task, first == NULL ? PLAT_TASK_RUNNING : (uint64_t)(uintptr_t)first);
}

/* One's own cancellation comes first. pre: the task has ended */
void await_conclude(worker_t *w, const task_t *task) {
  cancel_check(w);
  uint64_t state = load_acquire(&task->state); /* with the release of its end */
  if (state == PLAT_TASK_DONE) return;
  task_raise(w, task, state);
}

/* Itself, one that awaits it in place, or one that cannot leave its scope before. */
static bool is_above(const worker_t *w, const task_t *task) {
  for (const task_t *up = w->task; up != NULL; up = up->scope == NULL ? NULL : up->scope->owner) {
    if (up == task) return true;
  }
  return false;
}

/* What the task waits for, if its fibre awaits another one. It cannot have ended since when it still runs there
 * after the look. */
static task_t *awaited_by(const task_t *task) {
  const fibre_t *fibre = load_acquire(&task->fibre);
  if (fibre == NULL) return NULL;
  uintptr_t next = load_acquire(&fibre->awaiting);
  bool runs = load_acquire(&task->fibre) == fibre && !task_has_ended(load_acquire(&task->state));
  return runs && (next & AWAIT_TIMED) == 0 ? (task_t *)next : NULL;
}

/* Panics when the task waits for the running one, itself or through others: it would be for ever. Of several that
 * close a circle at once at least one sees it: each stores `awaiting` first, then looks, a full fence between. The
 * store releases, with the acquire of awaited_by: who follows the chain comes to records it knows from nowhere else.
 */
static void check_circle(worker_t *w, fibre_t *fibre, task_t *task) {
  store_release(&fibre->awaiting, (uintptr_t)task);
  if (sched.count > 1) fence_seq_cst();
  const task_t *next = task;
  for (int steps = 0; next != NULL && steps < STEPS_MOST; next = awaited_by(next), steps++) {
    if (!is_above(w, next)) continue;
    store_relaxed(&fibre->awaiting, 0);
    panic_text(w, task == w->task ? "a task awaits itself" : "tasks await each other in a circle");
  }
}

/* Parks the running fibre until the task has ended or the deadline has come. An unstarted task is claimed
 * together with becoming its waiter, and starts next on a stack of its own. */
static uint32_t await(worker_t *w, task_t *task, int64_t deadline) {
  cancel_check(w);
  bool timed = deadline != OS_FOREVER;
  if (timed) {
    store_relaxed(&w->fibre->awaiting, (uintptr_t)task | AWAIT_TIMED);
  } else {
    check_circle(w, w->fibre, task);
  }
  fibre_t *fibre = fibre_save(w);
  uint64_t state = lock_list(task);
  if (task_has_ended(state)) {
    store_relaxed(&fibre->awaiting, 0);
    w->result = WAIT_DONE;
    await_conclude(w, task);
    return PLAT_VERDICT_DONE;
  }
  waiter_t *node = &fibre->node;
  node->at = task;
  waiters_t list = {.first = newest(state)};
  waiters_link_first(&list, node, LINKED_AWAITER);
  uint64_t token = timed ? timed_open(w, fibre, conclude_await) : wait_open(w, fibre, 0, conclude_await);
  if (timed) timer_add(w, fibre, token, deadline);
  if (state == PLAT_TASK_UNSTARTED) w->start_next = task; /* ours: only its end, or no task, wakes us */
  unlock_list(task, (uint64_t)(uintptr_t)node);
  return wait_parked(w, fibre, token);
}

/* Await of a task that is not done and does not run in place. */
uint32_t plat_await_slow_c(worker_t *w, task_t *task) {
  return await(w, task, OS_FOREVER);
}

int32_t plat_await_timeout_c(worker_t *w, void *object, int64_t nanoseconds) {
  return (int32_t)await(w, object, timer_deadline(nanoseconds));
}

void await_end(worker_t *w, task_t *task, uint64_t state) {
  waiter_t *node = newest(lock_list(task));
  fibre_t *woken = NULL; /* newest first, as the list */
  fibre_t **link = &woken;
  while (node != NULL) {
    waiter_t *next = node->next;
    fibre_t *fibre = node->fibre;
    node->linked = LINKED_NOWHERE;
    if (wait_claim(fibre)) {
      fibre->result = WAIT_DONE;
      fibre->next = NULL;
      *link = fibre;
      link = &fibre->next;
    }
    node = next;
  }
  unlock_list(task, state);
  if (woken != NULL) fibre_wake_list(w, woken);
}

/* A child that ran in place has ended here, and somebody waits for it, or has cancelled it too late. */
void plat_task_wake_c(worker_t *w, task_t *task) {
  if (!task_has_ended(load_relaxed(&task->state))) await_end(w, task, PLAT_TASK_DONE);
  task_forget_cancel(task);
}

/* A child that ran in place has unwound. */
uint32_t plat_await_ended_c(worker_t *w, task_t *task) {
  task_end(w, task);
  await_conclude(w, task);
  return PLAT_VERDICT_DONE;
}

/* The same where nobody else has the handle. */
uint32_t plat_await_release_ended_c(worker_t *w, task_t *task) {
  return plat_await_ended_c(w, task);
}
