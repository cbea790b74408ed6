/* thread.c: making workers, running them, joining them.
 *
 * Worker 0 of a Plat program is the process's first thread; the others get threads when they are first
 * woken, so that a program without parallel work starts as fast as C. Until then they count as idle. */
#include "sched/thread.h"
#include "base/check.h"
#include "gc/collect.h"
#include "gc/stop.h"
#include "lib/output.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "sched/seeded.h"
#include "sched/space.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "task/task.h"
#include "time/timer.h"
#include "trace/trace.h"
#include "wait/wait.h"

#include <stdio.h>
#include <stdlib.h>

PLAT_ABI_ASSERT_WORKER(worker_t);

/* Assembly: runs fibres on the calling thread until plat_dispatch_c returns 0. */
void plat_worker_enter(worker_t *w);

static worker_t *worker_new(unsigned index) {
  worker_t *w = aligned_alloc(alignof(worker_t), sizeof(worker_t));
  if (w == NULL) return NULL;
  *w = (worker_t){.index = index, .random = (index + 1) * UINT64_C(0x9E3779B97F4A7C15)};
  if (deque_open(w)) return w;
  free(w);
  return NULL;
}

bool sched_open(void) {
  output_system.may_block = sched_before_block;
  sched = (sched_t){.count = options.workers,
                    .contended = options.workers > 1,
                    .crowded = options.stack_stress,
                    .keeper_deadline = OS_FOREVER};
  for (unsigned i = 0; i <= PLAT_TASK_SLOTS_MAX / 2; i++) {
    sched.shared_tasks[i] =
        (pool_shared_t){.link_at = offsetof(task_t, scope), .batch_at = offsetof(task_t, slots)};
  }
  sched.shared_fibres =
      (pool_shared_t){.link_at = offsetof(fibre_t, next), .batch_at = offsetof(fibre_t, task)};
  sched.shared_scopes = sched.shared_shields =
      (pool_shared_t){.link_at = offsetof(scope_t, outer), .batch_at = offsetof(scope_t, fibre)};
  for (unsigned i = 0; i < WAITER_CLASSES; i++) {
    sched.shared_waiters[i] =
        (pool_shared_t){.link_at = offsetof(waiter_t, next), .batch_at = offsetof(waiter_t, fibre)};
  }
  for (unsigned i = 0; i < STACK_CLASSES; i++)
    sched.shared_stacks[i] = (pool_shared_t){.link_at = 0, .batch_at = sizeof(void *)};
  if (!space_open()) return false;
  sched.workers = calloc(sched.count, sizeof(worker_t *));
  if (sched.workers == NULL) return false;
  for (unsigned i = 0; i < sched.count; i++) {
    sched.workers[i] = worker_new(i);
    if (sched.workers[i] == NULL) return false;
  }
  for (unsigned i = sched.count; i-- > 0;)
    sched_mark_idle(sched.workers[i]);
  if (options.seeded) seeded_open();
  if (trace_on()) trace_open();
  wait_start();
  return monitor_open() && timer_open() && gc_open();
}

static void run_worker(void *opaque) {
  worker_t *w = opaque;
  gc_enter(w);
  plat_worker_enter(w);
  w->fibre = NULL;
  gc_leave(w);
}

/* Invariant: under sched.start_lock, a joinable worker has its thread's handle, and no thread is started once
 * sched.stopping is set. So after one round through the lock sched_close sees every thread there will ever
 * be: a worker that still looks for work, or the monitor, may wake another one while the first is being
 * joined. */
void thread_start(worker_t *w) {
  lock_take(&sched.start_lock);
  bool started = true;
  if (load_acquire(&sched.stopping) == 0) {
    w->started = true;
    started = os_thread_start(&w->thread, run_worker, w);
    w->joinable = started;
  }
  lock_drop(&sched.start_lock);
  if (!started) process_fail("the system refuses a thread");
}

static void take_off_idle(worker_t *w) {
  lock_take(&sched.lock);
  worker_t **link = &sched.idle;
  while (*link != w)
    link = &(*link)->idle_link;
  *link = w->idle_link;
  w->idle = false;
  store_relaxed(&sched.idle_count, load_relaxed(&sched.idle_count) - 1);
  lock_drop(&sched.lock);
}

void sched_run(void) {
  take_off_idle(sched.workers[0]);
  sched.workers[0]->started = true;
  run_worker(sched.workers[0]);
}

void sched_start_threads(void) {
  for (unsigned i = 0; i < sched.count; i++) {
    take_off_idle(sched.workers[i]);
    thread_start(sched.workers[i]);
  }
  monitor_hurry(sched.workers[0]);
}

static void print_stats(void) {
  uint64_t spawned = 0, ended = 0, steals = 0, parks = 0, growths = 0, preemptions = 0, fibres = 0;
  for (unsigned i = 0; i < sched.count; i++) {
    const worker_t *w = sched.workers[i];
    spawned += w->spawned;
    ended += w->ended;
    steals += w->count_steals;
    parks += w->count_parks;
    growths += w->count_growths;
    preemptions += w->count_preemptions;
    fibres += w->count_fibres;
  }
  (void)fprintf(
      stderr,
      "plat stats: workers %u, tasks created %llu, tasks ended %llu, fibres %llu, parks %llu, steals %llu, "
      "stack growths %llu, preemptions %llu\n",
      sched.count, (unsigned long long)spawned, (unsigned long long)ended, (unsigned long long)fibres,
      (unsigned long long)parks, (unsigned long long)steals, (unsigned long long)growths,
      (unsigned long long)preemptions);
}

void sched_close(void) {
  lock_take(&sched.start_lock);
  lock_drop(&sched.start_lock);
  for (unsigned i = 0; i < sched.count; i++) {
    if (sched.workers[i]->joinable) os_thread_join(sched.workers[i]->thread);
  }
  gc_rest();
  monitor_close();
  if (options.stats) print_stats();
  for (unsigned i = 0; i < sched.count; i++) {
    deque_close(sched.workers[i]);
    free(sched.workers[i]->select_more);
    free(sched.workers[i]);
  }
  free(sched.workers);
  free(sched.inject);
  seeded_close();
  timer_close();
  gc_close();
  space_close();
}
