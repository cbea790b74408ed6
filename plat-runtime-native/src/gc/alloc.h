/* alloc.h: heap objects. The interface is final; collection comes behind it.
 *
 * Small objects (up to ALLOC_SMALL_MAX bytes) come from size classes: each worker bumps through a run of
 * zeroed memory per class; classes up to PLAT_ALLOC_INLINE_MAX are served by inlined code, which calls
 * plat_alloc when its run is used up. Runs are 32 KiB blocks of one reserved arena (address to block by
 * shift). Larger objects are mapped one by one. Invariant: memory between run.next and run.end is zero; a
 * cell whose first word is zero is free; the descriptor is stored last. Cell sizes are multiples of
 * PLAT_ALLOC_GRANULE. Who may call: a worker on its system stack. Running out of memory is a Plat panic. */
#ifndef PLAT_GC_ALLOC_H
#define PLAT_GC_ALLOC_H

#include "sched/worker.h"

enum { ALLOC_SMALL_MAX = 8192, ALLOC_BLOCK = 1 << 15 };

bool alloc_open(void);
void alloc_close(void);

/* A zeroed object of `bytes` bytes (header included) with this descriptor; never null. */
void *alloc_object(worker_t *w, const void *desc, size_t bytes);

#endif
