/* fibre_roots.c: every fibre that is not free is alive: its record and its stack hold roots, word by word.
 *
 * That keeps a fibre alive which waits for what nobody can bring: its scope waits for it, so it is not
 * garbage but a mistake to be reported; and with it what it waits at (node.at), since it must be taken down
 * from there when it is cancelled. pre: the world is stopped. A running fibre's depth is stale: it is set
 * here from what its worker knows. Its node is not in use, and is cleared, so that what it once waited at
 * does not live on. */
#include "gc/mark.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/stack.h"

#include <string.h>

static void one(void *context, fibre_t *fibre) {
  gc_marker_t *m = context;
  uintptr_t top = fibre_top(fibre);
  gc_mark_words(m, (const void *)(top - fibre->depth), (const void *)top);
  gc_mark_words(m, fibre, (const char *)fibre + FIBRE_BYTES);
}

void fibre_roots(gc_marker_t *m) {
  stack_trim();
  for (unsigned i = 0; i < sched.count; i++) {
    const worker_t *w = sched.workers[i];
    fibre_t *fibre = w->fibre;
    if (fibre == NULL) continue;
    fibre->depth = fibre_top(fibre) - w->task_sp;
    if (fibre->node.linked != LINKED_NOWHERE) continue;
    fibre->node.at = NULL;
    memset(fibre->node.values, 0, WAITER_INLINE * sizeof fibre->node.values[0]);
  }
  fibre_each(one, m);
}
