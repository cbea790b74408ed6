/* unicode.h — properties of code points, from tables of ranges made by tools/GenerateUnicode.java out of the
 * Unicode character database.
 *
 * Case mapping is the *simple* one of the whole repertoire: one code point to one code point, independent of
 * language and context. So "ß" stays "ß" in upper case, a final sigma is not told from another one, and
 * Turkish i is not special. Lookups are a comparison for ASCII, a binary search otherwise. */
#ifndef PLAT_UNICODE_H
#define PLAT_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

uint32_t unicode_to_upper(uint32_t point);
uint32_t unicode_to_lower(uint32_t point);

/* A letter: general category L*. */
bool unicode_is_alpha(uint32_t point);

/* A decimal digit of any script: general category Nd. */
bool unicode_is_digit(uint32_t point);

/* White space: the White_Space property. */
bool unicode_is_space(uint32_t point);

#endif
