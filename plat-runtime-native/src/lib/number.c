/* number.c — see number.h.
 *
 * Shortest text: a decimal of 15 digits (6 for Float32, 3 for Float16) survives the way to binary and back,
 * so the nearest decimal of that precision without its trailing zeros is the shortest if it reads back at
 * all; else 16 and 17 digits are tried (7 to 9, 4 and 5; 1 to 3 for Float8). Exceptions: subnormals have
 * fewer digits and are tried from one digit on; just above a power of two the gap to the neighbour doubles,
 * so there the next decimal upwards is tried too. Rejected for now: Ryu and Schubfach (faster, tables of 10
 * KiB); the slow path costs about a microsecond. Reading and printing of digits go through the C library,
 * which rounds correctly; only digits are exchanged with it, never a decimal point, so the locale has no say.
 */
#include "lib/number.h"

#include "lib/narrow.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t powers[20] = {1u,
                                    10u,
                                    100u,
                                    1000u,
                                    10000u,
                                    100000u,
                                    1000000u,
                                    10000000u,
                                    100000000u,
                                    1000000000u,
                                    10000000000u,
                                    100000000000u,
                                    1000000000000u,
                                    10000000000000u,
                                    100000000000000u,
                                    1000000000000000u,
                                    10000000000000000u,
                                    100000000000000000u,
                                    1000000000000000000u,
                                    10000000000000000000u};

static inline uint64_t magnitude(int64_t value) {
  return value < 0 ? 0u - (uint64_t)value : (uint64_t)value;
}

/* 1233 / 4096 is log10(2), near enough for 64 bits: the power says which of two counts it is. */
static inline size_t digits_of(uint64_t value) {
  unsigned bits = 64 - (unsigned)__builtin_clzl(value | 1);
  size_t least = bits * 1233 >> 12;
  return least + (value >= powers[least] || least == 0);
}

size_t number_length_i64(int64_t value) {
  return digits_of(magnitude(value)) + (value < 0);
}

/* Two digits at a time, the last ones first. */
void number_put_i64(char *out, int64_t value, size_t length) {
  static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                              "25262728293031323334353637383940414243444546474849"
                              "50515253545556575859606162636465666768697071727374"
                              "75767778798081828384858687888990919293949596979899";
  uint64_t rest = magnitude(value);
  char *at = out + length;
  for (; rest >= 100; rest /= 100) {
    at -= 2;
    memcpy(at, pairs + rest % 100 * 2, 2);
  }
  if (rest >= 10) {
    memcpy(at - 2, pairs + rest * 2, 2);
  } else {
    at[-1] = (char)('0' + rest);
  }
  if (value < 0) out[0] = '-';
}

size_t number_print_i64(char *out, int64_t value) {
  size_t length = number_length_i64(value);
  number_put_i64(out, value, length);
  return length;
}

/* A decimal number 0.d1d2d3… × 10^point. */
typedef struct {
  char digit[20];
  int count;
  int point;
} decimal_t;

/* The nearest decimal of `digits` digits. pre: value is finite and positive. */
static decimal_t nearest(double value, int digits) {
  char text[64];
  snprintf(text, sizeof text, "%.*e", digits - 1, value);
  decimal_t d = {.count = 0};
  const char *p = text;
  for (; *p != 'e'; p++) {
    if (*p >= '0' && *p <= '9') d.digit[d.count++] = *p;
  }
  d.point = atoi(p + 1) + 1;
  return d;
}

/* The next larger decimal of the same precision. */
static void step_up(decimal_t *d) {
  for (int i = d->count - 1; i >= 0; i--) {
    if (d->digit[i] != '9') {
      d->digit[i]++;
      return;
    }
    d->digit[i] = '0';
  }
  memmove(d->digit + 1, d->digit, (size_t)d->count - 1);
  d->digit[0] = '1';
  d->point++;
}

/* What decides about the text of a float type. */
static const struct {
  double least_normal;
  int sure_digits; /* decimals of so many digits read back as themselves */
  int most_digits; /* so many digits tell any two values apart */
  double exact;    /* integers below are values of the type, and their plain digits the shortest text */
} traits[] = {
    [NUMBER_F8] = {0x1p-6, 1, 3, 0x1p4},
    [NUMBER_F16] = {0x1p-14, 3, 5, 0x1p11},
    [NUMBER_F32] = {(double)FLT_MIN, FLT_DIG, FLT_DECIMAL_DIG, 0x1p24},
    [NUMBER_F64] = {DBL_MIN, DBL_DIG, DBL_DECIMAL_DIG, 0x1p53},
};

/* A decimal of five digits is either just a double or, for all that a narrow type can tell, as good as one.
 */
static double read_back(const char *text, number_width_t width) {
  switch (width) {
  case NUMBER_F8:
    return (double)narrow_widen_f8(narrow_to_f8(strtod(text, NULL)));
  case NUMBER_F16:
    return (double)narrow_widen_f16(narrow_to_f16(strtod(text, NULL)));
  case NUMBER_F32:
    return (double)strtof(text, NULL);
  case NUMBER_F64:
    break;
  }
  return strtod(text, NULL);
}

