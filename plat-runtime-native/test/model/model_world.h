/* model_world.h: two workers, two fibres, two tasks, and stand-ins for what wait.c and await.c call beyond atomics. */
#ifndef PLAT_TEST_MODEL_WORLD_H
#define PLAT_TEST_MODEL_WORLD_H

#include "sched/sched.h"
#include "task/fibre.h"
#include "task/task.h"

typedef struct world {
  worker_t worker, other_worker;
  fibre_t fibre, other_fibre;
  uint64_t node_values[2]; /* behind other_fibre.node */
  union {
    task_t task;
    uint64_t room[8];
  } tasks[2];
  int wakes, panics;
  _Atomic uint64_t woken;
} world_t;

extern world_t world;

/* Everything anew: `worker` runs `fibre`, on which no task runs, `other_worker` likewise. */
void world_reset(void);
/* The task runs on that fibre, and that on the worker. */
void world_run(worker_t *w, fibre_t *fibre, task_t *task);
/* The thread of the parked fibre waits until somebody wakes it. */
void world_sleep(void);

#endif
