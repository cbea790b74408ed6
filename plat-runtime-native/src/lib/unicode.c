/* unicode.c — see unicode.h. */
#include "lib/unicode.h"

#include <stddef.h>

typedef struct {
  uint32_t first;
  uint32_t last;
} range_t;

/* Every step-th code point of first..last maps to itself plus delta. */
typedef struct {
  uint32_t first;
  uint32_t last;
  int32_t delta;
  uint32_t step;
} mapping_t;

#include "lib/unicode_table.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool in_ranges(const range_t *table, size_t count, uint32_t point) {
  size_t low = 0;
  size_t high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (point > table[middle].last) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < count && point >= table[low].first;
}

static uint32_t mapped(const mapping_t *table, size_t count, uint32_t point) {
  size_t low = 0;
  size_t high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (point > table[middle].last) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == count || point < table[low].first || (point - table[low].first) % table[low].step != 0)
    return point;
  return (uint32_t)((int32_t)point + table[low].delta);
}

uint32_t unicode_to_upper(uint32_t point) {
  if (point < 0x80) return point >= 'a' && point <= 'z' ? point - 32 : point;
  return mapped(upper_table, COUNT(upper_table), point);
}

uint32_t unicode_to_lower(uint32_t point) {
  if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
  return mapped(lower_table, COUNT(lower_table), point);
}

bool unicode_is_alpha(uint32_t point) {
  if (point < 0x80) return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
  return in_ranges(alpha_table, COUNT(alpha_table), point);
}

bool unicode_is_digit(uint32_t point) {
  if (point < 0x80) return point >= '0' && point <= '9';
  return in_ranges(digit_table, COUNT(digit_table), point);
}

bool unicode_is_space(uint32_t point) {
  if (point < 0x80) return point == ' ' || (point >= 9 && point <= 13);
  return point == 0x85 || point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
         point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}
