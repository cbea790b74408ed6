/* calls.c: the C halves of the task functions of the ABI, and what assembly calls around a switch.
 *
 * Who may call: stubs only, on the worker's system stack. None of these keeps an address of a task stack;
 * after a fibre is published (waiter word, timer, queue) nothing of it is touched. */
#include "base/check.h"
#include "cancel/cancel.h"
#include "gc/collect.h"
#include "gc/stop.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "task/await.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "task/stack.h"
#include "task/task.h"
#include "time/clock.h"
#include "time/timer.h"
#include "trace/trace.h"
#include "wait/wait.h"

PLAT_ABI_ASSERT_TASK(struct task);
PLAT_ABI_ASSERT_TASKDESC(taskdesc_t);

/* Called by assembly only. */
uintptr_t plat_dispatch_c(worker_t *w);
void plat_task_end_c(worker_t *w);
uint32_t plat_poll_c(worker_t *w, uint64_t frame);
task_t *plat_task_new_c(worker_t *w, const taskdesc_t *desc, scope_t *scope);
void plat_task_start_c(worker_t *w, task_t *task);

/* frame value of a back-edge poll: no frame is about to be made */
#define POLL_FRAME UINT64_MAX
/* likewise, in code that is masked from cancellation */
#define POLL_MASKED (UINT64_MAX - 1)

/* The rsp at which the next fibre continues, 0 when the worker is to stop. */
uintptr_t plat_dispatch_c(worker_t *w) {
  if (trace_on()) trace_leave(w);
  fibre_t *fibre = sched_next(w);
  if (fibre == NULL) return 0;
  if (trace_on()) trace_run(w, fibre);
  return fibre_resume(w, fibre);
}

/* The bottom task of the running fibre has returned, or worker.unwinding has come to it. */
void plat_task_end_c(worker_t *w) {
  task_t *task = w->task;
  if (w->fibre->joined) scope_part(task->scope, w->fibre);
  task_end(w, task);
  fibre_end(w);
  if (task == sched.main_task) sched_stop();
}

task_t *plat_task_new_c(worker_t *w, const taskdesc_t *desc, scope_t *scope) {
  gc_hold_nothing(w);
  task_t *task = task_new(w, desc, scope);
  gc_may_hold(w);
  return task;
}

void plat_task_start_c(worker_t *w, task_t *task) {
  if (load_relaxed(&w->nudge) != 0) monitor_hurry(w);
  task_start(w, task);
}

int8_t plat_task_is_done_c(worker_t *w, void *task) {
  (void)w;
  return task_has_ended(load_acquire(&((task_t *)task)->state));
}

void sched_share(worker_t *w) {
  fibre_t *next = load_relaxed(&w->next);
  store_relaxed(&w->next, NULL);
  if (next != NULL) fibre_push(w, next);
  fibre_t *fibre = load_relaxed(&w->later_head);
  store_relaxed(&w->later_head, NULL);
  while (fibre != NULL) {
    fibre_t *after = fibre->next;
    fibre->next = NULL;
    fibre_push(w, fibre);
    fibre = after;
  }
  sched_wake_one();
}

void sched_before_block(worker_t *w) {
  bool alone = load_relaxed(&w->next) == NULL && load_relaxed(&w->later_head) == NULL && deque_size(w) == 0;
  if (sched.count > 1 && !alone) sched_share(w);
}

/* To `later`, or to an idle worker. */
static void give_way(worker_t *w, fibre_t *fibre) {
  if (load_relaxed(&sched.idle_count) != 0) {
    sched_inject(entry_of_fibre(fibre));
  } else {
    sched_later(w, fibre);
  }
}

/* The slow path of every poll: grows the stack if the coming frame needs it, then serves requests.
 * `frame` is the frame of a function being entered, or POLL_FRAME. */
uint32_t plat_poll_c(worker_t *w, uint64_t frame) {
  w->polling = true;
  uint32_t requests = atomic_exchange_explicit(&w->requests, 0, memory_order_relaxed);
  fibre_set_limits(w, w->fibre);
  if (frame < POLL_MASKED) {
    uintptr_t limit = stack_limit(w->fibre);
    uintptr_t entry_sp = w->task_sp + sizeof(uintptr_t);
    uint64_t below = frame > PLAT_STACK_SMALL_FRAME ? frame : 0;
    if (entry_sp <= limit || entry_sp - limit <= below) stack_grow(w, frame);
  }
  if (options.stack_stress) stack_move_running(w);
  gc_hold_nothing(w);
  gc_poll(w);
  gc_may_hold(w);
  if (options.seeded && seeded_poll()) requests |= REQUEST_YIELD | REQUEST_TIMERS;
  bool pending = false;
  uint32_t epoch = load_acquire(&sched.cancel_epoch); /* with the release in cancel.c */
  if (epoch != load_relaxed(&w->cancel_seen) || cancel_flagged(w)) {
    store_relaxed(&w->cancel_seen, epoch);
    if (frame != POLL_MASKED) {
      if (cancel_look(w)) raise_cancelled(w);
    } else {
      pending = cancel_flagged(w);
    }
    /* What a signal has cancelled waits in the inject queue, and there may be no monitor to end this slice. */
    if (load_relaxed(&sched.inject_count) != 0) requests |= REQUEST_YIELD;
  }
  w->polling = false;
  if ((requests & REQUEST_SHARE) != 0) sched_share(w);
  if ((requests & REQUEST_TIMERS) != 0) timer_run(w);
  if ((requests & REQUEST_YIELD) == 0 || !sched_has_work(w) || !fibre_preempt(w)) {
    if (pending) monitor_request(w, REQUEST_CANCEL); /* for the first poll that is not masked */
    return PLAT_VERDICT_DONE;
  }
  w->count_preemptions++;
  give_way(w, fibre_save(w));
  return PLAT_VERDICT_PARK;
}

int32_t plat_yield_c(worker_t *w) {
  cancel_check(w);
  if (!sched_has_work(w)) return PLAT_VERDICT_DONE;
  sched_later(w, fibre_save(w));
  return PLAT_VERDICT_PARK;
}

static void conclude_sleep(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  timer_conclude(fibre, outcome);
  if (outcome == WAIT_TIMED_OUT) w->result = WAIT_DONE;
}

int32_t plat_sleep_c(worker_t *w, int64_t nanoseconds) {
  if (nanoseconds <= 0) return plat_yield_c(w);
  cancel_check(w);
  int64_t deadline = timer_deadline(nanoseconds);
  fibre_t *fibre = fibre_save(w);
  uint64_t token = timed_open(w, fibre, conclude_sleep);
  timer_add(w, fibre, token, deadline);
  return (int32_t)wait_parked(w, fibre, token);
}