static bool reads_back(const decimal_t *d, double value, number_width_t width) {
  char text[40];
  snprintf(text, sizeof text, "%.*se%d", d->count, d->digit, d->point - d->count);
  return read_back(text, width) == value;
}

static decimal_t shortest(double value, number_width_t width) {
  bool subnormal = value < traits[width].least_normal;
  int exponent;
  bool power_of_two = frexp(value, &exponent) == 0.5;
  decimal_t d = {.count = 0};
  for (int digits = subnormal ? 1 : traits[width].sure_digits; digits <= traits[width].most_digits;
       digits++) {
    d = nearest(value, digits);
    if (reads_back(&d, value, width)) break;
    if (power_of_two) {
      decimal_t above = d;
      step_up(&above);
      if (reads_back(&above, value, width)) {
        d = above;
        break;
      }
    }
  }
  while (d.count > 1 && d.digit[d.count - 1] == '0')
    d.count--;
  return d;
}

static size_t put(char *out, const char *text) {
  size_t length = strlen(text);
  memcpy(out, text, length);
  return length;
}

static size_t put_exponent(char *out, const decimal_t *d) {
  size_t at = 0;
  out[at++] = d->digit[0];
  if (d->count > 1) {
    out[at++] = '.';
    memcpy(out + at, d->digit + 1, (size_t)d->count - 1);
    at += (size_t)d->count - 1;
  }
  out[at++] = 'e';
  return at + number_print_i64(out + at, d->point - 1);
}

static size_t put_plain(char *out, const decimal_t *d) {
  size_t at = 0;
  if (d->point <= 0) {
    at += put(out, "0.");
    for (int i = d->point; i < 0; i++)
      out[at++] = '0';
    memcpy(out + at, d->digit, (size_t)d->count);
    return at + (size_t)d->count;
  }
  for (int i = 0; i < d->point; i++)
    out[at++] = i < d->count ? d->digit[i] : '0';
  out[at++] = '.';
  if (d->count <= d->point) out[at++] = '0';
  for (int i = d->point; i < d->count; i++)
    out[at++] = d->digit[i];
  return at;
}

/* Most numbers people write have few decimals. If the integer r nearest to value × 10^k is below 10^15 and r
 * / 10^k, one correctly rounded division of exact operands, is the value again, then r × 10^-k is a decimal
 * of at most 15 digits that reads back; such a decimal is the only one of its precision, so with the least k
 * it is the shortest. (No smaller k is missed: the product errs by less than 1/8, and a decimal that reads
 * back differs from value × 10^k by less than that.) False if there is none; the value must be at least 1e-5
 * so that the plain form is right. */
static bool short_decimal(double value, int64_t *digits, int *decimals) {
  double power = 1.0;
  for (int k = 1; k <= 22; k++) {
    power *= 10.0; /* exact up to 10^22 */
    double scaled = value * power;
    if (scaled >= 1e15) return false;
    int64_t r = (int64_t)(scaled + 0.5);
    if ((double)r / power == value) {
      *digits = r;
      *decimals = k;
      return true;
    }
  }
  return false;
}

/* digits / 10^decimals in plain form. */
static size_t put_decimals(char *out, int64_t digits, int decimals) {
  char text[NUMBER_TEXT_MAX];
  int count = (int)number_print_i64(text, digits);
  decimal_t d = {.count = 0, .point = count - decimals};
  for (int i = 0; i < count; i++)
    d.digit[d.count++] = text[i];
  return put_plain(out, &d);
}

size_t number_print_float(char *out, double value, number_width_t width) {
  size_t at = 0;
  if (isnan(value)) return put(out, "NaN");
  if (signbit(value)) {
    out[at++] = '-';
    value = -value;
  }
  if (isinf(value)) return at + put(out + at, "inf");
  if (value < traits[width].exact && value == (double)(int64_t)value) {
    at += number_print_i64(out + at, (int64_t)value);
    return at + put(out + at, ".0");
  }
  int64_t digits;
  int decimals;
  if (width == NUMBER_F64 && value >= 1e-5 && short_decimal(value, &digits, &decimals)) {
    return at + put_decimals(out + at, digits, decimals);
  }
  decimal_t d = shortest(value, width);
  bool plain = d.point > -6 && d.point <= 21;
  return at + (plain ? put_plain(out + at, &d) : put_exponent(out + at, &d));
}

size_t number_print_f64(char *out, double value) {
  return number_print_float(out, value, NUMBER_F64);
}

size_t number_print_exponent(char *out, double value, number_width_t width) {
  if (isnan(value) || isinf(value)) return number_print_float(out, value, width);
  size_t at = 0;
  if (signbit(value)) out[at++] = '-';
  decimal_t zero = {.digit = "0", .count = 1, .point = 1};
  decimal_t d = value == 0 ? zero : shortest(fabs(value), width);
  return at + put_exponent(out + at, &d);
}

