/* background.c: see background.h. It is no worker: it touches the heap under cycle_lock, heap.lock, or with the
 * world stopped, and never sleeps with one of them. */
#include "gc/background.h"
#include "gc/collect.h"
#include "gc/cycle.h"
#include "gc/heap.h"
#include "os/os.h"
#include "rt0/options.h"

enum {
  STEPS = 2000, /* objects: 50 us or so, as long as who stops the world may have to wait */
  STRESS_STEPS = 64,
  SWEPT_AT_ONCE = 256,
  TRIM_FIRST = 4 /* times memory is given back even if the next collection has begun, or it might never be */
};

static const int64_t REST = 100 * 1000 * 1000; /* ns without a collection */

static struct {
  os_thread_t thread;
  lock_t lock; /* of starting it */
  bool refused;
  _Atomic bool started, closing;
  _Atomic uint32_t calls; /* futex */
} background;

static void mark(void) {
  while (cycle_goes_on() && !load_relaxed(&background.closing)) {
    lock_take(&cycle_lock);
    bool done = !cycle_goes_on() || cycle_step(options.gc_stress ? STRESS_STEPS : STEPS);
    lock_drop(&cycle_lock);
    if (options.gc_stress) os_thread_yield(); /* much is to happen meanwhile */
    if (done && cycle_goes_on()) gc_finish_from_outside();
  }
}

static void sweep(void) {
  while (!load_relaxed(&background.closing) && heap_sweep_some(SWEPT_AT_ONCE)) {
  }
}

static void give_back(bool at_rest) {
  while (!load_relaxed(&background.closing) && cycle_give_back()) {
  }
  for (int i = 0; !load_relaxed(&background.closing) && (i < TRIM_FIRST || !cycle_goes_on()); i++) {
    if (heap_trim(gc_blocks_to_keep(), at_rest) == 0) break;
  }
}

static void wait_for_call(uint32_t seen) {
  os_futex_wait(&background.calls, seen, REST);
  if (load_relaxed(&background.calls) != seen) return;
  give_back(true);
  os_futex_wait(&background.calls, seen, OS_FOREVER);
}

static void work_in_background(void *unused) {
  (void)unused;
  uint32_t seen = 0;
  while (!load_relaxed(&background.closing)) {
    mark();
    sweep();
    give_back(false);
    if (!cycle_goes_on()) wait_for_call(seen);
    seen = load_acquire(&background.calls);
  }
}

void background_open(void) {
  store_relaxed(&background.started, false);
  background.refused = options.seeded || (options.gc_stress && !options.gc_stress_outside);
  store_relaxed(&background.closing, false);
  store_relaxed(&background.calls, 0);
}

static void call(void) {
  atomic_fetch_add_explicit(&background.calls, 1, memory_order_release);
  os_futex_wake(&background.calls, 1);
}

void background_close(void) {
  if (!background_is_there()) return;
  store_relaxed(&background.closing, true);
  call();
  os_thread_join(background.thread);
  store_relaxed(&background.started, false);
}

bool background_call(void) {
  lock_take(&background.lock);
  if (!background_is_there() && !background.refused) {
    store_relaxed(&background.started, os_thread_start(&background.thread, work_in_background, NULL));
    background.refused = !background_is_there();
  }
  lock_drop(&background.lock);
  if (background_is_there()) call();
  return background_is_there();
}

bool background_is_there(void) {
  return load_relaxed(&background.started);
}
