/* utf8.h — UTF-8 text as bytes: counting, walking, checking.
 *
 * Every function takes text that is valid UTF-8, except utf8_valid, which decides that. Nothing allocates,
 * blocks or recurses. Lengths and offsets are bytes unless the name says points (Unicode code points). */
#ifndef PLAT_UTF8_H
#define PLAT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest encoding of one code point. */
enum { UTF8_MAX = 4 };

/* Number of code points in text[0, length). */
size_t utf8_count(const char *text, size_t length);

/* True if no byte has its high bit set. */
bool utf8_is_ascii(const char *text, size_t length);

/* Byte offset of code point number `points`, at most `length`. */
size_t utf8_offset(const char *text, size_t length, size_t points);

/* The code point at text[*at]; moves *at behind it. pre: *at is at a boundary below the length. */
uint32_t utf8_next(const char *text, size_t *at);

/* The code point that ends at text[*at]; moves *at to its start. pre: *at is at a boundary above 0. */
uint32_t utf8_previous(const char *text, size_t *at);

/* Writes a code point; how many bytes. pre: point is a scalar value (utf8_is_scalar). */
size_t utf8_put(char *out, uint32_t point);

/* True for what UTF-8 may encode: up to U+10FFFF without surrogates. */
bool utf8_is_scalar(uint32_t point);

/* True if the bytes are well-formed UTF-8 (no overlong forms, no surrogates). */
bool utf8_valid(const char *text, size_t length);

#endif
