/* search.c — finding, cutting, splitting and reading strings.
 *
 * Positions inside are byte offsets and become code point indexes only at the edges; for ASCII both are the
 * same. Forward search is the C library's memmem (linear); the last occurrence is looked for from behind, at
 * worst length times length of the part. Pieces are copies: a slice that kept its whole text alive would
 * surprise. */
#include "lib/number.h"
#include "lib/string.h"
#include "lib/unicode.h"
#include "lib/utf8.h"

#include <limits.h>

#define NOWHERE ((size_t)-1)

static size_t find(const string_t *s, size_t from, const string_t *part) {
  const char *hit =
      memmem(s->bytes + from, (size_t)s->byte_length - from, part->bytes, (size_t)part->byte_length);
  return hit == NULL ? NOWHERE : (size_t)(hit - s->bytes);
}

static size_t find_last(const string_t *s, const string_t *part) {
  size_t length = (size_t)part->byte_length;
  if (length > (size_t)s->byte_length) return NOWHERE;
  for (size_t at = (size_t)s->byte_length - length + 1; at-- > 0;) {
    if (memcmp(s->bytes + at, part->bytes, length) == 0) return at;
  }
  return NOWHERE;
}

static int32_t index_at(const string_t *s, size_t offset) {
  if (offset == NOWHERE) return -1;
  return (int32_t)(string_is_ascii(s) ? offset : utf8_count(s->bytes, offset));
}

/* pre: 0 <= index <= length */
static size_t offset_at(const string_t *s, int32_t index) {
  return string_is_ascii(s) ? (size_t)index : utf8_offset(s->bytes, (size_t)s->byte_length, (size_t)index);
}

static string_t *piece(worker_t *worker, const string_t *s, size_t start, size_t end) {
  if (string_is_ascii(s)) return string_make_counted(worker, s->bytes + start, end - start, end - start);
  return string_make(worker, s->bytes + start, end - start);
}

/* ---- finding ---- */

int8_t plat_string_contains_c(worker_t *worker, void *s, void *part) {
  (void)worker;
  return find(s, 0, part) != NOWHERE;
}

int8_t plat_string_starts_with_c(worker_t *worker, void *text, void *prefix) {
  (void)worker;
  const string_t *s = text;
  const string_t *p = prefix;
  return p->byte_length <= s->byte_length && memcmp(s->bytes, p->bytes, (size_t)p->byte_length) == 0;
}

int8_t plat_string_ends_with_c(worker_t *worker, void *text, void *suffix) {
  (void)worker;
  const string_t *s = text;
  const string_t *p = suffix;
  if (p->byte_length > s->byte_length) return 0;
  return memcmp(s->bytes + (s->byte_length - p->byte_length), p->bytes, (size_t)p->byte_length) == 0;
}

int32_t plat_string_index_of_c(worker_t *worker, void *s, void *part) {
  (void)worker;
  return index_at(s, find(s, 0, part));
}

int32_t plat_string_last_index_of_c(worker_t *worker, void *s, void *part) {
  (void)worker;
  return index_at(s, find_last(s, part));
}

/* ---- cutting ---- */

void *plat_string_substring_c(worker_t *worker, void *text, int32_t start, int32_t end) {
  string_t *s = text;
  if (start < 0) start = 0;
  if (end > s->length) end = s->length;
  if (start >= end) return ref_of(&plat_empty_string);
  if (start == 0 && end == s->length) return s;
  size_t from = offset_at(s, start);
  size_t points = (size_t)(end - start);
  size_t bytes =
      string_is_ascii(s) ? points : utf8_offset(s->bytes + from, (size_t)s->byte_length - from, points);
  return string_make_counted(worker, s->bytes + from, bytes, points);
}

void *plat_string_get_c(worker_t *worker, void *text, int32_t index) {
  const string_t *s = text;
  if (index < 0 || index >= s->length) return NULL;
  size_t at = offset_at(s, index);
  return string_of_point(worker, utf8_next(s->bytes, &at));
}

void *plat_string_char_at_c(worker_t *worker, void *s, int32_t index) {
  void *c = plat_string_get_c(worker, s, index);
  return c == NULL ? ref_of(&plat_empty_string) : c;
}

int32_t plat_string_code_at_c(worker_t *worker, void *text, int32_t index) {
  (void)worker;
  const string_t *s = text;
  if (index < 0 || index >= s->length) return -1;
  size_t at = offset_at(s, index);
  return (int32_t)utf8_next(s->bytes, &at);
}

