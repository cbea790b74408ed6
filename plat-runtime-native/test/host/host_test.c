/* host_test.c: the host C API: 100 tasks each increment an atomic, over several lives of the runtime. */
#include "plat_runtime.h"

#include <stdatomic.h>
#include <stdio.h>

enum { TASKS = 100, LIVES = 20 };

static atomic_int counter;

static void increment(void *argument) {
  atomic_fetch_add((atomic_int *)argument, 1);
}

int main(void) {
  for (unsigned life = 0; life < LIVES; life++) {
    if (!plat_runtime_init(1 + life % 4)) return 1;
    plat_handle_t *handles[TASKS];
    for (int i = 0; i < TASKS; i++) {
      handles[i] = plat_runtime_spawn(increment, &counter);
      if (handles[i] == NULL) return 1;
    }
    for (int i = 0; i < TASKS; i++)
      plat_runtime_await(handles[i]);
    int seen = atomic_load(&counter);
    plat_runtime_shutdown();
    if (seen != TASKS * (int)(life + 1)) {
      (void)fprintf(stderr, "life %u: %d increments\n", life, seen);
      return 1;
    }
  }
  return 0;
}
