/* report.c: see report.h. */
#include "unwind/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1024, LINE_MOST = 1024 };

void report_bytes(report_t *report, const char *bytes, size_t count) {
  if (report->used + count > REPORT_MOST) count = REPORT_MOST - report->used;
  if (count == 0) return;
  if (report->used + count > report->room) {
    size_t room = report->room == 0 ? FIRST_ROOM : report->room * 2;
    while (room < report->used + count)
      room *= 2;
    char *larger = realloc(report->bytes, room);
    if (larger == NULL) return;
    report->bytes = larger;
    report->room = room;
  }
  memcpy(report->bytes + report->used, bytes, count);
  report->used += count;
}

void report_text(report_t *report, const char *text) {
  report_bytes(report, text, strlen(text));
}

void report_format(report_t *report, const char *format, ...) {
  char line[LINE_MOST];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  report_bytes(report, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}

void report_free(report_t *report) {
  free(report->bytes);
  *report = (report_t){0};
}