plat_pair plat_string_next_c(worker_t *worker, void *text, int64_t offset) {
  const string_t *s = text;
  size_t at = (size_t)offset;
  string_t *c = string_of_point(worker, utf8_next(s->bytes, &at));
  return (plat_pair){(int64_t)(intptr_t)c, (int64_t)at};
}

void *plat_string_from_code_c(worker_t *worker, int32_t value) {
  uint32_t point = (uint32_t)value;
  return string_of_point(worker, utf8_is_scalar(point) ? point : 0xFFFD);
}

/* ---- replacing ---- */

void *plat_string_replace_c(worker_t *worker, void *text, void *from, void *to) {
  const string_t *s = text;
  const string_t *old = from;
  const string_t *new = to;
  size_t at = find(s, 0, old);
  if (at == NOWHERE) return text;
  string_t *result =
      string_new(worker, (size_t)s->byte_length - (size_t)old->byte_length + (size_t) new->byte_length);
  char *out = result->bytes;
  memcpy(out, s->bytes, at);
  memcpy(out + at, new->bytes, (size_t) new->byte_length);
  size_t after = at + (size_t)old->byte_length;
  memcpy(out + at + new->byte_length, s->bytes + after, (size_t)s->byte_length - after);
  result->length = s->length - old->length + new->length;
  return result;
}

/* `to` before every code point and at the end. */
static string_t *interleave(worker_t *worker, const string_t *s, const string_t *to) {
  string_t *result =
      string_new(worker, (size_t)s->byte_length + ((size_t)s->length + 1) * (size_t)to->byte_length);
  char *out = result->bytes;
  for (size_t at = 0; at < (size_t)s->byte_length;) {
    memcpy(out, to->bytes, (size_t)to->byte_length);
    out += to->byte_length;
    size_t start = at;
    utf8_next(s->bytes, &at);
    memcpy(out, s->bytes + start, at - start);
    out += at - start;
  }
  memcpy(out, to->bytes, (size_t)to->byte_length);
  return string_seal(result);
}

void *plat_string_replace_all_c(worker_t *worker, void *text, void *from, void *to) {
  const string_t *s = text;
  const string_t *old = from;
  const string_t *new = to;
  if (old->byte_length == 0) return interleave(worker, s, new);
  size_t count = 0;
  for (size_t at = find(s, 0, old); at != NOWHERE; at = find(s, at + (size_t)old->byte_length, old))
    count++;
  if (count == 0) return text;
  size_t kept = (size_t)s->byte_length - count * (size_t)old->byte_length;
  string_t *result = string_new(worker, kept + count * (size_t) new->byte_length);
  char *out = result->bytes;
  size_t start = 0;
  for (size_t at = find(s, 0, old); at != NOWHERE; at = find(s, start, old)) {
    memcpy(out, s->bytes + start, at - start);
    out += at - start;
    memcpy(out, new->bytes, (size_t) new->byte_length);
    out += new->byte_length;
    start = at + (size_t)old->byte_length;
  }
  memcpy(out, s->bytes + start, (size_t)s->byte_length - start);
  return string_seal(result);
}

/* ---- splitting ---- */

void *plat_string_chars_c(worker_t *worker, void *text) {
  const string_t *s = text;
  list_t *list = strings_new(worker, (size_t)s->length);
  for (size_t at = 0; at < (size_t)s->byte_length;) {
    strings_push(worker, list, string_of_point(worker, utf8_next(s->bytes, &at)));
  }
  return list;
}

void *plat_string_split_c(worker_t *worker, void *text, void *delimiter) {
  const string_t *s = text;
  const string_t *d = delimiter;
  if (d->byte_length == 0) return plat_string_chars_c(worker, text);
  list_t *list = strings_new(worker, 4);
  size_t start = 0;
  for (size_t at = find(s, 0, d); at != NOWHERE; at = find(s, start, d)) {
    strings_push(worker, list, piece(worker, s, start, at));
    start = at + (size_t)d->byte_length;
  }
  strings_push(worker, list, piece(worker, s, start, (size_t)s->byte_length));
  return list;
}

void *plat_string_lines_c(worker_t *worker, void *text) {
  const string_t *s = text;
  size_t end = (size_t)s->byte_length;
  list_t *list = strings_new(worker, 4);
  size_t start = 0;
  while (start < end) {
    const char *newline = memchr(s->bytes + start, '\n', end - start);
    size_t stop = newline == NULL ? end : (size_t)(newline - s->bytes);
    size_t last = newline != NULL && stop > start && s->bytes[stop - 1] == '\r' ? stop - 1 : stop;
    strings_push(worker, list, piece(worker, s, start, last));
    start = stop + 1;
  }
  return list;
}

