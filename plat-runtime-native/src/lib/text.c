/* text.c — text under construction: a BUFFER of bytes that grows by doubling and in the end turns into the
 * string.
 *
 * Buffer and string have the same header size, and a string's byte length stands where a buffer's length
 * does: finish writes the code point length over the capacity and exchanges the descriptor. A buffer much
 * larger than its text is copied instead. An empty text gives the static empty string. Nothing else holds the
 * buffer, so the change of type is seen by nobody. */
#include "lib/text.h"
#include "gc/alloc.h"
#include "lib/copy.h"
#include "lib/narrow.h"
#include "lib/number.h"
#include "lib/string.h"
#include "lib/utf8.h"

_Static_assert(PLAT_STRING_BYTE_LENGTH == PLAT_BUFFER_LENGTH, "finish relies on it");
_Static_assert(PLAT_STRING_BYTES == PLAT_BUFFER_ELEMENTS, "finish relies on it");

static buffer_t *text_new(worker_t *worker, size_t capacity) {
  if (capacity > OBJECT_LENGTH_MAX) plat_panic_text_c(worker, ref_of("a string longer than 2 GiB"));
  capacity = (capacity + PLAT_ALLOC_GRANULE - 1) / PLAT_ALLOC_GRANULE * PLAT_ALLOC_GRANULE;
  buffer_t *b = alloc_leaf(worker, &plat_byte_buffer_desc, object_bytes(sizeof(buffer_t), capacity));
  b->capacity = (int32_t)capacity;
  return b;
}

buffer_t *text_room(worker_t *worker, buffer_t *b, size_t more) {
  size_t needed = (size_t)b->length + more;
  if (needed <= (size_t)b->capacity) return b;
  size_t twice = (size_t)b->capacity * 2;
  if (twice > OBJECT_LENGTH_MAX) twice = OBJECT_LENGTH_MAX;
  buffer_t *larger = text_new(worker, needed > twice ? needed : twice);
  copy_aside(worker, larger->elements, b->elements, (size_t)b->length);
  larger->length = b->length;
  return larger;
}

static buffer_t *append(worker_t *worker, buffer_t *b, const char *bytes, size_t count) {
  b = text_room(worker, b, count);
  memcpy(b->elements + b->length, bytes, count);
  b->length += (int32_t)count;
  return b;
}

void *plat_text_new_c(worker_t *worker, int64_t capacity) {
  return text_new(worker, capacity < 16 ? 16 : (size_t)capacity);
}

void *plat_text_string_c(worker_t *worker, void *text, void *value) {
  const string_t *s = value;
  return append(worker, text, s->bytes, (size_t)s->byte_length);
}

void *plat_text_i64_c(worker_t *worker, void *text, int64_t value) {
  buffer_t *b = text_room(worker, text, NUMBER_TEXT_MAX);
  b->length += (int32_t)number_print_i64(b->elements + b->length, value);
  return b;
}

void *plat_text_duration_c(worker_t *worker, void *text, int64_t nanoseconds) {
  buffer_t *b = text_room(worker, text, NUMBER_TEXT_MAX);
  b->length += (int32_t)number_print_duration(b->elements + b->length, nanoseconds);
  return b;
}

void *plat_text_f64_c(worker_t *worker, void *text, double value) {
  buffer_t *b = text_room(worker, text, NUMBER_TEXT_MAX);
  b->length += (int32_t)number_print_f64(b->elements + b->length, value);
  return b;
}

static void *text_float(worker_t *worker, void *text, float value, number_width_t width) {
  buffer_t *b = text_room(worker, text, NUMBER_TEXT_MAX);
  b->length += (int32_t)number_print_float(b->elements + b->length, (double)value, width);
  return b;
}

void *plat_text_f32_c(worker_t *worker, void *text, float value) {
  return text_float(worker, text, value, NUMBER_F32);
}

void *plat_text_f16_c(worker_t *worker, void *text, int16_t bits) {
  return text_float(worker, text, narrow_widen_f16((uint16_t)bits), NUMBER_F16);
}

void *plat_text_f8_c(worker_t *worker, void *text, int8_t bits) {
  return text_float(worker, text, narrow_widen_f8((uint8_t)bits), NUMBER_F8);
}

void *plat_text_bool_c(worker_t *worker, void *text, int8_t value) {
  return value ? append(worker, text, "true", 4) : append(worker, text, "false", 5);
}

void *plat_text_finish_c(worker_t *worker, void *text) {
  buffer_t *b = text;
  size_t length = (size_t)b->length;
  size_t points = utf8_count(b->elements, length);
  if (length < 2 || (size_t)b->capacity > 2 * length + 64) {
    return string_make_counted(worker, b->elements, length, points);
  }
  string_t *s = text;
  s->length = (int32_t)points;
  s->desc = &plat_string_desc;
  return s;
}

