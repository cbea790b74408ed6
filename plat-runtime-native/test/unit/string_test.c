// with: src/lib/string.c src/lib/search.c src/lib/text.c src/lib/list.c src/lib/copy.c
// with: src/lib/parts.c src/lib/number.c src/lib/narrow.c src/lib/utf8.c src/lib/unicode.c src/os/linux.c src/base/check.c
/* Strings, text and lists over an allocator that is plain calloc, so that AddressSanitizer sees every
 * overrun. A panic jumps back to the test, which compares its text. */
#include "gc/alloc.h"
#include "gc/stop.h"
#include "lib/string.h"
#include "lib/utf8.h"
#include "unit/expect.h"
#include "unit/no_marking.h"

#include <setjmp.h>
#include <stdlib.h>

/* Nobody stops the world; what leaves, enters again. */
_Atomic uint32_t gc_stop;
static bool is_safe;
void gc_become_safe(worker_t *w) {
  (void)w;
  if (is_safe) abort();
  is_safe = true;
}
void gc_become_running(worker_t *w) {
  (void)w;
  if (!is_safe) abort();
  is_safe = false;
}

static jmp_buf panicked;
static char panic_text[600];

void *alloc_object(worker_t *worker, const void *desc, size_t bytes) {
  (void)worker;
  char *object = calloc(1, bytes);
  memcpy(object, &desc, sizeof desc);
  return object;
}

void *alloc_leaf(worker_t *worker, const void *desc, size_t bytes) {
  return alloc_object(worker, desc, bytes);
}

void *alloc_leaf_quietly(worker_t *worker, const void *desc, size_t bytes) {
  return alloc_object(worker, desc, bytes);
}

_Noreturn void plat_panic_c(worker_t *worker, void *message) {
  (void)worker;
  const string_t *s = message;
  snprintf(panic_text, sizeof panic_text, "%.*s", (int)s->byte_length, s->bytes);
  longjmp(panicked, 1);
}

_Noreturn void plat_panic_text_c(worker_t *worker, void *message) {
  (void)worker;
  snprintf(panic_text, sizeof panic_text, "%s", (char *)message);
  longjmp(panicked, 1);
}

/* The tests leave everything allocated to the end of the process. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "detect_leaks=0";
}

static string_t *s(const char *text) {
  return string_make(&nobody, text, strlen(text));
}

static void is(void *actual, const char *expected) {
  const string_t *a = actual;
  EXPECT_TEXT(a->bytes, (size_t)a->byte_length, expected);
  EXPECT(a->length == (int32_t)utf8_count(expected, strlen(expected)));
  EXPECT(a->desc == &plat_string_desc);
}

/* The items joined by bars. */
static void are(void *list, const char *expected) {
  is(plat_string_join_c(&nobody, s("|"), list), expected);
}

static void pair_is_error(plat_pair pair, const char *expected) {
  EXPECT(pair.first != 0);
  if (pair.first != 0) is((void *)(intptr_t)pair.first, expected);
}

static void pair_is(plat_pair pair, int64_t expected) {
  EXPECT(pair.first == 0);
  EXPECT(pair.second == expected);
}

static void panics(void (*run)(void), const char *expected) {
  if (setjmp(panicked) == 0) {
    run();
    EXPECT(!"no panic");
  } else {
    EXPECT_TEXT(panic_text, strlen(panic_text), expected);
  }
}

static void joining(void) {
  is(plat_string_concat_c(&nobody, s("na"), s("ïve")), "naïve");
  is(plat_string_concat_c(&nobody, s(""), s("")), "");
  string_t *x = s("xyz");
  EXPECT(plat_string_concat3_c(NULL, s(""), x, s("")) == x);
  is(plat_string_concat5_c(NULL, s("a"), s("b"), s("c"), s("d"), s("é")), "abcdé");
  is(plat_string_repeat_c(&nobody, s("ab"), 3), "ababab");
  is(plat_string_repeat_c(&nobody, s("é"), 2), "éé");
  is(plat_string_repeat_c(&nobody, s("-"), 5), "-----");
  is(plat_string_repeat_c(&nobody, s("ab"), -1), "");
  is(plat_string_pad_left_c(&nobody, s("é"), 3, s(" ")), "  é");
  is(plat_string_pad_left_c(&nobody, s("7"), 6, s("éa")), "éaéaé7");
  is(plat_string_pad_right_c(&nobody, s("ab"), 5, s("xyz")), "abxyz");
  is(plat_string_pad_right_c(&nobody, s("abc"), 2, s("x")), "abc");
  is(plat_string_pad_right_c(&nobody, s("abc"), 9, s("")), "abc");
  is(plat_string_reverse_c(&nobody, s("naïve 🙂")), "🙂 evïan");
  EXPECT(plat_string_compare_c(&nobody, s("a"), s("b")) == -1);
  EXPECT(plat_string_compare_c(&nobody, s("ab"), s("a")) == 1);
  EXPECT(plat_string_compare_c(&nobody, s("z"), s("é")) == -1);
  EXPECT(plat_string_compare_c(&nobody, s("\uFFFD"), s("🙂")) == -1);
  EXPECT(plat_string_compare_c(&nobody, s("a"), s("a")) == 0);
  EXPECT(plat_string_equals_c(&nobody, s("same"), s("same")) == 1);
  EXPECT(plat_string_equals_c(&nobody, s("same"), s("sane")) == 0);
}

