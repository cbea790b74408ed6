/* deque_model.c: every entry of a deque is given out once, to somebody who sees what it stands for, while two thieves
 * steal, also while the array grows. */
#include "model/tests.h"
#include "sched/deque.h"

#include <string.h>

enum { ENTRIES = 4 };

static worker_t owner;
static uint64_t payload[ENTRIES];
static int taken[ENTRIES];
static int pushed;

static void take(entry_t entry) {
  if (entry == 0) return;
  size_t i = (size_t)((uint64_t *)entry - payload);
  model_expect(i < ENTRIES, "an entry that nobody has pushed");
  model_expect(model_read(&payload[i]) == 7, "an entry whose task is not complete");
  taken[i]++;
}

static void push(void) {
  uint64_t *cell = &payload[pushed++];
  model_write(cell, 7);
  deque_push(&owner, (entry_t)cell);
}

static void setup(void) {
  if (owner.deque_cells != NULL) deque_close(&owner);
  memset(&owner, 0, sizeof owner);
  memset(payload, 0, sizeof payload);
  memset(taken, 0, sizeof taken);
  pushed = 0;
  model_name(&owner.deque_top, "top");
  model_name(&owner.deque_bottom, "bottom");
  model_name(&owner.deque_cells, "cells");
  model_expect(deque_open(&owner), "no memory");
  push();
}

static void push_pop_pop(void) {
  push();
  take(deque_pop(&owner));
  take(deque_pop(&owner));
}

static void push_three_pop(void) {
  push();
  push();
  push();
  take(deque_pop(&owner));
}

static void steal(void) {
  bool contended = false;
  take(deque_steal(&owner, &contended));
}

static void steal_twice(void) {
  steal();
  steal();
}

static void finish(void) {
  for (entry_t entry = deque_pop(&owner); entry != 0; entry = deque_pop(&owner))
    take(entry);
  for (int i = 0; i < pushed; i++)
    model_expect(taken[i] == 1, taken[i] == 0 ? "an entry is lost" : "an entry comes out twice");
}

const model_test_t deque_tests[] = {{"deque, owner and thief",
                                     setup,
                                     {push_pop_pop, steal_twice},
                                     finish,
                                     4,
                                     WITHOUT_FENCE | WITHOUT_RELEASE | WITHOUT_ACQUIRE},
                                    {"deque, owner and two thieves",
                                     setup,
                                     {push_pop_pop, steal, steal},
                                     finish,
                                     3,
                                     WITHOUT_FENCE | WITHOUT_RELEASE | WITHOUT_ACQUIRE},
                                    {"deque, growing under theft",
                                     setup,
                                     {push_three_pop, steal_twice},
                                     finish,
                                     3,
                                     WITHOUT_RELEASE | WITHOUT_ACQUIRE},
                                    {0}};
