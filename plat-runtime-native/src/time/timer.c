/* timer.c: see timer.h. */
#include "time/timer.h"
#include "base/lock.h"
#include "cancel/cancel.h"
#include "rt0/options.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "time/clock.h"

#include <stdalign.h>
#include <stdlib.h>

enum { ARITY = 4, FIRST_ROOM = 64, STALE_LEAST = 64, BATCH = 64, KEPT_ROOM = 1 << 14 };

/* A token of a wait has WAIT_OPEN set, the round of a scope has not. */
typedef struct timed {
  int64_t deadline;
  union {
    fibre_t *fibre;
    scope_t *scope;
  };
  uint64_t token;
} timed_t;

/* What take_due has taken: claimed fibres, and the scopes whose deadline has passed. */
typedef struct due {
  size_t fibres, scopes;
  fibre_t *fibre[BATCH];
  scope_t *scope[BATCH];
  uint64_t round[BATCH];
} due_t;

typedef struct timers {
  alignas(64) short_lock_t lock;
  _Atomic uint32_t stale; /* entries whose wait has ended, more or less */
  _Atomic int64_t first;
  timed_t *heap;
  size_t count, room;
} timers_t;

static timers_t *all; /* one per worker */
static _Atomic uint32_t firing;
static _Atomic size_t all_bytes; /* of all heaps */

static void heap_lock(timers_t *timers) {
  if (sched.count > 1) short_lock_take(&timers->lock);
}

static void heap_unlock(timers_t *timers) {
  if (sched.count > 1) short_lock_drop(&timers->lock);
}

static bool is_scope(const timed_t *timed) {
  return (timed->token & WAIT_OPEN) == 0;
}

static bool is_live(const timed_t *timed) {
  if (is_scope(timed)) return load_relaxed(&timed->scope->round) == timed->token;
  return load_relaxed(&timed->fibre->wait) == timed->token;
}

static void sift_up(timed_t *heap, size_t i, timed_t timed) {
  while (i > 0 && heap[(i - 1) / ARITY].deadline > timed.deadline) {
    heap[i] = heap[(i - 1) / ARITY];
    i = (i - 1) / ARITY;
  }
  heap[i] = timed;
}

static void sift_down(timed_t *heap, size_t count, size_t i, timed_t timed) {
  for (;;) {
    size_t child = i * ARITY + 1;
    size_t end = child + ARITY < count ? child + ARITY : count;
    if (child >= end) break;
    size_t least = child;
    while (++child < end)
      if (heap[child].deadline < heap[least].deadline) least = child;
    if (heap[least].deadline >= timed.deadline) break;
    heap[i] = heap[least];
    i = least;
  }
  heap[i] = timed;
}

static void publish_first(timers_t *timers) {
  store_relaxed(&timers->first, timers->count == 0 ? OS_FOREVER : timers->heap[0].deadline);
}

/* A large heap that is empty goes back to the system. */
static void shrink(timers_t *timers) {
  if (timers->count > 0 || timers->room <= KEPT_ROOM) return;
  atomic_fetch_sub_explicit(&all_bytes, timers->room * sizeof(timed_t), memory_order_relaxed);
  free(timers->heap);
  timers->heap = NULL;
  timers->room = 0;
  store_relaxed(&timers->stale, 0);
}

static void drop_first(timers_t *timers) {
  timers->count--;
  if (timers->count > 0) sift_down(timers->heap, timers->count, 0, timers->heap[timers->count]);
}

/* Drops the stale entries and restores the order from the leaves up (Floyd, "Treesort 3", 1964). */
static void compact(timers_t *timers) {
  size_t live = 0;
  for (size_t i = 0; i < timers->count; i++)
    if (is_live(&timers->heap[i])) timers->heap[live++] = timers->heap[i];
  timers->count = live;
  store_relaxed(&timers->stale, 0);
  for (size_t i = live / ARITY + 1; i-- > 0;)
    if (i < live) sift_down(timers->heap, live, i, timers->heap[i]);
}

/* False when that would be more than PLAT_TIMERS_MAX, or than there is. A first heap is small, and granted to
 * every worker, whatever others have used up. */
static bool enlarge(timers_t *timers) {
  size_t more = timers->room == 0 ? FIRST_ROOM : timers->room;
  size_t bytes = more * sizeof(timed_t);
  size_t before = atomic_fetch_add_explicit(&all_bytes, bytes, memory_order_relaxed);
  timed_t *heap = NULL;
  if (before + bytes <= options.timers_max || timers->room == 0)
    heap = realloc(timers->heap, (timers->room + more) * sizeof *heap);
  if (heap == NULL) {
    atomic_fetch_sub_explicit(&all_bytes, bytes, memory_order_relaxed);
    return false;
  }
  timers->heap = heap;
  timers->room += more;
  return true;
}

static bool make_room(timers_t *timers) {
  uint32_t stale = load_relaxed(&timers->stale);
  if (stale > STALE_LEAST && stale > timers->count / 2) compact(timers);
  if (timers->count < timers->room || enlarge(timers)) return true;
  compact(timers);
  return timers->count < timers->room;
}

int64_t timer_deadline(int64_t nanoseconds) {
  int64_t now = clock_now();
  if (nanoseconds <= 0) return now;
  return nanoseconds > OS_FOREVER - 1 - now ? OS_FOREVER - 1 : now + nanoseconds;
}

