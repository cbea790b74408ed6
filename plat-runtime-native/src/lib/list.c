/* list.c — lists as bytes at a stride: growing, moving, copying.
 *
 * Invariant: 0 <= length <= capacity in every buffer; bytes from length on are zero or stale, never read.
 * The list's buffer is replaced as a whole; the old one stays readable for whoever still has it, but where it held
 * no references and was large, it may read as zeros from then on.
 * Growth at least doubles, so pushing n elements copies fewer than 2n.
 *
 * A collection need not wait for what takes long here. Numbers are copied, moved and filled in in SAFE regions, all at
 * once (lib/copy.h). References go in pieces, with a stop point before each but the first, and at every stop point:
 *   - Each element is in a buffer that this C code or the list has, below the length of that buffer, so it is found. What
 *     was copied does not rely on its source: another task may have changed that meanwhile. Above its length a buffer of
 *     references holds nulls.
 *   - What was written since the last stop point is remembered (gc/cards.h): the buffer may be old, or become so.
 *   - All that was read of a list may have changed: its length, and which buffer it has. It is read again, and nothing is
 *     written at or above the capacity of the very buffer that is written to.
 * Tasks that change a list at the same time may lose elements, but never find anything else where a reference should be. */
#include "gc/alloc.h"
#include "gc/barrier.h"
#include "gc/stop.h"
#include "lib/copy.h"
#include "lib/number.h"
#include "lib/string.h"
#include "os/os.h"

#include <limits.h>

static buffer_t *buffer_new(worker_t *worker, const desc_t *desc, int64_t capacity) {
  if (capacity > OBJECT_LENGTH_MAX)
    lib_panic(worker, "a list of %lld elements: the most are %d", (long long)capacity, OBJECT_LENGTH_MAX);
  size_t bytes = object_bytes(sizeof(buffer_t), (size_t)capacity * (size_t)desc->size);
  buffer_t *b = desc->ref_count == 0 ? alloc_leaf(worker, desc, bytes) : alloc_object(worker, desc, bytes);
  b->capacity = (int32_t)capacity;
  return b;
}

static list_t *list_of(worker_t *worker, const desc_t *desc, buffer_t *buffer) {
  list_t *list = alloc_object(worker, desc, sizeof(list_t));
  list->buffer = buffer;
  return list;
}

static size_t bytes_of(const buffer_t *b, int32_t count) {
  return buffer_stride(b) * (size_t)count;
}

static char *element(buffer_t *b, int32_t index) {
  return b->elements + bytes_of(b, index);
}

/* Other tasks may change it at any time. */
static int32_t length_of(const buffer_t *b) {
  return __atomic_load_n(&b->length, __ATOMIC_RELAXED);
}

/* Release: with the acquires in gc/mark.c and gc/cards.c, which then see the elements below it. */
static void set_length(buffer_t *b, int32_t length) {
  __atomic_store_n(&b->length, length, __ATOMIC_RELEASE);
}

/* ---- pieces ---- */

/* So many bytes of references are copied or moved without a stop point: 10 us or so, and ten times that while others mark
 * and each is shaded. */
enum { PIECE = 64 << 10 };

static bool is_piece(const buffer_t *b, int32_t count) {
  return bytes_of(b, count) <= PIECE;
}

/* How many of these elements are done at once. */
static int32_t piece_of(const buffer_t *b, int32_t count) {
  if (is_piece(b, count)) return count;
  int32_t most = PIECE / b->desc->size;
  return most > 0 ? most : 1;
}

/* A stop point, before so many elements are put behind those that the buffer has: the system may have to clear memory for
 * them. It has to be looked at again how many there is room for. */
static void before_piece(worker_t *worker, buffer_t *b, int32_t count) {
  int32_t length = length_of(b), space = b->capacity - length;
  if (count > space) count = space;
  if (count > 0) {
    alloc_touch(worker, element(b, length), bytes_of(b, count));
  } else {
    gc_stop_point(worker);
  }
}

