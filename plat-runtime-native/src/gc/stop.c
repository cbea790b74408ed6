/* stop.c: see stop.h. */
#include "gc/stop.h"
#include "os/os.h"
#include "sched/sched.h"

enum { PAUSES = 200, AGAIN_NS = 50000 };

_Atomic uint32_t gc_stop;
static _Atomic uint32_t
    arrived; /* futex: counts workers that became SAFE while the world was being stopped */

void gc_become_safe(worker_t *w) {
  atomic_store_explicit(&w->gc_state, GC_SAFE, memory_order_seq_cst);
  if (atomic_load_explicit(&gc_stop, memory_order_seq_cst) != 0) {
    atomic_fetch_add_explicit(&arrived, 1, memory_order_relaxed);
    os_futex_wake(&arrived, 1);
  }
}

void gc_become_running(worker_t *w) {
  for (;;) {
    atomic_store_explicit(&w->gc_state, GC_RUNNING, memory_order_seq_cst);
    if (atomic_load_explicit(&gc_stop, memory_order_seq_cst) == 0) return;
    gc_become_safe(w);
    while (load_acquire(&gc_stop) != 0)
      os_futex_wait(&gc_stop, 1, OS_FOREVER);
  }
}

static void wait_for(worker_t *w) {
  for (int i = 0; i < PAUSES; i++) {
    if (load_acquire(&w->gc_state) == GC_SAFE) return;
    if (i == 0) store_relaxed(&w->stack_limit, UINT64_MAX);
    cpu_pause();
  }
  for (;;) {
    uint32_t before = load_relaxed(&arrived);
    if (atomic_load_explicit(&w->gc_state, memory_order_seq_cst) == GC_SAFE) return;
    store_relaxed(&w->stack_limit, UINT64_MAX);
    os_futex_wait(&arrived, before, AGAIN_NS);
  }
}

bool gc_stop_world(worker_t *w) {
  uint32_t nobody = 0;
  if (!atomic_compare_exchange_strong_explicit(&gc_stop, &nobody, 1, memory_order_seq_cst,
                                               memory_order_relaxed)) {
    if (w == NULL) {
      os_futex_wait(&gc_stop, 1, AGAIN_NS);
    } else {
      gc_become_safe(w);
      gc_become_running(w);
    }
    return false;
  }
  for (unsigned i = 0; i < sched.count; i++) {
    worker_t *other = sched.workers[i];
    if (other == w || atomic_load_explicit(&other->gc_state, memory_order_seq_cst) == GC_SAFE) continue;
    store_relaxed(&other->stack_limit, UINT64_MAX); /* all at once, then wait for each */
  }
  for (unsigned i = 0; i < sched.count; i++) {
    worker_t *other = sched.workers[i];
    if (other != w && atomic_load_explicit(&other->gc_state, memory_order_seq_cst) != GC_SAFE)
      wait_for(other);
  }
  return true;
}

void gc_start_world(void) {
  atomic_store_explicit(&gc_stop, 0, memory_order_seq_cst);
  os_futex_wake(&gc_stop, INT32_MAX);
}
