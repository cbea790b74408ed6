/* await_model.c: whoever awaits a task is woken once, sees its result, and a circle of awaits never waits for ever. */
#include "model/model_world.h"
#include "model/tests.h"
#include "task/await.h"
#include "task/task.h"
#include "wait/wait.h"

uint32_t plat_await_slow_c(worker_t *w, task_t *task);

static task_t *task;
static uint64_t result;

static void setup(void) {
  world_reset();
  task = &world.tasks[0].task;
  store_relaxed(&task->state, PLAT_TASK_RUNNING);
  result = 0;
  model_name(&task->state, "state");
  model_name(&result, "result");
}

static void awaits(void) {
  if (plat_await_slow_c(&world.worker, task) == PLAT_VERDICT_PARK) {
    world_sleep();
    uint64_t outcome = world.fibre.result;
    world.fibre.conclude(&world.worker, &world.fibre, outcome);
    if (outcome != WAIT_DONE) return;
  }
  model_expect(load_acquire(&task->state) == PLAT_TASK_DONE, "the task has not ended");
  model_expect(model_read(&result) == 7, "the result is not there");
}

/* As compiled code and task_end do. */
static void ends(void) {
  model_write(&result, 7);
  uint64_t running = PLAT_TASK_RUNNING;
  if (!cas_acq_rel(&task->state, &running, PLAT_TASK_DONE))
    await_end(&world.other_worker, task, PLAT_TASK_DONE);
}

static void canceller(void) {
  (void)wait_cancel(NULL, &world.fibre);
}

static void finish(void) {
  model_expect(world.wakes <= 1, "a fibre is woken twice");
  model_expect(load_acquire(&task->state) == PLAT_TASK_DONE, "the end of the task is lost");
}

/* Two tasks, each on a fibre and a worker of its own, await each other. */
static void setup_circle(void) {
  world_reset();
  world_run(&world.worker, &world.fibre, &world.tasks[0].task);
  world_run(&world.other_worker, &world.other_fibre, &world.tasks[1].task);
  model_name(&world.fibre.awaiting, "awaiting 0");
  model_name(&world.other_fibre.awaiting, "awaiting 1");
}

static void awaits_other(void) {
  (void)plat_await_slow_c(&world.worker, &world.tasks[1].task);
}
static void is_awaited(void) {
  (void)plat_await_slow_c(&world.other_worker, &world.tasks[0].task);
}

static void finish_circle(void) {
  model_expect(world.panics >= 1, "tasks await each other, and nobody has noticed");
}

const model_test_t await_tests[] = {
    {"await, task ends", setup, {awaits, ends}, finish, 5, WITHOUT_RELEASE | WITHOUT_ACQUIRE},
    {"await, task ends, canceller", setup, {awaits, ends, canceller}, finish, 2, WITHOUT_BARRIER},
    {"await, a circle", setup_circle, {awaits_other, is_awaited}, finish_circle, 4, WITHOUT_FENCE},
    {0}};