/* Puts a piece of the elements of `from`, from `start` on and `count` at most, behind those of `to`; no stop point. Returns
 * how many: none if another task has taken them away meanwhile, or the room for them.
 * What is overwritten needs no shade: the length was read behind the last stop point, so the marking that goes on, if any,
 * has no interest in what lies above it. */
static int32_t append_piece(buffer_t *to, const buffer_t *from, int32_t start, int32_t count) {
  int32_t length = length_of(to), there = length_of(from) - start, space = to->capacity - length;
  if (count > there) count = there;
  if (count > space) count = space;
  if (count <= 0) return 0;
  count = piece_of(to, count);
  memcpy(element(to, length), from->elements + bytes_of(from, start), bytes_of(to, count));
  set_length(to, length + count);
  return count;
}

static void remember(const worker_t *worker, buffer_t *b, int32_t index, int32_t count) {
  gc_remember_range(worker, element(b, index), bytes_of(b, count));
}

/* Puts elements of a buffer of references into a new one that has room for them and that nobody else knows: fewer when
 * another task takes some away meanwhile. */
static void copy_references(worker_t *worker, buffer_t *new, const buffer_t *from, int32_t start,
                            int32_t count) {
  if (is_piece(new, count)) { /* no stop point since it was made */
    (void)append_piece(new, from, start, count);
    return;
  }
  for (int32_t at = 0, done; at < count; at += done) {
    before_piece(worker, new, piece_of(new, count - at));
    done = append_piece(new, from, start + at, count - at);
    if (done == 0) break;
    remember(worker, new, at, done);
  }
  gc_keep(from);
}

