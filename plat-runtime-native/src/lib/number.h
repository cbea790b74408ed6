/* number.h — numbers to text and back, into the caller's memory.
 *
 * Nothing here allocates, blocks, recurses or depends on the locale. Text written is ASCII without a final
 * NUL. */
#ifndef PLAT_NUMBER_H
#define PLAT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room that every number_print_* function finds sufficient. */
enum { NUMBER_TEXT_MAX = 32 };

/* Longest text of number_print_decimals: sign, 309 digits, point, NUMBER_DECIMALS_MAX decimals. */
enum { NUMBER_DECIMALS_MAX = 1100, NUMBER_FIXED_TEXT_MAX = 1 + 309 + 1 + NUMBER_DECIMALS_MAX + 8 };

/* The float types, by the binary logarithm of their bytes. */
typedef enum { NUMBER_F8, NUMBER_F16, NUMBER_F32, NUMBER_F64 } number_width_t;

/* Decimal text of an integer; how many bytes. */
size_t number_print_i64(char *out, int64_t value);

/* How many bytes that will be; and the text where that is known already. */
size_t number_length_i64(int64_t value);
void number_put_i64(char *out, int64_t value, size_t length);

/* Exact, in the largest of s, ms, us, ns that is not above it: whole units, then the rest without final
 * zeros. */
size_t number_print_duration(char *out, int64_t nanoseconds);

/* The shortest decimal text that reads back as the same double, with `.` or `e`: "3.0", "1e21", "NaN",
 * "-inf". Exponents are written below 1e-6 and from 1e21 on. */
size_t number_print_f64(char *out, double value);

/* The same for a narrower type, of which the value is one: the shortest text that reads back as the same. */
size_t number_print_float(char *out, double value, number_width_t width);

/* The shortest such digits in exponent form: "1.5e3", "1e-7", "0e0"; NaN and inf as they are. */
size_t number_print_exponent(char *out, double value, number_width_t width);

/* With exactly `decimals` digits behind the point ("%.2f"), or in exponent form ("%.2e").
 * pre: decimals <= NUMBER_DECIMALS_MAX, out has NUMBER_FIXED_TEXT_MAX bytes. */
size_t number_print_decimals(char *out, double value, unsigned decimals, bool exponent);

/* How reading a number ended. */
typedef enum { NUMBER_OK, NUMBER_MALFORMED, NUMBER_OUT_OF_RANGE } number_status_t;

/* Reads the whole of text[0, length): an optional sign and decimal digits, value within [low, high]. */
number_status_t number_parse_i64(const char *text, size_t length, int64_t low, int64_t high, int64_t *value);

/* Reads the whole of text[0, length): sign, digits with optional `.` and exponent, or NaN / inf in any case.
 * A finite text too large for a double gives infinity with NUMBER_OUT_OF_RANGE. Correctly rounded. */
number_status_t number_parse_f64(const char *text, size_t length, double *value);

#endif
