/* string.c — descriptors of text, making strings, joining and comparing them.
 *
 * Invariant: length == utf8_count(bytes) in every string handed out, so "ASCII" is one comparison and
 * everything about ASCII text is O(1) per index. One-character ASCII strings and the empty one are static and
 * shared. */
#include "lib/string.h"
#include "gc/alloc.h"
#include "lib/copy.h"
#include "lib/unicode.h"
#include "lib/utf8.h"

#include <stdarg.h>
#include <stdio.h>

PLAT_ABI_ASSERT_DESC(desc_t);
PLAT_ABI_ASSERT_STRING(string_t);
PLAT_ABI_ASSERT_LIST(list_t);
PLAT_ABI_ASSERT_BUFFER(buffer_t);

static const int32_t first_word[] = {0};
static const int32_t list_buffer[] = {PLAT_LIST_BUFFER};

const desc_t plat_string_desc = {.kind = PLAT_KIND_STRING, .size = PLAT_STRING_BYTES, .name = "String"};
const desc_t plat_string_list_desc = {.kind = PLAT_KIND_LIST,
                                      .size = PLAT_SIZEOF_LIST,
                                      .name = "List[String]",
                                      .ref_count = 1,
                                      .ref_offsets = list_buffer};
const desc_t plat_string_buffer_desc = {.kind = PLAT_KIND_BUFFER,
                                        .size = sizeof(string_t *),
                                        .name = "elements of List[String]",
                                        .ref_count = 1,
                                        .ref_offsets = first_word};
const desc_t plat_byte_list_desc = {.kind = PLAT_KIND_LIST,
                                    .size = PLAT_SIZEOF_LIST,
                                    .name = "List[Int8]",
                                    .ref_count = 1,
                                    .ref_offsets = list_buffer};
const desc_t plat_byte_buffer_desc = {.kind = PLAT_KIND_BUFFER, .size = 1, .name = "elements of List[Int8]"};

const string_t plat_empty_string = {.desc = &plat_string_desc};

/* The strings of one ASCII character each, as objects of 24 bytes. */
typedef struct {
  const desc_t *desc;
  int32_t byte_length;
  int32_t length;
  char bytes[8];
} character_t;

#define C1(n)                                                                                                \
  {                                                                                                          \
    &plat_string_desc, 1, 1, {                                                                               \
      (char)(n)                                                                                              \
    }                                                                                                        \
  }
#define C4(n) C1(n), C1((n) + 1), C1((n) + 2), C1((n) + 3)
#define C16(n) C4(n), C4((n) + 4), C4((n) + 8), C4((n) + 12)
static const character_t characters[128] = {C16(0),  C16(16), C16(32), C16(48),
                                            C16(64), C16(80), C16(96), C16(112)};

_Noreturn void lib_panic(worker_t *worker, const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  size_t kept = length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
  while (!utf8_valid(text, kept))
    kept--; /* a character cut at the end */
  plat_panic_c(worker, string_make(worker, text, kept));
}

string_t *string_new(worker_t *worker, size_t byte_length) {
  if (byte_length > OBJECT_LENGTH_MAX) plat_panic_text_c(worker, ref_of("a string longer than 2 GiB"));
  string_t *s = alloc_leaf(worker, &plat_string_desc, object_bytes(sizeof *s, byte_length));
  s->byte_length = (int32_t)byte_length;
  return s;
}

string_t *string_seal(string_t *s) {
  s->length = (int32_t)utf8_count(s->bytes, (size_t)s->byte_length);
  return s;
}

string_t *string_make_counted(worker_t *worker, const char *bytes, size_t byte_length, size_t points) {
  if (byte_length == 0) return ref_of(&plat_empty_string);
  if (byte_length == 1) return ref_of(&characters[(unsigned char)bytes[0]]);
  string_t *s = string_new(worker, byte_length);
  copy_aside(worker, s->bytes, bytes, byte_length);
  s->length = (int32_t)points;
  return s;
}

