/* hash.c — the hash of a String as a key.
 *
 * After the idea of wyhash (Wang Yi, 2019): 16 bytes at a time are xored with constants and multiplied into
 * 128 bits, whose halves are xored. Short texts, the common ones, take two overlapping reads and two
 * multiplications. Equal texts have equal hashes within one process; a seed drawn at its start keeps
 * outsiders from choosing texts that collide (nothing shows the hashes: Dict and Set are ordered by
 * insertion). */
#include <string.h>
#include <sys/auxv.h>

#include "lib/string.h"
#include "plat_abi.h"

static const uint64_t SECRET0 = 0xa3b195354a39b70dULL;
static const uint64_t SECRET1 = 0x1b03738712fad5c9ULL;

static uint64_t seed = 0x9e3779b97f4a7c15ULL;

/* The 16 random bytes that the kernel gives to every process. Before any thread. */
__attribute__((constructor)) static void draw_seed(void) {
  const void *random = (const void *)getauxval(AT_RANDOM);
  if (random != NULL) {
    memcpy(&seed, random, sizeof seed);
  }
}

static inline uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t read8(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
  return word;
}

static inline uint64_t read4(const uint8_t *p) {
  uint32_t word;
  memcpy(&word, p, 4);
  return word;
}

int64_t plat_string_hash_c(worker_t *worker, void *string) {
  (void)worker;
  const string_t *s = string;
  const uint8_t *p = (const uint8_t *)s->bytes;
  size_t n = (size_t)s->byte_length;
  uint64_t state = seed;
  uint64_t a;
  uint64_t b;
  if (n > 16) {
    size_t left = n;
    for (; left > 16; left -= 16, p += 16) {
      state = fold(read8(p) ^ SECRET0, read8(p + 8) ^ state);
    }
    a = read8(p + left - 16);
    b = read8(p + left - 8);
  } else if (n >= 8) {
    a = read8(p);
    b = read8(p + n - 8);
  } else if (n >= 4) {
    a = read4(p);
    b = read4(p + n - 4);
  } else if (n > 0) {
    a = (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1];
    b = 0;
  } else {
    a = 0;
    b = 0;
  }
  return (int64_t)fold(SECRET1 ^ n, fold(a ^ SECRET1, b ^ state));
}
