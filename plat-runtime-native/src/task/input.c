/* input.c: a task that reads standard input holds up no other.
 *
 * There is one standard input, and a read of it may take for ever. So the task gives way as long as its worker has other
 * work, and then the worker waits for input as it would for work: with a lone worker until the first timer. Where there
 * are several, what is to run here may come from another one (a cancellation, or a task that nobody else is free to run):
 * the worker looks up every SLICE, unless all others sleep and no timer runs, when nothing can come but input.
 * What comes is taken in as it comes (output.h), so a line of which a part is there is waited for likewise, and half a line
 * is not lost with the task that waits for it. What is left: when several tasks read at once and another one takes the line
 * in between, this one waits for the next in the read. */
#include "cancel/cancel.h"
#include "gc/stop.h"
#include "lib/output.h"
#include "rt0/options.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "time/clock.h"
#include "time/timer.h"

enum { SLICE = 10 /* ms */, FOR_EVER = -1 };

static int milliseconds_until(int64_t deadline) {
  int64_t ns = deadline - clock_now();
  if (ns <= 0) return 0;
  return ns < (int64_t)INT32_MAX * 1000000 ? (int)((ns + 999999) / 1000000) : INT32_MAX;
}

static int longest_wait(void) {
  int64_t first = timer_first();
  if (sched.count == 1 && !sched.host_mode) return first == OS_FOREVER ? FOR_EVER : milliseconds_until(first);
  bool others_sleep = load_relaxed(&sched.idle_count) == sched.count - 1;
  return others_sleep && first == OS_FOREVER && !sched.host_mode ? FOR_EVER : SLICE;
}

int32_t plat_read_wait_c(worker_t *w) {
  cancel_check(w);
  w->result = true;
  if (options.seeded || input_has_line()) return PLAT_VERDICT_DONE;
  if (sched_has_work(w)) {
    fibre_t *fibre = fibre_save(w);
    fibre->result = false;
    sched_later(w, fibre);
    return PLAT_VERDICT_PARK;
  }
  int longest = longest_wait();
  gc_hold_nothing(w);
  gc_leave(w);
  output_flush();
  (void)output_system.wait_readable(true, longest);
  gc_enter(w);
  gc_may_hold(w);
  timer_run(w);
  w->result = input_has_line();
  return PLAT_VERDICT_DONE;
}
