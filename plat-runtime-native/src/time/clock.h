/* clock.h: the clock of a program: timers, deadlines, and what time_monotonic() shows.
 *
 * Nanoseconds, never going back. It is the system's monotonic clock, except under a seeded schedule
 * (sched/seeded.h), where time is virtual. The runtime's own pacing (monitor, back-off) reads the system's.
 */
#ifndef PLAT_TIME_CLOCK_H
#define PLAT_TIME_CLOCK_H

#include "os/os.h"
#include "sched/seeded.h"

static inline int64_t clock_now(void) {
  return options.seeded ? seeded_now() : os_monotonic_ns();
}

#endif