size_t number_print_decimals(char *out, double value, unsigned decimals, bool exponent) {
  if (isnan(value)) return put(out, "NaN");
  if (isinf(value)) return put(out, value < 0 ? "-inf" : "inf");
  char text[NUMBER_FIXED_TEXT_MAX + 1];
  int length = snprintf(text, sizeof text, exponent ? "%.*e" : "%.*f", (int)decimals, value);
  size_t at = 0;
  for (int i = 0; i < length; i++) {
    char c = text[i];
    if (c == 'e') {
      out[at++] = c;
      return at + number_print_i64(out + at, atoi(text + i + 1));
    }
    bool kept = (c >= '0' && c <= '9') || c == '-';
    if (kept || text[i - 1] != '.') out[at++] = kept ? c : '.';
  }
  return at;
}

size_t number_print_duration(char *out, int64_t nanoseconds) {
  static const struct {
    uint64_t size;
    int digits;
    char name[3];
  } units[] = {{1000000000, 9, "s"}, {1000000, 6, "ms"}, {1000, 3, "us"}, {1, 0, "ns"}};
  uint64_t n = magnitude(nanoseconds);
  size_t unit = 0;
  while (n < units[unit].size && units[unit].size > 1)
    unit++;
  if (n == 0) unit = 0;
  size_t at = 0;
  if (nanoseconds < 0) out[at++] = '-';
  at += number_print_i64(out + at, (int64_t)(n / units[unit].size));
  uint64_t rest = n % units[unit].size;
  if (rest != 0) {
    char fraction[10];
    for (int i = units[unit].digits; i > 0; i--, rest /= 10)
      fraction[i] = (char)('0' + rest % 10);
    fraction[0] = '.';
    int count = units[unit].digits;
    while (fraction[count] == '0')
      count--;
    memcpy(out + at, fraction, (size_t)count + 1);
    at += (size_t)count + 1;
  }
  return at + put(out + at, units[unit].name);
}

number_status_t number_parse_i64(const char *text, size_t length, int64_t low, int64_t high, int64_t *value) {
  size_t at = 0;
  bool negative = false;
  if (length > 0 && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    at = 1;
  }
  if (at == length) return NUMBER_MALFORMED;
  uint64_t limit = negative ? 0u - (uint64_t)low : (uint64_t)high;
  uint64_t sum = 0;
  bool too_large = false;
  for (; at < length; at++) {
    if (text[at] < '0' || text[at] > '9') return NUMBER_MALFORMED;
    uint64_t digit = (uint64_t)(text[at] - '0');
    if (too_large || sum > (limit - digit) / 10) {
      too_large = true;
    } else {
      sum = sum * 10 + digit;
    }
  }
  if (too_large) return NUMBER_OUT_OF_RANGE;
  *value = (int64_t)(negative ? 0u - sum : sum);
  return NUMBER_OK;
}

/* More significant digits than this never change the rounding of a double, if a nonzero rest leaves a trace.
 */
enum { SIGNIFICANT_MAX = 800 };

static bool is_word(const char *text, size_t length, const char *word) {
  if (length != strlen(word)) return false;
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
    if (c != word[i]) return false;
  }
  return true;
}

number_status_t number_parse_f64(const char *text, size_t length, double *value) {
  size_t at = 0;
  bool negative = false;
  if (length > 0 && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    at = 1;
  }
  if (is_word(text + at, length - at, "nan")) {
    *value = NAN;
    return NUMBER_OK;
  }
  if (is_word(text + at, length - at, "inf") || is_word(text + at, length - at, "infinity")) {
    *value = negative ? -INFINITY : INFINITY;
    return NUMBER_OK;
  }
  char digits[SIGNIFICANT_MAX + 32];
  size_t count = 0;
  long long scale = 0; /* value = digits × 10^scale */
  bool seen_digit = false;
  bool seen_point = false;
  bool rest = false;
  for (; at < length; at++) {
    char c = text[at];
    if (c == '.' && !seen_point) {
      seen_point = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    seen_digit = true;
    if (seen_point) scale--;
    if (count == 0 && c == '0') continue;
    if (count < SIGNIFICANT_MAX) {
      digits[count++] = c;
    } else {
      rest |= c != '0';
      scale++;
    }
  }
  if (!seen_digit) return NUMBER_MALFORMED;
  if (at < length && (text[at] == 'e' || text[at] == 'E')) {
    at++;
    bool down = false;
    if (at < length && (text[at] == '-' || text[at] == '+')) down = text[at++] == '-';
    if (at == length) return NUMBER_MALFORMED;
    long long exponent = 0;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
      if (exponent < 1000000000000) exponent = exponent * 10 + (text[at] - '0');
    }
    scale += down ? -exponent : exponent;
  }
  if (at < length) return NUMBER_MALFORMED;
  if (count == 0) {
    *value = negative ? -0.0 : 0.0;
    return NUMBER_OK;
  }
  if (rest) {
    digits[count++] = '1';
    scale--;
  }
  if (scale > 100000) scale = 100000;
  if (scale < -100000) scale = -100000;
  snprintf(digits + count, sizeof digits - count, "e%lld", scale);
  double result = strtod(digits, NULL);
  *value = negative ? -result : result;
  return isinf(result) ? NUMBER_OUT_OF_RANGE : NUMBER_OK;
}
