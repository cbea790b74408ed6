/* collect.h: when garbage is collected, and how often it was.
 *
 * pace.h says when the next collection is due, and whether it is a minor or a major one (heap.h). What is soon marked is
 * marked in one stop of the world; otherwise the world goes on, and a thread of its own marks (cycle.h, background.h),
 * stops it once more for a moment, and sweeps. Workers help marking when they allocate faster than it marks. Without that
 * thread (a seeded schedule, PLAT_GC_STRESS) workers mark a little whenever they need memory. What a program asks for, and
 * what happens before a panic for want of memory, is a major collection in one stop. */
#ifndef PLAT_GC_COLLECT_H
#define PLAT_GC_COLLECT_H

#include "gc/stop.h"

typedef enum gc_reason { GC_GROWTH, GC_FULL_HEAP, GC_ASKED, GC_STRESS } gc_reason_t;

/* The collector and its heap, as options say; false when memory is out. */
bool gc_open(void);
/* No worker runs any more: its own thread ends, which knows of them. Before they are freed. */
void gc_rest(void);
void gc_close(void);

/* Collects, or lets another worker that is about to. pre: a stop point */
void gc_collect(worker_t *w, gc_reason_t reason);
/* Collects all that is garbage and, before other workers go on, takes memory for an object: as alloc_while_stopped. False
 * when another worker has collected meanwhile, and nothing was taken. pre: a stop point */
bool gc_collect_for(worker_t *w, size_t bytes, bool leaf, void **object);
/* Bytes were given out to objects. */
void gc_note_allocated(worker_t *w, size_t bytes);
/* A stop point; collects when it is time. */
void gc_before_allocation(worker_t *w, size_t bytes);
/* The stop point of a poll. */
void gc_poll(worker_t *w);
/* Nothing is left to mark: the second stop of a collection, by the thread that marks. The world may go on once more. */
void gc_finish_from_outside(void);
/* Free blocks that the next collection will find in use again. */
size_t gc_blocks_to_keep(void);
/* The heap may not grow further. */
_Noreturn void gc_panic_full(worker_t *w);

#endif