string_t *string_make_quietly(worker_t *worker, const char *bytes, size_t byte_length) {
  if (byte_length > OBJECT_LENGTH_MAX) return NULL;
  string_t *s = alloc_leaf_quietly(worker, &plat_string_desc, object_bytes(sizeof *s, byte_length));
  if (s == NULL) return NULL;
  s->byte_length = (int32_t)byte_length;
  memcpy(s->bytes, bytes, byte_length);
  return string_seal(s);
}

string_t *string_make(worker_t *worker, const char *bytes, size_t byte_length) {
  return string_make_counted(worker, bytes, byte_length, utf8_count(bytes, byte_length));
}

string_t *string_of_bytes(worker_t *worker, const char *bytes, size_t byte_length) {
  string_t *s = string_new(worker, byte_length);
  copy_aside(worker, s->bytes, bytes, byte_length);
  s->length = utf8_is_ascii(s->bytes, byte_length) ? s->byte_length : -1;
  return s->length < 0 && utf8_valid(s->bytes, byte_length) ? string_seal(s) : s;
}

/* Length of the well-formed sequence at the start, 0 if there is none. */
static size_t well_formed(const char *bytes, size_t rest) {
  size_t most = rest < UTF8_MAX ? rest : UTF8_MAX;
  for (size_t size = 1; size <= most; size++) {
    if (utf8_valid(bytes, size)) return size;
  }
  return 0;
}

string_t *string_make_lossy(worker_t *worker, const char *bytes, size_t byte_length) {
  if (utf8_valid(bytes, byte_length)) return string_make(worker, bytes, byte_length);
  static const char replacement[] = "\xEF\xBF\xBD";
  size_t total = 0;
  for (size_t at = 0; at < byte_length;) {
    size_t size = well_formed(bytes + at, byte_length - at);
    total += size == 0 ? 3 : size;
    at += size == 0 ? 1 : size;
  }
  string_t *s = string_new(worker, total);
  char *out = s->bytes;
  for (size_t at = 0; at < byte_length;) {
    size_t size = well_formed(bytes + at, byte_length - at);
    memcpy(out, size == 0 ? replacement : bytes + at, size == 0 ? 3 : size);
    out += size == 0 ? 3 : size;
    at += size == 0 ? 1 : size;
  }
  return string_seal(s);
}

string_t *string_of_point(worker_t *worker, uint32_t point) {
  char bytes[UTF8_MAX];
  return string_make_counted(worker, bytes, utf8_put(bytes, point), 1);
}

/* ---- joining ---- */

static string_t *concat(worker_t *worker, const string_t *const *parts, size_t count) {
  size_t bytes = 0;
  int64_t points = 0;
  const string_t *only = &plat_empty_string;
  size_t filled = 0;
  for (size_t i = 0; i < count; i++) {
    bytes += (size_t)parts[i]->byte_length;
    points += parts[i]->length;
    if (parts[i]->byte_length > 0) {
      only = parts[i];
      filled++;
    }
  }
  if (filled <= 1) return ref_of(only);
  string_t *s = string_new(worker, bytes);
  char *out = s->bytes;
  for (size_t i = 0; i < count; i++)
    out = copy_short(out, parts[i]->bytes, (size_t)parts[i]->byte_length);
  s->length = (int32_t)points;
  return s;
}

void *plat_string_concat_c(worker_t *worker, void *a, void *b) {
  const string_t *parts[] = {a, b};
  return concat(worker, parts, 2);
}

void *plat_string_concat3_c(worker_t *worker, void *a, void *b, void *c) {
  const string_t *parts[] = {a, b, c};
  return concat(worker, parts, 3);
}

void *plat_string_concat4_c(worker_t *worker, void *a, void *b, void *c, void *d) {
  const string_t *parts[] = {a, b, c, d};
  return concat(worker, parts, 4);
}

void *plat_string_concat5_c(worker_t *worker, void *a, void *b, void *c, void *d, void *e) {
  const string_t *parts[] = {a, b, c, d, e};
  return concat(worker, parts, 5);
}

