/* stack_trim.c: stacks that have been idle for long go back to the system; see stack.h.
 *
 * A stack is idle when it is in a free list, or bound to a fibre that is free. Only whole chunks of the region can go
 * back, and only when all that was cut from one is idle. Nobody is stopped for it: the monitor takes the shared free
 * lists away, under the locks of the pools, but for some batches at their fronts; then they are its own, and it goes
 * through them a few thousand entries at a look:
 *   COUNT      the idle bytes of each chunk are added up
 *   FILTER     a chunk where that is all of it leaves the lists and the fibres; what is left of the lists goes back
 *   DISCARD    those chunks are discarded, a few at a look, and are the first to be cut again (stack_discard)
 * What the workers have in lists of their own (two batches each) is not looked at, and keeps its chunks. A program that
 * needs many stacks again while theirs are away makes new ones; the others come back to the lists. A worker for which
 * there are no new ones, since a region is used up, does at once what is left to do, and looks again before more is taken away
 * (stack_trim_pause).
 * Invariant: a batch is in a shared list, with a worker, or here. So when the bytes of a chunk that are here add up to
 * all of it, nobody else has any, and none can come. Ordering: by the locks of the pools.
 * When: a collection says so, if there is much idle memory, and was at the one before: what a program uses in waves
 * stays. The cost, some twenty nanoseconds per free fibre, is paid once per wave that has ended. */
#include "base/pool.h"
#include "os/os.h"
#include "rt0/options.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/stack.h"

enum { IDLE_MOST = 32 << 20, BATCHES_KEPT = 32, ENTRIES = 4096, CHUNKS = 64 };
enum { FIBRES = STACK_CLASSES, LISTS };

typedef enum { REST, COUNT, FILTER, DISCARD } phase_t;

static int64_t idle_before;         /* the collector's */
static _Atomic uint32_t wanted;     /* set by the collector, taken by the monitor */
static _Atomic int64_t bytes_taken; /* from lists and fibres so far, for which workers still answer */

static lock_t
    trim_lock; /* of all below: the monitor's for a look, or a worker's that finds nothing elsewhere */
static struct {
  phase_t phase;
  uint32_t *idle; /* bytes, by chunk */
  size_t chunks;
  void *batches[LISTS]; /* taken away: stacks by class, and fibres */
  unsigned list;        /* where the walk is: the list, its batch, the entry in that */
  void *batch, *entry;
  void *kept, *kept_last; /* what is left of the last batches */
  unsigned kept_count;
  size_t chunk;
} trim;

static pool_shared_t *shared_of(unsigned list) {
  return list == FIBRES ? &sched.shared_fibres : &sched.shared_stacks[list];
}

static void **link_of(unsigned list, void *entry) {
  return pool_word(entry, shared_of(list)->link_at);
}

static void **batch_link(unsigned list, void *batch) {
  return pool_word(batch, shared_of(list)->batch_at);
}

static size_t chunk_of(const char *base) {
  return (size_t)(base - sched.stack_region.base) / STACK_CHUNK;
}

/* Its idle stack in the region; null if it has none. */
static char *stack_of(unsigned list, void *entry, size_t *size) {
  *size = (size_t)STACK_LEAST << list;
  if (list != FIBRES) return entry;
  const fibre_t *fibre = entry;
  *size = fibre->size;
  return fibre->stack == NULL || stack_is_mapped(fibre->stack) ? NULL : fibre->stack;
}

/* All batches of a list behind the first few; null when there are none. */
static void *take_away(unsigned list) {
  pool_shared_t *shared = shared_of(list);
  unsigned kept = options.gc_stress ? 0 : BATCHES_KEPT;
  lock_take(&shared->lock);
  void **link = &shared->batches;
  for (unsigned i = 0; i < kept && *link != NULL; i++)
    link = batch_link(list, *link);
  void *batches = *link;
  *link = NULL;
  lock_drop(&shared->lock);
  return batches;
}

static void walk_from_start(phase_t phase) {
  trim.phase = phase;
  trim.list = 0;
  trim.entry = trim.batch = trim.batches[0];
  trim.kept = NULL;
}

static bool begin(void) {
  size_t used =
      (size_t)(__atomic_load_n(&sched.stack_region.next, __ATOMIC_RELAXED) - sched.stack_region.base);
  trim.chunks = used / STACK_CHUNK;
  if (trim.chunks == 0 || !stack_can_discard()) return false;
  trim.idle = os_map(trim.chunks * sizeof *trim.idle);
  if (trim.idle == NULL) return false;
  for (unsigned list = 0; list < LISTS; list++)
    trim.batches[list] = take_away(list);
  walk_from_start(COUNT);
  return true;
}

static bool is_whole(const char *base) {
  return chunk_of(base) < trim.chunks && trim.idle[chunk_of(base)] == STACK_CHUNK;
}

