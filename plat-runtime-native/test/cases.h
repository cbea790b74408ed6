/* cases.h: a program of test cases that run as the main task, one after the other. The file that includes it defines
 * CASES(X), a list of X(name) for functions int64_t test_name(void) that return 1, and
 *   static void cases_begin(void)   called once, on the system stack, before the first.
 * Environment: ROUNDS how often the list is run (default 1), ONLY the name of one case, VERBOSE=1 a line per case. */
#ifndef PLAT_TEST_CASES_H
#define PLAT_TEST_CASES_H

#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASE_DECLARE(name) int64_t test_##name(void);
CASES(CASE_DECLARE)

typedef struct test_case {
  const char *name;
  int64_t (*run)(void);
} test_case_t;

#define CASE_ROW(name) {#name, test_##name},
static const test_case_t cases[] = {CASES(CASE_ROW)};
enum { CASE_COUNT = sizeof cases / sizeof cases[0] };

static long case_next, case_end;
static int32_t case_status;

static void cases_begin(void);

void *harness_next_c(worker_t *w) {
  (void)w;
  if (case_next == 0) {
    cases_begin();
    const char *rounds = getenv("ROUNDS");
    case_end = (rounds != NULL ? atol(rounds) : 1) * CASE_COUNT;
  }
  const char *only = getenv("ONLY");
  while (only != NULL && case_next < case_end && strcmp(cases[case_next % CASE_COUNT].name, only) != 0)
    case_next++;
  return case_next == case_end ? NULL : (void *)cases[case_next % CASE_COUNT].run;
}

int32_t harness_report_c(worker_t *w, int64_t result) {
  (void)w;
  const char *name = cases[case_next++ % CASE_COUNT].name;
  if (result != 1) case_status = 1;
  if (result != 1 || getenv("VERBOSE") != NULL)
    (void)fprintf(stderr, "%s %s\n", result == 1 ? "passed" : "FAILED", name);
  return case_status;
}

HARNESS_MAIN;

#endif
