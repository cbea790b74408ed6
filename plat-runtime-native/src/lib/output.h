/* output.h — stdout, stderr and stdin of the process.
 *
 * stdout is buffered: at a newline when it is a terminal, else when 64 KiB are full; the runtime flushes at
 * exit, before a panic's report, before stderr and stdin are used, and when a worker goes idle. A line
 * printed by one task is never cut by another's. Who may call: any thread on its system stack. May block in
 * write(2); nothing here parks or allocates heap objects except where a worker is passed. */
#ifndef PLAT_OUTPUT_H
#define PLAT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "sched/worker.h"

/* Writes out what is buffered. Cheap when nothing is: one relaxed load. */
void output_flush(void);

/* As output_flush, but gives up when another thread holds the lock: for the report of a broken invariant. */
void output_try_flush(void);

/* Bytes to stderr, after flushing stdout; one piece, not interleaved with other callers. */
void output_error(const char *bytes, size_t count);

enum { INPUT_READABLE, INPUT_NOT_YET, INPUT_SIGNALLED /* a signal asks the program to end */ };

/* Takes in what there is of stdin's next line without waiting; true when plat_read_line need not wait: the line has come,
 * or stdin has ended, or a signal is to end the program. Unless another reader is first: false while one reads. */
bool input_has_line(void);

/* The system calls made here; tests replace them. */
typedef struct {
  ssize_t (*write)(int fd, const void *bytes, size_t count);
  ssize_t (*read)(int fd, void *bytes, size_t count);
  int (*is_terminal)(int fd);
  void (*wait_writable)(int fd); /* after EAGAIN: somebody made the descriptor non-blocking */
  int (*wait_readable)(bool interruptible,
                       int milliseconds); /* before a read of stdin: INPUT_*; -1: for ever */
  void (*interrupted)(worker_t *worker);  /* then; returns when the task goes on. pre: as for raising */
  void (*may_block)(worker_t *worker); /* before a call that may take long: others may run what waits here */
  void (*give_up)(int status); /* output is impossible: ends the process; must not return except in tests */
} output_system_t;

extern output_system_t output_system;

#endif
