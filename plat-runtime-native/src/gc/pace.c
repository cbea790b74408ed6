/* pace.c: see pace.h. */
#include "gc/pace.h"
#include "base/atomic.h"
#include "rt0/options.h"

#include <string.h>

enum { LEAST = 3 << 20, LEAST_NURSERY = 3 << 20, NURSERY_PART = 8, RESERVE_PART = 4, BARREN_MOST = 3 };

/* Of collections of one kind. */
typedef struct kind {
  uint64_t ahead;    /* the next one begins so far before its goal */
  uint64_t expected; /* likely to be marked by the next */
} kind_t;

static struct {
  uint64_t goal;
  bool minor;        /* the next one */
  kind_t kinds[2];   /* by minor */
  uint64_t begun_at; /* given out when marking began */
  uint64_t old;      /* bytes that have marks now */
  uint64_t born;     /* given out while the last one marked: young, and it has not seen who of them lives */
  uint64_t growth;   /* since the last major one, that the heap may grow by before the next */
  uint64_t bound;    /* and so it may grow to */
  unsigned barren;   /* minor collections in a row that were not worth it, BARREN_MOST at most */
  unsigned majors;   /* this many more before a minor one is tried again */
  _Atomic uint64_t keep;
} pace;

void pace_open(void) {
  memset(&pace, 0, sizeof pace);
  pace.goal = LEAST;
  pace.growth = pace.bound = LEAST;
}

static uint64_t at_least(uint64_t bytes, uint64_t least) {
  return bytes < least ? least : bytes;
}

bool pace_is_minor(void) {
  return pace.minor;
}

uint64_t pace_start(void) {
  if (options.gc_percent == GC_OFF) return UINT64_MAX;
  uint64_t most = pace.goal / 4 * 3, ahead = pace.kinds[pace.minor].ahead;
  return pace.goal - (ahead < most ? ahead : most);
}

uint64_t pace_goal(void) {
  return pace.goal;
}

uint64_t pace_limit(void) {
  return options.gc_percent == GC_OFF ? UINT64_MAX : pace.goal + at_least(pace.goal / 2, LEAST);
}

uint64_t pace_expected(void) {
  return pace.kinds[pace.minor].expected;
}

void pace_begun(uint64_t allocated) {
  pace.begun_at = allocated;
}

bool pace_lags(uint64_t allocated, uint64_t marked) {
  if (allocated <= pace.begun_at) return false;
  if (allocated >= pace.goal) return true;
  double way = (double)(allocated - pace.begun_at) / (double)(pace.goal - pace.begun_at);
  return (double)marked < way * (double)pace_expected();
}

static uint64_t percent_of(uint64_t bytes) {
  return bytes / 100 * (options.gc_percent == GC_OFF ? GC_PERCENT : options.gc_percent);
}

static uint64_t growth_beyond(uint64_t alive) {
  return at_least(percent_of(alive), LEAST);
}

static uint64_t left(void) {
  return pace.bound > pace_live() ? pace.bound - pace_live() : 0;
}

/* Of the growth, what the last collection of it, the major one, has to mark in while workers run. */
static uint64_t reserve(void) {
  return pace.growth / RESERVE_PART;
}

static uint64_t nursery(void) {
  return left() > reserve() ? left() - reserve() : 0;
}

/* Behind a major collection. */
static void plan_after_major(uint64_t growth) {
  pace.growth = growth;
  pace.bound = pace_live() + growth;
  pace.minor = pace.majors == 0;
  if (pace.majors > 0) pace.majors--;
  pace.kinds[true].expected = growth / 8;
}

/* Behind a minor one: when it frees less, of so many bytes marked, than a major one is to, that one is cheaper. */
static void plan_after_minor(const pace_report_t *r, uint64_t young) {
  bool barren = r->marked + percent_of(r->marked) > young;
  pace.barren = !barren ? 0 : pace.barren < BARREN_MOST ? pace.barren + 1 : BARREN_MOST;
  pace.majors = (1U << pace.barren) - 1;
  pace.minor = !barren && nursery() >= at_least(pace.growth / NURSERY_PART, LEAST_NURSERY);
  pace.kinds[true].expected = (pace.kinds[true].expected * 3 + r->marked) / 4;
}

void pace_ended(const pace_report_t *r) {
  uint64_t begun_at = r->concurrent ? pace.begun_at : r->allocated;
  uint64_t young = pace.born + begun_at; /* of which it could free */
  pace.born = r->allocated - begun_at;
  pace.old = r->marked + (r->minor ? pace.old : 0);
  kind_t *kind = &pace.kinds[r->minor];
  kind->ahead = r->concurrent ? (r->minor ? pace.born / 4 * 5 : pace.born * 3) : kind->ahead / 2;
  if (r->minor) {
    plan_after_minor(r, young);
  } else {
    plan_after_major(growth_beyond(pace.old + r->roots));
  }
  pace.goal = at_least(pace.minor ? nursery() : at_least(left(), reserve()), LEAST_NURSERY);
  pace.kinds[false].expected = pace_live();
  store_relaxed(&pace.keep, pace.goal + pace.goal / 8);
}

uint64_t pace_live(void) {
  return pace.old + pace.born;
}

uint64_t pace_keep(void) {
  return load_relaxed(&pace.keep);
}