static void classes(void) {
  is(plat_string_to_upper_c(&nobody, s("naïve ß ЖУК ω ÿ")), "NAÏVE ß ЖУК Ω Ÿ");
  is(plat_string_to_lower_c(&nobody, s("NAÏVE ЖУК Ω Ÿ Ǆ")), "naïve жук ω ÿ ǆ");
  is(plat_string_trim_c(&nobody, s(" \t\u00A0x y\u3000\n")), "x y");
  is(plat_string_trim_left_c(&nobody, s("  x ")), "x ");
  is(plat_string_trim_right_c(&nobody, s("  x ")), "  x");
  is(plat_string_trim_c(&nobody, s(" \n ")), "");
  EXPECT(plat_string_is_alpha_c(&nobody, s("abcé漢")) == 1);
  EXPECT(plat_string_is_alpha_c(&nobody, s("abc1")) == 0);
  EXPECT(plat_string_is_alpha_c(&nobody, s("")) == 0);
  EXPECT(plat_string_is_numeric_c(&nobody, s("123٣")) == 1);
  EXPECT(plat_string_is_numeric_c(&nobody, s("½")) == 0);
  EXPECT(plat_string_is_alphanumeric_c(&nobody, s("a1é")) == 1);
  EXPECT(plat_string_is_alphanumeric_c(&nobody, s("a 1")) == 0);
}

static void finding(void) {
  string_t *text = s("naïve café café");
  EXPECT(plat_string_index_of_c(&nobody, text, s("café")) == 6);
  EXPECT(plat_string_last_index_of_c(&nobody, text, s("café")) == 11);
  EXPECT(plat_string_index_of_c(&nobody, text, s("tea")) == -1);
  EXPECT(plat_string_index_of_c(&nobody, text, s("")) == 0);
  EXPECT(plat_string_last_index_of_c(&nobody, text, s("")) == 15);
  EXPECT(plat_string_last_index_of_c(&nobody, s("ab"), s("abc")) == -1);
  EXPECT(plat_string_contains_c(&nobody, text, s("ïv")) == 1);
  EXPECT(plat_string_starts_with_c(&nobody, text, s("naï")) == 1);
  EXPECT(plat_string_starts_with_c(&nobody, s("n"), text) == 0);
  EXPECT(plat_string_ends_with_c(&nobody, text, s("fé")) == 1);
  is(plat_string_substring_c(&nobody, text, 2, 7), "ïve c");
  is(plat_string_substring_c(&nobody, text, -5, 3), "naï");
  is(plat_string_substring_c(&nobody, text, 11, 99), "café");
  is(plat_string_substring_c(&nobody, text, 5, 5), "");
  is(plat_string_substring_c(&nobody, text, 9, 2), "");
  is(plat_string_substring_c(&nobody, s("abcdef"), 1, 3), "bc");
  is(plat_string_char_at_c(&nobody, text, 2), "ï");
  is(plat_string_char_at_c(&nobody, text, 15), "");
  EXPECT(plat_string_get_c(&nobody, text, -1) == NULL);
  EXPECT(plat_string_code_at_c(&nobody, text, 2) == 0xEF);
  EXPECT(plat_string_code_at_c(&nobody, text, 15) == -1);
  is(plat_string_from_code_c(&nobody, 0x1F642), "🙂");
  is(plat_string_from_code_c(&nobody, 0xD800), "\uFFFD");
  is(plat_string_from_code_c(&nobody, -1), "\uFFFD");
  plat_pair next = plat_string_next_c(&nobody, text, 2);
  is((void *)(intptr_t)next.first, "ï");
  EXPECT(next.second == 4);
}

