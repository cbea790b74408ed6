/* perf.c: times the runtime alone: perf NAME COUNT, prints nanoseconds per operation. Workers: PLAT_WORKERS.
 */
#include "harness.h"
#include "os/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

int64_t perf_count;
const void *perf_element;
static int64_t (*perf_run)(void);
static const char *perf_name;

static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};

#define PROGRAMS(X)                                                                                          \
  X(spawn_await)                                                                                             \
  X(fan_out) X(fib) X(ping_pong) X(channel) X(channel4) X(ring) X(yield) X(select4) X(parked) X(sleepers)
#define DECLARE(name) int64_t perf_##name(void);
PROGRAMS(DECLARE)

__attribute__((constructor)) static void arguments(int argc, char **argv) {
  if (argc != 3) {
    (void)fprintf(stderr, "usage: perf NAME COUNT\n");
    exit(2);
  }
  perf_name = argv[1];
  perf_count = atoll(argv[2]);
  perf_element = &element;
#define CHOOSE(name)                                                                                         \
  if (strcmp(perf_name, #name) == 0) perf_run = perf_##name;
  PROGRAMS(CHOOSE)
  if (perf_run == NULL) exit(2);
}

static int64_t started;

void *harness_next_c(worker_t *w) {
  (void)w;
  if (started != 0) return NULL;
  started = os_monotonic_ns();
  return (void *)perf_run;
}

int32_t harness_report_c(worker_t *w, int64_t result) {
  (void)w;
  int64_t ns = os_monotonic_ns() - started;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double operations = (double)perf_count;
  if (strcmp(perf_name, "fib") == 0) { /* calls of fib(n) */
    double a = 1;
    double b = 1;
    for (int64_t i = 1; i < perf_count; i++) {
      double c = a + b;
      a = b;
      b = c;
    }
    operations = 2 * b - 1;
  }
  double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9 +
               (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
  printf("%s: %.1f ns per operation (%.1f of processor time), result %lld, peak %ld MiB\n", perf_name,
         (double)ns / operations, cpu / operations, (long long)result, usage.ru_maxrss / 1024);
  (void)fflush(stdout);
  return result == 0;
}

HARNESS_MAIN;
