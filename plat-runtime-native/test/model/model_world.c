/* model_world.c: see model_world.h. */
#include "model/model_world.h"
#include "base/check.h"
#include "cancel/cancel.h"
#include "rt0/panic.h"
#include "time/timer.h"
#include "unwind/raise.h"
#include "wait/wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

world_t world;
sched_t sched;

void world_reset(void) {
  memset(&world, 0, sizeof world);
  sched.count = 2;
  memset(&waits, 0, sizeof waits);
  waits.has_barrier = true;
  world.worker.fibre = &world.fibre;
  world.other_worker.fibre = &world.other_fibre;
  world.fibre.node.fibre = &world.fibre;
  world.other_fibre.node.fibre = &world.other_fibre;
  model_name(&world.fibre.wait, "wait");
  model_name(&world.fibre.taken, "taken");
  model_name(&world.fibre.cancel, "cancel");
  model_name(&waits.cancelling, "cancelling");
}

void world_run(worker_t *w, fibre_t *fibre, task_t *task) {
  w->fibre = fibre;
  w->task = fibre->task = fibre->bottom = task;
  store_relaxed(&task->state, PLAT_TASK_RUNNING);
  store_relaxed(&task->fibre, fibre);
}

void stack_pack(worker_t *w, fibre_t *fibre) {
  (void)w;
  (void)fibre;
}

void stack_shrink(worker_t *w, fibre_t *fibre) {
  (void)w;
  (void)fibre;
}

void world_sleep(void) {
  while (load_acquire(&world.woken) == 0)
    cpu_pause();
}

/* ---- the scheduler ---- */

fibre_t *fibre_save(worker_t *w) {
  return w->fibre;
}

void fibre_wake(worker_t *w, fibre_t *fibre) {
  (void)w;
  (void)fibre;
  world.wakes++;
  store_release(&world.woken, 1);
}

void fibre_wake_list(worker_t *w, fibre_t *newest) {
  for (; newest != NULL; newest = newest->next)
    fibre_wake(w, newest);
}

void sched_inject(entry_t entry) {
  fibre_wake(NULL, entry_fibre(entry));
}

/* ---- raising: the thread has come to its end ---- */

_Noreturn void panic_text(worker_t *w, const char *message) {
  (void)w;
  (void)message;
  world.panics++;
  model_leave();
}

_Noreturn void panic_out_of_memory(worker_t *w) {
  panic_text(w, "out of memory");
}

panic_t *panic_new(worker_t *w, const char *message, size_t length) {
  (void)length;
  panic_text(w, message);
}

_Noreturn void raise_panic(worker_t *w, panic_t *panic) {
  (void)panic;
  panic_text(w, "");
}

_Noreturn void raise_cancelled(worker_t *w) {
  (void)w;
  model_leave();
}

/* A cancellation concerns the fibre wherever it stands. */
bool cancel_look(worker_t *w) {
  (void)w;
  return true;
}

/* ---- what these tests do not use ---- */

static _Noreturn void unexpected(void) {
  (void)fprintf(stderr, "model: a call that no test makes\n");
  abort();
}

void timer_add(worker_t *w, fibre_t *fibre, uint64_t token, int64_t deadline) {
  (void)w, (void)fibre, (void)token, (void)deadline;
  unexpected();
}
int64_t timer_deadline(int64_t nanoseconds) {
  (void)nanoseconds;
  unexpected();
}
void timer_conclude(fibre_t *fibre, uint64_t outcome) {
  (void)fibre, (void)outcome;
}
_Noreturn void task_raise(worker_t *w, const task_t *task, uint64_t state) {
  (void)w, (void)task, (void)state;
  unexpected();
}
void task_end(worker_t *w, task_t *task) {
  (void)w, (void)task;
  unexpected();
}
void task_forget_cancel(task_t *task) {
  (void)task;
  unexpected();
}

_Noreturn void check_failed(const char *file, int line, const char *condition) {
  (void)fprintf(stderr, "%s:%d: %s\n", file, line, condition);
  abort();
}

/* ---- the operating system ---- */

void *os_map(size_t bytes) {
  return calloc(1, bytes);
}
void os_unmap(void *start, size_t bytes) {
  (void)bytes;
  free(start);
}
void os_futex_wait(_Atomic uint32_t *word, uint32_t expected, int64_t timeout_ns) {
  (void)timeout_ns;
  model_futex_wait(word, expected);
}
void os_futex_wake(_Atomic uint32_t *word, int count) {
  model_futex_wake(word, count);
}
bool os_barrier_open(void) {
  return true;
}
void os_barrier(void) {
  model_barrier();
}
void os_thread_yield(void) {}
/* Back-off is over at once. */
int64_t os_monotonic_ns(void) {
  static int64_t now;
  return now += 1000000;
}
