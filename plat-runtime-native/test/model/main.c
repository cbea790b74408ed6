/* main.c: checks all parts, each also with what it needs left out, one thing at a time: that must be found. */
#include "model/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  unsigned flag;
  const char *name;
} weakenings[] = {{WITHOUT_FENCE, "full fences"},
                  {WITHOUT_RELEASE, "releases"},
                  {WITHOUT_ACQUIRE, "acquires"},
                  {WITHOUT_BARRIER, "membarrier"},
                  {WITHOUT_WAKE, "futex wakes"}};

static int failed;

static void run(const model_test_t *test) {
  bool good = model_check(test, 0, false);
  if (!good) failed = 1;
  (void)printf("%-34s %s, %ld executions", test->name, good ? "holds" : "FAILED", model_executions());
  for (size_t i = 0; i < sizeof weakenings / sizeof weakenings[0]; i++) {
    if ((test->needs & weakenings[i].flag) == 0) continue;
    if (model_check(test, weakenings[i].flag, getenv("VERBOSE") == NULL)) {
      (void)printf("; NOT FOUND missing: %s", weakenings[i].name);
      failed = 1;
    } else {
      (void)printf("; needs %s", weakenings[i].name);
    }
  }
  (void)printf("\n");
  (void)fflush(stdout);
}

/* Argument: the beginning of a test's name; without it, all. */
int main(int argc, char **argv) {
  const model_test_t *const parts[] = {lock_tests, deque_tests, wait_tests, await_tests};
  for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
    for (const model_test_t *test = parts[part]; test->name != NULL; test++) {
      if (argc < 2 || strncmp(test->name, argv[1], strlen(argv[1])) == 0) run(test);
    }
  }
  return failed;
}
