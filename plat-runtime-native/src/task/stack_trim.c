/* stack_trim.c: stacks that have been idle for long go back to the system; see stack.h.
 *
 * A stack is idle when it is in a free list, or bound to a fibre that is free. Only whole chunks of the region can go
 * back, and only when all that was cut from one is idle; the world stands still meanwhile, so nobody is between a
 * list and a fibre. Once: the idle bytes of each chunk are added up; a chunk where that is all of it leaves the lists
 * and the fibres, is discarded, and is the first to be cut again (stack_discard).
 * When: at a collection, if there is much idle memory, and was at the one before: what a program uses in waves stays.
 * The cost, some ten nanoseconds per free fibre, is paid once per wave that has ended. */
#include "os/os.h"
#include "rt0/options.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/stack.h"

enum { IDLE_MOST = 32 << 20, FIBRES_KEPT = 4096 };

static int64_t idle_before;

typedef struct trim {
  uint32_t *idle; /* bytes, by chunk */
  size_t chunks;
  size_t removed; /* bytes taken from lists and fibres */
  size_t fibres_kept;
} trim_t;

static size_t chunk_of(const char *base) {
  return (size_t)(base - sched.stack_region.base) / STACK_CHUNK;
}

static void add(trim_t *trim, const char *base, size_t size) {
  trim->idle[chunk_of(base)] += (uint32_t)size;
}

static bool is_whole(const trim_t *trim, const char *base) {
  return trim->idle[chunk_of(base)] == STACK_CHUNK;
}

/* ---- free lists: linked by their first word, batches by their second (base/pool.h) ---- */

static void add_list(trim_t *trim, const void *first, size_t size) {
  for (const void *stack = first; stack != NULL; stack = *(void *const *)stack)
    add(trim, stack, size);
}

/* The list without what lies in whole chunks. */
static void *filtered(trim_t *trim, void *first, size_t size) {
  void *kept = NULL;
  void **link = &kept;
  for (void *stack = first, *next; stack != NULL; stack = next) {
    next = *(void **)stack;
    if (is_whole(trim, stack)) {
      trim->removed += size;
      continue;
    }
    *link = stack;
    link = stack;
  }
  *link = NULL;
  return kept;
}

static void add_lists(trim_t *trim) {
  for (unsigned class = 0; class < STACK_CLASSES; class ++) {
    size_t size = (size_t)STACK_LEAST << class;
    for (unsigned i = 0; i < sched.count; i++)
      add_list(trim, sched.workers[i]->stacks[class], size);
    for (void *batch = sched.shared_stacks[class].batches; batch != NULL; batch = ((void **)batch)[1])
      add_list(trim, batch, size);
  }
  for (unsigned i = 0; i < sched.count; i++) {
    const run_t *run = &sched.workers[i]->stack_run;
    if (run->next < run->end) add(trim, run->next, (size_t)(run->end - run->next));
  }
}

static void filter_lists(trim_t *trim) {
  for (unsigned class = 0; class < STACK_CLASSES; class ++) {
    size_t size = (size_t)STACK_LEAST << class;
    for (unsigned i = 0; i < sched.count; i++)
      sched.workers[i]->stacks[class] = filtered(trim, sched.workers[i]->stacks[class], size);
    void *batches = NULL;
    for (void *batch = sched.shared_stacks[class].batches, *next; batch != NULL; batch = next) {
      next = ((void **)batch)[1];
      void *kept = filtered(trim, batch, size);
      if (kept == NULL) continue;
      ((void **)kept)[1] = batches;
      batches = kept;
    }
    sched.shared_stacks[class].batches = batches;
  }
  for (unsigned i = 0; i < sched.count; i++) {
    run_t *run = &sched.workers[i]->stack_run;
    if (run->next < run->end && is_whole(trim, run->next)) *run = (run_t){0};
  }
}

/* ---- fibres ---- */

static bool has_idle_stack(const fibre_t *fibre) {
  return fibre->depth == 0 && fibre->stack != NULL && !stack_is_mapped(fibre->stack);
}

static void each_idle(trim_t *trim, void (*visit)(trim_t *, fibre_t *)) {
  size_t kept = 0;
  for (char *chunk = sched.fibre_region.base; chunk < sched.fibre_region.next; chunk += FIBRE_CHUNK) {
    for (size_t at = 0; at + FIBRE_BYTES <= FIBRE_CHUNK; at += FIBRE_BYTES) {
      fibre_t *fibre = (fibre_t *)(void *)(chunk + at);
      if (has_idle_stack(fibre) && ++kept > trim->fibres_kept) visit(trim, fibre);
    }
  }
}

static void add_fibre(trim_t *trim, fibre_t *fibre) {
  add(trim, fibre->stack, fibre->size);
}

static void filter_fibre(trim_t *trim, fibre_t *fibre) {
  if (!is_whole(trim, fibre->stack)) return;
  trim->removed += fibre->size;
  fibre->stack = NULL;
}

/* ---- all of it ---- */

static void discard_whole(const trim_t *trim) {
  size_t first = 0;
  for (size_t i = 0; i <= trim->chunks; i++) {
    if (i < trim->chunks && trim->idle[i] == STACK_CHUNK) continue;
    if (i > first) {
      char *base = sched.stack_region.base + first * STACK_CHUNK;
      (void)os_discard(base, (i - first) * STACK_CHUNK);
      for (size_t k = first; k < i; k++)
        stack_discard(sched.stack_region.base + k * STACK_CHUNK);
    }
    first = i + 1;
  }
}

static void trim_all(void) {
  size_t used = (size_t)(sched.stack_region.next - sched.stack_region.base);
  trim_t trim = {.chunks = used / STACK_CHUNK, .fibres_kept = options.gc_stress ? 0 : FIBRES_KEPT};
  size_t bytes = trim.chunks * sizeof *trim.idle;
  if (bytes == 0 || !stack_can_discard() || (trim.idle = os_map(bytes)) == NULL) return;
  add_lists(&trim);
  each_idle(&trim, add_fibre);
  filter_lists(&trim);
  /* Those that are kept are so in both walks: what the second visits has a stack still. */
  each_idle(&trim, filter_fibre);
  discard_whole(&trim);
  sched.workers[0]->stacks_idle -= (int64_t)trim.removed;
  os_unmap(trim.idle, bytes);
}

void stack_trim(void) {
  int64_t idle = 0;
  for (unsigned i = 0; i < sched.count; i++)
    idle += sched.workers[i]->stacks_idle;
  int64_t most = options.gc_stress ? 0 : IDLE_MOST;
  bool is_long = idle > most && idle_before > most;
  idle_before = idle;
  if (is_long) trim_all();
}
