/* exhaust.c: runs the tests of bodies.c, ROUNDS times each (environment, default 1), in one process whose limits
 * are small (the Makefile's SMALL): what one test has used up, the next finds in the pools. */
#include "lib/object.h"

#include <string.h>

const void *test_element, *test_wide_element;
bool test_unlimited;          /* nothing is to run out */
const char *test_tasks_limit; /* what bounds the number of tasks */
static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};
static const desc_t wide_element = {.kind = PLAT_KIND_ELEMENT, .size = 40, .name = "five Int64"};

#define CASES(X)                                                                                             \
  X(tasks)                                                                                                   \
  X(scopes)                                                                                                  \
  X(selects)                                                                                                 \
  X(wide_sends)                                                                                              \
  X(sleeps)                                                                                                  \
  X(limits)                                                                                                  \
  X(shields)                                                                                                 \
  X(idle)

#include "cases.h"

static void cases_begin(void) {
  test_element = &element;
  test_wide_element = &wide_element;
  test_unlimited = getenv("PLAT_STACKS_MAX") == NULL;
  test_tasks_limit = getenv("PLAT_FIBRES_MAX") != NULL ? "PLAT_FIBRES_MAX" : "PLAT_STACKS_MAX";
}

/* Whether the message that was caught last, a STRING, says that memory is out, and says this. */
int64_t exhaust_says_c(worker_t *w, const char *part);
int64_t exhaust_says_c(worker_t *w, const char *part) {
  const string_t *message = (const string_t *)(uintptr_t)w->xfer[0];
  char text[256] = {0};
  size_t length = (size_t)message->byte_length;
  memcpy(text, message->bytes, length < sizeof text ? length : sizeof text - 1);
  if (strstr(text, "out of memory: ") != NULL && strstr(text, part) != NULL) return 1;
  (void)fprintf(stderr, "expected %s, panicked: %s\n", part, text);
  return 0;
}

/* KiB of memory that the process has. */
int64_t exhaust_resident_c(worker_t *w);
int64_t exhaust_resident_c(worker_t *w) {
  (void)w;
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
  (void)fclose(file);
  return pages * 4;
}
