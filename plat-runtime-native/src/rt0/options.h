/* options.h: what the environment asks of the runtime, read once at start, constant afterwards.
 *   PLAT_WORKERS=n       workers (default: cores)
 *   PLAT_STACK_MAX=n     bytes, perhaps with K, M or G behind them (powers of 1024, small letters too): limit of one task
 *                        stack (default 256M)
 *   PLAT_STACKS_MAX=n, PLAT_FIBRES_MAX=n, PLAT_RECORDS_MAX=n, PLAT_TIMERS_MAX=n   bytes: what all tasks together
 *                        may need outside the heap (sched/space.h)
 *   PLAT_STACK_STRESS=1  every poll and park moves the stack and poisons the old place
 *   PLAT_STATS=1         counters to stderr at shutdown
 *   PLAT_SCHED=seed:N    a deterministic schedule drawn from the number N, on one worker (sched/seeded.h)
 *   PLAT_TRACE=file      what the scheduler does, as a Chrome trace (trace/trace.h)
 *   PLAT_DUMP=json       the tree of tasks, at a deadlock and at SIGQUIT, as JSON (dump/dump.h); text: as text
 * A value that does not parse is an error that ends the process with status 2. */
#ifndef PLAT_RT0_OPTIONS_H
#define PLAT_RT0_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* gc_percent: never; heap_max: as much as there is */
#define GC_OFF SIZE_MAX
#define GC_PERCENT 60 /* unless told otherwise */
#define HEAP_UNLIMITED ((size_t)1 << 46)

typedef struct options {
  unsigned workers;
  size_t stack_max;
  size_t stacks_max, fibres_max, records_max, timers_max;
  bool stack_stress;
  bool stats;
  bool dump_json;
  const char *trace; /* the file, or null */
  bool seeded;
  uint64_t seed;     /* if seeded */
  size_t gc_percent; /* or GC_OFF */
  size_t heap_max;
  size_t heap_fail; /* this slow path of allocation finds no memory; 0: none */
  bool gc_stress, gc_verify, gc_trace;
  bool gc_stress_outside; /* under stress: a thread of its own marks, while workers run */
} options_t;

extern options_t options;

void options_read(void);

#endif
