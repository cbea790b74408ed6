/* random.c — random numbers for programs: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
 * number generators", 2014), one generator per task.
 *
 * A generator is one word, kept in the fibre. 0 means "not used yet": it then starts at a state that differs
 * from process to process and from task to task. Bounded numbers are exact (Lemire, "Fast random integer
 * generation in an interval", 2019). A task that runs on the stack of the one awaiting it gets a generator of
 * its own between plat_random_enter and plat_random_leave, which compiled code calls in programs that use
 * random_seed, where it shows. */
#include "lib/string.h"
#include "rt0/options.h"
#include "task/fibre.h"

#include <sys/auxv.h>

#define GAMMA UINT64_C(0x9E3779B97F4A7C15)

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/* A state nobody can foresee: the kernel's 16 random bytes for this process, and a number per call. Under a
 * seeded schedule it follows from the seed. */
static uint64_t fresh_state(void) {
  static _Atomic uint64_t given;
  uint64_t process = options.seeded ? options.seed : GAMMA;
  const char *bytes = options.seeded ? NULL : (const char *)(uintptr_t)getauxval(AT_RANDOM);
  if (bytes != NULL) memcpy(&process, bytes, sizeof process);
  uint64_t number = atomic_fetch_add_explicit(&given, GAMMA, memory_order_relaxed);
  return mix(process ^ mix(number + GAMMA));
}

static uint64_t next(worker_t *worker) {
  uint64_t *state = &worker->fibre->random;
  if (*state == 0) *state = fresh_state();
  *state += GAMMA;
  return mix(*state);
}

void plat_random_seed_c(worker_t *worker, int64_t seed) {
  uint64_t state = mix((uint64_t)seed + GAMMA);
  worker->fibre->random = state == 0 ? GAMMA : state;
}

int64_t plat_random_int_c(worker_t *worker, int64_t min, int64_t max) {
  uint64_t count = (uint64_t)max - (uint64_t)min + 1;
  uint64_t bits = next(worker);
  if (count == 0) return (int64_t)bits; /* all of Int64 */
  unsigned __int128 product = (unsigned __int128)bits * count;
  if ((uint64_t)product < count) {
    uint64_t unfair = -count % count;
    while ((uint64_t)product < unfair)
      product = (unsigned __int128)next(worker) * count;
  }
  return (int64_t)((uint64_t)min + (uint64_t)(product >> 64));
}

double plat_random_float_c(worker_t *worker) {
  return (double)(next(worker) >> 11) * 0x1p-53;
}

int64_t plat_random_enter_c(worker_t *worker) {
  int64_t before = (int64_t)worker->fibre->random;
  worker->fibre->random = 0;
  return before;
}

void plat_random_leave_c(worker_t *worker, int64_t generator) {
  worker->fibre->random = (uint64_t)generator;
}
