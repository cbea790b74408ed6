/* alloc.h: heap objects.
 *
 * Small objects (up to ALLOC_SMALL_MAX bytes) come from size classes: each worker bumps through a run of
 * zeroed memory per class; classes up to PLAT_ALLOC_INLINE_MAX are served by inlined code, which calls
 * plat_alloc when its run is used up. A new run comes from the worker's block of that class (heap.h). Larger
 * objects have blocks of their own. Invariant: memory between run.next and run.end is zero; a cell whose
 * first word is zero is free; the first word, a descriptor or a compact header (object.h), is stored last.
 * Strings and buffers of numbers that C makes have classes (and blocks) of their own, so that marking need
 * not touch them. Cells are multiples of PLAT_ALLOC_GRANULE, and no smaller than PLAT_ALLOC_LEAST: objects
 * are aligned to words, and to no more.
 * Asking for a run is a stop point, and may collect first. Who may call: a worker on its system stack, holding no
 * lock, with all references it still needs on that stack or in registers (they are scanned). An address inside the
 * object will do, not one behind its end; so what C fills or reads by its tail has one, be it empty (object_bytes), and
 * loops over it have their stop points in front of the last step.
 * Running out of memory is a Plat panic.
 *
 * Relief: who handles a panic needs memory, too, and may find the heap full. It may be what the panic was about, other
 * tasks may hold it, or fill it up again before this one comes to its next allocation, and stale words on a stack may keep
 * what the failed code has made. So each unwinding gives its fibre so many bytes that may be taken beyond the limit where
 * there are none within: for `defer` bodies, for the error that `attempt` makes, and a little for what is done with that.
 * They come without a collection, which the next allocation without relief has to make. All fibres together can take no
 * more than HEAP_RESERVE, so the heap stays bounded whatever they do with it; when that is used up and a collection frees
 * none, handling a panic panics, and the next `attempt` outwards sees that. So nobody catches for ever. */
#ifndef PLAT_GC_ALLOC_H
#define PLAT_GC_ALLOC_H

#include "sched/worker.h"

enum {
  ALLOC_SMALL_MAX = 8192,
  ALLOC_RELIEF = 1 << 16, /* bytes beyond the limit for what runs while a panic or a cancellation unwinds, */
  ALLOC_RELIEF_AFTER = 1 << 14, /* and for what comes first when that is over */
  ALLOC_RELIEF_CATCH = 1 << 20  /* for the error itself: three texts of REPORT_MOST bytes */
};

/* A zeroed object of `bytes` bytes (header included) with this descriptor; never null. */
void *alloc_object(worker_t *w, const void *desc, size_t bytes);
/* The same for an object that never refers to anything: the collector does not look into it. */
void *alloc_leaf(worker_t *w, const void *desc, size_t bytes);
/* The same where nothing may be raised or collected (a task that ends): it neither stops nor collects. Null when
 * memory is out. */
void *alloc_leaf_quietly(worker_t *w, const void *desc, size_t bytes);
/* Zeroed memory of a cell that the caller turns into an object itself. */
void *alloc_cell(worker_t *w, size_t bytes);

/* A stop point. The system clears what memory it has to for these bytes of an object, without others waiting for it: before
 * a part of a large object is written to for the first time. */
void alloc_touch(worker_t *w, char *start, size_t bytes);

/* So many bytes of relief for the running fibre, whatever it had before. */
void alloc_relieve(worker_t *w, size_t bytes);

/* The collector, for a worker that found no memory: a cell, or a large object of which only the first word is zero. Null
 * when memory is out. The world is stopped. */
void *alloc_while_stopped(worker_t *w, size_t bytes, bool leaf);
/* The collector: heap_run_black, or heap_run_white, for the runs of all workers. The world is stopped. */
void alloc_blacken(bool black);
/* The collector: takes back what the runs of all workers have left, and their blocks. The world is stopped. */
void alloc_retire_runs(void);

#endif
