// with: src/rt0/options.c src/os/linux.c src/base/check.c
/* What the environment may ask of the runtime, and what it is told where it asks for something else. */
#include "rt0/options.h"
#include "unit/expect.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const options_t *with(const char *name, const char *value) {
  setenv(name, value, 1);
  options_read();
  unsetenv(name);
  return &options;
}

/* In a process of its own, which ends with status 2. */
static void refused(const char *name, const char *value, const char *why) {
  int ends[2];
  char expected[256], text[256];
  snprintf(expected, sizeof expected, "error: environment variable %s is \"%s\", %s\n", name, value, why);
  EXPECT(pipe(ends) == 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    (void)with(name, value);
    _exit(0);
  }
  close(ends[1]);
  size_t length = 0;
  for (ssize_t more; (more = read(ends[0], text + length, sizeof text - length)) > 0;)
    length += (size_t)more;
  close(ends[0]);
  int status = 0;
  EXPECT(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 2);
  EXPECT_TEXT(text, length, expected);
}

static void sizes(void) {
  EXPECT(with("PLAT_HEAP_MAX", "1048576")->heap_max == 1 << 20);
  EXPECT(with("PLAT_HEAP_MAX", "1024K")->heap_max == 1 << 20);
  EXPECT(with("PLAT_HEAP_MAX", "2048k")->heap_max == 2 << 20);
  EXPECT(with("PLAT_HEAP_MAX", "3m")->heap_max == 3 << 20);
  EXPECT(with("PLAT_HEAP_MAX", "5g")->heap_max == (size_t)5 << 30);
  EXPECT(with("PLAT_HEAP_MAX", "65536G")->heap_max == HEAP_UNLIMITED);
  EXPECT(with("PLAT_HEAP_MAX", "")->heap_max == HEAP_UNLIMITED);
  EXPECT(with("PLAT_STACK_MAX", "64k")->stack_max == 64 << 10);
  EXPECT(with("PLAT_STACKS_MAX", "1025K")->stacks_max == 1 << 20); /* whole steps of 64 KiB */
  static const char *const bad[] = {"0",    "1023K", "512MB", "512MiB", "1T",   "M",
                                    "1.5G", "-1",    "+1M",   " 1M",    "0x1M", "1M "};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    refused("PLAT_HEAP_MAX", bad[i], "expected bytes, such as 512M, at least 1M");
  refused("PLAT_STACK_MAX", "63K", "expected bytes, such as 256M, at least 64K");
  refused("PLAT_HEAP_MAX", "1048576G", "which is too large: 65536G is the most");
  refused("PLAT_HEAP_MAX", "99999999999999999999", "which is too large: 65536G is the most");
  refused("PLAT_HEAP_MAX", "18446744073709551616G", "which is too large: 65536G is the most");
  refused("PLAT_TIMERS_MAX", "1025G", "which is too large: 1024G is the most");
}

static void numbers(void) {
  EXPECT(with("PLAT_WORKERS", "7")->workers == 7);
  EXPECT(with("PLAT_GC_PERCENT", "off")->gc_percent == GC_OFF);
  EXPECT(with("PLAT_GC_TRACE", "1")->gc_trace && !with("PLAT_GC_TRACE", "0")->gc_trace);
  static const char *const bad[] = {"0K", "2", "1M", "yes", "-1", "18446744073709551617"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    refused("PLAT_GC_TRACE", bad[i], "expected 0 or 1");
  refused("PLAT_WORKERS", "1K", "expected a number from 1 to 1024");
  refused("PLAT_GC_STRESS", "3", "expected 0, 1 or 2");
}

int main(void) {
  sizes();
  numbers();
  return expect_summary("options");
}
