/* environment.c — environment variables. The C library's are not safe against concurrent changes: one lock
 * around every use; texts are copied out of it before anything is allocated in the heap, since allocation may
 * panic. */
#include "base/lock.h"
#include "lib/string.h"

#include <stdlib.h>
#include <unistd.h>

static lock_t lock;

/* A C string to free, or null if there is a NUL within the text. */
static char *c_text(worker_t *worker, const string_t *s) {
  if (memchr(s->bytes, 0, (size_t)s->byte_length) != NULL) return NULL;
  char *copy = malloc((size_t)s->byte_length + 1);
  if (copy == NULL) lib_panic(worker, "out of memory");
  memcpy(copy, s->bytes, (size_t)s->byte_length);
  copy[s->byte_length] = 0;
  return copy;
}

void *plat_env_get_c(worker_t *worker, void *name) {
  char *key = c_text(worker, name);
  if (key == NULL) return NULL;
  lock_take(&lock);
  const char *found = getenv(key);
  char *value = found == NULL ? NULL : strdup(found);
  lock_drop(&lock);
  free(key);
  if (value == NULL) return NULL;
  void *result = string_make_lossy(worker, value, strlen(value));
  free(value);
  return result;
}

int8_t plat_env_set_c(worker_t *worker, void *name, void *value) {
  char *key = c_text(worker, name);
  char *text = c_text(worker, value);
  bool set = false;
  if (key != NULL && text != NULL) {
    lock_take(&lock);
    set = setenv(key, text, 1) == 0; /* refuses the empty name and one with '=' */
    lock_drop(&lock);
  }
  free(key);
  free(text);
  return set;
}

void *plat_env_vars_c(worker_t *worker) {
  lock_take(&lock);
  size_t size = 0;
  for (char **v = environ; v != NULL && *v != NULL; v++)
    size += strlen(*v) + 1;
  char *all = malloc(size + 1);
  size_t used = 0;
  for (char **v = environ; all != NULL && v != NULL && *v != NULL; v++) {
    if (used > 0) all[used++] = '\n';
    size_t length = strlen(*v);
    memcpy(all + used, *v, length);
    used += length;
  }
  lock_drop(&lock);
  if (all == NULL) lib_panic(worker, "out of memory");
  void *result = string_make_lossy(worker, all, used);
  free(all);
  return result;
}
