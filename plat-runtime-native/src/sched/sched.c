/* sched.c: choosing the next fibre, searching, parking; see sched.h for policy and arguments. */
#include "sched/sched.h"
#include "base/check.h"
#include "base/rand.h"
#include "dump/deadlock.h"
#include "gc/stop.h"
#include "lib/output.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/monitor.h"
#include "sched/thread.h"
#include "task/fibre.h"
#include "task/task.h"
#include "time/clock.h"
#include "time/timer.h"
#include "trace/trace.h"

#include <stdlib.h>

enum { NEXT_USES = 16, FAIR_TICK = 61, SEARCH_ROUNDS = 4, SEARCH_PAUSES = 32, STEAL_MOST = 16 };

sched_t sched;

static fibre_t *start_or_take(worker_t *w, entry_t entry) {
  if (entry_is_fibre(entry)) return entry_fibre(entry);
  task_t *task = entry_task(entry);
  if (!task_claim(task)) return NULL; /* a stale entry */
  w->task = task;
  return task_refused(w, task) ? NULL : fibre_start(w, task);
}

static fibre_t *take_own(worker_t *w) {
  for (entry_t entry; (entry = deque_pop(w)) != 0;) {
    fibre_t *fibre = start_or_take(w, entry);
    if (fibre != NULL) return fibre;
  }
  return NULL;
}

static fibre_t *take_own_oldest(worker_t *w) {
  bool contended = false;
  entry_t entry = deque_steal(w, &contended);
  return entry == 0 ? NULL : start_or_take(w, entry);
}

static fibre_t *take_later(worker_t *w) {
  fibre_t *fibre = load_relaxed(&w->later_head);
  if (fibre != NULL) {
    store_relaxed(&w->later_head, fibre->next);
    fibre->next = NULL;
  }
  return fibre;
}

static fibre_t *take_next(worker_t *w) {
  fibre_t *fibre = load_relaxed(&w->next);
  if (fibre != NULL) store_relaxed(&w->next, NULL);
  return fibre;
}

entry_t sched_take_injected(void) {
  if (load_relaxed(&sched.inject_count) == 0) return 0;
  lock_take(&sched.lock);
  entry_t entry = 0;
  size_t count = load_relaxed(&sched.inject_count);
  if (count != 0) {
    entry = sched.inject[sched.inject_head];
    sched.inject_head = (sched.inject_head + 1) % sched.inject_room;
    store_relaxed(&sched.inject_count, count - 1);
  }
  lock_drop(&sched.lock);
  return entry;
}

static fibre_t *take_injected(worker_t *w) {
  for (entry_t entry; (entry = sched_take_injected()) != 0;) {
    fibre_t *fibre = start_or_take(w, entry);
    if (fibre != NULL) return fibre;
  }
  return NULL;
}

/* Oldest things first, in turn: nothing waits for ever behind newer work. */
static fibre_t *take_fair(worker_t *w) {
  fibre_t *fibre = NULL;
  for (uint32_t i = 0; i < 3 && fibre == NULL; i++) {
    switch ((w->ticks / FAIR_TICK + i) % 3) {
    case 0:
      fibre = take_injected(w);
      break;
    case 1:
      fibre = take_own_oldest(w);
      break;
    default:
      fibre = take_later(w);
      break;
    }
  }
  return fibre;
}

static fibre_t *take_local(worker_t *w) {
  if (w->start_next != NULL) {
    task_t *task = w->start_next;
    w->start_next = NULL;
    w->task = task;
    fibre_t *fibre = task_refused(w, task) ? NULL : fibre_start(w, task);
    if (fibre != NULL) return fibre;
  }
  fibre_t *fibre = NULL;
  if (++w->ticks % FAIR_TICK == 0) {
    timer_run(w);
    if ((fibre = take_fair(w)) != NULL) return fibre;
  }
  if (w->next_uses < NEXT_USES && (fibre = take_next(w)) != NULL) {
    w->next_uses++;
    return fibre;
  }
  w->next_uses = 0;
  if (load_relaxed(&w->next) != NULL) { /* its turns are used up: one of the others first, if there is one */
    if ((fibre = take_own_oldest(w)) != NULL || (fibre = take_later(w)) != NULL) return fibre;
    return take_next(w);
  }
  if ((fibre = take_own(w)) != NULL) return fibre;
  if ((fibre = take_injected(w)) != NULL) return fibre; /* woken from outside: ahead of what was preempted */
  return take_later(w);
}

