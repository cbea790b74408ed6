/* pace.h: how much may be given out before the next collection, and of which kind it is.
 *
 * All in bytes given out since the last collection (as Go's collector paces itself: Hudson, Clements, "Go 1.5
 * concurrent garbage collector pacing", 2015):
 *   start   the collection begins, with a quarter of the way behind it at least: a major one three times as far before
 *           `goal` as was given out while the last one marked, so that the thread that marks seldom needs help; a minor
 *           one little more than once, since what is given out meanwhile counts as alive
 *   goal    marking should be over
 *   limit   half as much again, and at least LEAST more: who wants memory marks until all is marked
 * Between start and goal a worker that asks for memory helps marking where the marked part, of what is likely to be
 * marked, lags behind the part of the way that allocation has gone; beyond goal it helps more.
 * A major collection plans the growth until the next one: PLAT_GC_PERCENT percent of what was found alive and of the
 * roots, LEAST at least.
 * Of that the minor collections have what is left, less a quarter: each may give out, and keep, all of it, since the larger
 * the nursery, the more of it has died (Appel, "Simple generational garbage collection and fast allocation", 1989). When
 * that is little, the next one is a major one, and its goal what is left: it has the quarter at least, so that workers need
 * not stop for it. So that growth bounds the heap.
 * Where minor collections free little there are none, and major ones are that growth apart: after a minor collection
 * that freed, of what it marked, less than PLAT_GC_PERCENT percent, which is what a major one is to free, comes a major
 * one, and then one, three, seven more before a minor one is tried again.
 */
#ifndef PLAT_GC_PACE_H
#define PLAT_GC_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void pace_open(void);

/* Of the next collection. */
bool pace_is_minor(void);
uint64_t pace_start(void);
uint64_t pace_goal(void);
uint64_t pace_limit(void);
/* Likely to be marked by it. */
uint64_t pace_expected(void);

/* The collection goes on while workers run; so many bytes were given out. The world is stopped. */
void pace_begun(uint64_t allocated);
/* Allocation is ahead of marking. */
bool pace_lags(uint64_t allocated, uint64_t marked);

typedef struct pace_report {
  bool minor;
  bool concurrent;    /* workers ran meanwhile */
  uint64_t allocated; /* since the last collection */
  uint64_t marked;
  uint64_t roots;
} pace_report_t;

/* What the collection that is over was like. The world is stopped. */
void pace_ended(const pace_report_t *report);

/* Alive, as the last collection has it. */
uint64_t pace_live(void);
/* Bytes of free memory that will be needed again before garbage of the old is found. Any thread. */
uint64_t pace_keep(void);

#endif
