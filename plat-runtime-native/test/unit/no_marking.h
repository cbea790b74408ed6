/* no_marking.h: the write barrier of tests without a collector: nothing marks, so nothing is shaded, and nobody asks
 * what is remembered. */
#ifndef PLAT_TEST_NO_MARKING_H
#define PLAT_TEST_NO_MARKING_H

#include "gc/alloc.h"
#include "gc/barrier.h"
#include <stdlib.h>

static worker_t nobody;

void gc_shade(worker_t *w, const void *reference) {
  (void)w;
  (void)reference;
  abort();
}
void gc_shade_elements(worker_t *w, const void *buffer, int32_t index, int32_t count) {
  (void)w;
  (void)buffer;
  (void)index;
  (void)count;
  abort();
}
void alloc_touch(worker_t *w, char *start, size_t bytes) {
  (void)w;
  (void)start;
  (void)bytes;
}
void gc_remember(const worker_t *w, const void *slot) {
  (void)w;
  (void)slot;
}
void gc_remember_range(const worker_t *w, const void *from, size_t bytes) {
  (void)w;
  (void)from;
  (void)bytes;
}

#endif
