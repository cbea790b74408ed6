/* tasks.c: runs the tests of bodies.c, ROUNDS times each (environment, default 1), in one process. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

const void *test_element;
/* Numbers, and handles of tasks. */
static const int32_t element_reference = 0;
static const desc_t element = {.kind = PLAT_KIND_ELEMENT,
                               .size = 8,
                               .name = "element",
                               .ref_count = 1,
                               .ref_offsets = &element_reference};

#define TESTS(X)                                                                                             \
  X(fan_out)                                                                                                 \
  X(await_in_order)                                                                                          \
  X(fib)                                                                                                     \
  X(nested_scopes)                                                                                           \
  X(shared_handle)                                                                                           \
  X(siblings)                                                                                                \
  X(deep_recursion)                                                                                          \
  X(rendezvous)                                                                                              \
  X(channel_rendezvous)                                                                                      \
  X(channel_one)                                                                                             \
  X(channel_bounded)                                                                                         \
  X(channel_unbounded)                                                                                       \
  X(channel_order)                                                                                           \
  X(channel_try)                                                                                             \
  X(ring)                                                                                                    \
  X(preemption)                                                                                              \
  X(yield)                                                                                                   \
  X(wide)                                                                                                    \
  X(sleep)

#define DECLARE(name) int64_t test_##name(void);
TESTS(DECLARE)

typedef struct test {
  const char *name;
  int64_t (*run)(void);
} test_t;

#define ROW(name) {#name, test_##name},
static const test_t tests[] = {TESTS(ROW)};
enum { COUNT = sizeof tests / sizeof tests[0] };

static long next, rounds = 1;
static int32_t status;

void *harness_next_c(worker_t *w) {
  (void)w;
  if (next == 0) {
    test_element = &element;
    const char *text = getenv("ROUNDS");
    if (text != NULL) rounds = atol(text);
  }
  return next == rounds * COUNT ? NULL : (void *)tests[next % COUNT].run;
}

int32_t harness_report_c(worker_t *w, int64_t result) {
  (void)w;
  const char *name = tests[next++ % COUNT].name;
  if (result != 1) {
    (void)fprintf(stderr, "task test failed: %s\n", name);
    status = 1;
  }
  if (getenv("VERBOSE") != NULL) (void)fprintf(stderr, "%s %s\n", result == 1 ? "passed" : "FAILED", name);
  return status;
}

HARNESS_MAIN;