static _Noreturn void panic_joined(worker_t *worker) {
  lib_panic(worker, "join: another task changed the list meanwhile");
}

/* The list's buffer is looked at once, and what is in it again when it is copied: a task that changes the list
 * meanwhile makes a panic, not a write beyond the string. */
void *plat_string_join_c(worker_t *worker, void *separator, void *items) {
  const string_t *between = separator;
  const buffer_t *buffer = ((const list_t *)items)->buffer;
  int32_t count = buffer->length;
  if (count == 0) return ref_of(&plat_empty_string);
  size_t gap = (size_t)between->byte_length;
  size_t bytes = (size_t)(count - 1) * gap;
  for (int32_t i = 0; i < count; i++) {
    const string_t *item = buffer_string(buffer, i);
    if (item == NULL) panic_joined(worker);
    bytes += (size_t)item->byte_length;
  }
  string_t *s = string_new(worker, bytes);
  char *out = s->bytes;
  const char *end = out + bytes;
  int64_t points = (int64_t)(count - 1) * between->length;
  for (int32_t i = 0; i < count; i++) {
    const string_t *item = buffer_string(buffer, i);
    size_t before = i > 0 ? gap : 0;
    if (item == NULL || before + (size_t)item->byte_length > (size_t)(end - out)) panic_joined(worker);
    out = copy_short(out, between->bytes, before);
    out = copy_short(out, item->bytes, (size_t)item->byte_length);
    points += item->length;
  }
  if (out != end) panic_joined(worker);
  s->length = (int32_t)points;
  return s;
}

void *plat_string_repeat_c(worker_t *worker, void *text, int32_t count) {
  const string_t *s = text;
  if (count < 1 || s->byte_length == 0) return ref_of(&plat_empty_string);
  if (count == 1) return text;
  size_t unit = (size_t)s->byte_length;
  string_t *result = string_new(worker, unit * (size_t)count);
  if (unit == 1) {
    memset(result->bytes, s->bytes[0], (size_t)count);
  } else {
    for (size_t i = 0; i < (size_t)count; i++)
      memcpy(result->bytes + i * unit, s->bytes, unit);
  }
  result->length = s->length * count; /* at most the bytes, which fit */
  return result;
}

/* Writes `points` code points of the fill, repeated and cut. */
static size_t put_fill(char *out, const string_t *fill, size_t points) {
  size_t unit = (size_t)fill->length;
  size_t at = 0;
  for (; points >= unit; points -= unit) {
    memcpy(out + at, fill->bytes, (size_t)fill->byte_length);
    at += (size_t)fill->byte_length;
  }
  size_t rest = utf8_offset(fill->bytes, (size_t)fill->byte_length, points);
  memcpy(out + at, fill->bytes, rest);
  return at + rest;
}

static string_t *pad(worker_t *worker, string_t *s, int32_t width, const string_t *fill, bool left) {
  if (width <= s->length || fill->length == 0) return s;
  size_t missing = (size_t)(width - s->length);
  size_t whole = missing / (size_t)fill->length * (size_t)fill->byte_length;
  size_t rest = utf8_offset(fill->bytes, (size_t)fill->byte_length, missing % (size_t)fill->length);
  string_t *result = string_new(worker, (size_t)s->byte_length + whole + rest);
  char *out = result->bytes;
  if (left) out += put_fill(out, fill, missing);
  memcpy(out, s->bytes, (size_t)s->byte_length);
  if (!left) put_fill(out + s->byte_length, fill, missing);
  result->length = width;
  return result;
}

void *plat_string_pad_left_c(worker_t *worker, void *s, int32_t width, void *fill) {
  return pad(worker, s, width, fill, true);
}

void *plat_string_pad_right_c(worker_t *worker, void *s, int32_t width, void *fill) {
  return pad(worker, s, width, fill, false);
}

