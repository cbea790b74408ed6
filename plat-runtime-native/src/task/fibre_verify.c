/* fibre_verify.c: under PLAT_GC_VERIFY, that nobody writes to a settled fibre (fibre_roots.c).
 *
 * The end of a collection notes a sum of what each settled fibre holds; a minor one, which will leave those alone that
 * are still settled, begins by comparing. The world is stopped at both, so neither meets a fibre that is half parked. */
#include "os/os.h"
#include "sched/sched.h"
#include "task/fibre.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct note {
  uint64_t settled, sum; /* 0: there was none */
} note_t;

static struct {
  note_t *notes; /* by the fibre's place in the region */
  size_t bytes, count;
} verify;

static uint64_t sum_words(uint64_t sum, const void *from, const void *to) {
  for (const uint64_t *word = from; word < (const uint64_t *)to; word++)
    sum = (sum ^ *word) * UINT64_C(0x100000001b3); /* FNV-1a by words */
  return sum;
}

static uint64_t sum_of(const fibre_t *fibre) {
  uintptr_t top = fibre_top(fibre);
  uint64_t sum = sum_words(1, (const void *)(top - fibre->depth), (const void *)top);
  const char *values = (const char *)fibre->node.values;
  return sum_words(sum, values, values + WAITER_INLINE * sizeof fibre->node.values[0]);
}

/* Null for fibres that are newer than the notes. */
static note_t *note_of(const fibre_t *fibre) {
  size_t at = (size_t)((const char *)fibre - sched.fibre_region.base) / FIBRE_BYTES;
  return at < verify.count ? &verify.notes[at] : NULL;
}

static void note(void *context, fibre_t *fibre) {
  (void)context;
  if (fibre_is_settled(fibre))
    *note_of(fibre) = (note_t){.settled = load_relaxed(&fibre->settled), .sum = sum_of(fibre)};
}

static void compare(void *context, fibre_t *fibre) {
  (void)context;
  const note_t *before = note_of(fibre);
  if (!fibre_is_settled(fibre) || before == NULL || before->settled != load_relaxed(&fibre->settled)) return;
  if (before->sum == sum_of(fibre)) return;
  (void)fprintf(stderr, "plat runtime: broken fibre: %p was written to while it waited\n", (void *)fibre);
  abort();
}

void fibre_verify_note(void) {
  fibre_verify_close();
  verify.count = (size_t)(sched.fibre_region.next - sched.fibre_region.base) / FIBRE_BYTES + 1;
  verify.bytes = verify.count * sizeof *verify.notes;
  verify.notes = os_map(verify.bytes);
  if (verify.notes == NULL) verify.count = 0;
  if (verify.notes != NULL) fibre_each(note, NULL);
}

void fibre_verify_compare(void) {
  fibre_each(compare, NULL);
}

void fibre_verify_close(void) {
  if (verify.notes != NULL) os_unmap(verify.notes, verify.bytes);
  verify.notes = NULL;
  verify.count = 0;
}
