/* team.h: the threads that mark together: in rounds, while the world is stopped; and between rounds the collector's thread
 * and workers that help it, which do not wait for each other, but use the same shared list.
 *
 * The collecting worker and up to TEAM_MOST - 1 helpers, threads of their own that sleep between collections
 * (workers that are stopped may sit in a system call). Helpers are started by the first collection that had
 * much to mark. Each member has a work list of its own; one that is out of work takes a chunk from the shared
 * list, or waits there; members that have plenty, and see somebody wait, put chunks into it.
 *
 * Termination: `waiting` counts members without work, under the lock. A member enters it with its own list
 * empty and the shared one seen empty; work in a list belongs to a member that is not counted; so when all
 * are counted there is no work anywhere, and none can appear. Marking together: a mark is set by an atomic
 * or; whoever set it lists the object, so each object is listed once. Ordering: chunks change hands under the
 * lock; `round` is a release for the helpers' acquire, `left` the other way. */
#ifndef PLAT_GC_TEAM_H
#define PLAT_GC_TEAM_H

#include "gc/mark.h"

enum { TEAM_MOST = 16 };

void team_open(unsigned most);
void team_close(void);
/* Helpers for marking about so many objects; starts them if need be. 0: the caller marks alone. */
unsigned team_size(uint64_t objects);
/* Marks until everything reachable from what `m` has listed is marked, with `helpers` others. */
void team_mark(gc_marker_t *m, unsigned helpers);

/* Moves to `m` what lies in the shared list; false when that is nothing. Between rounds. */
bool team_adopt(gc_marker_t *m);

/* ---- for mark.c ---- */

/* A chunk of work for a member whose list is empty; null when all is done. Whoever gets a chunk of work puts an empty one
 * of his own aside, for whoever needs one: so they do not gather with those who get work. */
mark_chunk_t *team_take(gc_marker_t *m);
/* Likewise for a worker that helps between rounds, while another thread marks; or null, and then somebody who has
 * plenty will give some. */
mark_chunk_t *team_ask(gc_marker_t *m);
/* An empty chunk that was put aside, or null. */
mark_chunk_t *team_take_empty(void);
/* The caller has cycle_lock, and nobody helps: gives back some memory of the helpers' work lists. True when there is more. */
bool team_give_back(void);
/* Somebody waits for work. */
bool team_is_hungry(void);
void team_give(mark_chunk_t *chunk);

#endif
