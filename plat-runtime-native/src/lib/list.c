/* list.c — lists as bytes at a stride: growing, moving, copying.
 *
 * Invariant: 0 <= length <= capacity in every buffer; bytes from length on are zero or stale, never read.
 * The list's buffer is replaced as a whole; the old one stays readable for whoever still has it, but where it held
 * no references and was large, it may read as zeros from then on.
 * Growth at least doubles, so pushing n elements copies fewer than 2n. */
#include "gc/alloc.h"
#include "gc/barrier.h"
#include "gc/stop.h"
#include "lib/copy.h"
#include "lib/number.h"
#include "lib/string.h"
#include "os/os.h"

#include <limits.h>

static buffer_t *buffer_new(worker_t *worker, const desc_t *desc, int64_t capacity) {
  if (capacity < 0 || capacity > OBJECT_LENGTH_MAX)
    lib_panic(worker, "a list of %lld elements", (long long)capacity);
  size_t bytes = object_bytes(sizeof(buffer_t), (size_t)capacity * (size_t)desc->size);
  buffer_t *b = desc->ref_count == 0 ? alloc_leaf(worker, desc, bytes) : alloc_object(worker, desc, bytes);
  b->capacity = (int32_t)capacity;
  return b;
}

static list_t *list_of(worker_t *worker, const desc_t *desc, buffer_t *buffer) {
  list_t *list = alloc_object(worker, desc, sizeof(list_t));
  list->buffer = buffer;
  return list;
}

static size_t bytes_of(const buffer_t *b, int32_t count) {
  return buffer_stride(b) * (size_t)count;
}

void *plat_list_new_c(worker_t *worker, void *list_desc, void *buffer_desc, int64_t capacity) {
  return list_of(worker, list_desc, buffer_new(worker, buffer_desc, capacity));
}

void *plat_list_filled_c(worker_t *worker, void *list_desc, void *buffer_desc, int64_t length,
                         int64_t value) {
  if (length < 0) lib_panic(worker, "List::filled: the length %lld is negative", (long long)length);
  buffer_t *b = buffer_new(worker, buffer_desc, length);
  b->length = (int32_t)length;
  if (value != 0) {
    char *at = b->elements;
    switch (b->desc->size) {
    case 1:
      memset(at, (int)(value & 0xFF), (size_t)length);
      break;
    case 2:
      for (int64_t i = 0; i < length; i++)
        memcpy(at + i * 2, &value, 2);
      break;
    case 4:
      for (int64_t i = 0; i < length; i++)
        memcpy(at + i * 4, &value, 4);
      break;
    default:
      for (int64_t i = 0; i < length; i++)
        memcpy(at + i * 8, &value, 8);
      break;
    }
  }
  return list_of(worker, list_desc, b);
}

/* The first room of a list that grows: so many elements, and more where they are small. */
enum { FIRST_ELEMENTS = 4, FIRST_BYTES = 32 };

enum { HUGE_PAGE = 2 << 20, MOVE_STEP = 2 * HUGE_PAGE };

/* Copies references, with stop points where it takes long. */
static void copy_references(worker_t *worker, char *to, const char *from, size_t bytes) {
  for (size_t at = 0; at < bytes;) {
    size_t step = bytes - at < COPY_LONG ? bytes - at : COPY_LONG;
    memcpy(to + at, from + at, step);
    at += step;
    if (at < bytes) gc_stop_point(worker);
  }
}

/* Copies, and gives the memory of what was copied back at once where it is much, so that a large list that grows
 * does not take twice its size meanwhile. What is given back reads as zeros. */
static void move_bytes(worker_t *worker, char *to, char *from, size_t bytes) {
  char *given = from + (-(uintptr_t)from & (HUGE_PAGE - 1));
  for (size_t at = 0; at < bytes;) {
    size_t step = bytes - at < MOVE_STEP ? bytes - at : MOVE_STEP;
    copy_aside(worker, to + at, from + at, step);
    at += step;
    char *done = from + at - ((uintptr_t)(from + at) & (HUGE_PAGE - 1));
    if (done > given && os_discard(given, (size_t)(done - given))) given = done;
  }
}

/* A larger copy of the list's buffer, which takes its place. */
static __attribute__((noinline)) buffer_t *grown(worker_t *worker, list_t *list, buffer_t *old,
                                                 int64_t needed) {
  int64_t capacity = (int64_t)old->capacity * 2;
  int64_t first = FIRST_BYTES / old->desc->size; /* a size is never 0 */
  if (first < FIRST_ELEMENTS) first = FIRST_ELEMENTS;
  if (capacity < first) capacity = first;
  if (capacity > OBJECT_LENGTH_MAX) capacity = OBJECT_LENGTH_MAX;
  if (capacity < needed) capacity = needed;
  buffer_t *new = buffer_new(worker, old->desc, capacity);
  int32_t length = old->length;
  if (old->desc->ref_count == 0) {
    move_bytes(worker, new->elements, old->elements, bytes_of(old, length));
  } else {
    size_t bytes = bytes_of(old, length);
    copy_references(worker, new->elements, old->elements, bytes);
    if (bytes > COPY_LONG)
      gc_remember_range(worker, new->elements, bytes); /* the new one may have become old */
  }
  new->length = length;
  if (gc_marking(worker)) gc_shade(worker, old);
  list->buffer = new;
  gc_remember(worker, &list->buffer);
  return new;
}

