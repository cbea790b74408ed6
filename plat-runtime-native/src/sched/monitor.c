/* monitor.c: see monitor.h. */
#include "sched/monitor.h"
#include "base/check.h"
#include "base/lock.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/stack.h"
#include "task/task.h"
#include "time/timer.h"
#include "wait/wait.h"

#include <stdlib.h>

enum { PERIOD_LEAST = 100000, PERIOD_MOST = 8 * PERIOD_LEAST, SLICE = 2000000 };
enum { NOT_STARTED, AWAKE, ASLEEP };

/* What was seen of a worker at the last look. Only the monitor reads and writes these. */
typedef struct seen {
  uint32_t switches;
  int64_t since; /* when it was first seen in this dispatch */
  entry_t oldest;
  fibre_t *next, *later;
} seen_t;

static struct {
  lock_t start_lock;
  _Atomic uint32_t state;
  _Atomic uint32_t hurry; /* futex: counts requests to look soon */
  os_thread_t thread;
  seen_t *seen;
} monitor;

/* The record may be garbage by now, and the collector, which does not stop the monitor, may be writing to it: what is
 * read is a hint, and its memory stays mapped (task.h). Hence kept from ThreadSanitizer. */
static __attribute__((noinline, no_sanitize("thread"))) bool looks_unstarted(const task_t *task) {
  const volatile uint64_t *state = (const volatile uint64_t *)(const volatile void *)&task->state;
  return *state == PLAT_TASK_UNSTARTED;
}

static bool is_unclaimed(entry_t entry) {
  return entry != 0 && (entry_is_fibre(entry) || looks_unstarted(entry_task(entry)));
}

void monitor_request(worker_t *w, uint32_t bits) {
  fetch_or_relaxed(&w->requests, bits);
  store_relaxed(&w->stack_limit, UINT64_MAX);
}

/* True when somebody idle finds something in this worker's deque. What it keeps elsewhere (`next`, `later`)
 * nobody can steal before it has been asked to share and has come to a poll: then it wakes somebody itself
 * (task/calls.c). Waking at once would wake an idle worker again and again while a long loop has no poll. */
static bool look_at(worker_t *w, seen_t *seen, int64_t now, bool anybody_idle) {
  if (load_acquire(&w->deque_cells) == NULL) return false;
  uint32_t switches = load_relaxed(&w->switches);
  fibre_t *next = load_relaxed(&w->next);
  fibre_t *later = load_relaxed(&w->later_head);
  entry_t oldest = deque_peek(w);
  bool same = switches == seen->switches;
  if (!same) seen->since = now;
  if (same && now - seen->since >= SLICE && sched_has_work(w)) monitor_request(w, REQUEST_YIELD);
  if (load_relaxed(&w->cancel_seen) != load_relaxed(&sched.cancel_epoch)) monitor_request(w, REQUEST_CANCEL);
  bool kept = same && ((next != NULL && next == seen->next) || (later != NULL && later == seen->later));
  if (kept && anybody_idle) monitor_request(w, REQUEST_SHARE);
  bool waiting = oldest == seen->oldest && is_unclaimed(oldest);
  seen->switches = switches;
  seen->oldest = oldest;
  seen->next = next;
  seen->later = later;
  return waiting;
}

static void run_timers(int64_t now) {
  if (sched.count > 1) {
    (void)timer_run_all(NULL);
  } else if (timer_is_due(sched.workers[0], now)) {
    monitor_request(sched.workers[0], REQUEST_TIMERS);
  }
}

static void set_nudges(uint32_t value) {
  for (unsigned i = 0; i < sched.count; i++)
    store_relaxed(&sched.workers[i]->nudge, value);
}

/* Sleeps until somebody leaves the idle list. False when not all workers are idle. */
static bool sleep_if_all_idle(void) {
  lock_take(&sched.lock);
  bool all = load_relaxed(&sched.idle_count) == sched.count && load_relaxed(&sched.stopping) == 0;
  if (all) store_relaxed(&monitor.state, ASLEEP); /* under the lock: see monitor_notice */
  lock_drop(&sched.lock);
  if (!all) return false;
  while (load_acquire(&monitor.state) == ASLEEP)
    os_futex_wait(&monitor.state, ASLEEP, OS_FOREVER);
  return true;
}

