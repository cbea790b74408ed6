/* panic.c: see panic.h. */
#include "unwind/panic.h"
#include "base/atomic.h"
#include "unwind/backtrace.h"

#include <stdlib.h>
#include <string.h>

enum { SUPPRESSED_SHOWN = 20 };

panic_t panic_cancelling;

/* When malloc has nothing left: serves one panic at a time; others share it, which only loses texts. */
static panic_t reserve;

panic_t *panic_plain(const char *message, size_t length) {
  panic_t *panic = malloc(sizeof *panic);
  if (panic == NULL) panic = &reserve;
  *panic = (panic_t){.catchable = true};
  report_bytes(&panic->message, message, length);
  return panic;
}

panic_t *panic_new(worker_t *w, const char *message, size_t length) {
  panic_t *panic = panic_plain(message, length);
  const position_t *place = backtrace_task(w, &panic->trace);
  if (place != NULL) report_format(&panic->place, "%s:%u:%u", place->file, place->line, place->column);
  return panic;
}

void panic_free(panic_t *panic) {
  while (panic != NULL) { /* a list; what each suppressed is put in front of the rest */
    panic_t *rest = panic->next;
    if (panic->suppressed != NULL) {
      panic_append(&panic->suppressed, rest);
      rest = panic->suppressed;
    }
    report_free(&panic->message);
    report_free(&panic->place);
    report_free(&panic->trace);
    if (panic != &reserve) free(panic);
    panic = rest;
  }
}

void panic_append(panic_t **list, panic_t *more) {
  while (*list != NULL)
    list = &(*list)->next;
  *list = more;
}

static void describe_one(const panic_t *panic, const char *word, report_t *report) {
  report_text(report, word);
  report_bytes(report, panic->message.bytes, panic->message.used);
  report_text(report, "\n");
  report_bytes(report, panic->trace.bytes, panic->trace.used);
}

void panic_describe(const panic_t *panic, report_t *report) {
  describe_one(panic, "panic: ", report);
  size_t shown = 0;
  size_t more = 0;
  for (const panic_t *p = panic->suppressed; p != NULL; p = p->next) {
    if (shown == SUPPRESSED_SHOWN) {
      more++;
      continue;
    }
    describe_one(p, "suppressed: ", report);
    shown++;
  }
  if (more > 0) report_format(report, "suppressed: %zu more\n", more);
}