bool sched_has_work(worker_t *w) {
  return load_relaxed(&w->next) != NULL || load_relaxed(&w->later_head) != NULL || deque_size(w) > 0 ||
         load_relaxed(&sched.inject_count) != 0 || seeded_has_work();
}

/* Takes the oldest entry of a victim to run, and up to half of the others for the own deque. */
static fibre_t *rob(worker_t *w, worker_t *victim) {
  bool contended = false;
  fibre_t *fibre = NULL;
  entry_t entry;
  while (fibre == NULL && (entry = deque_steal(victim, &contended)) != 0)
    fibre = start_or_take(w, entry);
  if (fibre == NULL) return NULL;
  w->count_steals++;
  if (trace_on()) trace_mark(w, "steal");
  int64_t more = deque_size(victim) / 2;
  for (int64_t i = 0; i < more && i < STEAL_MOST && (entry = deque_steal(victim, &contended)) != 0; i++) {
    check(deque_push(w, entry)); /* it was empty, and holds more than STEAL_MOST */
  }
  return fibre;
}

static fibre_t *search(worker_t *w) {
  if (sched.count == 1) return NULL;
  uint32_t most = sched.count / 2;
  if (atomic_fetch_add_explicit(&sched.searching, 1, memory_order_relaxed) >= most) {
    atomic_fetch_sub_explicit(&sched.searching, 1, memory_order_relaxed);
    return NULL;
  }
  fibre_t *fibre = NULL;
  for (int round = 0; round < SEARCH_ROUNDS && fibre == NULL; round++) {
    unsigned first = rand_below(&w->random, sched.count);
    for (unsigned i = 0; i < sched.count && fibre == NULL; i++) {
      worker_t *victim = sched.workers[(first + i) % sched.count];
      if (victim != w && load_acquire(&victim->deque_cells) != NULL) fibre = rob(w, victim);
    }
    for (int i = 0; i < SEARCH_PAUSES && fibre == NULL; i++)
      cpu_pause();
  }
  atomic_fetch_sub_explicit(&sched.searching, 1, memory_order_relaxed);
  if (fibre != NULL) {
    atomic_fetch_add_explicit(&sched.finds, 1, memory_order_relaxed);
    if (deque_size(w) > 0) sched_wake_one(); /* more than we can run at once: the next one */
  }
  return fibre;
}

/* Takes a worker off the idle list; under sched.lock. The caller wakes it after unlocking. */
static worker_t *pop_idle(void) {
  worker_t *w = sched.idle;
  if (w == NULL) return NULL;
  sched.idle = w->idle_link;
  w->idle = false;
  store_relaxed(&sched.idle_count, load_relaxed(&sched.idle_count) - 1);
  return w;
}

static void remove_idle(worker_t *w) {
  worker_t **link = &sched.idle;
  while (*link != w)
    link = &(*link)->idle_link;
  *link = w->idle_link;
  w->idle = false;
  store_relaxed(&sched.idle_count, load_relaxed(&sched.idle_count) - 1);
}

static void push_idle(worker_t *w) {
  w->idle_link = sched.idle;
  w->idle = true;
  sched.idle = w;
  store_relaxed(&sched.idle_count, load_relaxed(&sched.idle_count) + 1);
}

static void wake_worker(worker_t *w) {
  if (w == NULL) return;
  monitor_notice();
  store_release(&w->wake, 1); /* with the acquire in park */
  if (w->started) {
    os_futex_wake(&w->wake, 1);
  } else {
    thread_start(w);
  }
}

void sched_wake_one(void) {
  if (load_relaxed(&sched.idle_count) == 0 || load_relaxed(&sched.searching) != 0) return;
  lock_take(&sched.lock);
  worker_t *w = pop_idle();
  lock_drop(&sched.lock);
  wake_worker(w);
}

