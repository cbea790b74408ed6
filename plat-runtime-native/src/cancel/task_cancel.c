/* task_cancel.c: Task.cancel and task_cancelled, as programs call them. */
#include "cancel/cancel.h"
#include "lib/string.h"
#include "unwind/table.h"

#include <string.h>

/* The source place of the call into the runtime: a plain leaf stub saves nothing above its return address. */
static const position_t *caller(const worker_t *w) {
  uintptr_t return_address;
  memcpy(&return_address, (const void *)w->task_sp, sizeof return_address);
  site_t site;
  return table_find(return_address, &site) ? table_position(site.position) : NULL;
}

void plat_task_cancel_c(worker_t *w, void *task, void *reason) {
  const string_t *text = reason;
  report_t words = {0};
  const position_t *place = caller(w);
  if (place != NULL) {
    report_format(&words, "by %s (%s:%u:%u)", place->function, place->file, place->line, place->column);
  } else {
    report_text(&words, "by another task");
  }
  if (text->byte_length > 0) {
    report_text(&words, ": ");
    report_bytes(&words, text->bytes, (size_t)text->byte_length);
  }
  const void *string = string_make_quietly(w, words.bytes, words.used);
  report_free(&words);
  cancel_task(w, task, string == NULL ? &plat_empty_string : string);
}

int8_t plat_task_cancelled_c(worker_t *w) {
  return cancel_look_anywhere(w);
}
