/* deadlock.c: see deadlock.h. */
#include "dump/deadlock.h"
#include "dump/dump.h"
#include "lib/output.h"
#include "rt0/panic.h"
#include "sched/sched.h"
#include "task/scope.h"
#include "task/task.h"
#include "unwind/raise.h"
#include "wait/wait.h"

#include <string.h>

static const char message[] = "deadlock: every task waits, and nothing can wake one";

static void print(void) {
  dump_t dump;
  report_t report = {0};
  dump_take(&dump);
  dump_print(&dump, &report);
  dump_free(&dump);
  output_error(report.bytes, report.used);
  report_free(&report);
}

void deadlock_report(worker_t *w) {
  print();
  fibre_t *fibre = load_acquire(&sched.main_task->fibre);
  if (fibre == NULL || fibre->deadlock != DEADLOCK_NONE) process_fail(message);
  scope_t *scope = load_relaxed(&fibre->exiting);
  if (scope != NULL) { /* it waits for the tasks of a scope: that fails, and main with it */
    fibre->deadlock = DEADLOCK_RAISED;
    panic_t *panic = panic_plain(message, strlen(message));
    panic->catchable = false;
    scope_fail(w, scope, panic);
    return;
  }
  uint64_t token = load_acquire(&fibre->wait);
  if ((token & WAIT_OPEN) == 0 || !wait_claim_token(fibre, token)) process_fail(message);
  fibre->deadlock = DEADLOCK_PENDING;
  fibre->result = WAIT_CANCELLED;
  fibre_wake(w, fibre);
}

_Noreturn void deadlock_raise(worker_t *w) {
  w->fibre->deadlock = DEADLOCK_RAISED;
  panic_t *panic = panic_new(w, message, strlen(message));
  panic->catchable = false;
  raise_panic(w, panic);
}
