/* rand.h: a small generator for choosing victims (xorshift64*, Vigna 2014). Not for programs. */
#ifndef PLAT_BASE_RAND_H
#define PLAT_BASE_RAND_H

#include <stdint.h>

static inline uint64_t rand_next(uint64_t *state) {
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * UINT64_C(0x2545F4914F6CDD1D);
}

/* a number below n, n > 0 (multiply-shift, Lemire 2019; the bias does not matter here) */
static inline uint32_t rand_below(uint64_t *state, uint32_t n) {
  return (uint32_t)(((rand_next(state) >> 32) * n) >> 32);
}

#endif
