/* barrier.h: what running code owes a marker that works at the same time.
 *
 * Marking takes a snapshot at its beginning (Yuasa, "Real-time garbage collection on general-purpose machines",
 * 1990): everything that could be reached when the world stood still is marked in the end, although workers
 * go on. Invariant: of what could be reached then, an object without a mark is reached through a chain of
 * references of which none was taken away yet, from an object or root that the marker will still look at.
 * Hence the rule: who takes a reference away from where the marker may still have to find it, shades it
 * first, that is marks what it refers to. Nothing is owed for what is stored, and nothing for registers and
 * stacks: what is in them was found in the snapshot, or was born since, and objects are born with a mark
 * (heap.h). While no worker marks, all of this costs a test of worker.marking.
 *
 * Where references are taken away, and who shades:
 *   a field or element is overwritten     compiled code: plat_store_barrier, before the store; a store into an
 *                                         object that was just made overwrites nothing, and needs none
 *   a list's buffer is replaced, or its
 *   elements are moved about              lib/list.c: gc_shade, gc_shade_elements
 *   a task begins (its captures will be overlaid by its result), or its
 *   record goes to a free list            task_begins, task_recycle: gc_shade_inside
 *   a channel's queue gives an element
 *   out                                   chan_recv_locked: the whole queue, once in each marking (chan_trace.c)
 *   a pooled record is given back or
 *   reused: waiter, scope                 waiter_give, scope_close, plat_locals_leave_c: gc_shade_words
 *   a fibre runs on                       fibre_resume: its stack and record, once in each marking
 * Records in free lists of tasks keep their mark: task.c.
 *
 * Each worker has a marker of its own for what it shades, under a lock that only the collector contends for;
 * the collector takes its work list over (gc_shades_take_part, gc_shades_adopt). */
#ifndef PLAT_GC_BARRIER_H
#define PLAT_GC_BARRIER_H

#include "sched/worker.h"
#include <stdbool.h>

typedef struct gc_marker gc_marker_t;

/* A reference was stored at `slot`, in a heap object that may have seen a stop point: what old objects refer to
 * is remembered for the next minor collection (cards.h). Compiled code does the same. No stop point in between. */
void gc_remember(const worker_t *w, const void *slot);
/* Likewise in all of [from, from + bytes). */
void gc_remember_range(const worker_t *w, const void *from, size_t bytes);

/* True while others mark. It changes at stop points only. */
static inline bool gc_marking(const worker_t *w) {
  return __builtin_expect(w->marking != 0, 0);
}

/* A reference, or null. */
void gc_shade(worker_t *w, const void *reference);
/* Whatever these words may refer to. */
void gc_shade_words(worker_t *w, const void *from, const void *to);
/* So many elements of a list's buffer from an index on, as far as they are below its length. */
void gc_shade_elements(worker_t *w, const void *buffer, int32_t index, int32_t count);
/* What a task refers to. */
void gc_shade_inside(worker_t *w, void *object);
void gc_shade_fibre(worker_t *w, fibre_t *fibre);

/* The worker marks about so many objects beside the collector's thread; false when it finds nothing to do. Not at a
 * stop point. */
bool gc_shade_help(worker_t *w, size_t steps, uint64_t *marked_bytes);
/* The worker's marker, for the functions of mark.h; until gc_shade_end. */
gc_marker_t *gc_shade_begin(worker_t *w);
void gc_shade_end(worker_t *w);

/* ---- for the collector ---- */

bool gc_shades_open(unsigned workers);
void gc_shades_close(void);
/* Moves to `m` what workers have shaded, and what is left of what they marked to help; false when that is nothing. */
bool gc_shades_adopt(gc_marker_t *m);
/* Likewise a part of it, so that those who help do not run out of work for that. False when there was nothing. */
bool gc_shades_take_part(gc_marker_t *m);
/* All workers dirty this table of cards. The world is stopped. */
void gc_remember_in(uintptr_t table);
/* All workers begin, or end, to owe. The world is stopped. */
void gc_shades_switch(bool on);
/* No collection goes on: gives back some memory of their work lists. True when there is more. */
bool gc_shades_give_back(void);
/* Adds up what they have marked. The world is stopped. */
void gc_shades_count(gc_marker_t *m);

#endif
