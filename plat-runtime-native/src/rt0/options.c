/* options.c: see options.h. */
#include "rt0/options.h"
#include "os/os.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORKERS = 1024, LEAST_STACK = 64 << 10, LEAST_SPACE = 1 << 20, SPACE_GRAIN = 1 << 16 };

#define MOST_SPACE ((size_t)1 << 40)

options_t options = {.workers = 1, .stack_max = (size_t)256 << 20};

static _Noreturn void bad(const char *name, const char *text, const char *expected) {
  (void)fprintf(stderr, "error: environment variable %s is \"%s\", expected %s\n", name, text, expected);
  exit(2);
}

static _Noreturn void too_large(const char *name, const char *text, size_t most) {
  (void)fprintf(stderr, "error: environment variable %s is \"%s\", which is too large: %zuG is the most\n",
                name, text, most >> 30);
  exit(2);
}

/* The number that a text begins with, and what stands behind it: all of the text, if it is none. The largest there is for
 * one that has no room. */
static unsigned long long leading_number(const char *text, const char **rest) {
  *rest = text;
  if (text[0] < '0' || text[0] > '9') return 0;
  char *end;
  unsigned long long value = strtoull(text, &end, 10);
  *rest = end;
  return value;
}

static size_t number(const char *name, size_t otherwise, size_t least, size_t most, const char *expected) {
  const char *text = getenv(name);
  if (text == NULL || *text == '\0') return otherwise;
  const char *rest;
  errno = 0;
  unsigned long long value = leading_number(text, &rest);
  if (errno != 0 || *rest != '\0' || value > most || value < least) bad(name, text, expected);
  return (size_t)value;
}

/* By how much a unit shifts; -1: it is none. */
static int unit_shift(const char *unit) {
  if (unit[0] != '\0' && unit[1] != '\0') return -1;
  switch (unit[0]) {
  case '\0':
    return 0;
  case 'k':
  case 'K':
    return 10;
  case 'm':
  case 'M':
    return 20;
  case 'g':
  case 'G':
    return 30;
  default:
    return -1;
  }
}

/* `most`: whole gigabytes. */
static size_t size(const char *name, size_t otherwise, size_t least, size_t most, const char *expected) {
  const char *text = getenv(name);
  if (text == NULL || *text == '\0') return otherwise;
  const char *unit;
  unsigned long long value = leading_number(text, &unit);
  int shift = unit_shift(unit);
  if (unit == text || shift < 0) bad(name, text, expected);
  if (value > most >> shift) too_large(name, text, most);
  if (value << shift < least) bad(name, text, expected);
  return (size_t)(value << shift);
}

static size_t space(const char *name, unsigned shift) {
  size_t bytes = size(name, (size_t)1 << shift, LEAST_SPACE, MOST_SPACE, "bytes, such as 512M, at least 1M");
  return bytes / SPACE_GRAIN * SPACE_GRAIN;
}

static bool flag(const char *name) {
  return number(name, 0, 0, 1, "0 or 1") != 0;
}

static void read_schedule(void) {
  static const char name[] = "PLAT_SCHED", prefix[] = "seed:";
  const char *text = getenv(name);
  if (text == NULL || *text == '\0') return;
  const char *digits = text + strlen(prefix);
  char *rest = NULL;
  errno = 0;
  if (strncmp(text, prefix, strlen(prefix)) == 0 && *digits >= '0' && *digits <= '9') {
    options.seed = strtoull(digits, &rest, 10);
  }
  if (rest == NULL || *rest != '\0' || errno != 0) bad(name, text, "seed:N, N from 0 to 2^64 - 1");
  options.seeded = true;
  options.workers = 1;
}

static void read_dump(void) {
  static const char name[] = "PLAT_DUMP";
  const char *text = getenv(name);
  if (text == NULL || *text == '\0' || strcmp(text, "text") == 0) return;
  if (strcmp(text, "json") != 0) bad(name, text, "json or text");
  options.dump_json = true;
}

void options_read(void) {
  options.workers = (unsigned)number("PLAT_WORKERS", os_cores(), 1, MOST_WORKERS, "a number from 1 to 1024");
  options.stack_max = size("PLAT_STACK_MAX", (size_t)256 << 20, LEAST_STACK, (size_t)1 << 40,
                           "bytes, such as 256M, at least 64K");
  options.stacks_max = space("PLAT_STACKS_MAX", 38);
  options.fibres_max = space("PLAT_FIBRES_MAX", 34);
  options.records_max = space("PLAT_RECORDS_MAX", 36);
  options.timers_max =
      size("PLAT_TIMERS_MAX", (size_t)1 << 36, SPACE_GRAIN, MOST_SPACE, "bytes, such as 16M, at least 64K");
  options.stack_stress = flag("PLAT_STACK_STRESS");
  options.stats = flag("PLAT_STATS");
  options.trace = getenv("PLAT_TRACE");
  if (options.trace != NULL && *options.trace == '\0') options.trace = NULL;
  read_dump();
  read_schedule();
  const char *percent = getenv("PLAT_GC_PERCENT");
  bool off = percent != NULL && strcmp(percent, "off") == 0;
  options.gc_percent =
      off ? GC_OFF : number("PLAT_GC_PERCENT", GC_PERCENT, 1, 100000, "a number from 1 to 100000, or off");
  options.heap_max =
      size("PLAT_HEAP_MAX", HEAP_UNLIMITED, 1 << 20, HEAP_UNLIMITED, "bytes, such as 512M, at least 1M");
  options.heap_fail = number("PLAT_HEAP_FAIL", 0, 0, SIZE_MAX, "a number");
  size_t stress = (size_t)number("PLAT_GC_STRESS", 0, 0, 2, "0, 1 or 2");
  options.gc_stress = stress > 0;
  options.gc_stress_outside = stress == 2;
  options.gc_verify = flag("PLAT_GC_VERIFY");
  options.gc_trace = flag("PLAT_GC_TRACE");
}
