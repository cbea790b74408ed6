/* cycle.h: one collection, from the first root to the last mark.
 *
 *   cycle_begin    the world is stopped; roots that change without notice are marked (roots.h)
 *   cycle_step     marks some more; the world may be stopped or, after cycle_go_on, run
 *   cycle_go_on    the world is stopped; from now on workers shade what they take away (barrier.h), and what
 *                  they make is born with a mark (heap.h)
 *   cycle_rest     the world is stopped; everything that is left is marked, by several threads
 *   cycle_finish   the world is stopped, nothing is left to mark; heap_finish_marking comes next
 *
 * A collection whose marking is soon done has all of it in one stop. Of any other the world sees the short
 * stops at both ends. Why a step that finds nothing left ends the marking: work lists of workers are adopted
 * under their locks, so what was shaded before is seen; while the world is stopped nothing is shaded, so the
 * last look, behind the stop, decides.
 *
 * Workers that help mark from lists of their own (cycle_help); that they have no work left is seen under their locks, too,
 * and behind the stop none of them is at it.
 *
 * `cycle_lock` is held for every other call; by a worker never across a stop point, so who stopped the world gets it
 * after one step of somebody else at most. */
#ifndef PLAT_GC_CYCLE_H
#define PLAT_GC_CYCLE_H

#include "base/lock.h"
#include "sched/worker.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern lock_t cycle_lock;

bool cycle_open(void);
void cycle_close(void);

/* Workers run while there is something to be marked. A hint without the lock. */
bool cycle_goes_on(void);

/* `minor`: old objects are not looked into, if that is possible: heap.minor tells. */
void cycle_begin(bool minor);
void cycle_go_on(void);
/* About so many objects. True when nothing is left. */
bool cycle_step(size_t steps);
/* Without cycle_lock, by a worker, beside whoever steps: about so many objects, if there are any to spare. */
bool cycle_help(worker_t *w, size_t steps);
void cycle_rest(uint64_t likely_objects);
void cycle_finish(void);
/* Takes cycle_lock; the world may run. Gives back some memory of work lists that the last cycle needed: the marker's, and those of
 * workers that helped, which end up with the chunks that they took from others. True when there is more. */
bool cycle_give_back(void);

/* Of the cycle that goes on, or was the last: bytes marked so far, without what workers shaded until it is
 * finished; afterwards bytes and objects that it has marked, and the bytes of stacks and records looked through. */
uint64_t cycle_marked_bytes(void);
uint64_t cycle_marked_objects(void);
uint64_t cycle_root_bytes(void);

#endif
