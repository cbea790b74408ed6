/* parts.c — the text of an interpolation at once.
 *
 * Compiled code puts the values of up to eight parts into worker.xfer and tells in one word of what kinds they
 * are. They are measured first, then written to where they stay: no text of a part, no growing. How long a
 * float is only printing tells, so floats and durations are printed beside first. */
#include "gc/stop.h"
#include "lib/narrow.h"
#include "lib/number.h"
#include "lib/string.h"
#include "lib/text.h"
#include "sched/worker.h"

enum { KIND_MASK = (1 << PLAT_PART_BITS) - 1 };

typedef struct {
  size_t bytes;
  size_t points;
  char printed[PLAT_PARTS_MAX][NUMBER_TEXT_MAX];
  uint8_t length[PLAT_PARTS_MAX]; /* of what is no string */
} measure_t;

static float narrow_part(uint64_t word, unsigned kind) {
  return kind == PLAT_PART_F16 ? narrow_widen_f16((uint16_t)word) : narrow_widen_f8((uint8_t)word);
}

static size_t print(char *out, uint64_t word, unsigned kind) {
  double wide;
  float single;
  switch (kind) {
  case PLAT_PART_F64:
    memcpy(&wide, &word, sizeof wide);
    return number_print_f64(out, wide);
  case PLAT_PART_F32:
    memcpy(&single, &word, sizeof single);
    return number_print_float(out, (double)single, NUMBER_F32);
  case PLAT_PART_F16:
    return number_print_float(out, (double)narrow_part(word, kind), NUMBER_F16);
  case PLAT_PART_F8:
    return number_print_float(out, (double)narrow_part(word, kind), NUMBER_F8);
  default:
    return number_print_duration(out, (int64_t)word);
  }
}

static inline const string_t *string_part(uint64_t word) {
  return (const string_t *)(uintptr_t)word;
}

static void measure(measure_t *m, const uint64_t *words, uint64_t kinds) {
  m->bytes = 0;
  m->points = 0;
  for (unsigned i = 0; kinds != 0; i++, kinds >>= PLAT_PART_BITS) {
    unsigned kind = kinds & KIND_MASK;
    size_t length;
    if (kind == PLAT_PART_STRING) {
      m->bytes += (size_t)string_part(words[i])->byte_length;
      m->points += (size_t)string_part(words[i])->length;
      continue;
    }
    if (kind == PLAT_PART_I64) {
      length = number_length_i64((int64_t)words[i]);
    } else {
      length = print(m->printed[i], words[i], kind);
    }
    m->length[i] = (uint8_t)length;
    m->bytes += length;
    m->points += length;
  }
}

static void write(char *out, const measure_t *m, const uint64_t *words, uint64_t kinds) {
  for (unsigned i = 0; kinds != 0; i++, kinds >>= PLAT_PART_BITS) {
    unsigned kind = kinds & KIND_MASK;
    if (kind == PLAT_PART_STRING) {
      const string_t *s = string_part(words[i]);
      out = copy_short(out, s->bytes, (size_t)s->byte_length);
    } else if (kind == PLAT_PART_I64) {
      number_put_i64(out, (int64_t)words[i], m->length[i]);
      out += m->length[i];
    } else {
      out = copy_short(out, m->printed[i], m->length[i]);
    }
  }
}

/* Nobody else writes this worker's xfer, and the collector looks into it: the words stay there meanwhile. */
static string_t *new_string(worker_t *worker, size_t bytes) {
  worker->xfer_lives = true;
  gc_hold_nothing(worker);
  string_t *s = string_new(worker, bytes);
  gc_may_hold(worker);
  worker->xfer_lives = false;
  return s;
}

void *plat_string_of_parts_c(worker_t *worker, int64_t kinds) {
  const uint64_t *words = worker->xfer;
  measure_t m;
  measure(&m, words, (uint64_t)kinds);
  if (m.bytes < 2) {
    char text[1];
    write(text, &m, words, (uint64_t)kinds);
    return string_make_counted(worker, text, m.bytes, m.points);
  }
  string_t *s = new_string(worker, m.bytes);
  write(s->bytes, &m, words, (uint64_t)kinds);
  s->length = (int32_t)m.points;
  return s;
}

void *plat_text_parts_c(worker_t *worker, void *text, int64_t kinds) {
  const uint64_t *words = worker->xfer;
  measure_t m;
  measure(&m, words, (uint64_t)kinds);
  worker->xfer_lives = true;
  buffer_t *b = text_room(worker, text, m.bytes);
  worker->xfer_lives = false;
  write(b->elements + b->length, &m, words, (uint64_t)kinds);
  b->length += (int32_t)m.bytes;
  return b;
}
