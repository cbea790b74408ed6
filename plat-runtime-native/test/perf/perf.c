/* perf.c: times the runtime alone: perf NAME COUNT, prints nanoseconds per operation. Workers: PLAT_WORKERS.
 */
#include "lib/object.h"
#include "os/os.h"
#include "task/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

int64_t perf_count;
const void *perf_element;
extern int64_t perf_result;
static void (*perf_run)(void);
static const char *perf_name;

static const desc_t element = {.kind = PLAT_KIND_ELEMENT, .size = 8, .name = "Int64"};

#define PROGRAMS(X) X(spawn_await) X(fan_out) X(fib) X(ping_pong) X(channel) X(channel4) X(ring) X(yield)
#define DECLARE(name) void perf_##name(void);
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
void perf_started(void);
void perf_ended(void);
void perf_started(void) {
  started = os_monotonic_ns();
}
void perf_ended(void) {
  int64_t ns = os_monotonic_ns() - started;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double operations = (double)perf_count;
  if (strcmp(perf_name, "fib") == 0) { /* calls of fib(n) that spawn */
    double a = 1;
    double b = 1;
    for (int64_t i = 1; i < perf_count; i++) {
      double c = a + b;
      a = b;
      b = c;
    }
    operations = 2 * b - 1;
  }
  printf("%s: %.1f ns per operation, result %lld, peak %ld MiB\n", perf_name, (double)ns / operations,
         (long long)perf_result, usage.ru_maxrss / 1024);
  (void)fflush(stdout);
}

void perf_main(void);
const taskdesc_t plat_main_desc = {.desc_kind = PLAT_KIND_TASK,
                                   .desc_size = PLAT_TASK_SLOTS + 8,
                                   .desc_name = "main",
                                   .code = perf_main,
                                   .slot_count = 1};
void *perf_run_address(void);
void *perf_run_address(void) {
  return (void *)perf_run;
}
