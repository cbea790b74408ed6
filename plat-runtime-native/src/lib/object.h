/* object.h — the heap objects that library functions work on, as the ABI table lays them out.
 *
 * Ownership: objects belong to the collected heap; C holds references only while it runs, on its system
 * stack, which the collector scans. Strings are immutable once handed out. A list's buffer may be replaced by
 * whoever grows the list; memory safety under a race rests on the capacity in the very buffer touched.
 * Limits: lengths and capacities are I32; what would exceed them is a Plat panic, never a wrapped number. */
#ifndef PLAT_OBJECT_H
#define PLAT_OBJECT_H

#include "plat_abi.h"

#include <stdbool.h>
#include <string.h>

typedef struct worker worker_t;

typedef struct {
  int32_t kind;
  int32_t size;
  const char *name;
  int32_t ref_count;
  int32_t flags;
  const int32_t *ref_offsets;
  int32_t class_number;
  int32_t reserved;
} desc_t;

/* By number in a compact header (plat_abi.h, PLAT_HEADER_COMPACT). The compiler emits it; tests in C have no such objects. */
extern const desc_t *const plat_compact_descs[] __attribute__((weak));

/* What kinds of objects other than PLAT_KIND_OBJECT begin with is their descriptor always. */
typedef struct {
  const desc_t *desc;
  int32_t byte_length;
  int32_t length;
  char bytes[];
} string_t;

typedef struct {
  const desc_t *desc;
  int32_t length;
  int32_t capacity;
  char elements[];
} buffer_t;

typedef struct {
  const desc_t *desc;
  buffer_t *buffer;
} list_t;

extern const desc_t plat_string_desc, plat_string_list_desc, plat_string_buffer_desc, plat_byte_list_desc,
    plat_byte_buffer_desc;
extern const string_t plat_empty_string;

/* Of a static string of ASCII: a struct of a descriptor, two lengths and room for the text. */
#define STATIC_STRING(text)                                                                                  \
  { &plat_string_desc, sizeof(text) - 1, sizeof(text) - 1, text }

/* Longest string and list: lengths are I32, and a header has to fit beside them. */
#define OBJECT_LENGTH_MAX (INT32_MAX - 64)

/* The size of an object with a tail of so many bytes that C works on: with at least one, so that the tail's address lies
 * in the object (gc/alloc.h). */
static inline size_t object_bytes(size_t head, size_t tail) {
  return head + (tail > 0 ? tail : 1);
}

static inline bool header_is_compact(uintptr_t first_word) {
  return (first_word & PLAT_HEADER_COMPACT) != 0;
}

/* The reference in an object's first word, null where there is none. */
static inline uintptr_t header_reference(uintptr_t first_word) {
  return (first_word & PLAT_HEADER_REFERENCE) != 0 ? first_word >> PLAT_HEADER_REFERENCE_SHIFT : 0;
}

static inline const desc_t *header_desc(uintptr_t first_word) {
  if (!header_is_compact(first_word)) return (const desc_t *)first_word;
  bool shared = (first_word & PLAT_HEADER_REFERENCE) != 0;
  uint32_t number = shared ? (uint16_t)first_word : (uint32_t)first_word;
  return plat_compact_descs[number >> PLAT_HEADER_NUMBER_SHIFT];
}

static inline bool string_is_ascii(const string_t *s) {
  return s->byte_length == s->length;
}

/* The bytes a buffer of this descriptor takes. */
static inline size_t buffer_stride(const buffer_t *b) {
  return (size_t)b->desc->size;
}

/* An element of a List[String]; null only where another task takes it out. pre: index < capacity */
static inline string_t *buffer_string(const buffer_t *b, int32_t index) {
  string_t *s;
  memcpy(&s, b->elements + (size_t)index * sizeof s, sizeof s);
  return s;
}

#endif
