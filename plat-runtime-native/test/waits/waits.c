/* waits.c: runs the stress tests of bodies.c, ROUNDS times each (environment, default 1), and cancels for
 * them. */
#include "base/rand.h"
#include "lib/object.h"
#include "wait/wait.h"

const void *test_element, *test_wide_element;
static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};
static const desc_t wide_element = {.kind = PLAT_KIND_ELEMENT, .size = 40, .name = "five Int64"};

#define CASES(X)                                                                                             \
  X(rendezvous)                                                                                              \
  X(bounded)                                                                                                 \
  X(unbounded)                                                                                               \
  X(wide)                                                                                                    \
  X(select)                                                                                                  \
  X(await)                                                                                                   \
  X(sleep)                                                                                                   \
  X(deadlines)                                                                                               \
  X(stale_timers)

#include "cases.h"

static void cases_begin(void) {
  test_element = &element;
  test_wide_element = &wide_element;
}

enum { PLACES = 64 };

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
  case_status = 1;
}
