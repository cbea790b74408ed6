/* roots.h: everything the collector starts from. */
#ifndef PLAT_GC_ROOTS_H
#define PLAT_GC_ROOTS_H

#include "gc/mark.h"

/* Marks what the roots refer to. pre: the world is stopped, and every worker has spilled its registers. */
void gc_roots(gc_marker_t *m);
/* After marking: records of tasks that only stale deque entries refer to are kept, emptied, as free records:
 * whoever gets the entry will try to claim it, so it must stay a task (task.h). */
void gc_keep_stale(gc_marker_t *m);

#endif
