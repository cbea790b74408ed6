/* space.h: what tasks need outside the heap, and the panics when it is used up.
 *
 *   STACKS    sched.stack_region: stacks of up to 32 KiB (larger ones are mapped each); PLAT_STACKS_MAX
 *   FIBRES    sched.fibre_region: a record for each task that runs or waits; PLAT_FIBRES_MAX
 *   RECORDS   sched.record_region, in thirds: a record for each open scope; for each channel that a select waits
 *             at; for each wait at a channel with large elements; PLAT_RECORDS_MAX
 *   TIMERS    the heaps of time/timer.c; PLAT_TIMERS_MAX
 * Whatever runs out of one of these panics in the task that asked, before anything is registered or under way; a
 * task that finds no stack or fibre when the scheduler starts it fails there (task_fail). So its scope fails, and
 * an attempt around that catches it. Records and fibres are never given back, but used again, stacks mostly: so
 * each kind of record has a third that the others cannot use up, and a stack that must grow when the region is
 * used up is mapped by itself (task/stack.c). What must not fail is the shield of a defer body: for those there
 * is room beside, for two on every fibre there can be. */
#ifndef PLAT_SCHED_SPACE_H
#define PLAT_SCHED_SPACE_H

#include "sched/worker.h"

typedef enum { SPACE_STACKS, SPACE_FIBRES, SPACE_SCOPES, SPACE_WAITERS, SPACE_TIMERS } space_t;

enum { SPACE_TEXT = 160 };

/* Fresh zeroed memory for small runtime records, type-stable, never given back; null when what
 * this kind (RECORD_*) may take is used up. All of it is looked through for references (gc/roots.c): clear those of a record that
 * goes back to its pool. */
void *record_take(worker_t *w, unsigned kind, size_t bytes);

/* Reserves the regions; false when the system refuses. */
bool space_open(void);
void space_close(void);
/* "out of memory: what, how much there may be, what raises that". */
void space_text(space_t space, char text[SPACE_TEXT]);
/* As panic_text, with that message. */
_Noreturn void space_panic(worker_t *w, space_t space);

#endif
