/* seeded.c: see seeded.h. */
#include "sched/seeded.h"
#include "base/check.h"
#include "base/rand.h"
#include "rt0/panic.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/task.h"
#include "time/timer.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64, TICK_NS = 1000, SLICE_BITS = 8 };

static struct {
  entry_t *bag;
  size_t count, room;
  uint64_t random;
  int64_t now;
  uint32_t polls_left; /* until the running fibre gives way */
} seeded;

/* Mostly short slices, so that neighbouring steps are torn apart; sometimes long ones, so that one task gets
 * far ahead: 1 to 2^k polls, k drawn from 0 to SLICE_BITS. */
static void draw_slice(void) {
  seeded.polls_left =
      1 + rand_below(&seeded.random, UINT32_C(1) << rand_below(&seeded.random, SLICE_BITS + 1));
}

void seeded_open(void) {
  seeded.random = options.seed * UINT64_C(0x9E3779B97F4A7C15) + UINT64_C(0xD1B54A32D192ED03);
  if (seeded.random == 0) seeded.random = 1; /* xorshift's one fixed point */
  seeded.now = SEEDED_EPOCH;
  for (int i = 0; i < 4; i++) /* neighbouring seeds diverge */
    (void)rand_next(&seeded.random);
  draw_slice();
}

void seeded_close(void) {
  free(seeded.bag);
  seeded.bag = NULL;
  seeded.count = seeded.room = 0;
}

static void put(worker_t *w, entry_t entry) {
  if (seeded.count == seeded.room) {
    size_t room = seeded.room == 0 ? FIRST_ROOM : seeded.room * 2;
    entry_t *bag = realloc(seeded.bag, room * sizeof *bag);
    if (bag == NULL) panic_out_of_memory(w);
    seeded.bag = bag;
    seeded.room = room;
  }
  seeded.bag[seeded.count++] = entry;
}

/* Everything that became runnable since the last draw, in the order of these queues. */
static void collect(worker_t *w) {
  if (w->start_next != NULL) {
    task_t *task = w->start_next;
    w->start_next = NULL;
    w->task = task;
    fibre_t *started = fibre_start(w, task);
    if (started != NULL) put(w, entry_of_fibre(started));
  }
  fibre_t *fibre = load_relaxed(&w->next);
  store_relaxed(&w->next, NULL);
  if (fibre != NULL) put(w, entry_of_fibre(fibre));
  for (entry_t entry; (entry = deque_pop(w)) != 0;)
    put(w, entry);
  fibre = load_relaxed(&w->later_head);
  store_relaxed(&w->later_head, NULL);
  while (fibre != NULL) {
    fibre_t *after = fibre->next;
    fibre->next = NULL;
    put(w, entry_of_fibre(fibre));
    fibre = after;
  }
  for (entry_t entry; (entry = sched_take_injected()) != 0;)
    put(w, entry);
}

/* Draws until an entry is not stale. */
static fibre_t *draw(worker_t *w) {
  while (seeded.count > 0) {
    size_t at = rand_below(&seeded.random, (uint32_t)seeded.count);
    entry_t entry = seeded.bag[at];
    seeded.bag[at] = seeded.bag[--seeded.count];
    if (entry_is_fibre(entry)) return entry_fibre(entry);
    task_t *task = entry_task(entry);
    if (!task_claim(task)) continue;
    w->task = task;
    fibre_t *fibre = task_refused(w, task) ? NULL : fibre_start(w, task);
    if (fibre != NULL) return fibre;
    collect(w); /* its end may have woken somebody */
  }
  return NULL;
}

fibre_t *seeded_next(worker_t *w) {
  seeded.now += TICK_NS;
  draw_slice();
  for (;;) {
    timer_run(w);
    collect(w);
    fibre_t *fibre = draw(w);
    if (fibre != NULL) return fibre;
    int64_t first = timer_first();
    if (first == OS_FOREVER) return NULL;
    debug_check(first > seeded.now);
    seeded.now = first;
  }
}

bool seeded_poll(void) {
  seeded.now += TICK_NS;
  if (--seeded.polls_left != 0) return false;
  draw_slice();
  return true;
}

bool seeded_has_work(void) {
  return seeded.count > 0;
}

const entry_t *seeded_bag(size_t *count) {
  *count = seeded.count;
  return seeded.bag;
}

int64_t seeded_now(void) {
  return seeded.now;
}

uint32_t seeded_below(uint32_t n) {
  return rand_below(&seeded.random, n);
}