static bool add(worker_t *w, timed_t timed) {
  if (load_relaxed(&w->nudge) != 0) monitor_hurry(w);
  timers_t *timers = &all[w->index];
  heap_lock(timers);
  bool room = make_room(timers);
  if (room) {
    sift_up(timers->heap, timers->count++, timed);
    publish_first(timers);
  }
  heap_unlock(timers);
  return room;
}

/* A wait that cannot have its time limit ends, unless it has ended already: as whoever cancels it would do it. */
static __attribute__((noinline)) void give_up(worker_t *w, fibre_t *fibre, uint64_t token) {
  if (!wait_claim_token(fibre, token)) return;
  fibre->timed = 0; /* there is no entry */
  fibre->result = WAIT_NO_MEMORY;
  fibre_wake(w, fibre);
}

void timer_add(worker_t *w, fibre_t *fibre, uint64_t token, int64_t deadline) {
  token &= ~WAIT_SEEN;
  if (!add(w, (timed_t){.deadline = deadline, .fibre = fibre, .token = token})) give_up(w, fibre, token);
}

bool timer_add_scope(worker_t *w, scope_t *scope, int64_t deadline) {
  scope->timer_home = w->index;
  return add(w, (timed_t){.deadline = deadline, .scope = scope, .token = load_relaxed(&scope->round)});
}

void timer_forget_scope(scope_t *scope) {
  atomic_fetch_add_explicit(&all[scope->timer_home].stale, 1, memory_order_relaxed);
}

void timer_conclude(fibre_t *fibre, uint64_t outcome) {
  if (fibre->timed == 0) return;
  fibre->timed = 0;
  if (outcome != WAIT_TIMED_OUT)
    atomic_fetch_add_explicit(&all[fibre->timer_home].stale, 1, memory_order_relaxed);
}

/* Takes up to BATCH of each whose time has come, in order. False when there are none. */
static bool take_due(timers_t *timers, int64_t now, due_t *due) {
  due->fibres = due->scopes = 0;
  heap_lock(timers);
  while (timers->count > 0 && timers->heap[0].deadline <= now && due->fibres < BATCH && due->scopes < BATCH) {
    timed_t timed = timers->heap[0];
    drop_first(timers);
    if (is_scope(&timed)) {
      due->scope[due->scopes] = timed.scope;
      due->round[due->scopes++] = timed.token;
    } else if (wait_claim_token(timed.fibre, timed.token)) {
      timed.fibre->result = WAIT_TIMED_OUT;
      due->fibre[due->fibres++] = timed.fibre;
    } else {
      uint32_t stale = load_relaxed(&timers->stale);
      if (stale > 0) atomic_fetch_sub_explicit(&timers->stale, 1, memory_order_relaxed);
    }
  }
  shrink(timers);
  publish_first(timers);
  heap_unlock(timers);
  return due->fibres + due->scopes > 0;
}

static bool run(worker_t *w, timers_t *timers, int64_t *now) {
  if (load_relaxed(&timers->first) == OS_FOREVER) return false;
  if (*now == 0) *now = clock_now();
  if (load_relaxed(&timers->first) > *now) return false;
  atomic_fetch_add_explicit(&firing, 1, memory_order_relaxed);
  bool any = false;
  due_t due;
  while (take_due(timers, *now, &due)) {
    any = true;
    for (size_t i = 0; i < due.scopes; i++)
      cancel_deadline(w, due.scope[i], due.round[i]);
    for (size_t i = 0; i < due.fibres; i++) {
      if (w != NULL) {
        sched_later(w, due.fibre[i]);
      } else {
        sched_inject(entry_of_fibre(due.fibre[i]));
      }
    }
  }
  atomic_fetch_sub_explicit(&firing, 1, memory_order_release); /* with the acquire in timer_firing */
  return any;
}

void timer_run(worker_t *w) {
  int64_t now = 0;
  (void)run(w, &all[w->index], &now);
}

bool timer_run_all(worker_t *w) {
  int64_t now = 0;
  bool any = false;
  for (unsigned i = 0; i < sched.count; i++)
    any |= run(w, &all[i], &now);
  return any;
}

int64_t timer_first(void) {
  int64_t first = OS_FOREVER;
  for (unsigned i = 0; i < sched.count; i++) {
    timers_t *timers = &all[i];
    if (load_relaxed(&timers->first) == OS_FOREVER) continue;
    heap_lock(timers);
    while (timers->count > 0 && !is_live(&timers->heap[0]))
      drop_first(timers);
    shrink(timers);
    publish_first(timers);
    int64_t deadline = load_relaxed(&timers->first);
    heap_unlock(timers);
    if (deadline < first) first = deadline;
  }
  return first;
}

bool timer_is_due(const worker_t *w, int64_t now) {
  return load_relaxed(&all[w->index].first) <= now;
}

bool timer_firing(void) {
  return load_acquire(&firing) != 0;
}

bool timer_open(void) {
  all = aligned_alloc(alignof(timers_t), sched.count * sizeof *all);
  if (all == NULL) return false;
  for (unsigned i = 0; i < sched.count; i++)
    all[i] = (timers_t){.first = OS_FOREVER};
  store_relaxed(&firing, 0);
  store_relaxed(&all_bytes, 0);
  return true;
}

void timer_close(void) {
  for (unsigned i = 0; i < sched.count; i++)
    free(all[i].heap);
  free(all);
  all = NULL;
}
