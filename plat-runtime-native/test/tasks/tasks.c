/* tasks.c: runs the tests of bodies.c, ROUNDS times each (environment, default 1), in one process. */
#include "lib/object.h"

const void *test_element;
/* Numbers, and handles of tasks. */
static const int32_t element_reference = 0;
static const desc_t element = {.kind = PLAT_KIND_ELEMENT,
                               .size = 8,
                               .name = "element",
                               .ref_count = 1,
                               .ref_offsets = &element_reference};

#define CASES(X)                                                                                             \
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

#include "cases.h"

static void cases_begin(void) {
  test_element = &element;
}
