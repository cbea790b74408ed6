/* waits.c: runs the stress tests of bodies.c, ROUNDS times each (environment, default 1), and cancels for
 * them. */
#include "base/rand.h"
#include "harness.h"
#include "wait/wait.h"

#include <stdio.h>
#include <stdlib.h>

const void *test_element, *test_wide_element;
static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};
static const desc_t wide_element = {.kind = PLAT_KIND_ELEMENT, .size = 40, .name = "five Int64"};

#define TESTS(X)                                                                                             \
  X(rendezvous)                                                                                              \
  X(bounded)                                                                                                 \
  X(unbounded)                                                                                               \
  X(wide)                                                                                                    \
  X(select)                                                                                                  \
  X(await)                                                                                                   \
  X(sleep)                                                                                                   \
  X(deadlines)                                                                                               \
  X(stale_timers)

#define DECLARE(name) int64_t test_##name(void);
TESTS(DECLARE)

typedef struct test {
  const char *name;
  int64_t (*run)(void);
} test_t;

#define ROW(name) {#name, test_##name},
static const test_t tests[] = {TESTS(ROW)};
enum { COUNT = sizeof tests / sizeof tests[0], PLACES = 64 };

static long next, rounds = 1;
static int32_t status;

/* The fibres that may be cancelled: the tasks on them stay there until the test is over. */
static fibre_t *_Atomic places[PLACES];

void waits_register_c(worker_t *w, int64_t place, int64_t on);
int64_t waits_cancel_some_c(worker_t *w, int64_t seed);
void waits_fail_c(worker_t *w, int64_t line);

/* Also takes back a cancellation that has been seen. */
void waits_register_c(worker_t *w, int64_t place, int64_t on) {
  store_release(&places[place], on != 0 ? w->fibre : NULL);
  store_relaxed(&w->fibre->cancel, 0);
}

/* One of them, or a few in one go. Returns how many were woken. */
int64_t waits_cancel_some_c(worker_t *w, int64_t seed) {
  uint64_t random = (uint64_t)seed * 2 + 1;
  int64_t woken = 0;
  if (rand_below(&random, 4) != 0) {
    fibre_t *fibre = load_acquire(&places[rand_below(&random, PLACES)]);
    return fibre != NULL && wait_cancel(w, fibre);
  }
  fibre_t *chosen[PLACES / 8];
  size_t count = 0;
  for (size_t i = 0; i < PLACES / 8; i++) {
    fibre_t *fibre = load_acquire(&places[rand_below(&random, PLACES)]);
    if (fibre != NULL) chosen[count++] = fibre;
  }
  for (size_t i = 0; i < count; i++)
    wait_cancel_mark(chosen[i], 0);
  wait_cancel_begin();
  for (size_t i = 0; i < count; i++)
    woken += wait_cancel_wake(w, chosen[i], 0);
  wait_cancel_finish();
  return woken;
}

void waits_fail_c(worker_t *w, int64_t line) {
  (void)w;
  (void)fprintf(stderr, "waits: bodies.c:%lld\n", (long long)line);
  status = 1;
}

void *harness_next_c(worker_t *w) {
  (void)w;
  if (next == 0) {
    test_element = &element;
    test_wide_element = &wide_element;
    const char *text = getenv("ROUNDS");
    if (text != NULL) rounds = atol(text);
  }
  return next == rounds * COUNT ? NULL : (void *)tests[next % COUNT].run;
}

int32_t harness_report_c(worker_t *w, int64_t result) {
  (void)w;
  const char *name = tests[next++ % COUNT].name;
  if (result != 1) {
    (void)fprintf(stderr, "wait test failed: %s\n", name);
    status = 1;
  }
  if (getenv("VERBOSE") != NULL) (void)fprintf(stderr, "%s %s\n", result == 1 ? "passed" : "FAILED", name);
  return status;
}

HARNESS_MAIN;