static void splitting(void) {
  is(plat_string_replace_c(&nobody, s("a-b-c"), s("-"), s("éé")), "aééb-c");
  is(plat_string_replace_c(&nobody, s("abc"), s(""), s("x")), "xabc");
  is(plat_string_replace_all_c(&nobody, s("a-b-c-"), s("-"), s("--")), "a--b--c--");
  is(plat_string_replace_all_c(&nobody, s("aaaa"), s("aa"), s("b")), "bb");
  is(plat_string_replace_all_c(&nobody, s("é1"), s(""), s(".")), ".é.1.");
  are(plat_string_split_c(&nobody, s("a,b,,c"), s(",")), "a|b||c");
  are(plat_string_split_c(&nobody, s(""), s(",")), "");
  EXPECT(((list_t *)plat_string_split_c(&nobody, s(""), s(",")))->buffer->length == 1);
  are(plat_string_split_c(&nobody, s("aé🙂"), s("")), "a|é|🙂");
  are(plat_string_lines_c(&nobody, s("one\ntwo\r\n\nlast")), "one|two||last");
  EXPECT(((list_t *)plat_string_lines_c(&nobody, s("one\n")))->buffer->length == 1);
  EXPECT(((list_t *)plat_string_lines_c(&nobody, s("")))->buffer->length == 0);
  are(plat_string_words_c(&nobody, s("  the\u3000quick\n fox ")), "the|quick|fox");
  are(plat_string_chars_c(&nobody, s("né")), "n|é");
  list_t *bytes = plat_string_bytes_c(&nobody, s("aé"));
  EXPECT(bytes->buffer->length == 3 && (unsigned char)bytes->buffer->elements[1] == 0xC3);
  plat_pair back = plat_string_from_bytes_c(&nobody, bytes);
  EXPECT(back.first == 0);
  is((void *)(intptr_t)back.second, "aé");
  bytes->buffer->length = 2;
  pair_is_error(plat_string_from_bytes_c(&nobody, bytes), "String::from_bytes: the bytes are not UTF-8");
}

static void parsing(void) {
  pair_is(plat_string_parse_int_c(&nobody, s(" 42\n")), 42);
  pair_is(plat_string_parse_int_c(&nobody, s("-7")), -7);
  pair_is_error(plat_string_parse_int_c(&nobody, s("4x2")), "parse_int: \"4x2\" is not an integer");
  pair_is_error(plat_string_parse_int_c(&nobody, s("a\nb")), "parse_int: \"a\\nb\" is not an integer");
  pair_is_error(plat_string_parse_int_c(&nobody, s("3000000000")),
                "parse_int: \"3000000000\" is out of range for Int32");
  pair_is(plat_string_parse_int64_c(NULL, s("3000000000")), 3000000000);
  double value = 1.5;
  int64_t bits;
  memcpy(&bits, &value, sizeof bits);
  pair_is(plat_string_parse_float_c(&nobody, s(" 1.5 ")), bits);
  pair_is_error(plat_string_parse_float_c(&nobody, s("")), "parse_float: \"\" is not a number");
  pair_is(plat_string_parse_bool_c(&nobody, s("true")), 1);
  pair_is_error(plat_string_parse_bool_c(&nobody, s("yes")), "parse_bool: \"yes\" is neither true nor false");
  is(string_make_lossy(&nobody,
                       "a\xFF"
                       "b\xC3",
                       4),
     "a\uFFFDb\uFFFD");
}

static int64_t spec(unsigned fill, unsigned align, unsigned flags, unsigned type, int digits, unsigned width,
                    unsigned size) {
  int64_t packed = (int64_t)fill | (int64_t)align << PLAT_SPEC_ALIGN_SHIFT |
                   (int64_t)flags << PLAT_SPEC_PLUS_SHIFT | (int64_t)type << PLAT_SPEC_TYPE_SHIFT |
                   (int64_t)width << PLAT_SPEC_WIDTH_SHIFT | (int64_t)size << PLAT_SPEC_SIZE_SHIFT;
  if (digits >= 0)
    packed |= INT64_C(1) << PLAT_SPEC_HAS_DIGITS_SHIFT | (int64_t)digits << PLAT_SPEC_DIGITS_SHIFT;
  return packed;
}

enum { PLUS = 1, ALTERNATE = 2, ZERO = 4 };

static void *i64(int64_t value, int64_t format) {
  return plat_text_finish_c(&nobody, plat_text_i64_spec_c(NULL, plat_text_new_c(&nobody, 0), value, format));
}

