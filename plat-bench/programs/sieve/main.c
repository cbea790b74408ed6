#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int count_primes(bool *prime, int limit) {
  memset(prime, true, (size_t)limit);
  prime[0] = prime[1] = false;
  for (int p = 2; p * p < limit; p++) {
    if (prime[p]) {
      for (int multiple = p * p; multiple < limit; multiple += p)
        prime[multiple] = false;
    }
  }
  int count = 0;
  for (int n = 0; n < limit; n++) {
    if (prime[n]) count++;
  }
  return count;
}

int main(void) {
  bool *prime = malloc(2000100);
  int64_t total = 0;
  for (int round = 0; round < 100; round++)
    total += count_primes(prime, 2000001 + round);
  printf("checksum: %" PRId64 "\n", total);
}