static void keep(void *entry) {
  if (trim.kept == NULL) {
    trim.kept = entry;
  } else {
    *link_of(trim.list, trim.kept_last) = entry;
  }
  trim.kept_last = entry;
  trim.kept_count++;
}

/* An entry without its stack, if that leaves: a fibre stays in the list, a stack does not. */
static void filter(void *entry) {
  size_t size;
  char *stack = stack_of(trim.list, entry, &size);
  bool leaves = stack != NULL && is_whole(stack);
  if (leaves) atomic_fetch_add_explicit(&bytes_taken, (int64_t)size, memory_order_relaxed);
  if (trim.list == FIBRES) {
    if (leaves) ((fibre_t *)entry)->stack = NULL;
  } else if (leaves) {
    return;
  }
  keep(entry);
}

static void count(void *entry) {
  size_t size;
  const char *stack = stack_of(trim.list, entry, &size);
  if (stack != NULL && chunk_of(stack) < trim.chunks) trim.idle[chunk_of(stack)] += (uint32_t)size;
}

/* What has been kept goes back as a batch, if it is worth one. */
static void give_back(unsigned least) {
  if (trim.kept_count < least) return;
  pool_shared_t *shared = shared_of(trim.list);
  *link_of(trim.list, trim.kept_last) = NULL;
  lock_take(&shared->lock);
  *batch_link(trim.list, trim.kept) = shared->batches;
  shared->batches = trim.kept;
  lock_drop(&shared->lock);
  trim.kept = NULL;
  trim.kept_count = 0;
}

/* True when the walk has come to its end. */
static bool walk(void) {
  for (unsigned entries = 0; entries < ENTRIES;) {
    if (trim.batch == NULL) {
      give_back(1);
      if (++trim.list == LISTS) return true;
      trim.entry = trim.batch = trim.batches[trim.list];
      continue;
    }
    void *next_batch = *batch_link(trim.list, trim.batch); /* its first entry may leave */
    while (trim.entry != NULL) {
      void *entry = trim.entry;
      trim.entry = *link_of(trim.list, entry);
      if (trim.phase == COUNT) {
        count(entry);
      } else {
        filter(entry);
      }
      entries++;
    }
    give_back(POOL_BATCH);
    trim.entry = trim.batch = next_batch;
  }
  return false;
}

/* True when all are discarded. */
static bool discard_some(void) {
  size_t end = trim.chunk + CHUNKS < trim.chunks ? trim.chunk + CHUNKS : trim.chunks;
  while (trim.chunk < end) {
    size_t first = trim.chunk;
    while (trim.chunk < end && trim.idle[trim.chunk] == STACK_CHUNK)
      trim.chunk++;
    char *base = sched.stack_region.base + first * STACK_CHUNK;
    if (trim.chunk == first) {
      trim.chunk++;
      continue;
    }
    (void)os_discard(base, (trim.chunk - first) * STACK_CHUNK);
    for (; first < trim.chunk; first++, base += STACK_CHUNK)
      stack_discard(base);
  }
  return trim.chunk >= trim.chunks;
}

void stack_trim(void) {
  int64_t idle = -load_relaxed(&bytes_taken);
  for (unsigned i = 0; i < sched.count; i++)
    idle += sched.workers[i]->stacks_idle;
  int64_t most = options.gc_stress ? 0 : IDLE_MOST;
  if (idle > most && idle_before > most) store_relaxed(&wanted, 1);
  idle_before = idle;
}

static bool trim_some(void) {
  switch (trim.phase) {
  case REST:
    if (load_relaxed(&wanted) == 0) return false;
    store_relaxed(&wanted, 0);
    return begin();
  case COUNT:
    if (walk()) walk_from_start(FILTER);
    return true;
  case FILTER:
    if (!walk()) return true;
    trim.phase = DISCARD;
    trim.chunk = 0;
    return true;
  case DISCARD:
    if (!discard_some()) return true;
  }
  os_unmap(trim.idle, trim.chunks * sizeof *trim.idle);
  trim.phase = REST;
  return false;
}

bool stack_trim_some(void) {
  lock_take(&trim_lock);
  bool more = trim_some();
  lock_drop(&trim_lock);
  return more;
}

void stack_trim_pause(void) {
  lock_take(&trim_lock);
  while (trim.phase != REST)
    (void)trim_some();
}

void stack_trim_resume(void) {
  lock_drop(&trim_lock);
}

void stack_trim_close(void) {
  if (trim.phase != REST) os_unmap(trim.idle, trim.chunks * sizeof *trim.idle);
  trim.phase = REST;
  idle_before = 0;
  store_relaxed(&wanted, 0);
  store_relaxed(&bytes_taken, 0);
}