/* ---- quoted: as a Plat literal ---- */

static size_t escape(char *out, uint32_t point, bool before_brace) {
  static const char hex[] = "0123456789ABCDEF";
  char letter = 0;
  switch (point) {
  case '\n':
    letter = 'n';
    break;
  case '\t':
    letter = 't';
    break;
  case '\r':
    letter = 'r';
    break;
  case 0:
    letter = '0';
    break;
  case '\\':
    letter = '\\';
    break;
  case '"':
    letter = '"';
    break;
  case '$':
    letter = before_brace ? '$' : 0;
    break;
  default:
    break;
  }
  if (letter != 0) {
    out[0] = '\\';
    out[1] = letter;
    return 2;
  }
  if (point >= 0x20 && point != 0x7F) return utf8_put(out, point);
  memcpy(out, "\\u{", 3);
  out[3] = hex[point >> 4];
  out[4] = hex[point & 15];
  out[5] = '}';
  return 6;
}

void *plat_text_quoted_c(worker_t *worker, void *text, void *value) {
  const string_t *s = value;
  size_t end = (size_t)s->byte_length;
  buffer_t *b = append(worker, text, "\"", 1);
  for (size_t at = 0; at < end;) {
    uint32_t point = utf8_next(s->bytes, &at);
    b = text_room(worker, b, 8);
    b->length += (int32_t)escape(b->elements + b->length, point, at < end && s->bytes[at] == '{');
  }
  return append(worker, b, "\"", 1);
}

/* ---- formats ---- */

typedef struct {
  uint32_t fill;
  unsigned align;
  bool plus;
  bool alternate;
  bool zero;
  unsigned type;
  bool has_digits;
  unsigned digits;
  size_t width;
  unsigned size;
} spec_t;

static unsigned bits_of(int64_t spec, int shift, int count) {
  return (unsigned)((uint64_t)spec >> shift & ((1u << count) - 1));
}

static spec_t spec_of(int64_t spec) {
  spec_t s = {
      .fill = bits_of(spec, PLAT_SPEC_FILL_SHIFT, 21),
      .align = bits_of(spec, PLAT_SPEC_ALIGN_SHIFT, 2),
      .plus = bits_of(spec, PLAT_SPEC_PLUS_SHIFT, 1) != 0,
      .alternate = bits_of(spec, PLAT_SPEC_ALTERNATE_SHIFT, 1) != 0,
      .zero = bits_of(spec, PLAT_SPEC_ZERO_SHIFT, 1) != 0,
      .type = bits_of(spec, PLAT_SPEC_TYPE_SHIFT, 3),
      .has_digits = bits_of(spec, PLAT_SPEC_HAS_DIGITS_SHIFT, 1) != 0,
      .digits = bits_of(spec, PLAT_SPEC_DIGITS_SHIFT, 16),
      .width = bits_of(spec, PLAT_SPEC_WIDTH_SHIFT, 16),
      .size = bits_of(spec, PLAT_SPEC_SIZE_SHIFT, 2),
  };
  if (s.fill == 0) s.fill = ' ';
  return s;
}

static buffer_t *fill(worker_t *worker, buffer_t *b, uint32_t point, size_t count) {
  b = text_room(worker, b, count * UTF8_MAX);
  for (; count > 0; count--)
    b->length += (int32_t)utf8_put(b->elements + b->length, point);
  return b;
}

/* Appends `bytes` (of so many code points) within the width. */
static buffer_t *aligned(worker_t *worker, buffer_t *b, const spec_t *spec, unsigned align, const char *bytes,
                         size_t count, size_t points) {
  size_t missing = spec->width > points ? spec->width - points : 0;
  size_t before = align == PLAT_SPEC_ALIGN_RIGHT    ? missing
                  : align == PLAT_SPEC_ALIGN_CENTRE ? missing / 2
                                                    : 0;
  b = fill(worker, b, spec->fill, before);
  b = append(worker, b, bytes, count);
  return fill(worker, b, spec->fill, missing - before);
}

/* A number: sign and prefix, then digits; with the flag 0 and no alignment, zeros between them. */
static buffer_t *number(worker_t *worker, buffer_t *b, const spec_t *spec, bool zeros, const char *head,
                        size_t head_count, const char *digits, size_t count) {
  if (zeros && spec->zero && spec->align == PLAT_SPEC_ALIGN_DEFAULT) {
    b = append(worker, b, head, head_count);
    if (spec->width > head_count + count) b = fill(worker, b, '0', spec->width - head_count - count);
    return append(worker, b, digits, count);
  }
  char all[NUMBER_FIXED_TEXT_MAX + 8];
  memcpy(all, head, head_count);
  memcpy(all + head_count, digits, count);
  unsigned align = spec->align == PLAT_SPEC_ALIGN_DEFAULT ? PLAT_SPEC_ALIGN_RIGHT : spec->align;
  return aligned(worker, b, spec, align, all, head_count + count, head_count + count);
}