static void *f64(double value, int64_t format) {
  return plat_text_finish_c(&nobody, plat_text_f64_spec_c(NULL, plat_text_new_c(&nobody, 0), value, format));
}

static void *str(const char *value, int64_t format) {
  return plat_text_finish_c(&nobody,
                            plat_text_string_spec_c(&nobody, plat_text_new_c(&nobody, 0), s(value), format));
}

static void *duration(int64_t nanoseconds) {
  return plat_text_finish_c(&nobody, plat_text_duration_c(&nobody, plat_text_new_c(&nobody, 0), nanoseconds));
}

static void durations(void) {
  is(duration(90000000000), "90s");
  is(duration(1500000000), "1.5s");
  is(duration(250000000), "250ms");
  is(duration(1000001), "1.000001ms");
  is(duration(999), "999ns");
  is(duration(-1020), "-1.02us");
  is(duration(0), "0s");
  is(duration(INT64_MIN), "-9223372036.854775808s");
}

static void formatting(void) {
  is(i64(42, spec(0, 0, 0, 0, -1, 5, 2)), "   42");
  is(i64(42, spec(0, PLAT_SPEC_ALIGN_LEFT, 0, 0, -1, 5, 2)), "42   ");
  is(i64(-42, spec(0, 0, ZERO, 0, -1, 6, 2)), "-00042");
  is(i64(42, spec(0, 0, PLUS, 0, -1, 0, 2)), "+42");
  is(i64(255, spec(0, 0, 0, PLAT_SPEC_TYPE_HEX, -1, 0, 2)), "ff");
  is(i64(255, spec(0, 0, ALTERNATE | ZERO, PLAT_SPEC_TYPE_HEX_UPPER, -1, 8, 2)), "0X0000FF");
  is(i64(-1, spec(0, 0, 0, PLAT_SPEC_TYPE_HEX, -1, 0, 0)), "ff");
  is(i64(-1, spec(0, 0, 0, PLAT_SPEC_TYPE_HEX, -1, 0, 3)), "ffffffffffffffff");
  is(i64(-2, spec(0, 0, ALTERNATE, PLAT_SPEC_TYPE_BINARY, -1, 0, 0)), "0b11111110");
  is(i64(8, spec(0, 0, 0, PLAT_SPEC_TYPE_OCTAL, -1, 0, 2)), "10");
  is(i64(7, spec('*', PLAT_SPEC_ALIGN_CENTRE, 0, 0, -1, 4, 2)), "*7**");
  is(i64(7, spec(0x1F642, PLAT_SPEC_ALIGN_RIGHT, 0, 0, -1, 3, 2)), "🙂🙂7");
  is(i64(INT64_MIN, spec(0, 0, 0, PLAT_SPEC_TYPE_BINARY, -1, 70, 3)),
     "      1000000000000000000000000000000000000000000000000000000000000000");
  is(f64(3.14159, spec(0, 0, 0, 0, 2, 0, 3)), "3.14");
  is(f64(-3.14159, spec(0, 0, ZERO, 0, 1, 7, 3)), "-0003.1");
  is(f64(1234.5, spec(0, 0, 0, PLAT_SPEC_TYPE_EXPONENT, 2, 0, 3)), "1.23e3");
  is(f64(1234.5, spec(0, 0, PLUS, PLAT_SPEC_TYPE_EXPONENT, -1, 0, 3)), "+1.2345e3");
  is(f64((double)0.1f, spec(0, 0, 0, 0, -1, 5, 2)), "  0.1");
  is(f64(-__builtin_inf(), spec(0, 0, ZERO, 0, 2, 6, 3)), "  -inf");
  EXPECT(((string_t *)f64(-1e300, spec(0, 0, 0, 0, 255, 0, 3)))->byte_length == 1 + 301 + 1 + 255);
  is(str("naïve", spec(0, PLAT_SPEC_ALIGN_RIGHT, 0, 0, -1, 8, 3)), "   naïve");
  is(str("naïve", spec('.', 0, 0, 0, 3, 5, 3)), "naï..");
  EXPECT(((string_t *)str("x", spec('*', PLAT_SPEC_ALIGN_CENTRE, 0, 0, -1, 1000, 3)))->length == 1000);
}

