/* string.h — making strings, for the library's own files. The functions compiled code calls are in
 * plat_abi.h.
 *
 * Everything here runs on a system stack, may allocate, never parks. A text too long for I32 lengths is a
 * panic. */
#ifndef PLAT_LIB_STRING_H
#define PLAT_LIB_STRING_H

#include "lib/object.h"

/* A string of so many bytes for the caller to fill before anything else sees it; then string_seal. */
string_t *string_new(worker_t *worker, size_t byte_length);

/* Sets the code point length. post: the string is finished. */
string_t *string_seal(string_t *s);

/* A copy of valid UTF-8. */
string_t *string_make(worker_t *worker, const char *bytes, size_t byte_length);

/* A copy of bytes from outside: what is not UTF-8 becomes U+FFFD, one per byte. */
string_t *string_make_lossy(worker_t *worker, const char *bytes, size_t byte_length);

/* A copy of bytes from a list, which another task may change meanwhile: what counts is the copy. Its length is
 * negative if that is not UTF-8, and then it may not be handed out. */
string_t *string_of_bytes(worker_t *worker, const char *bytes, size_t byte_length);

/* As string_make, for text known to be ASCII, or with a known number of code points. */
string_t *string_make_counted(worker_t *worker, const char *bytes, size_t byte_length, size_t points);

/* A copy of valid UTF-8, where nothing may be raised or collected; null when memory is out. */
string_t *string_make_quietly(worker_t *worker, const char *bytes, size_t byte_length);

/* A string of one code point; for ASCII a static one. pre: a scalar value */
string_t *string_of_point(worker_t *worker, uint32_t point);

/* An empty List[String] with room for so many. */
list_t *strings_new(worker_t *worker, size_t capacity);

/* Appends, growing as needed. */
void strings_push(worker_t *worker, list_t *list, const string_t *s);

/* Panics with a formatted message ("%s" of at most some hundred bytes). */
_Noreturn void lib_panic(worker_t *worker, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Copies a text that is short as a rule: up to 32 bytes by moves that may overlap, without a call. Returns the
 * end of the copy. */
static inline char *copy_short(char *out, const char *from, size_t count) {
  if (count > 32) {
    memcpy(out, from, count);
  } else if (count >= 16) {
    memcpy(out, from, 16);
    memcpy(out + count - 16, from + count - 16, 16);
  } else if (count >= 8) {
    memcpy(out, from, 8);
    memcpy(out + count - 8, from + count - 8, 8);
  } else if (count >= 4) {
    memcpy(out, from, 4);
    memcpy(out + count - 4, from + count - 4, 4);
  } else if (count > 0) {
    out[0] = from[0];
    out[count / 2] = from[count / 2];
    out[count - 1] = from[count - 1];
  }
  return out + count;
}

/* The address of an object that is never written, as the ABI's untyped reference. */
static inline void *ref_of(const void *object) {
  return (void *)(uintptr_t)object;
}

#endif
