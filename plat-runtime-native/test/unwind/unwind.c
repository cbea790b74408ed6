/* unwind.c: runs the tests of bodies.c, ROUNDS times each (environment, default 1), in one process. */
#include "lib/object.h"

const void *test_element, *test_reason;
static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};
static struct {
  const desc_t *desc;
  int32_t byte_length, length;
  char bytes[8];
} reason = {&plat_string_desc, 3, 3, "why"};

#define CASES(X)                                                                                             \
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

#include "cases.h"

static void cases_begin(void) {
  test_element = &element;
  test_reason = &reason;
}
