/* collect.h: when garbage is collected, and how often it was.
 *
 * A collection stops the world (stop.h), marks from the roots (roots.h, mark.h) and sweeps (heap.h). It
 * begins when as many bytes were given out since the last one as PLAT_GC_PERCENT (100) percent of what then
 * was alive and of the stacks that had to be looked through, at least LEAST bytes; so the heap has about
 * twice the size of the live objects, and the cost of collecting is proportional to allocation. */
#ifndef PLAT_GC_COLLECT_H
#define PLAT_GC_COLLECT_H

#include "gc/stop.h"

typedef enum gc_reason { GC_GROWTH, GC_FULL_HEAP, GC_ASKED, GC_STRESS } gc_reason_t;

/* The collector and its heap, as options say; false when memory is out. */
bool gc_open(void);
void gc_close(void);

/* Collects, or lets another worker that is about to. pre: a stop point */
void gc_collect(worker_t *w, gc_reason_t reason);
/* Bytes were given out to objects. */
void gc_note_allocated(worker_t *w, size_t bytes);
/* A stop point; collects when it is time. */
void gc_before_allocation(worker_t *w, size_t bytes);
/* The stop point of a poll. */
void gc_poll(worker_t *w);
/* The heap may not grow further. */
_Noreturn void gc_panic_full(worker_t *w);

#endif
