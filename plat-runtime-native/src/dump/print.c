/* print.c: a dump as text or as JSON; see dump.h. */
#include "dump/dump.h"
#include "rt0/options.h"

#include <string.h>

enum { LINES_MOST = 1000, INDENT_MOST = 40 };

static void print_place(report_t *report, const char *word, const position_t *place) {
  if (place != NULL) report_format(report, "%s%s:%u:%u", word, place->file, place->line, place->column);
}

/* ---- text ---- */

static size_t depth_of(const dump_t *dump, size_t i) {
  size_t depth = 1;
  while (depth < INDENT_MOST && (i = dump->tasks[i].parent) != DUMP_ROOT)
    depth++;
  return depth;
}

static bool is_leaf(const dump_t *dump, size_t i) {
  return i + 1 == dump->count || dump->tasks[i + 1].parent != i;
}

static bool alike(const dump_task_t *a, const dump_task_t *b) {
  return a->parent == b->parent && a->spawned == b->spawned && a->place == b->place &&
         a->awaits == b->awaits && strcmp(a->state, b->state) == 0;
}

static void print_text(const dump_t *dump, report_t *report) {
  report_text(report, "tasks:\n");
  size_t lines = 0;
  size_t i = 0;
  while (i < dump->count && lines < LINES_MOST) {
    const dump_task_t *task = &dump->tasks[i];
    size_t same = 1;
    if (is_leaf(dump, i)) {
      while (i + same < dump->count && is_leaf(dump, i + same) && alike(task, &dump->tasks[i + same]))
        same++;
    }
    report_format(report, "%*s%s", (int)(2 * depth_of(dump, i)), "", task->name);
    if (same > 1) report_format(report, " (%zu tasks)", same);
    report_format(report, ": %s", task->state);
    if (task->awaits != NULL) report_format(report, " %s", task->awaits);
    print_place(report, " at ", task->place);
    print_place(report, ", spawned at ", table_position(task->spawned));
    report_text(report, "\n");
    i += same;
    lines++;
  }
  if (i < dump->count) report_format(report, "  and %zu tasks more\n", dump->count - i);
  if (dump->unstarted > 0) report_format(report, "  %zu tasks have not begun\n", dump->unstarted);
  if (dump->cut) report_text(report, "  (there was not enough memory for all of them)\n");
}

/* ---- JSON ---- */

static void quoted(report_t *report, const char *text) {
  report_text(report, "\"");
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\') {
      report_format(report, "\\%c", *text);
    } else if ((unsigned char)*text < ' ') {
      report_format(report, "\\u%04x", (unsigned)*text);
    } else {
      report_bytes(report, text, 1);
    }
  }
  report_text(report, "\"");
}

static void json_place(report_t *report, const char *key, const position_t *place) {
  report_format(report, ",\"%s\":", key);
  if (place == NULL) {
    report_text(report, "null");
    return;
  }
  report_t text = {0};
  print_place(&text, "", place);
  report_bytes(&text, "", 1);
  quoted(report, text.bytes == NULL ? "" : text.bytes);
  report_free(&text);
}

static void print_json(const dump_t *dump, report_t *report) {
  report_text(report, "{\"tasks\":[");
  for (size_t i = 0; i < dump->count; i++) {
    const dump_task_t *task = &dump->tasks[i];
    report_format(report, "%s\n{\"id\":%zu,\"parent\":", i == 0 ? "" : ",", i);
    if (task->parent == DUMP_ROOT) {
      report_text(report, "null");
    } else {
      report_format(report, "%zu", task->parent);
    }
    report_text(report, ",\"name\":");
    quoted(report, task->name);
    report_text(report, ",\"state\":");
    quoted(report, task->state);
    if (task->awaits != NULL) {
      report_text(report, ",\"awaits\":");
      quoted(report, task->awaits);
    }
    json_place(report, "place", task->place);
    json_place(report, "spawned", table_position(task->spawned));
    report_text(report, "}");
  }
  report_format(report, "\n],\"unstarted\":%zu,\"complete\":%s}\n", dump->unstarted,
                dump->cut ? "false" : "true");
}

void dump_print(const dump_t *dump, report_t *report) {
  if (options.dump_json) {
    print_json(dump, report);
  } else {
    print_text(dump, report);
  }
}