void *plat_string_words_c(worker_t *worker, void *text) {
  const string_t *s = text;
  size_t end = (size_t)s->byte_length;
  list_t *list = strings_new(worker, 4);
  size_t start = NOWHERE;
  for (size_t at = 0; at < end;) {
    size_t before = at;
    bool space = unicode_is_space(utf8_next(s->bytes, &at));
    if (space && start != NOWHERE) {
      strings_push(worker, list, piece(worker, s, start, before));
      start = NOWHERE;
    } else if (!space && start == NOWHERE) {
      start = before;
    }
  }
  if (start != NOWHERE) strings_push(worker, list, piece(worker, s, start, end));
  return list;
}

void *plat_string_bytes_c(worker_t *worker, void *text) {
  const string_t *s = text;
  list_t *list =
      plat_list_new_c(worker, ref_of(&plat_byte_list_desc), ref_of(&plat_byte_buffer_desc), s->byte_length);
  memcpy(list->buffer->elements, s->bytes, (size_t)s->byte_length);
  list->buffer->length = s->byte_length;
  return list;
}

/* ---- reading: an error text or a value ---- */

static plat_pair good(int64_t value) {
  return (plat_pair){0, value};
}

/* FUNCTION: "TEXT" WHAT, the text quoted. */
static plat_pair bad(worker_t *worker, const char *function, string_t *text, const char *what) {
  void *t = plat_text_new_c(worker, text->byte_length + 64);
  t = plat_text_string_c(worker, t, string_make(worker, function, strlen(function)));
  t = plat_text_quoted_c(worker, t, text);
  t = plat_text_string_c(worker, t, string_make(worker, what, strlen(what)));
  return (plat_pair){(int64_t)(intptr_t)plat_text_finish_c(worker, t), 0};
}

static plat_pair parse_integer(worker_t *worker, string_t *text, const char *function, int64_t low,
                               int64_t high, const char *out_of_range) {
  string_t *trimmed = plat_string_trim_c(worker, text);
  int64_t value = 0;
  switch (number_parse_i64(trimmed->bytes, (size_t)trimmed->byte_length, low, high, &value)) {
  case NUMBER_OK:
    return good(value);
  case NUMBER_OUT_OF_RANGE:
    return bad(worker, function, text, out_of_range);
  case NUMBER_MALFORMED:
    break;
  }
  return bad(worker, function, text, " is not an integer");
}

plat_pair plat_string_parse_int_c(worker_t *worker, void *s) {
  return parse_integer(worker, s, "parse_int: ", INT32_MIN, INT32_MAX, " is out of range for Int32");
}

plat_pair plat_string_parse_int64_c(worker_t *worker, void *s) {
  return parse_integer(worker, s, "parse_int64: ", INT64_MIN, INT64_MAX, " is out of range for Int64");
}

plat_pair plat_string_parse_float_c(worker_t *worker, void *s) {
  string_t *trimmed = plat_string_trim_c(worker, s);
  double value = 0;
  switch (number_parse_f64(trimmed->bytes, (size_t)trimmed->byte_length, &value)) {
  case NUMBER_OK: {
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return good(bits);
  }
  case NUMBER_OUT_OF_RANGE:
    return bad(worker, "parse_float: ", s, " is out of range for Float64");
  case NUMBER_MALFORMED:
    break;
  }
  return bad(worker, "parse_float: ", s, " is not a number");
}

static bool is_text(const string_t *s, const char *word) {
  return (size_t)s->byte_length == strlen(word) && memcmp(s->bytes, word, strlen(word)) == 0;
}

plat_pair plat_string_parse_bool_c(worker_t *worker, void *s) {
  string_t *trimmed = plat_string_trim_c(worker, s);
  if (is_text(trimmed, "true")) return good(1);
  if (is_text(trimmed, "false")) return good(0);
  return bad(worker, "parse_bool: ", s, " is neither true nor false");
}

plat_pair plat_string_from_bytes_c(worker_t *worker, void *bytes) {
  const buffer_t *b = ((const list_t *)bytes)->buffer;
  const string_t *s = string_of_bytes(worker, b->elements, (size_t)b->length);
  if (s->length < 0) {
    static const char message[] = "String::from_bytes: the bytes are not UTF-8";
    return (plat_pair){(int64_t)(intptr_t)string_make(worker, message, sizeof message - 1), 0};
  }
  return good((int64_t)(intptr_t)s);
}