static void text(void) {
  void *t = plat_text_new_c(&nobody, 0);
  for (int i = 0; i < 1000; i++) {
    t = plat_text_i64_c(NULL, t, i % 10);
    t = plat_text_string_c(&nobody, t, s("é"));
  }
  string_t *result = plat_text_finish_c(&nobody, t);
  EXPECT(result->byte_length == 3000 && result->length == 2000);
  t = plat_text_new_c(&nobody, 100);
  is(plat_text_finish_c(&nobody, t), "");
  t = plat_text_bool_c(&nobody, plat_text_new_c(&nobody, 0), 1);
  t = plat_text_f64_c(NULL, t, 0.5);
  t = plat_text_f32_c(NULL, t, 0.1f);
  t = plat_text_bool_c(&nobody, t, 0);
  is(plat_text_finish_c(&nobody, t), "true0.50.1false");
  t = plat_text_quoted_c(&nobody, plat_text_new_c(&nobody, 0), s("a\"b\\\n\t\r\x1B$x${y}é"));
  is(plat_text_finish_c(&nobody, t), "\"a\\\"b\\\\\\n\\t\\r\\u{1B}$x\\${y}é\"");
  is(plat_string_from_i64_c(NULL, -5), "-5");
  is(plat_string_from_f64_c(NULL, 2.0), "2.0");
  is(plat_string_from_f32_c(NULL, 2.5f), "2.5");
}

static uint64_t word_of(const void *value, size_t size) {
  uint64_t word = 0x5555555555555555u; /* what is above a narrow value says nothing */
  memcpy(&word, value, size);
  return word;
}

#define PART(i, kind, type, value)                                                                           \
  (nobody.xfer[i] = word_of(&(type){value}, sizeof(type)), (int64_t)(kind) << (i)*PLAT_PART_BITS)

static void parts(void) {
  int64_t kinds = PART(0, PLAT_PART_STRING, void *, s("naïve ")) | PART(1, PLAT_PART_I64, int64_t, -120) |
                  PART(2, PLAT_PART_F64, double, 0.1) | PART(3, PLAT_PART_F32, float, 0.1f) |
                  PART(4, PLAT_PART_F16, int16_t, 0x3E00) | PART(5, PLAT_PART_F8, int8_t, 0x38) |
                  PART(6, PLAT_PART_DURATION, int64_t, 1500) | PART(7, PLAT_PART_STRING, void *, s("é"));
  const char *expected = "naïve -1200.10.11.51.01.5usé";
  is(plat_string_of_parts_c(&nobody, kinds), expected);
  is(plat_text_finish_c(&nobody, plat_text_parts_c(&nobody, plat_text_new_c(&nobody, 0), kinds)), expected);
  is(plat_string_of_parts_c(&nobody, PART(0, PLAT_PART_I64, int64_t, 7)), "7");
  is(plat_string_of_parts_c(&nobody, PART(0, PLAT_PART_STRING, void *, s(""))), "");
  char letters[41] = "";
  for (size_t length = 0; length <= 40; length++) { /* each way of copying */
    is(plat_string_of_parts_c(&nobody, PART(0, PLAT_PART_STRING, void *, s(letters))), letters);
    letters[length % 40] = (char)('0' + length);
  }
}

/* More continuation bytes than a byte can count. */
static void counting(void) {
  static char text[3 * 3000 + 2];
  for (size_t i = 0; i < 3000; i++)
    memcpy(text + 1 + 3 * i, "漢", 3);
  text[0] = 'a';
  EXPECT(utf8_count(text, sizeof text - 1) == 3001);
  EXPECT(utf8_count(text + 1, 3 * 3000) == 3000);
  EXPECT(utf8_valid(text, sizeof text - 1) && !utf8_valid(text, sizeof text - 2));
}

/* Large enough that growing gives back what it has copied. */
static void large_lists(void) {
  list_t *bytes = plat_list_new_c(&nobody, ref_of(&plat_byte_list_desc), ref_of(&plat_byte_buffer_desc), 0);
  string_t *piece = plat_string_repeat_c(&nobody, s("0123456789abcdef"), 1 << 16);
  for (int i = 0; i < 20; i++)
    plat_bytes_add_text_c(&nobody, bytes, piece);
  plat_list_extend_c(&nobody, bytes, bytes);
  EXPECT(plat_bytes_add_i64_c(&nobody, bytes, -42) == 3);
  EXPECT(memcmp(bytes->buffer->elements + (40 << 20), "-42", 3) == 0);
  bytes->buffer->length = 40 << 20;
  while (plat_bytes_put_c(&nobody, bytes, s("!"))) {
  }
  EXPECT(bytes->buffer->length == bytes->buffer->capacity);
  bytes->buffer->length = 40 << 20;
  const buffer_t *b = bytes->buffer;
  EXPECT(b->length == 40 << 20);
  bool same = true;
  for (int32_t i = 0; i < b->length; i += 1 << 20)
    same = same && memcmp(b->elements + i, piece->bytes, 1 << 20) == 0;
  EXPECT(same);
}