void *plat_text_string_spec_c(worker_t *worker, void *text, void *value, int64_t packed) {
  spec_t spec = spec_of(packed);
  const string_t *s = value;
  size_t bytes = (size_t)s->byte_length;
  size_t points = (size_t)s->length;
  if (spec.has_digits && spec.digits < points) {
    points = spec.digits;
    bytes = utf8_offset(s->bytes, bytes, points);
  }
  unsigned align = spec.align == PLAT_SPEC_ALIGN_DEFAULT ? PLAT_SPEC_ALIGN_LEFT : spec.align;
  return aligned(worker, text, &spec, align, s->bytes, bytes, points);
}

/* Digits of a bit pattern, most significant first. pre: out has 64 bytes */
static size_t print_pattern(char *out, uint64_t value, unsigned bits_per_digit, bool upper) {
  const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  size_t count = 1;
  for (uint64_t rest = value >> bits_per_digit; rest != 0; rest >>= bits_per_digit)
    count++;
  for (size_t i = count; i-- > 0; value >>= bits_per_digit)
    out[i] = digits[value & ((1u << bits_per_digit) - 1)];
  return count;
}

void *plat_text_i64_spec_c(worker_t *worker, void *text, int64_t value, int64_t packed) {
  spec_t spec = spec_of(packed);
  char head[4];
  char digits[64];
  size_t head_count = 0;
  size_t count;
  bool pattern = spec.type >= PLAT_SPEC_TYPE_HEX && spec.type <= PLAT_SPEC_TYPE_OCTAL;
  if (!pattern) {
    count = number_print_i64(digits, value);
    if (value < 0) {
      head[head_count++] = '-';
      count--;
      memmove(digits, digits + 1, count);
    }
  } else {
    uint64_t mask = spec.size >= 3 ? UINT64_MAX : (UINT64_C(1) << (8u << spec.size)) - 1;
    bool upper = spec.type == PLAT_SPEC_TYPE_HEX_UPPER;
    unsigned bits = spec.type == PLAT_SPEC_TYPE_BINARY ? 1 : spec.type == PLAT_SPEC_TYPE_OCTAL ? 3 : 4;
    count = print_pattern(digits, (uint64_t)value & mask, bits, upper);
  }
  if (spec.plus && head_count == 0) head[head_count++] = '+';
  if (pattern && spec.alternate) {
    head[head_count++] = '0';
    head[head_count++] = "xXbo"[spec.type - PLAT_SPEC_TYPE_HEX];
  }
  return number(worker, text, &spec, true, head, head_count, digits, count);
}

void *plat_text_f64_spec_c(worker_t *worker, void *text, double value, int64_t packed) {
  spec_t spec = spec_of(packed);
  char out[NUMBER_FIXED_TEXT_MAX + 8];
  size_t count;
  bool exponent = spec.type == PLAT_SPEC_TYPE_EXPONENT;
  if (spec.has_digits) {
    count = number_print_decimals(out, value, spec.digits, exponent);
  } else if (exponent) {
    count = number_print_exponent(out, value, (number_width_t)spec.size);
  } else {
    count = number_print_float(out, value, (number_width_t)spec.size);
  }
  char head[1];
  size_t head_count = 0;
  const char *digits = out;
  if (out[0] == '-') {
    head[head_count++] = '-';
    digits++;
    count--;
  } else if (spec.plus && value == value) {
    head[head_count++] = '+';
  }
  bool finite = value - value == 0;
  return number(worker, text, &spec, finite, head, head_count, digits, count);
}

/* ---- numbers as strings of their own ---- */

void *plat_string_from_i64_c(worker_t *worker, int64_t value) {
  char text[NUMBER_TEXT_MAX];
  size_t count = number_print_i64(text, value);
  return string_make_counted(worker, text, count, count);
}

void *plat_string_from_f64_c(worker_t *worker, double value) {
  char text[NUMBER_TEXT_MAX];
  size_t count = number_print_f64(text, value);
  return string_make_counted(worker, text, count, count);
}

void *plat_string_from_f32_c(worker_t *worker, float value) {
  char text[NUMBER_TEXT_MAX];
  size_t count = number_print_float(text, (double)value, NUMBER_F32);
  return string_make_counted(worker, text, count, count);
}