/* memmove of words, each of which is written as a whole: the marker reads them meanwhile. */
static void move_words(char *to, const char *from, size_t bytes) {
  uintptr_t *target = (uintptr_t *)(void *)to;
  const uintptr_t *source = (const uintptr_t *)(const void *)from;
  size_t words = bytes / sizeof *target;
  if (to < from) {
    for (size_t i = 0; i < words; i++)
      __atomic_store_n(&target[i], __atomic_load_n(&source[i], __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  } else {
    for (size_t i = words; i-- > 0;)
      __atomic_store_n(&target[i], __atomic_load_n(&source[i], __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  }
}

/* Moves a piece of the elements of a buffer of references; no stop point.
 * Why it suffices to shade, of this piece, what is about to be overwritten, though the marker may be in the midst of this very
 * buffer: it has to find what each place held when the marking began. A place still holds that until somebody writes to it
 * for the first time since; here or elsewhere, who does has shaded it before; and what was written to it since, the marker
 * need not find here. That is so for each place by itself, however the marker's reading and the moving interleave. A marking
 * that begins at a later stop point sees the pieces moved so far where they are then. */
static void move_piece(worker_t *worker, buffer_t *b, int32_t to, int32_t from, int32_t count) {
  if (gc_marking(worker)) {
    gc_shade_elements(worker, b, to, count);
    move_words(element(b, to), element(b, from), bytes_of(b, count));
  } else {
    memmove(element(b, to), element(b, from), bytes_of(b, count));
  }
  remember(worker, b, to, count);
}

/* ---- making ---- */

static void check_length(worker_t *worker, int64_t length) {
  if (length < 0) lib_panic(worker, "List::filled: the length %lld is negative", (long long)length);
}

/* Compiled code fills it in, up to that length. */
void *plat_list_new_c(worker_t *worker, void *list_desc, void *buffer_desc, int64_t capacity) {
  check_length(worker, capacity);
  return list_of(worker, list_desc, buffer_new(worker, buffer_desc, capacity));
}

static void fill(char *at, int32_t size, int32_t count, int64_t value) {
  switch (size) {
  case 1:
    memset(at, (int)(value & 0xFF), (size_t)count);
    break;
  case 2:
    for (int64_t i = 0; i < count; i++)
      memcpy(at + i * 2, &value, 2);
    break;
  case 4:
    for (int64_t i = 0; i < count; i++)
      memcpy(at + i * 4, &value, 4);
    break;
  default:
    for (int64_t i = 0; i < count; i++)
      memcpy(at + i * 8, &value, 8);
    break;
  }
}

static void fill_numbers(worker_t *worker, buffer_t *b, int32_t length, int64_t value) {
  gc_leave(worker);
  fill(b->elements, b->desc->size, length, value);
  gc_enter(worker);
}

/* The value, a reference, is kept alive by this frame. */
static void fill_references(worker_t *worker, buffer_t *b, int32_t length, int64_t value) {
  for (int32_t at = 0, done; at < length; at += done) {
    done = piece_of(b, length - at);
    before_piece(worker, b, done);
    fill(element(b, at), b->desc->size, done, value);
    set_length(b, at + done);
    remember(worker, b, at, done);
  }
}

void *plat_list_filled_c(worker_t *worker, void *list_desc, void *buffer_desc, int64_t length,
                         int64_t value) {
  check_length(worker, length);
  buffer_t *b = buffer_new(worker, buffer_desc, length);
  int32_t count = (int32_t)length;
  if (value == 0) { /* as it is */
  } else if (is_piece(b, count)) {
    fill(b->elements, b->desc->size, count, value);
  } else if (b->desc->ref_count == 0) {
    fill_numbers(worker, b, count, value);
  } else {
    fill_references(worker, b, count, value);
  }
  set_length(b, count);
  return list_of(worker, list_desc, b);
}

/* The first room of a list that grows: so many elements, and more where they are small. */
enum { FIRST_ELEMENTS = 4, FIRST_BYTES = 32 };

enum { HUGE_PAGE = 2 << 20, MOVE_STEP = 2 * HUGE_PAGE };

/* Copies, and gives the memory of what was copied back at once where it is much, so that a large list that grows
 * does not take twice its size meanwhile. What is given back reads as zeros. */
static void move_bytes(worker_t *worker, char *to, char *from, size_t bytes) {
  char *given = from + (-(uintptr_t)from & (HUGE_PAGE - 1));
  for (size_t at = 0; at < bytes;) {
    size_t step = bytes - at < MOVE_STEP ? bytes - at : MOVE_STEP;
    copy_aside(worker, to + at, from + at, step);
    at += step;
    char *done = from + at - ((uintptr_t)(from + at) & (HUGE_PAGE - 1));
    if (done > given && os_discard(given, (size_t)(done - given))) given = done;
  }
}

/* A larger copy of the list's buffer, which takes its place. */
static __attribute__((noinline)) buffer_t *grown(worker_t *worker, list_t *list, buffer_t *old,
                                                 int64_t needed) {
  int64_t capacity = (int64_t)old->capacity * 2;
  int64_t first = FIRST_BYTES / old->desc->size; /* a size is never 0 */
  if (first < FIRST_ELEMENTS) first = FIRST_ELEMENTS;
  if (capacity < first) capacity = first;
  if (capacity > OBJECT_LENGTH_MAX) capacity = OBJECT_LENGTH_MAX;
  if (capacity < needed) capacity = needed;
  buffer_t *new = buffer_new(worker, old->desc, capacity);
  int32_t length = length_of(old);
  if (old->desc->ref_count == 0) {
    move_bytes(worker, new->elements, old->elements, bytes_of(old, length));
    set_length(new, length);
  } else {
    copy_references(worker, new, old, 0, length);
  }
  gc_keep(old);
  if (gc_marking(worker)) gc_shade(worker, list->buffer); /* the old one, unless another task was faster */
  list->buffer = new;
  gc_remember(worker, &list->buffer);
  return new;
}

/* The list's buffer with room for so many elements. What is written goes into this very buffer: another task may
 * give the list yet another one at any time. */
static inline buffer_t *room(worker_t *worker, list_t *list, int64_t needed) {
  buffer_t *b = list->buffer;
  return needed <= b->capacity ? b : grown(worker, list, b, needed);
}

void *plat_list_grow_c(worker_t *worker, void *object, int64_t needed) {
  return room(worker, object, needed);
}

/* ---- changing and copying ---- */

static void check_place(worker_t *worker, int32_t index, int32_t length) {
  if (index < 0 || index > length)
    lib_panic(worker, "insert_at: index %d in a list of length %d", index, length);
}

/* Moves the references from index on up by one. The one at the index stays there, too, until it is overwritten, and with the
 * first piece the length grows: so at each stop point all are below it, one of them twice. */
static void move_up(worker_t *worker, buffer_t *b, int32_t index, int32_t length) {
  int32_t end = length - piece_of(b, length - index); /* from here on they have moved */
  move_piece(worker, b, end + 1, end, length - end);
  set_length(b, length + 1);
  while (end > index) {
    gc_stop_point(worker);
    int32_t last =
        length_of(b) - 1; /* another task may have taken some away: nothing is moved to where they were */
    if (end > last) end = last;
    if (end <= index) break;
    int32_t count = piece_of(b, end - index);
    end -= count;
    move_piece(worker, b, end + 1, end, count);
  }
}

void *plat_list_insert_at_c(worker_t *worker, void *object, int32_t index) {
  list_t *list = object;
  buffer_t *b;
  int32_t length;
  do { /* again only when another task fills the room at this moment */
    length = length_of(list->buffer);
    check_place(worker, index, length);
    b = room(worker, list, (int64_t)length + 1);
    length = length_of(b); /* of this very buffer, behind the last stop point */
  } while (length >= b->capacity || length < index);
  if (b->desc->ref_count == 0) {
    char *at = element(b, index);
    move_aside(worker, at + buffer_stride(b), at, bytes_of(b, length - index));
    set_length(b, length + 1);
    return b;
  }
  move_up(worker, b, index, length);
  int32_t now = length_of(b);
  if (now <= index) { /* another task has taken away even what was there */
    check_place(worker, index, now);
    set_length(b, index + 1);
  }
  return b;
}

/* Moves the references behind the index down by one, and ends with the last one, a copy of the one before, or what was at the
 * index. At each stop point all are below the length, one of them twice, but for the one at the index, which the caller has. */
static void move_down(worker_t *worker, buffer_t *b, int32_t index) {
  int32_t last;
  while (index < (last = length_of(b) - 1)) {
    int32_t count = piece_of(b, last - index);
    move_piece(worker, b, index, index + 1, count);
    index += count;
    if (index < last) gc_stop_point(worker);
  }
  if (index > last) return; /* another task has taken it away */
  if (gc_marking(worker)) gc_shade_elements(worker, b, last, 1);
  set_length(b, last);
  memset(element(b, last), 0, buffer_stride(b)); /* keeps nothing alive */
}

void plat_list_remove_at_c(worker_t *worker, void *object, int32_t index) {
  buffer_t *b = ((list_t *)object)->buffer;
  int32_t last = length_of(b) - 1;
  if (index < 0 || index > last) return; /* another task was faster */
  if (b->desc->ref_count == 0) {
    char *at = element(b, index);
    move_aside(worker, at, at + buffer_stride(b), bytes_of(b, last - index));
    set_length(b, last);
  } else {
    move_down(worker, b, index);
  }
}

void *plat_list_slice_c(worker_t *worker, void *object, int32_t start, int32_t end) {
  const list_t *list = object;
  const buffer_t *from = list->buffer;
  int32_t length = length_of(from);
  if (start < 0) start = 0;
  if (end > length) end = length;
  int32_t count = start < end ? end - start : 0;
  buffer_t *b = buffer_new(worker, from->desc, count);
  if (b->desc->ref_count == 0) {
    copy_aside(worker, b->elements, from->elements + bytes_of(from, count == 0 ? 0 : start),
               bytes_of(from, count));
    gc_keep(from);
    set_length(b, count);
  } else {
    copy_references(worker, b, from, start, count);
  }
  return list_of(worker, list->desc, b);
}

/* Each piece is put behind what the list has by then, in the buffer it has by then. */
static void extend_references(worker_t *worker, list_t *list, const list_t *other, int32_t added) {
  bool long_one = !is_piece(list->buffer, added);
  for (int32_t at = 0, done; at < added; at += done) {
    int32_t rest = added - at;
    buffer_t *b = room(worker, list, (int64_t)length_of(list->buffer) + rest);
    if (long_one) {
      before_piece(worker, b, piece_of(b, rest));
      b = room(worker, list, (int64_t)length_of(list->buffer) + rest);
    }
    done = append_piece(b, other->buffer, at, rest);
    if (done == 0) return;
    remember(worker, b, length_of(b) - done, done);
  }
}

static void extend_numbers(worker_t *worker, list_t *list, const list_t *other, int32_t added) {
  const buffer_t *from = other->buffer;
  int32_t length = length_of(list->buffer);
  buffer_t *b = room(worker, list, (int64_t)length + added);
  if (other == list) from = b; /* the old one may be gone */
  copy_aside(worker, element(b, length), from->elements, bytes_of(from, added));
  gc_keep(from);
  set_length(b, length + added);
}

void plat_list_extend_c(worker_t *worker, void *object, void *other) {
  const buffer_t *from = ((list_t *)other)->buffer;
  int32_t added = length_of(from);
  if (added == 0) return; /* the shared empty buffer is never written */
  if (from->desc->ref_count == 0) {
    extend_numbers(worker, object, other, added);
  } else {
    extend_references(worker, object, other, added);
  }
}

int8_t plat_bytes_put_c(worker_t *worker, void *object, void *text) {
  (void)worker;
  buffer_t *b = ((list_t *)object)->buffer;
  const string_t *s = text;
  int32_t length = b->length;
  if (s->byte_length > b->capacity - length) return 0;
  copy_short(b->elements + length, s->bytes, (size_t)s->byte_length);
  b->length = length + s->byte_length;
  return 1;
}

void plat_bytes_add_text_c(worker_t *worker, void *object, void *text) {
  list_t *list = object;
  const string_t *s = text;
  int32_t length = list->buffer->length;
  buffer_t *b = room(worker, list, (int64_t)length + s->byte_length);
  copy_short(b->elements + length, s->bytes, (size_t)s->byte_length);
  b->length = length + s->byte_length;
}

int32_t plat_bytes_add_i64_c(worker_t *worker, void *object, int64_t value) {
  list_t *list = object;
  int32_t length = list->buffer->length;
  size_t count = number_length_i64(value);
  buffer_t *b = room(worker, list, (int64_t)length + (int64_t)count);
  number_put_i64(b->elements + length, value, count);
  b->length = length + (int32_t)count;
  return (int32_t)count;
}

void *plat_bytes_to_text_c(worker_t *worker, void *object) {
  const buffer_t *b = ((const list_t *)object)->buffer;
  const string_t *s = string_of_bytes(worker, b->elements, (size_t)b->length);
  return s->length >= 0 ? ref_of(s) : string_make_lossy(worker, s->bytes, (size_t)s->byte_length);
}

_Noreturn void plat_panic_index_c(worker_t *worker, int32_t index, int32_t length) {
  lib_panic(worker, "index %d is out of range for a list of length %d", index, length);
}

list_t *strings_new(worker_t *worker, size_t capacity) {
  return plat_list_new_c(worker, ref_of(&plat_string_list_desc), ref_of(&plat_string_buffer_desc),
                         (int64_t)capacity);
}

void strings_push(worker_t *worker, list_t *list, const string_t *s) {
  int32_t length = list->buffer->length;
  buffer_t *b = room(worker, list, (int64_t)length + 1);
  char *end = b->elements + (size_t)length * sizeof s;
  memcpy(end, &s, sizeof s);
  gc_remember(worker, end);
  b->length = length + 1;
}