static void insert_out_of_range(void) {
  plat_list_insert_at_c(&nobody, plat_string_split_c(&nobody, s("a,b"), s(",")), 3);
}

static void negative_length(void) {
  plat_list_filled_c(&nobody, ref_of(&plat_byte_list_desc), ref_of(&plat_byte_buffer_desc), -1, 0);
}

static void negative_new(void) {
  plat_list_new_c(&nobody, ref_of(&plat_byte_list_desc), ref_of(&plat_byte_buffer_desc), -1);
}

static void too_long(void) {
  plat_list_filled_c(&nobody, ref_of(&plat_byte_list_desc), ref_of(&plat_byte_buffer_desc), INT32_MAX, 0);
}

static void index_out_of_range(void) {
  plat_panic_index_c(&nobody, -1, 3);
}

static void lists(void) {
  list_t *list = plat_string_split_c(&nobody, s("a,b,c"), s(","));
  plat_list_insert_at_c(&nobody, list, 1);
  string_t *x = s("x");
  memcpy(list->buffer->elements + sizeof x, &x, sizeof x);
  are(list, "a|x|b|c");
  plat_list_insert_at_c(&nobody, list, 4);
  memcpy(list->buffer->elements + 4 * sizeof x, &x, sizeof x);
  are(list, "a|x|b|c|x");
  plat_list_remove_at_c(&nobody, list, 0);
  are(list, "x|b|c|x");
  plat_list_remove_at_c(&nobody, list, 3);
  are(list, "x|b|c");
  are(plat_list_slice_c(&nobody, list, 1, 99), "b|c");
  are(plat_list_slice_c(&nobody, list, -3, 1), "x");
  EXPECT(((list_t *)plat_list_slice_c(&nobody, list, 2, 1))->buffer->length == 0);
  EXPECT(((list_t *)plat_list_slice_c(&nobody, list, 7, 9))->buffer->length == 0);
  plat_list_extend_c(&nobody, list, list);
  are(list, "x|b|c|x|b|c");
  list_t *ones =
      plat_list_filled_c(&nobody, ref_of(&plat_byte_list_desc), ref_of(&plat_byte_buffer_desc), 100, 1);
  EXPECT(ones->buffer->length == 100 && ones->buffer->elements[99] == 1);
  static const desc_t wider[] = {{.kind = PLAT_KIND_BUFFER, .size = 2},
                                 {.kind = PLAT_KIND_BUFFER, .size = 4},
                                 {.kind = PLAT_KIND_BUFFER, .size = 8}};
  for (int i = 0; i < 3; i++) {
    list_t *filled = plat_list_filled_c(&nobody, ref_of(&plat_byte_list_desc), ref_of(&wider[i]), 7, -2);
    EXPECT(filled->buffer->elements[0] == -2 && filled->buffer->elements[7 * wider[i].size - 1] == -1);
  }
  panics(insert_out_of_range, "insert_at: index 3 in a list of length 2");
  panics(index_out_of_range, "index -1 is out of range for a list of length 3");
  panics(negative_length, "List::filled: the length -1 is negative");
  panics(negative_new, "List::filled: the length -1 is negative");
  panics(too_long, "a list of 2147483647 elements: the most are 2147483583");
}

static void valid_utf8(void) {
  EXPECT(utf8_valid("aé漢🙂", 10));
  EXPECT(!utf8_valid("\xC0\x80", 2));     /* overlong */
  EXPECT(!utf8_valid("\xE0\x80\x80", 3)); /* overlong */
  EXPECT(!utf8_valid("\xED\xA0\x80", 3)); /* surrogate */
  EXPECT(!utf8_valid("\xF4\x90\x80\x80", 4));
  EXPECT(!utf8_valid("\xF0\x9F\x99", 3));
  EXPECT(!utf8_valid("\x80", 1));
  EXPECT(utf8_count("éééééééééé12345678", 28) == 18);
}

int main(void) {
  joining();
  classes();
  finding();
  splitting();
  parsing();
  formatting();
  durations();
  text();
  parts();
  large_lists();
  counting();
  lists();
  valid_utf8();
  return expect_summary("string");
}
