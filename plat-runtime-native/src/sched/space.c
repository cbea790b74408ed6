/* space.c: see space.h. */
#include "sched/space.h"
#include "os/os.h"
#include "os/region.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "task/stack.h"

#include <stdio.h>

enum { CHUNK = 1 << 15, LEAST = 1 << 18, SHIFT_MOST = 32 };

static struct {
  size_t shares;             /* bytes of all kinds but the shields, in equal parts */
  size_t most[RECORD_KINDS]; /* chunks */
  _Atomic size_t taken[RECORD_KINDS];
} records;

static bool open_at(unsigned shift) {
  size_t fibres = (options.fibres_max >> shift) / CHUNK * CHUNK;
  size_t shields = (fibres / FIBRE_BYTES * sizeof(scope_t) / CHUNK + options.workers + 1) * 2 * CHUNK;
  records.shares = (options.records_max >> shift) / CHUNK * CHUNK;
  for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
    records.most[kind] = (kind == RECORD_SHIELD ? shields : records.shares / (RECORD_KINDS - 1)) / CHUNK;
    store_relaxed(&records.taken[kind], 0);
  }
  size_t stacks = (options.stacks_max >> shift) / STACK_CHUNK * STACK_CHUNK;
  size_t all = stacks + fibres + records.shares + shields;
  void *as_much = os_map(2 * all);
  if (as_much == NULL) return false;
  os_unmap(as_much, 2 * all);
  if (region_open(&sched.stack_region, stacks) && region_open(&sched.fibre_region, fibres) &&
      region_open(&sched.record_region, records.shares + shields))
    return true;
  space_close();
  return false;
}

/* Where the address space is limited, less of each, and half of it is left for the heap. */
bool space_open(void) {
  for (unsigned shift = 0; shift < SHIFT_MOST && options.fibres_max >> shift >= LEAST; shift++)
    if (open_at(shift)) return true;
  return false;
}

static char *take_chunk(unsigned kind) {
  if (atomic_fetch_add_explicit(&records.taken[kind], 1, memory_order_relaxed) < records.most[kind])
    return region_take(&sched.record_region, CHUNK);
  atomic_fetch_sub_explicit(&records.taken[kind], 1, memory_order_relaxed);
  return NULL;
}

void *record_take(worker_t *w, unsigned kind, size_t bytes) {
  run_t *run = &w->records[kind];
  if ((size_t)(run->end - run->next) < bytes) {
    char *chunk = take_chunk(kind);
    if (chunk == NULL) return NULL;
    *run = (run_t){.next = chunk, .end = chunk + CHUNK};
  }
  void *record = run->next;
  run->next += bytes;
  return record;
}

void space_close(void) {
  stack_close();
  region_close(&sched.record_region);
  region_close(&sched.fibre_region);
  region_close(&sched.stack_region);
}

static size_t size_of(const region_t *region) {
  return (size_t)(region->end - region->base);
}

/* In the unit that says it without a fraction. */
static void say(char text[SPACE_TEXT], const char *what, size_t bytes, size_t asked, const char *option) {
  static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
  const char *raises = bytes < asked ? "a larger address space (ulimit -v)" : option;
  unsigned unit = 0;
  for (; unit < 3 && bytes % 1024 == 0; unit++)
    bytes /= 1024;
  (void)snprintf(text, SPACE_TEXT, "out of memory: %s %zu %s; %s raises it", what, bytes, units[unit],
                 raises);
}

void space_text(space_t space, char text[SPACE_TEXT]) {
  switch (space) {
  case SPACE_STACKS:
    say(text, "the stacks of all tasks may take", size_of(&sched.stack_region), options.stacks_max,
        "PLAT_STACKS_MAX");
    break;
  case SPACE_FIBRES:
    say(text, "the tasks that run or wait may take, without their stacks,", size_of(&sched.fibre_region),
        options.fibres_max, "PLAT_FIBRES_MAX");
    break;
  case SPACE_SCOPES:
    say(text, "open scopes may take a third of", records.shares, options.records_max, "PLAT_RECORDS_MAX");
    break;
  case SPACE_WAITERS:
    say(text, "waits at channels may take a third of", records.shares, options.records_max,
        "PLAT_RECORDS_MAX");
    break;
  case SPACE_TIMERS:
    say(text, "sleeps and time limits may take", options.timers_max, options.timers_max, "PLAT_TIMERS_MAX");
    break;
  }
}

_Noreturn void space_panic(worker_t *w, space_t space) {
  char text[SPACE_TEXT];
  space_text(space, text);
  panic_text(w, text);
}
