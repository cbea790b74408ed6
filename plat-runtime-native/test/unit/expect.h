/* expect.h — the few lines a unit test in C needs: EXPECT counts and reports, expect_summary gives main's
 * status. */
#ifndef PLAT_TEST_EXPECT_H
#define PLAT_TEST_EXPECT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int expect_count;
static int expect_failures;

static inline void expect_that(bool holds, const char *condition, const char *file, int line) {
  expect_count++;
  if (holds) return;
  expect_failures++;
  fprintf(stderr, "%s:%d: expected %s\n", file, line, condition);
}

static inline void expect_text(const char *actual, size_t count, const char *expected, const char *file,
                               int line) {
  expect_count++;
  if (count == strlen(expected) && memcmp(actual, expected, count) == 0) return;
  expect_failures++;
  fprintf(stderr, "%s:%d: expected \"%s\", got \"%.*s\"\n", file, line, expected, (int)count, actual);
}

#define EXPECT(condition) expect_that((condition), #condition, __FILE__, __LINE__)
#define EXPECT_TEXT(actual, count, expected) expect_text((actual), (count), (expected), __FILE__, __LINE__)

static inline int expect_summary(const char *name) {
  if (expect_failures == 0) return 0;
  fprintf(stderr, "%s: %d of %d expectations failed\n", name, expect_failures, expect_count);
  return 1;
}

#endif
