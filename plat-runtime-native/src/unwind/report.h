/* report.h: text for people, built up in memory: backtraces, panic reports.
 *
 * Memory comes from malloc, not from the collected heap: it is used when that is full, and where nothing may
 * be collected. When malloc has nothing, or the text is longer than REPORT_MOST, the rest is left out. */
#ifndef PLAT_UNWIND_REPORT_H
#define PLAT_UNWIND_REPORT_H

#include <stddef.h>

enum { REPORT_MOST = 1 << 18 };

typedef struct report {
  char *bytes;
  size_t used, room;
} report_t;

void report_bytes(report_t *report, const char *bytes, size_t count);
void report_text(report_t *report, const char *text);
void report_format(report_t *report, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_free(report_t *report);

#endif
