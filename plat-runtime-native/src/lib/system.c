/* system.c — time, the process's arguments, arithmetic that has no instruction in the baseline set. */
#include "lib/string.h"
#include "time/clock.h"

#include <math.h>
#include <time.h>

#define SEEDED_CALENDAR_MS INT64_C(946684800000)

static int argument_count;
static char **arguments;

/* The loader passes main's arguments to constructors; kept here so that nothing has to hand them down. */
__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  argument_count = argc;
  arguments = argv;
}

void *plat_process_args_c(worker_t *worker) {
  list_t *list = strings_new(worker, (size_t)argument_count);
  for (int i = 0; i < argument_count; i++) {
    strings_push(worker, list, string_make_lossy(worker, arguments[i], strlen(arguments[i])));
  }
  return list;
}

/* Under a seeded schedule the calendar begins at 2000-01-01 and goes on with virtual time. */
int64_t plat_time_now_c(worker_t *worker) {
  (void)worker;
  if (options.seeded) return SEEDED_CALENDAR_MS + (seeded_now() - SEEDED_EPOCH) / 1000000;
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t plat_time_monotonic_c(worker_t *worker) {
  (void)worker;
  return clock_now();
}

double plat_f64_floor_c(worker_t *worker, double value) {
  (void)worker;
  return floor(value);
}

double plat_f64_ceil_c(worker_t *worker, double value) {
  (void)worker;
  return ceil(value);
}

double plat_f64_round_c(worker_t *worker, double value) {
  (void)worker;
  return round(value);
}

double plat_f64_trunc_c(worker_t *worker, double value) {
  (void)worker;
  return trunc(value);
}

double plat_f64_remainder_c(worker_t *worker, double a, double b) {
  (void)worker;
  return fmod(a, b);
}

int64_t plat_u64_quotient_c(worker_t *worker, int64_t a, int64_t b) {
  (void)worker;
  return (int64_t)((uint64_t)a / (uint64_t)b);
}

int64_t plat_i64_pow_c(worker_t *worker, int64_t base, int64_t exponent) {
  (void)worker;
  uint64_t result = 1;
  uint64_t square = (uint64_t)base;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= square;
    square *= square;
  }
  return (int64_t)result;
}
