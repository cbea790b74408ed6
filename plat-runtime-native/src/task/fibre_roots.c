/* fibre_roots.c: every fibre that is not free is alive: its record and its stack hold roots, word by word.
 *
 * That keeps a fibre alive which waits for what nobody can bring: its scope waits for it, so it is not
 * garbage but a mistake to be reported; and with it what it waits at (node.at), since it must be taken down
 * from there when it is cancelled. Running fibres are looked at while the world is stopped; their depth is
 * stale, it is set here from what their worker knows. Their node is not in use, and is cleared, so that what
 * it once waited at does not live on.
 *
 * A parked fibre is looked at once in each marking, as it was when the marking began: by the marker when its
 * turn comes, or before, by the worker that resumes it. `looked_at` says who: 2n in marking n when it is
 * done, 2n - 1 while somebody does it. Whoever takes it there from anything else (a compare-and-swap) looks;
 * the worker waits for a marker that is at it. Ordering: the store of 2n is a release, with the acquire of
 * the worker that resumes the fibre. A fibre started later is born with 2n, stored before its depth. */
#include "gc/mark.h"
#include "os/os.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/stack.h"

#include <string.h>

static uint32_t done; /* 2n; changes while the world is stopped */

static void look(gc_marker_t *m, const fibre_t *fibre) {
  uintptr_t top = fibre_top(fibre);
  gc_mark_words(m, (const void *)(top - fibre->depth), (const void *)top);
  gc_mark_words(m, fibre, (const char *)fibre + FIBRE_BYTES);
}

void fibre_roots_begin(gc_marker_t *m) {
  stack_trim();
  done += 2;
  for (unsigned i = 0; i < sched.count; i++) {
    const worker_t *w = sched.workers[i];
    fibre_t *fibre = w->fibre;
    if (fibre == NULL) continue;
    fibre_set_depth(fibre, fibre_top(fibre) - w->task_sp);
    if (fibre->node.linked == LINKED_NOWHERE) {
      fibre->node.at = NULL;
      memset(fibre->node.values, 0, WAITER_INLINE * sizeof fibre->node.values[0]);
    }
    look(m, fibre);
    fibre_looked_at(fibre);
  }
}

/* True when it is the caller's to look at; `*seen` is how it stands otherwise. */
static bool claim(fibre_t *fibre, uint32_t *seen) {
  *seen = load_acquire(&fibre->looked_at);
  return *seen != done && *seen != done - 1 && cas_acq_rel(&fibre->looked_at, seen, done - 1);
}

static void look_once(void *context, fibre_t *fibre) {
  uint32_t seen;
  if (!claim(fibre, &seen)) return; /* a worker that is at it cannot be stopped meanwhile */
  look(context, fibre);
  store_release(&fibre->looked_at, done);
}

void fibre_roots_of(gc_marker_t *m, char *chunk) {
  fibre_each_of(chunk, look_once, m);
}

void fibre_look_at(gc_marker_t *m, fibre_t *fibre) {
  uint32_t seen;
  if (claim(fibre, &seen)) {
    look(m, fibre);
    store_release(&fibre->looked_at, done);
  }
  while (load_acquire(&fibre->looked_at) != done)
    os_thread_yield();
}

void fibre_looked_at(fibre_t *fibre) {
  store_relaxed(&fibre->looked_at, done);
}
