/* timer.c: see timer.h. */
#include "time/timer.h"
#include "base/lock.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "time/clock.h"

#include <stdlib.h>

enum { ARITY = 4, FIRST_ROOM = 64 };

typedef struct timed {
  int64_t deadline;
  fibre_t *fibre;
} timed_t;

static struct {
  lock_t lock;
  timed_t *heap;
  size_t count, room;
  _Atomic int64_t first;
  _Atomic size_t pending;
} timers = {.first = OS_FOREVER};

static void sift_up(size_t i, timed_t timed) {
  while (i > 0 && timers.heap[(i - 1) / ARITY].deadline > timed.deadline) {
    timers.heap[i] = timers.heap[(i - 1) / ARITY];
    i = (i - 1) / ARITY;
  }
  timers.heap[i] = timed;
}

static void sift_down(timed_t timed) {
  size_t i = 0;
  for (;;) {
    size_t least = 0;
    for (size_t child = i * ARITY + 1; child <= i * ARITY + ARITY && child < timers.count; child++) {
      if (least == 0 || timers.heap[child].deadline < timers.heap[least].deadline) least = child;
    }
    if (least == 0 || timers.heap[least].deadline >= timed.deadline) break;
    timers.heap[i] = timers.heap[least];
    i = least;
  }
  timers.heap[i] = timed;
}

static void publish_first(void) {
  store_relaxed(&timers.first, timers.count == 0 ? OS_FOREVER : timers.heap[0].deadline);
}

void timer_add(worker_t *w, fibre_t *fibre, int64_t deadline) {
  lock_take(&timers.lock);
  if (timers.count == timers.room) {
    size_t room = timers.room == 0 ? FIRST_ROOM : timers.room * 2;
    timed_t *heap = realloc(timers.heap, room * sizeof *heap);
    if (heap == NULL) {
      lock_drop(&timers.lock);
      panic_out_of_memory(w);
    }
    timers.heap = heap;
    timers.room = room;
  }
  atomic_fetch_add_explicit(&timers.pending, 1, memory_order_relaxed);
  sift_up(timers.count++, (timed_t){.deadline = deadline, .fibre = fibre});
  publish_first();
  lock_drop(&timers.lock);
}

static fibre_t *take_due(int64_t now) {
  fibre_t *fibre = NULL;
  lock_take(&timers.lock);
  if (timers.count > 0 && timers.heap[0].deadline <= now) {
    fibre = timers.heap[0].fibre;
    timers.count--;
    if (timers.count > 0) sift_down(timers.heap[timers.count]);
    publish_first();
  }
  lock_drop(&timers.lock);
  return fibre;
}

void timer_run(worker_t *w) {
  if (load_relaxed(&timers.first) == OS_FOREVER) return;
  int64_t now = clock_now();
  if (load_relaxed(&timers.first) > now) return;
  fibre_t *fibre;
  while ((fibre = take_due(now)) != NULL) {
    if (w != NULL) {
      sched_later(w, fibre); /* in the order of the deadlines */
    } else {
      sched_inject(entry_of_fibre(fibre));
    }
    atomic_fetch_sub_explicit(&timers.pending, 1,
                              memory_order_release); /* with the acquire in timer_pending */
  }
}

int64_t timer_first(void) {
  return load_relaxed(&timers.first);
}

bool timer_pending(void) {
  return load_acquire(&timers.pending) != 0;
}

void timer_close(void) {
  free(timers.heap);
  timers.heap = NULL;
  timers.room = 0;
}