/* The list's buffer with room for so many elements. What is written goes into this very buffer: another task may
 * give the list yet another one at any time. */
static inline buffer_t *room(worker_t *worker, list_t *list, int64_t needed) {
  buffer_t *b = list->buffer;
  return needed <= b->capacity ? b : grown(worker, list, b, needed);
}

void *plat_list_grow_c(worker_t *worker, void *object, int64_t needed) {
  return room(worker, object, needed);
}

void *plat_list_insert_at_c(worker_t *worker, void *object, int32_t index) {
  list_t *list = object;
  int32_t length = list->buffer->length;
  if (index < 0 || index > length)
    lib_panic(worker, "insert_at: index %d in a list of length %d", index, length);
  buffer_t *b = room(worker, list, (int64_t)length + 1);
  char *at = b->elements + bytes_of(b, index);
  if (gc_marking(worker)) gc_shade_elements(worker, b);
  memmove(at + buffer_stride(b), at, bytes_of(b, length - index));
  gc_remember_range(worker, at, bytes_of(b, length + 1 - index));
  b->length = length + 1;
  return b;
}

void plat_list_remove_at_c(worker_t *worker, void *object, int32_t index) {
  buffer_t *b = ((list_t *)object)->buffer;
  int32_t last = b->length - 1;
  if (index < 0 || index > last) return; /* another task was faster */
  char *at = b->elements + bytes_of(b, index);
  if (gc_marking(worker)) gc_shade_elements(worker, b); /* the marker may be among those that move */
  memmove(at, at + buffer_stride(b), bytes_of(b, last - index));
  gc_remember_range(worker, at, bytes_of(b, last - index));
  b->length = last;
  memset(b->elements + bytes_of(b, last), 0, buffer_stride(b)); /* keeps nothing alive */
}

void *plat_list_slice_c(worker_t *worker, void *object, int32_t start, int32_t end) {
  const list_t *list = object;
  const buffer_t *from = list->buffer;
  int32_t length = from->length;
  if (start < 0) start = 0;
  if (end > length) end = length;
  int32_t count = start < end ? end - start : 0;
  buffer_t *b = buffer_new(worker, from->desc, count);
  memcpy(b->elements, from->elements + bytes_of(from, count == 0 ? 0 : start), bytes_of(from, count));
  b->length = count;
  return list_of(worker, list->desc, b);
}

void plat_list_extend_c(worker_t *worker, void *object, void *other) {
  list_t *list = object;
  const buffer_t *from = ((list_t *)other)->buffer;
  int32_t added = from->length;
  if (added == 0) return; /* the shared empty buffer is never written */
  int32_t length = list->buffer->length;
  buffer_t *b = room(worker, list, (int64_t)length + added);
  if (other == object) from = b; /* the old one may be gone */
  char *end = b->elements + bytes_of(b, length);
  memcpy(end, from->elements, bytes_of(from, added));
  gc_remember_range(worker, end, bytes_of(b, added));
  b->length = length + added;
}

int8_t plat_bytes_put_c(worker_t *worker, void *object, void *text) {
  (void)worker;
  buffer_t *b = ((list_t *)object)->buffer;
  const string_t *s = text;
  int32_t length = b->length;
  if (s->byte_length > b->capacity - length) return 0;
  copy_short(b->elements + length, s->bytes, (size_t)s->byte_length);
  b->length = length + s->byte_length;
  return 1;
}

void plat_bytes_add_text_c(worker_t *worker, void *object, void *text) {
  list_t *list = object;
  const string_t *s = text;
  int32_t length = list->buffer->length;
  buffer_t *b = room(worker, list, (int64_t)length + s->byte_length);
  copy_short(b->elements + length, s->bytes, (size_t)s->byte_length);
  b->length = length + s->byte_length;
}

int32_t plat_bytes_add_i64_c(worker_t *worker, void *object, int64_t value) {
  list_t *list = object;
  int32_t length = list->buffer->length;
  size_t count = number_length_i64(value);
  buffer_t *b = room(worker, list, (int64_t)length + (int64_t)count);
  number_put_i64(b->elements + length, value, count);
  b->length = length + (int32_t)count;
  return (int32_t)count;
}

void *plat_bytes_to_text_c(worker_t *worker, void *object) {
  const buffer_t *b = ((const list_t *)object)->buffer;
  const string_t *s = string_of_bytes(worker, b->elements, (size_t)b->length);
  return s->length >= 0 ? ref_of(s) : string_make_lossy(worker, s->bytes, (size_t)s->byte_length);
}

_Noreturn void plat_panic_index_c(worker_t *worker, int32_t index, int32_t length) {
  lib_panic(worker, "index %d is out of range for a list of length %d", index, length);
}

list_t *strings_new(worker_t *worker, size_t capacity) {
  return plat_list_new_c(worker, ref_of(&plat_string_list_desc), ref_of(&plat_string_buffer_desc),
                         (int64_t)capacity);
}

void strings_push(worker_t *worker, list_t *list, const string_t *s) {
  int32_t length = list->buffer->length;
  buffer_t *b = room(worker, list, (int64_t)length + 1);
  char *end = b->elements + (size_t)length * sizeof s;
  memcpy(end, &s, sizeof s);
  gc_remember(worker, end);
  b->length = length + 1;
}
