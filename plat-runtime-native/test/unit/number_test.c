// with: src/lib/number.c src/lib/narrow.c
/* Numbers to text and back: known values, and random doubles that must survive the way there and back. */
#include "lib/number.h"
#include "unit/expect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void prints(double value, const char *expected) {
  char out[NUMBER_TEXT_MAX];
  size_t count = number_print_f64(out, value);
  EXPECT_TEXT(out, count, expected);
}

static void prints_single(float value, const char *expected) {
  char out[NUMBER_TEXT_MAX];
  size_t count = number_print_float(out, (double)value, NUMBER_F32);
  EXPECT_TEXT(out, count, expected);
}

static void prints_decimals(double value, unsigned decimals, bool exponent, const char *expected) {
  char out[NUMBER_FIXED_TEXT_MAX];
  size_t count = number_print_decimals(out, value, decimals, exponent);
  EXPECT_TEXT(out, count, expected);
}

static void prints_exponent(double value, const char *expected) {
  char out[NUMBER_TEXT_MAX];
  size_t count = number_print_exponent(out, value, NUMBER_F64);
  EXPECT_TEXT(out, count, expected);
}

static void prints_integer(int64_t value, const char *expected) {
  char out[NUMBER_TEXT_MAX];
  size_t count = number_print_i64(out, value);
  EXPECT_TEXT(out, count, expected);
}

/* About every power of ten, as the C library prints them. */
static void integers_around_powers(void) {
  uint64_t power = 1;
  for (int digits = 1; digits <= 19; digits++, power *= 10) {
    for (int64_t near = -1; near <= 1; near++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        int64_t value = ((int64_t)power + near) * sign;
        char expected[NUMBER_TEXT_MAX];
        int length = snprintf(expected, sizeof expected, "%lld", (long long)value);
        prints_integer(value, expected);
        EXPECT(number_length_i64(value) == (size_t)length);
      }
    }
  }
}

static void reads_integer(const char *text, int64_t low, int64_t high, number_status_t status,
                          int64_t expected) {
  int64_t value = 0;
  EXPECT(number_parse_i64(text, strlen(text), low, high, &value) == status);
  EXPECT(value == expected);
}

static void reads(const char *text, number_status_t status, double expected) {
  double value = 0;
  EXPECT(number_parse_f64(text, strlen(text), &value) == status);
  EXPECT(value == expected);
}

static void random_doubles_survive(void) {
  uint64_t state = 88172645463325252u;
  for (int i = 0; i < 100000; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    uint64_t bits = i % 8 == 0 ? state & 0xFFF0000000000000u : state; /* also powers of two */
    double value;
    memcpy(&value, &bits, sizeof value);
    if (isnan(value) || isinf(value)) continue;
    char out[NUMBER_TEXT_MAX];
    double back = 0;
    EXPECT(number_parse_f64(out, number_print_f64(out, value), &back) == NUMBER_OK);
    EXPECT(back == value);
  }
}

/* Decimals of few digits come back as they were written. */
static void short_decimals_survive(void) {
  uint64_t state = 88172645463325252u;
  for (int i = 0; i < 100000; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    char text[NUMBER_TEXT_MAX];
    int decimals = 1 + (int)(state % 9);
    uint64_t scale = 1;
    for (int k = 0; k < decimals; k++)
      scale *= 10;
    uint64_t whole = (state >> 8) % 1000000;
    uint64_t part = (state >> 30) % scale;
    if (part % 10 == 0) part += 1;
    snprintf(text, sizeof text, "%llu.%0*llu", (unsigned long long)whole, decimals, (unsigned long long)part);
    double value = 0;
    EXPECT(number_parse_f64(text, strlen(text), &value) == NUMBER_OK);
    if (value >= 1e-6) prints(value, text);
  }
}

