/* backtrace.c: see backtrace.h. */
#include "unwind/backtrace.h"
#include "task/task.h"
#include "unwind/walk.h"

#include <stdlib.h>
#include <string.h>

enum { CYCLE_MOST = 8, REPEATS_LEAST = 3, SHOWN_MOST = 200, LINES_MOST = 512 };

/* Indexes of positions, innermost first. */
typedef struct frames {
  uint32_t *items;
  size_t count, room;
} frames_t;

static bool add(frames_t *frames, uint32_t item) {
  if (frames->count == frames->room) {
    size_t room = frames->room == 0 ? 256 : frames->room * 2;
    uint32_t *items = realloc(frames->items, room * sizeof *items);
    if (items == NULL) return false; /* a shorter backtrace then */
    frames->items = items;
    frames->room = room;
  }
  frames->items[frames->count++] = item;
  return true;
}

/* Returns the task at whose border the frames end. */
static const task_t *collect(const worker_t *w, frames_t *frames) {
  walk_t walk;
  walk_begin(&walk, w);
  while (walk.site.kind == SITE_CALL) {
    bool in_source = walk.site.position != UINT32_MAX; /* not a frame of switch_x64.S */
    if (in_source && !add(frames, walk.site.position)) return w->task;
    walk_out(&walk);
  }
  return walk_task(&walk, w);
}

/* The compiler's own wrapper around main, which nobody wrote. */
static bool is_wrapper(const char *function) {
  static const char suffix[] = ".entry";
  size_t length = strlen(function);
  return length >= sizeof suffix - 1 && strcmp(function + length - (sizeof suffix - 1), suffix) == 0;
}

void backtrace_place(report_t *report, const char *word, const position_t *place) {
  report_format(report, "  %s %s (%s:%u:%u)\n", word, place->function, place->file, place->line,
                place->column);
}

typedef struct lines {
  const position_t *items[LINES_MOST];
  size_t count;
} lines_t;

/* The lines of one frame: the place of its call, then those of the calls it was inlined into. */
static void add_lines(lines_t *lines, uint32_t item) {
  const position_t *place = table_position(item);
  while (place != NULL && lines->count < LINES_MOST) {
    if (!is_wrapper(place->function)) lines->items[lines->count++] = place;
    place = table_position(place->parent);
  }
}

static bool same_line(const position_t *a, const position_t *b) {
  return a->line == b->line && a->column == b->column && strcmp(a->function, b->function) == 0 &&
         strcmp(a->file, b->file) == 0;
}

/* The shortest beginning of the lines of which all of them are repetitions: recursion that was inlined into
 * itself. */
static size_t period(const lines_t *lines) {
  for (size_t p = 1; p <= lines->count / 2; p++) {
    size_t i = lines->count % p == 0 ? p : 0;
    while (i != 0 && i < lines->count && same_line(lines->items[i], lines->items[i - p]))
      i++;
    if (i == lines->count) return p;
  }
  return lines->count;
}

/* Prints what `times` repetitions of the lines say; returns the number of lines printed. */
static size_t print_lines(report_t *report, const lines_t *lines, size_t times) {
  if (lines->count == 0) return 0;
  size_t length = period(lines);
  times *= lines->count / length;
  size_t copies = times < REPEATS_LEAST ? times : 1;
  for (size_t i = 0; i < length * copies; i++)
    backtrace_place(report, "at", lines->items[i % length]);
  if (copies == times) return length * copies;
  if (length == 1) {
    report_format(report, "  ... the last frame %zu more times\n", times - 1);
  } else {
    report_format(report, "  ... the last %zu frames %zu more times\n", length, times - 1);
  }
  return length + 1;
}

/* How often the `length` frames from `first` on are repeated, themselves included. */
static size_t repeats(const frames_t *frames, size_t first, size_t length) {
  size_t end = first + length;
  while (end < frames->count && frames->items[end] == frames->items[end - length])
    end++;
  return (end - first) / length;
}

static void print_frames(report_t *report, const frames_t *frames) {
  size_t shown = 0;
  for (size_t i = 0; i < frames->count;) {
    if (shown > SHOWN_MOST) {
      report_format(report, "  ... %zu more frames\n", frames->count - i);
      return;
    }
    size_t length = 1;
    size_t times = 1;
    for (size_t l = 1; l <= CYCLE_MOST && times < REPEATS_LEAST; l++) {
      length = l;
      times = repeats(frames, i, l);
    }
    if (times < REPEATS_LEAST) length = times = 1;
    lines_t lines = {.count = 0};
    for (size_t k = 0; k < length; k++)
      add_lines(&lines, frames->items[i + k]);
    shown += print_lines(report, &lines, times);
    i += length * times;
  }
}

const position_t *backtrace_task(worker_t *w, report_t *report) {
  frames_t frames = {0};
  const task_t *task = collect(w, &frames);
  print_frames(report, &frames);
  const position_t *place = frames.count == 0 ? NULL : table_position(frames.items[0]);
  free(frames.items);
  const position_t *spawn = task->scope == NULL ? NULL : table_position(task->desc->position);
  if (spawn != NULL) backtrace_place(report, "spawned at", spawn);
  return place;
}
