/* traceback.c: see traceback.h. */
#include "rt0/traceback.h"
#include "lib/output.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "task/task.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct callsite {
  uint32_t return_offset, frame_bytes, position, landing_pad;
} callsite_t;

typedef struct functab {
  uintptr_t start, end;
  const callsite_t *callsites;
  uint32_t callsite_count, position, saved_mask, reserved;
} functab_t;

typedef struct position {
  const char *function, *file;
  uint32_t line, column;
  int32_t parent;
  uint32_t pad;
} position_t;

typedef struct asm_site {
  uintptr_t return_address;
  uintptr_t frame_bytes;
} asm_site_t;

PLAT_ABI_ASSERT_CALLSITE(callsite_t);
PLAT_ABI_ASSERT_FUNCTAB(functab_t);
PLAT_ABI_ASSERT_POSITION(position_t);

/* Weak: a host program without compiled Plat code has no tables. */
extern const functab_t __start_plat_functab[] __attribute__((weak));
extern const functab_t __stop_plat_functab[] __attribute__((weak));
extern const position_t __start_plat_positions[] __attribute__((weak));
extern const position_t __stop_plat_positions[] __attribute__((weak));
extern const asm_site_t plat_asm_sites[];

enum { CYCLE_MOST = 8, REPEATS_LEAST = 3, SHOWN_MOST = 200, SPAWNS_MOST = 50, LINES_MOST = 512 };

void report_flush(report_t *report) {
  output_error(report->bytes, report->used);
  report->used = 0;
}

void report_bytes(report_t *report, const char *bytes, size_t count) {
  while (count > 0) {
    if (report->used == sizeof report->bytes) report_flush(report);
    size_t part = sizeof report->bytes - report->used;
    if (part > count) part = count;
    memcpy(report->bytes + report->used, bytes, part);
    report->used += part;
    bytes += part;
    count -= part;
  }
}

void report_format(report_t *report, const char *format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  report_bytes(report, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}

static const functab_t *function_at(uintptr_t pc) {
  const functab_t *low = __start_plat_functab;
  const functab_t *high = __stop_plat_functab;
  while (low < high) {
    const functab_t *middle = low + (high - low) / 2;
    if (pc < middle->start) {
      high = middle;
    } else if (pc > middle->end) { /* a return address may equal end: a call that never returns came last */
      low = middle + 1;
    } else {
      return middle;
    }
  }
  return NULL;
}

static const callsite_t *callsite_at(const functab_t *function, uintptr_t pc) {
  uint32_t offset = (uint32_t)(pc - function->start);
  uint32_t low = 0;
  uint32_t high = function->callsite_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (function->callsites[middle].return_offset < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  bool found = low < function->callsite_count && function->callsites[low].return_offset == offset;
  return found ? &function->callsites[low] : NULL;
}

/* The call site of a return address, trying the function before when the address is the start of one. */
static const callsite_t *find(uintptr_t pc) {
  const functab_t *function = function_at(pc);
  if (function == NULL) return NULL;
  const callsite_t *site = callsite_at(function, pc);
  if (site == NULL && function > __start_plat_functab && function[-1].end == pc)
    site = callsite_at(function - 1, pc);
  return site;
}

static const asm_site_t *find_asm(uintptr_t pc) {
  for (const asm_site_t *site = plat_asm_sites; site->return_address != 0; site++) {
    if (site->return_address == pc) return site;
  }
  return NULL;
}

/* What stands in the list of frames: a position, or IN_PLACE for the border to a task running in place. */
#define IN_PLACE UINT32_MAX

typedef struct frames {
  uint32_t *items;
  size_t count, room;
} frames_t;

static bool add(frames_t *frames, uint32_t item) {
  if (frames->count == frames->room) {
    size_t room = frames->room == 0 ? 1024 : frames->room * 2;
    uint32_t *items = realloc(frames->items, room * sizeof *items);
    if (items == NULL) return false; /* a shorter backtrace then */
    frames->items = items;
    frames->room = room;
  }
  frames->items[frames->count++] = item;
  return true;
}

static void walk(const worker_t *w, frames_t *frames) {
  uintptr_t sp = w->task_sp;
  uintptr_t top = fibre_top(w->fibre);
  while (sp < top) {
    uintptr_t pc = *(const uintptr_t *)sp;
    sp += sizeof(uintptr_t);
    const asm_site_t *asm_site = find_asm(pc);
    const callsite_t *site = asm_site == NULL ? find(pc) : NULL;
    if (asm_site == NULL && site == NULL) return; /* plat_task_entry: the bottom */
    if (!add(frames, site == NULL ? IN_PLACE : site->position)) return;
    sp += site == NULL ? asm_site->frame_bytes : site->frame_bytes;
  }
}

/* The compiler's own wrapper around main, which nobody wrote. */
static bool is_wrapper(const char *function) {
  static const char suffix[] = ".entry";
  size_t length = strlen(function);
  return length >= sizeof suffix - 1 && strcmp(function + length - (sizeof suffix - 1), suffix) == 0;
}

static void print_place(report_t *report, const char *word, const position_t *place) {
  report_format(report, "  %s %s (%s:%u:%u)\n", word, place->function, place->file, place->line,
                place->column);
}

static void print_spawn(report_t *report, uint32_t index) {
  size_t count = (size_t)(__stop_plat_positions - __start_plat_positions);
  if (index < count) print_place(report, "spawned at", &__start_plat_positions[index]);
}

/* A line of the backtrace: a place in the source, or null for the border to a task running in place. */
typedef struct lines {
  const position_t *items[LINES_MOST];
  size_t count;
} lines_t;

/* The lines of one frame: the place of its call, then those of the calls it was inlined into. */
static void add_lines(lines_t *lines, uint32_t item) {
  size_t count = (size_t)(__stop_plat_positions - __start_plat_positions);
  if (item == IN_PLACE && lines->count < LINES_MOST) lines->items[lines->count++] = NULL;
  for (int64_t i = item; i >= 0 && (size_t)i < count && lines->count < LINES_MOST;) {
    const position_t *place = &__start_plat_positions[i];
    if (!is_wrapper(place->function)) lines->items[lines->count++] = place;
    i = place->parent;
  }
}

static bool same_line(const position_t *a, const position_t *b) {
  if (a == NULL || b == NULL) return a == b;
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
  for (size_t i = 0; i < length * copies; i++) {
    const position_t *place = lines->items[i % length];
    if (place == NULL) {
      report_format(report, "  -- run in place by the task that waits for it --\n");
    } else {
      print_place(report, "at", place);
    }
  }
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

void traceback(worker_t *w, report_t *report) {
  frames_t frames = {0};
  walk(w, &frames);
  print_frames(report, &frames);
  free(frames.items);
  int spawns = 0;
  for (const task_t *task = w->task; task != NULL && task->scope != NULL && spawns < SPAWNS_MOST; spawns++) {
    print_spawn(report, task->desc->position);
    task = task->scope->owner;
  }
}

const char *traceback_place(uint32_t position, uint32_t *line) {
  bool known = position < (size_t)(__stop_plat_positions - __start_plat_positions);
  *line = known ? __start_plat_positions[position].line : 0;
  return known ? __start_plat_positions[position].file : "?";
}