int main(void) {
  prints(3.0, "3.0");
  prints(0.1, "0.1");
  prints(0.1 + 0.2, "0.30000000000000004");
  prints(-0.0, "-0.0");
  prints(1e20, "100000000000000000000.0");
  prints(1e21, "1e21");
  prints(1.5e-7, "1.5e-7");
  prints(0.000001, "0.000001");
  prints(123.456, "123.456");
  prints(5e-324, "5e-324");
  prints(2.2250738585072014e-308, "2.2250738585072014e-308");
  prints(1.7976931348623157e308, "1.7976931348623157e308");
  prints(5.684341886080801e-14,
         "5.684341886080801e-14"); /* a power of two: its nearest 16 digits do not read back */
  prints(9007199254740993.0, "9007199254740992.0");
  prints(NAN, "NaN");
  prints(INFINITY, "inf");
  prints(-INFINITY, "-inf");
  prints_single(0.1f, "0.1");
  prints_single(3.4028235e38f, "3.4028235e38");
  prints_single(1e-45f, "1e-45");
  prints_single(16777216.0f, "16777216.0");
  prints_decimals(3.14159, 2, false, "3.14");
  prints_decimals(2.5, 0, false, "2");
  prints_decimals(-1234.5, 1, true, "-1.2e3");
  prints_decimals(1e22, 0, false, "10000000000000000000000");
  prints_decimals(0.5, 20, false, "0.50000000000000000000");
  prints_exponent(1500.0, "1.5e3");
  prints_exponent(0.0, "0e0");
  prints_exponent(-1e-7, "-1e-7");
  prints_integer(0, "0");
  prints_integer(INT64_MIN, "-9223372036854775808");
  prints_integer(INT64_MAX, "9223372036854775807");
  integers_around_powers();

  reads_integer("42", INT32_MIN, INT32_MAX, NUMBER_OK, 42);
  reads_integer("+7", INT32_MIN, INT32_MAX, NUMBER_OK, 7);
  reads_integer("-2147483648", INT32_MIN, INT32_MAX, NUMBER_OK, INT32_MIN);
  reads_integer("2147483648", INT32_MIN, INT32_MAX, NUMBER_OUT_OF_RANGE, 0);
  reads_integer("9223372036854775807", INT64_MIN, INT64_MAX, NUMBER_OK, INT64_MAX);
  reads_integer("-9223372036854775808", INT64_MIN, INT64_MAX, NUMBER_OK, INT64_MIN);
  reads_integer("9223372036854775808", INT64_MIN, INT64_MAX, NUMBER_OUT_OF_RANGE, 0);
  reads_integer("99999999999999999999999999", INT64_MIN, INT64_MAX, NUMBER_OUT_OF_RANGE, 0);
  reads_integer("99999999999999999999x", INT64_MIN, INT64_MAX, NUMBER_MALFORMED, 0);
  reads_integer("", INT64_MIN, INT64_MAX, NUMBER_MALFORMED, 0);
  reads_integer("-", INT64_MIN, INT64_MAX, NUMBER_MALFORMED, 0);
  reads_integer("1_000", INT64_MIN, INT64_MAX, NUMBER_MALFORMED, 0);

  reads("1.5", NUMBER_OK, 1.5);
  reads("-.5e1", NUMBER_OK, -5.0);
  reads("5.", NUMBER_OK, 5.0);
  reads("1e400", NUMBER_OUT_OF_RANGE, INFINITY);
  reads("1e-400", NUMBER_OK, 0.0);
  reads("1e99999999999999999999", NUMBER_OUT_OF_RANGE, INFINITY);
  reads("-Infinity", NUMBER_OK, -INFINITY);
  reads("9007199254740993", NUMBER_OK, 9007199254740992.0);
  reads("9007199254740993.00000000000000000000000000000000000001", NUMBER_OK, 9007199254740994.0);
  reads(".", NUMBER_MALFORMED, 0);
  reads("", NUMBER_MALFORMED, 0);
  reads("1e", NUMBER_MALFORMED, 0);
  reads("1.2.3", NUMBER_MALFORMED, 0);
  reads("0x10", NUMBER_MALFORMED, 0);
  random_doubles_survive();
  short_decimals_survive();
  return expect_summary("number");
}
