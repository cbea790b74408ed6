/* copy.h: copies and moves of long texts and lists of numbers.
 *
 * A megabyte takes a tenth of a millisecond and more, many times that where the system clears pages for it. So a long
 * copy is a SAFE region (gc/stop.h): a collection need not wait for it. */
#ifndef PLAT_LIB_COPY_H
#define PLAT_LIB_COPY_H

#include "sched/worker.h"

#include <string.h>

enum { COPY_LONG = 256 << 10 /* bytes */ };

void copy_long(worker_t *worker, char *to, const char *from, size_t bytes);
void move_long(worker_t *worker, char *to, const char *from, size_t bytes);

/* memcpy, and a stop point if there is much. pre: the bytes are no references; the caller's stack keeps both objects
 * alive. */
static inline void copy_aside(worker_t *worker, char *to, const char *from, size_t bytes) {
  if (bytes < COPY_LONG) {
    memcpy(to, from, bytes);
  } else {
    copy_long(worker, to, from, bytes);
  }
}

/* memmove, and likewise. */
static inline void move_aside(worker_t *worker, char *to, const char *from, size_t bytes) {
  if (bytes < COPY_LONG) {
    memmove(to, from, bytes);
  } else {
    move_long(worker, to, from, bytes);
  }
}

#endif
