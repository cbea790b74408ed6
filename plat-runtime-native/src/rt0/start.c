/* start.c: main() of a Plat program.
 *
 * Worker 0 is this thread. The compiled program's plat_main runs as a task like any other; when it ends, the
 * workers leave their loops, and the exit status is what plat_main left in slot 0. */
#include "base/check.h"
#include "base/lock.h"
#include "gc/stop.h"
#include "rt0/options.h"
#include "rt0/panic.h"
#include "rt0/signals.h"
#include "sched/deque.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "task/task.h"

#include <stdio.h>

extern const taskdesc_t plat_main_desc;

int main(void) {
  options_read();
  if (!sched_open()) {
    (void)fprintf(stderr, "error: not enough memory to start\n");
    return 1;
  }
  worker_t *w = sched.workers[0];
  gc_enter(w); /* it allocates; a collection may begin, and its thread is one that might stop the world */
  task_t *task = task_new(w, &plat_main_desc, NULL);
  sched.main_task = task;
  signals_start();
  task_start(w, task);
  gc_leave(w);
  sched_run();
  int status = (int)(int32_t)task->slots[0];
  if (load_acquire(&task->state) == PLAT_TASK_CANCELLED) status = 128 + signals_received();
  sched_close();
  process_end(status);
}
