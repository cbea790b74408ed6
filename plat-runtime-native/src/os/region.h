/* region.h: chunks out of one large reserved range.
 *
 * Purpose: heap blocks, task records and stacks each come from a region of their own: nearby, never
 * given back, type-stable. Growth is a bump under a lock; callers take chunks of 32 KiB and more, so
 * the lock is cold. Pages beyond the first megabyte are asked for as huge pages: first touch of
 * memory is what bounds many small stackful tasks.
 * Invariant: base <= next <= end; a chunk is handed out once and is zeroed.
 * Who may call: any thread on a system stack. */
#ifndef PLAT_OS_REGION_H
#define PLAT_OS_REGION_H

#include "base/lock.h"
#include <stddef.h>

typedef struct region {
  lock_t lock;
  char *base, *next, *end; /* next: written under the lock, without it a hint */
} region_t;

/* Reserves so many bytes, a multiple of 4096; false when the system refuses. */
bool region_open(region_t *region, size_t bytes);
/* A zeroed chunk, or null when the region is used up. `bytes` is a multiple of 4096. */
void *region_take(region_t *region, size_t bytes);
/* Nothing, of one that is not open. */
void region_close(region_t *region);

#endif