void *plat_string_reverse_c(worker_t *worker, void *text) {
  const string_t *s = text;
  if (s->length < 2) return text;
  string_t *result = string_new(worker, (size_t)s->byte_length);
  size_t at = (size_t)s->byte_length;
  char *out = result->bytes;
  while (at > 0)
    out += utf8_put(out, utf8_previous(s->bytes, &at));
  result->length = s->length;
  return result;
}

/* ---- comparing ---- */

int8_t plat_string_equals_c(worker_t *worker, void *a, void *b) {
  (void)worker;
  const string_t *x = a;
  const string_t *y = b;
  return x == y ||
         (x->byte_length == y->byte_length && memcmp(x->bytes, y->bytes, (size_t)x->byte_length) == 0);
}

/* UTF-8 keeps the order of code points, bytes compared as unsigned. */
int32_t plat_string_compare_c(worker_t *worker, void *a, void *b) {
  (void)worker;
  const string_t *x = a;
  const string_t *y = b;
  int32_t shorter = x->byte_length < y->byte_length ? x->byte_length : y->byte_length;
  int order = memcmp(x->bytes, y->bytes, (size_t)shorter);
  if (order != 0) return order < 0 ? -1 : 1;
  return (x->byte_length > y->byte_length) - (x->byte_length < y->byte_length);
}

/* ---- case and classes ---- */

static string_t *map_points(worker_t *worker, string_t *s, uint32_t (*map)(uint32_t)) {
  size_t bytes = 0;
  size_t end = (size_t)s->byte_length;
  bool same = true;
  char out[UTF8_MAX];
  for (size_t at = 0; at < end;) {
    uint32_t point = utf8_next(s->bytes, &at);
    uint32_t mapped = map(point);
    same &= mapped == point;
    bytes += utf8_put(out, mapped);
  }
  if (same) return s;
  string_t *result = string_new(worker, bytes);
  char *put = result->bytes;
  for (size_t at = 0; at < end;)
    put += utf8_put(put, map(utf8_next(s->bytes, &at)));
  result->length = s->length;
  return result;
}

void *plat_string_to_upper_c(worker_t *worker, void *s) {
  return map_points(worker, s, unicode_to_upper);
}

void *plat_string_to_lower_c(worker_t *worker, void *s) {
  return map_points(worker, s, unicode_to_lower);
}

static bool is_alphanumeric(uint32_t point) {
  return unicode_is_alpha(point) || unicode_is_digit(point);
}

static int8_t all_points(const string_t *s, bool (*is)(uint32_t)) {
  for (size_t at = 0; at < (size_t)s->byte_length;) {
    if (!is(utf8_next(s->bytes, &at))) return 0;
  }
  return s->byte_length > 0;
}

int8_t plat_string_is_alpha_c(worker_t *worker, void *s) {
  (void)worker;
  return all_points(s, unicode_is_alpha);
}

int8_t plat_string_is_numeric_c(worker_t *worker, void *s) {
  (void)worker;
  return all_points(s, unicode_is_digit);
}

int8_t plat_string_is_alphanumeric_c(worker_t *worker, void *s) {
  (void)worker;
  return all_points(s, is_alphanumeric);
}

static string_t *trim(worker_t *worker, string_t *s, bool left, bool right) {
  size_t start = 0;
  size_t end = (size_t)s->byte_length;
  while (left && start < end) {
    size_t after = start;
    if (!unicode_is_space(utf8_next(s->bytes, &after))) break;
    start = after;
  }
  while (right && end > start) {
    size_t before = end;
    if (!unicode_is_space(utf8_previous(s->bytes, &before))) break;
    end = before;
  }
  if (end - start == (size_t)s->byte_length) return s;
  return string_make(worker, s->bytes + start, end - start);
}

void *plat_string_trim_c(worker_t *worker, void *s) {
  return trim(worker, s, true, true);
}

void *plat_string_trim_left_c(worker_t *worker, void *s) {
  return trim(worker, s, true, false);
}

void *plat_string_trim_right_c(worker_t *worker, void *s) {
  return trim(worker, s, false, true);
}
