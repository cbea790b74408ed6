/* narrow.c — see narrow.h.
 *
 * Rounding works on the pattern of the double: the significand is shifted to the precision of the target, and
 * further down for its subnormals. The encoding is monotonic, so that a carry out of the significand counts
 * the exponent up, and a value beyond the largest is one whose encoding is. */
#include "lib/narrow.h"

#include "lib/object.h"
#include "plat_abi.h"

#include <stdbool.h>
#include <string.h>

static float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

float narrow_widen_f16(uint16_t bits) {
  uint32_t sign = (uint32_t)(bits & 0x8000) << 16;
  uint32_t exponent = bits >> 10 & 31;
  uint32_t significand = bits & 0x3FF;
  if (exponent == 0) return float_of(sign | 0x3F800000) * (float)significand * 0x1p-24f;
  uint32_t wide = exponent == 31 ? 255 : exponent + (127 - 15);
  return float_of(sign | wide << 23 | significand << 13);
}

float narrow_widen_f8(uint8_t bits) {
  uint32_t sign = (uint32_t)(bits & 0x80) << 24;
  uint32_t exponent = bits >> 3 & 15;
  uint32_t significand = bits & 7;
  if ((bits & 0x7F) == 0x7F) return float_of(sign | 0x7FC00000);
  if (exponent == 0) return float_of(sign | 0x3F800000) * (float)significand * 0x1p-9f;
  return float_of(sign | (exponent + (127 - 7)) << 23 | significand << 20);
}

/* The encoding, without the sign, of the nearest value with `precision` bits and the least exponent, as if
 * there were no largest one. pre: not NaN */
static uint32_t encode(uint64_t magnitude, int precision, int least_exponent) {
  int exponent = (int)(magnitude >> 52) - 1023;
  uint64_t significand = (magnitude & 0xFFFFFFFFFFFFF) | UINT64_C(1) << 52;
  int below = exponent < least_exponent ? least_exponent - exponent : 0;
  int shift = 53 - precision + below;
  if (shift > 54) return 0;
  uint64_t kept = significand >> shift;
  uint64_t rest = significand & ((UINT64_C(1) << shift) - 1);
  uint64_t half = UINT64_C(1) << (shift - 1);
  if (rest > half || (rest == half && (kept & 1) != 0)) kept++;
  uint32_t steps = below > 0 ? 0 : (uint32_t)(exponent - least_exponent);
  return (steps << (precision - 1)) + (uint32_t)kept;
}

static uint64_t pattern(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

uint16_t narrow_to_f16(double value) {
  uint64_t bits = pattern(value);
  uint32_t sign = (uint32_t)(bits >> 48) & 0x8000;
  if (value != value) return (uint16_t)(sign | 0x7E00);
  uint32_t encoding = encode(bits & INT64_MAX, 11, -14);
  return (uint16_t)(sign | (encoding > 0x7C00 ? 0x7C00 : encoding));
}

uint8_t narrow_to_f8(double value) {
  uint64_t bits = pattern(value);
  uint32_t sign = (uint32_t)(bits >> 56) & 0x80;
  if (value != value) return (uint8_t)(sign | 0x7F);
  uint32_t encoding = encode(bits & INT64_MAX, 4, -6);
  return (uint8_t)(sign | (encoding > 0x7E ? 0x7E : encoding));
}

float plat_f16_widen_c(worker_t *worker, int16_t bits) {
  (void)worker;
  return narrow_widen_f16((uint16_t)bits);
}

int16_t plat_f16_narrow_c(worker_t *worker, double value) {
  (void)worker;
  return (int16_t)narrow_to_f16(value);
}

float plat_f8_widen_c(worker_t *worker, int8_t bits) {
  (void)worker;
  return narrow_widen_f8((uint8_t)bits);
}

int8_t plat_f8_narrow_c(worker_t *worker, double value) {
  (void)worker;
  return (int8_t)narrow_to_f8(value);
}