static void grow_inject(void) {
  size_t count = load_relaxed(&sched.inject_count);
  size_t room = sched.inject_room == 0 ? 64 : sched.inject_room * 2;
  entry_t *inject = malloc(room * sizeof *inject);
  if (inject == NULL) process_fail("out of memory: the system has none for tasks that are woken");
  for (size_t i = 0; i < count; i++)
    inject[i] = sched.inject[(sched.inject_head + i) % sched.inject_room];
  free(sched.inject);
  sched.inject = inject;
  sched.inject_head = 0;
  sched.inject_room = room;
}

void sched_inject(entry_t entry) {
  lock_take(&sched.lock);
  size_t count = load_relaxed(&sched.inject_count);
  if (count == sched.inject_room) grow_inject();
  sched.inject[(sched.inject_head + count) % sched.inject_room] = entry;
  store_relaxed(&sched.inject_count, count + 1);
  worker_t *w = pop_idle();
  lock_drop(&sched.lock);
  wake_worker(w);
}

void sched_later(worker_t *w, fibre_t *fibre) {
  fibre->next = NULL;
  if (load_relaxed(&w->later_head) == NULL) {
    store_relaxed(&w->later_head, fibre);
  } else {
    w->later_tail->next = fibre;
  }
  w->later_tail = fibre;
}

/* Sleeps until woken or until a timer may be due. */
static void park(worker_t *w) {
  int64_t deadline = timer_first();
  lock_take(&sched.lock);
  if (load_relaxed(&sched.inject_count) != 0 || load_acquire(&sched.stopping) != 0) {
    lock_drop(&sched.lock);
    return;
  }
  push_idle(w);
  bool keeper = deadline < sched.keeper_deadline;
  if (keeper) sched.keeper_deadline = deadline;
  bool deadlock = deadline == OS_FOREVER && !sched.host_mode &&
                  load_relaxed(&sched.idle_count) == sched.count && !timer_firing();
  store_relaxed(&w->wake, 0);
  lock_drop(&sched.lock);
  if (deadlock) {
    lock_take(&sched.lock);
    remove_idle(w);
    lock_drop(&sched.lock);
    deadlock_report(w);
    return;
  }
  if (load_relaxed(&sched.idle_count) < sched.count) monitor_idle();
  int64_t timeout = OS_FOREVER;
  if (keeper) {
    timeout = deadline - clock_now();
    if (timeout < 0) timeout = 0;
  }
  if (timeout > 0) {
    if (trace_on()) trace_mark(w, "sleeps");
    gc_hold_nothing(w);
    gc_leave(w);
    output_flush(); /* an idle program has shown what it printed */
    os_futex_wait(&w->wake, 0, timeout);
    gc_enter(w);
    gc_may_hold(w);
    if (trace_on()) trace_mark(w, "woken");
  }
  lock_take(&sched.lock);
  if (keeper && sched.keeper_deadline == deadline) sched.keeper_deadline = OS_FOREVER;
  bool alone = w->idle; /* nobody took us off the list: a timeout, or for no reason */
  if (alone) remove_idle(w);
  lock_drop(&sched.lock);
  (void)load_acquire(&w->wake);
  if (alone) monitor_notice();
}

fibre_t *sched_next(worker_t *w) {
  w->fibre = NULL;
  w->task = NULL;
  store_relaxed(&w->switches, load_relaxed(&w->switches) + 1);
  fibre_t *fibre = NULL;
  for (;;) {
    if (load_acquire(&sched.stopping) != 0) return NULL;
    gc_hold_nothing(w);
    gc_stop_point(w);
    gc_may_hold(w);
    if (options.seeded) {
      if ((fibre = seeded_next(w)) != NULL) return fibre;
      park(w);
      continue;
    }
    if ((fibre = take_local(w)) != NULL) return fibre;
    if ((fibre = take_injected(w)) != NULL) return fibre;
    (void)timer_run_all(w);
    if (sched_has_work(w)) continue;
    if ((fibre = search(w)) != NULL) return fibre;
    if (!sched_has_work(w)) park(w);
  }
}

void sched_mark_idle(worker_t *w) {
  lock_take(&sched.lock);
  push_idle(w);
  lock_drop(&sched.lock);
}

void sched_stop(void) {
  store_release(&sched.stopping, 1);
  for (;;) {
    lock_take(&sched.lock);
    worker_t *w = pop_idle();
    lock_drop(&sched.lock);
    if (w == NULL) break;
    if (w->started) wake_worker(w);
  }
}