static void run(void *unused) {
  (void)unused;
  int64_t period = PERIOD_LEAST;
  uint32_t finds = 0;
  while (load_acquire(&sched.stopping) == 0) {
    uint32_t hurry = load_relaxed(&monitor.hurry);
    os_futex_wait(&monitor.hurry, hurry, period);
    if (load_relaxed(&monitor.hurry) != hurry) period = PERIOD_LEAST;
    bool anybody_idle = load_relaxed(&sched.idle_count) != 0;
    int64_t now = os_monotonic_ns();
    run_timers(now);
    wait_cancel_release();
    bool trims = stack_trim_some();
    bool wanted = false;
    for (unsigned i = 0; i < sched.count; i++) {
      if (look_at(sched.workers[i], &monitor.seen[i], now, anybody_idle)) wanted = true;
    }
    if (wanted && anybody_idle) sched_wake_one();
    uint32_t finds_now = load_relaxed(&sched.finds);
    if (trims) {
      period = PERIOD_LEAST;
    } else if (!anybody_idle) {
      period = PERIOD_MOST; /* nobody to wake: only slices matter */
    } else if (finds_now != finds || wanted) {
      period = PERIOD_LEAST;
    } else if (period < PERIOD_MOST) {
      period *= 2;
      if (period >= PERIOD_MOST) set_nudges(1);
    } else if (sleep_if_all_idle()) {
      period = PERIOD_LEAST;
    }
    finds = finds_now;
  }
}

bool monitor_open(void) {
  store_relaxed(&monitor.state, NOT_STARTED);
  monitor.seen = calloc(sched.count, sizeof *monitor.seen);
  set_nudges(options.seeded ? 0 : 1); /* a seeded schedule preempts by count: there is no monitor */
  return monitor.seen != NULL;
}

void monitor_close(void) {
  lock_take(&monitor.start_lock);
  lock_drop(&monitor.start_lock);
  if (load_relaxed(&monitor.state) != NOT_STARTED) {
    monitor_notice();
    atomic_fetch_add_explicit(&monitor.hurry, 1, memory_order_relaxed);
    os_futex_wake(&monitor.hurry, 1);
    os_thread_join(monitor.thread);
  }
  free(monitor.seen);
  monitor.seen = NULL;
}

void monitor_notice(void) {
  /* If the monitor found all idle before the caller took a worker off the list under sched.lock, its
   * ASLEEP is visible here; otherwise it did not find all idle. */
  uint32_t asleep = ASLEEP;
  if (load_relaxed(&monitor.state) == ASLEEP && cas_acq_rel(&monitor.state, &asleep, AWAKE)) {
    os_futex_wake(&monitor.state, 1);
  }
}

void monitor_idle(void) {
  if (load_relaxed(&monitor.state) != AWAKE) return;
  atomic_fetch_add_explicit(&monitor.hurry, 1, memory_order_relaxed);
  os_futex_wake(&monitor.hurry, 1);
}

void monitor_hurry(worker_t *w) {
  store_relaxed(&w->nudge, 0);
  if (load_relaxed(&monitor.state) == NOT_STARTED) {
    /* Held across the start, so that monitor_close finds either no thread or its handle. */
    lock_take(&monitor.start_lock);
    bool started = true;
    if (load_relaxed(&monitor.state) == NOT_STARTED && load_acquire(&sched.stopping) == 0) {
      store_relaxed(&monitor.state, AWAKE);
      started = os_thread_start(&monitor.thread, run, NULL);
    }
    lock_drop(&monitor.start_lock);
    if (!started) process_fail("the system refuses a thread");
    return;
  }
  atomic_fetch_add_explicit(&monitor.hurry, 1, memory_order_relaxed);
  os_futex_wake(&monitor.hurry, 1);
}
