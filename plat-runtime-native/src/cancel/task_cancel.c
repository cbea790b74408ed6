/* task_cancel.c: Task.cancel and task_cancelled, as programs call them. */
#include "cancel/cancel.h"
#include "lib/string.h"
#include "unwind/table.h"

#include <string.h>

/* A plain leaf stub saves nothing above it. */
static uintptr_t return_address(const worker_t *w) {
  uintptr_t address;
  memcpy(&address, (const void *)w->task_sp, sizeof address);
  return address;
}

/* The source place of the call into the runtime. */
static const position_t *caller(const worker_t *w) {
  site_t site;
  return table_find(return_address(w), &site) ? table_position(site.position) : NULL;
}

static const void *make_reason(worker_t *w, const string_t *why) {
  report_t words = {0};
  const position_t *place = caller(w);
  if (place != NULL) {
    report_format(&words, " by %s (%s:%u:%u)", place->function, place->file, place->line, place->column);
  } else {
    report_text(&words, " by another task");
  }
  if (why->byte_length > 0) {
    report_text(&words, ": ");
    report_bytes(&words, why->bytes, (size_t)why->byte_length);
  }
  const void *string = string_make_quietly(w, words.bytes, words.used);
  report_free(&words);
  return string == NULL ? &plat_empty_string : string;
}

/* Mostly a loop cancels many tasks at one place for one reason: the worker remembers the last. Its text does not
 * change while the two strings live, as they do while the worker refers to them (gc/roots.c). */
void plat_task_cancel_c(worker_t *w, void *task, void *reason) {
  uintptr_t place = return_address(w);
  if (w->cancel_place != place || w->cancel_why != reason) {
    w->cancel_reason = make_reason(w, reason);
    w->cancel_place = place;
    w->cancel_why = reason;
  }
  cancel_task(w, task, w->cancel_reason);
}

int8_t plat_task_cancelled_c(worker_t *w) {
  return cancel_look_anywhere(w);
}
