/* utf8.c — see utf8.h. Continuation bytes are those of the form 10xxxxxx; counting points is counting the
 * others, eight bytes at a time: each byte of a word sums up those in its column. */
#include "lib/utf8.h"

#include <string.h>

static const uint64_t HIGH_BITS = 0x8080808080808080u;

static inline bool is_continuation(char byte) {
  return ((unsigned char)byte & 0xC0u) == 0x80u;
}

static inline uint64_t word_at(const char *text) {
  uint64_t word;
  memcpy(&word, text, sizeof word);
  return word;
}

static inline size_t sum_of_bytes(uint64_t word) {
  const uint64_t even = 0x00FF00FF00FF00FFu;
  return (size_t)(((word & even) + (word >> 8 & even)) * 0x0001000100010001u >> 48);
}

size_t utf8_count(const char *text, size_t length) {
  size_t continuations = 0;
  size_t i = 0;
  while (i + 8 <= length) {
    size_t words = (length - i) / 8;
    if (words > 255) words = 255; /* as many as a byte can count */
    uint64_t sums = 0;
    for (; words > 0; words--, i += 8) {
      uint64_t word = word_at(text + i);
      sums += word >> 7 & ~(word >> 6) & 0x0101010101010101u; /* bit 7 set and bit 6 clear */
    }
    continuations += sum_of_bytes(sums);
  }
  for (; i < length; i++)
    continuations += is_continuation(text[i]);
  return length - continuations;
}

bool utf8_is_ascii(const char *text, size_t length) {
  size_t i = 0;
  for (; i + 32 <= length; i += 32) {
    const char *at = text + i;
    if ((word_at(at) | word_at(at + 8) | word_at(at + 16) | word_at(at + 24)) & HIGH_BITS) return false;
  }
  for (; i + 8 <= length; i += 8) {
    if (word_at(text + i) & HIGH_BITS) return false;
  }
  for (; i < length; i++) {
    if ((unsigned char)text[i] >= 0x80) return false;
  }
  return true;
}

size_t utf8_offset(const char *text, size_t length, size_t points) {
  size_t at = 0;
  while (points > 0 && at < length) {
    at++;
    while (at < length && is_continuation(text[at]))
      at++;
    points--;
  }
  return at;
}

uint32_t utf8_next(const char *text, size_t *at) {
  const unsigned char *p = (const unsigned char *)text + *at;
  if (p[0] < 0x80) {
    *at += 1;
    return p[0];
  }
  if (p[0] < 0xE0) {
    *at += 2;
    return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
  }
  if (p[0] < 0xF0) {
    *at += 3;
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  }
  *at += 4;
  return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

uint32_t utf8_previous(const char *text, size_t *at) {
  size_t start = *at - 1;
  while (start > 0 && is_continuation(text[start]))
    start--;
  *at = start;
  size_t after = start;
  return utf8_next(text, &after);
}

size_t utf8_put(char *out, uint32_t point) {
  if (point < 0x80) {
    out[0] = (char)point;
    return 1;
  }
  if (point < 0x800) {
    out[0] = (char)(0xC0u | point >> 6);
    out[1] = (char)(0x80u | (point & 0x3Fu));
    return 2;
  }
  if (point < 0x10000) {
    out[0] = (char)(0xE0u | point >> 12);
    out[1] = (char)(0x80u | (point >> 6 & 0x3Fu));
    out[2] = (char)(0x80u | (point & 0x3Fu));
    return 3;
  }
  out[0] = (char)(0xF0u | point >> 18);
  out[1] = (char)(0x80u | (point >> 12 & 0x3Fu));
  out[2] = (char)(0x80u | (point >> 6 & 0x3Fu));
  out[3] = (char)(0x80u | (point & 0x3Fu));
  return 4;
}

bool utf8_is_scalar(uint32_t point) {
  return point < 0xD800 || (point >= 0xE000 && point <= 0x10FFFF);
}

bool utf8_valid(const char *text, size_t length) {
  size_t i = 0;
  while (i < length) {
    unsigned char lead = (unsigned char)text[i];
    if (lead < 0x80) {
      i += length - i >= 8 && (word_at(text + i) & HIGH_BITS) == 0 ? 8 : 1;
      continue;
    }
    size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || length - i < size) return false;
    for (size_t k = 1; k < size; k++) {
      if (!is_continuation(text[i + k])) return false;
    }
    size_t after = i;
    uint32_t point = utf8_next(text, &after);
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[size] || !utf8_is_scalar(point)) return false;
    i += size;
  }
  return true;
}
