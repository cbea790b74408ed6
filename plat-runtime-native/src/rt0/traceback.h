/* traceback.h: the Plat frames of the running fibre as text.
 *
 * Frames have fixed sizes and no C lies between them, so one table per program (section plat_functab, by the
 * compiler) maps a return address to its frame size and source place; inlined calls are a chain of places.
 * Return addresses in switch_x64.S (children running in place) are in plat_asm_sites. A repeating cycle of up
 * to CYCLE_MOST frames is printed once with its count. Behind the frames of a task come the places where it
 * and the tasks above it were spawned. Who may call: the worker, on its system stack, while the fibre stays
 * where it is. */
#ifndef PLAT_RT0_TRACEBACK_H
#define PLAT_RT0_TRACEBACK_H

#include "sched/worker.h"

/* Text on its way to stderr. */
typedef struct report {
  size_t used;
  char bytes[16384];
} report_t;

void report_bytes(report_t *report, const char *bytes, size_t count);
void report_format(report_t *report, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_flush(report_t *report);

/* The file and line of an entry of plat_positions; "?" and 0 where the program has no such entry. */
const char *traceback_place(uint32_t position, uint32_t *line);

/* pre: *worker.task_sp is a return address into Plat code */
void traceback(worker_t *w, report_t *report);

#endif
