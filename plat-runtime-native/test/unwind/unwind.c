/* unwind.c: runs the tests of bodies.c, ROUNDS times each (environment, default 1), in one process. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

const void *test_element, *test_reason;
static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};
static struct {
  const desc_t *desc;
  int32_t byte_length, length;
  char bytes[8];
} reason = {&plat_string_desc, 3, 3, "why"};

#define TESTS(X)                                                                                             \
  X(cleanup_in_order)                                                                                        \
  X(attempts)                                                                                                \
  X(panic_while_unwinding)                                                                                   \
  X(stack_overflow)                                                                                          \
  X(failure)                                                                                                 \
  X(leaving_early)                                                                                           \
  X(tree)                                                                                                    \
  X(timeouts)                                                                                                \
  X(cancel_task)                                                                                             \
  X(circle)                                                                                                  \
  X(race)

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
static const char *only;

void *harness_next_c(worker_t *w) {
  (void)w;
  if (next == 0) {
    test_element = &element;
    test_reason = &reason;
    only = getenv("ONLY");
    const char *text = getenv("ROUNDS");
    if (text != NULL) rounds = atol(text);
  }
  while (only != NULL && next < rounds * COUNT && strcmp(tests[next % COUNT].name, only) != 0)
    next++;
  return next == rounds * COUNT ? NULL : (void *)tests[next % COUNT].run;
}

int32_t harness_report_c(worker_t *w, int64_t result) {
  (void)w;
  const char *name = tests[next++ % COUNT].name;
  if (result != 1) {
    (void)fprintf(stderr, "unwinding test failed: %s %lld\n", name, (long long)result);
    status = 1;
  }
  if (getenv("VERBOSE") != NULL) (void)fprintf(stderr, "%s %s\n", result == 1 ? "passed" : "FAILED", name);
  return status;
}

HARNESS_MAIN;
