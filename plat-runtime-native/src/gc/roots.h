/* roots.h: everything the collector starts from. */
#ifndef PLAT_GC_ROOTS_H
#define PLAT_GC_ROOTS_H

#include "gc/mark.h"

/* What is still to be looked through: parked fibres, and pooled records, as far as there were any when the
 * marking began. */
typedef struct roots {
  char *fibres, *fibres_end;
  char *records, *records_end;
} roots_t;

/* Marks what the roots refer to that change without notice; the others are left. pre: the world is stopped, and
 * every worker has spilled its registers. */
void gc_roots_begin(gc_marker_t *m, roots_t *rest);
/* Looks through a part of those, workers may run (barrier.h). False when nothing was left. */
bool gc_roots_some(gc_marker_t *m, roots_t *rest);
/* After marking: records of tasks that only stale deque entries refer to are kept, emptied, as free records:
 * whoever gets the entry will try to claim it, so it must stay a task (task.h). The world is stopped. */
void gc_keep_stale(gc_marker_t *m);

#endif
