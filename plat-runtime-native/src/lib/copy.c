/* copy.c: see copy.h. */
#include "lib/copy.h"
#include "gc/stop.h"

void copy_long(worker_t *worker, char *to, const char *from, size_t bytes) {
  gc_leave(worker);
  memcpy(to, from, bytes);
  gc_enter(worker);
}

void move_long(worker_t *worker, char *to, const char *from, size_t bytes) {
  gc_leave(worker);
  memmove(to, from, bytes);
  gc_enter(worker);
}
