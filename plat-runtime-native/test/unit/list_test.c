// with: src/lib/string.c src/lib/search.c src/lib/text.c src/lib/list.c src/lib/copy.c
// with: src/lib/parts.c src/lib/number.c src/lib/narrow.c src/lib/utf8.c src/lib/unicode.c src/os/linux.c src/base/check.c
/* Large lists of references that change, with a collector and other tasks played by the test: at each stop point it looks
 * whether everything can be found and is remembered, lets a marker that began at one of them read some places more, and may
 * change a list. References are addresses of nodes; a node without a mark in the end, though it was there when the marking
 * began, is a failure. */
#include "gc/alloc.h"
#include "gc/barrier.h"
#include "gc/stop.h"
#include "lib/string.h"
#include "unit/expect.h"

#include <setjmp.h>
#include <stdlib.h>

enum { LENGTH = 20000, NODES = LENGTH + 1, BUFFERS = 16, STOPS = 8, WIDE = 3, NEVER = -1, AT_ONCE = -2 };

static worker_t me;
static char nodes[NODES][16];

static const int32_t offsets[] = {0, 8};
static const desc_t list_desc = {.kind = PLAT_KIND_LIST, .size = sizeof(list_t)};
static const desc_t narrow_desc = {
    .kind = PLAT_KIND_BUFFER, .size = 8, .ref_count = 1, .ref_offsets = &offsets[0]};
static const desc_t wide_desc = {
    .kind = PLAT_KIND_BUFFER, .size = 8 * WIDE, .ref_count = 1, .ref_offsets = &offsets[1]};

/* What is known of one buffer. */
typedef struct known {
  buffer_t *buffer;
  char *before; /* its elements at the last stop point */
  char *read;   /* places that the marker has read, or need not */
} known_t;

static struct {
  known_t buffers[BUFFERS];
  int count;
  bool checks; /* while an operation is on */
  int stops, marking_from, change_at;
  void (*change)(void);
  bool changed;
  bool in_snapshot[NODES], marked[NODES], expected[NODES];
  uint64_t random;
  const char *dirty_from[64], *dirty_to[64];
  int dirty;
} world;

static list_t *list, *other;

static int32_t node_at(const buffer_t *b, int32_t index) {
  const char *reference;
  memcpy(&reference, b->elements + (size_t)index * buffer_stride(b) + b->desc->ref_offsets[0],
         sizeof reference);
  if (reference == NULL) return -1;
  ptrdiff_t at = reference - &nodes[0][0];
  if (at < 0 || at >= (ptrdiff_t)sizeof nodes || at % 16 != 0) abort();
  return (int32_t)(at / 16);
}

static void put(buffer_t *b, int32_t index, int32_t node) {
  char *at = b->elements + (size_t)index * buffer_stride(b), *reference = node < 0 ? NULL : nodes[node];
  memset(at, 0, buffer_stride(b));
  memcpy(at + b->desc->ref_offsets[0], &reference, sizeof reference);
}

static uint64_t below(uint64_t limit) {
  world.random = world.random * UINT64_C(6364136223846793005) + 1442695040888963407;
  return (world.random >> 33) % limit;
}

/* ---- the collector ---- */

static void mark(int32_t node) {
  if (node >= 0) world.marked[node] = true;
}

static bool is_dirty(const char *slot) {
  for (int i = 0; i < world.dirty; i++)
    if (slot >= world.dirty_from[i] && slot < world.dirty_to[i]) return true;
  return false;
}

static void check_remembered(const known_t *k) {
  const buffer_t *b = k->buffer;
  size_t stride = buffer_stride(b);
  bool all = true;
  for (size_t at = 0; all && at < (size_t)b->length * stride; at += stride)
    all = memcmp(k->before + at, b->elements + at, stride) == 0 || is_dirty(b->elements + at);
  EXPECT(all);
}

static void note(known_t *k) {
  memcpy(k->before, k->buffer->elements, (size_t)k->buffer->capacity * buffer_stride(k->buffer));
}

static void check_found(void) {
  static bool found[NODES];
  memset(found, 0, sizeof found);
  bool whole = true;
  for (int i = 0; i < world.count; i++) {
    const buffer_t *b = world.buffers[i].buffer;
    for (int32_t k = 0; k < b->capacity; k++) {
      int32_t node = node_at(b, k);
      whole = whole && (node >= 0) == (k < b->length);
      if (node >= 0 && k < b->length) found[node] = true;
    }
  }
  EXPECT(whole); /* references below the length, null from there on */
  if (world.changed) return;
  bool all = true;
  for (int i = 0; i < NODES; i++)
    all = all && (found[i] || !world.expected[i]);
  EXPECT(all);
}

static void read_place(const known_t *k, int32_t index) {
  if (k->read[index]) return;
  k->read[index] = 1;
  if (index < k->buffer->length) mark(node_at(k->buffer, index));
}

static void read_some(void) {
  for (int i = 0; i < world.count; i++) {
    const known_t *k = &world.buffers[i];
    if (k->buffer->capacity == 0) continue;
    int32_t from = (int32_t)below((uint64_t)k->buffer->capacity);
    int32_t end = from + (int32_t)below((uint64_t)(k->buffer->capacity - from) + 1);
    if (below(3) == 0) end = k->buffer->length - 1; /* all but the last one */
    for (int32_t at = from; at < end; at++)
      read_place(k, at);
  }
}

static void begin_marking(void) {
  me.marking = 1;
  memset(world.marked, 0, sizeof world.marked);
  memset(world.in_snapshot, 0, sizeof world.in_snapshot);
  for (int i = 0; i < world.count; i++) {
    const known_t *k = &world.buffers[i];
    memset(k->read, 0, (size_t)k->buffer->capacity);
    for (int32_t at = 0; at < k->buffer->length; at++)
      world.in_snapshot[node_at(k->buffer, at)] = true;
  }
}

static void end_marking(void) {
  for (int i = 0; i < world.count; i++)
    for (int32_t at = 0; at < world.buffers[i].buffer->capacity; at++)
      read_place(&world.buffers[i], at);
  bool all = true;
  for (int i = 0; i < NODES; i++)
    all = all && (world.marked[i] || !world.in_snapshot[i]);
  EXPECT(all);
  me.marking = 0;
}

static void look(void) {
  check_found();
  for (int i = 0; i < world.count; i++) {
    check_remembered(&world.buffers[i]);
    note(&world.buffers[i]);
  }
  world.dirty = 0;
}

static void stop(void) {
  if (!world.checks) return;
  look();
  int now = world.stops++;
  if (now == world.change_at) {
    world.changed = true;
    world.change();
    world.dirty = 0;
    for (int i = 0; i < world.count; i++)
      note(&world.buffers[i]);
  }
  if (now == world.marking_from) begin_marking();
  if (me.marking) read_some();
}

/* Everybody is asked to stop all the time. */
_Atomic uint32_t gc_stop = 1;
void gc_become_safe(worker_t *w) {
  (void)w;
}
void gc_become_running(worker_t *w) {
  (void)w;
  stop();
}
void alloc_touch(worker_t *w, char *start, size_t bytes) {
  EXPECT(bytes > 0);
  for (size_t i = 0; i < bytes; i += 4096)
    ((volatile char *)start)[i] += 0; /* AddressSanitizer sees whether it is there */
  gc_become_running(w);
}

void gc_shade(worker_t *w, const void *reference) {
  (void)w;
  (void)reference; /* a buffer: the marker here reads them all */
}
void gc_shade_elements(worker_t *w, const void *buffer, int32_t index, int32_t count) {
  (void)w;
  EXPECT(me.marking);
  const buffer_t *b = buffer;
  for (int32_t i = index; i < index + count && i < b->length; i++)
    mark(node_at(b, i));
}
void gc_remember(const worker_t *w, const void *slot) {
  (void)w;
  (void)slot;
}
void gc_remember_range(const worker_t *w, const void *from, size_t bytes) {
  (void)w;
  if (!world.checks || bytes == 0) return;
  if (world.dirty == 64) abort();
  world.dirty_from[world.dirty] = from;
  world.dirty_to[world.dirty++] = (const char *)from + bytes;
}

static void know(buffer_t *b, size_t room) {
  if (world.count == BUFFERS) abort();
  world.buffers[world.count++] =
      (known_t){.buffer = b, .before = calloc(1, room), .read = calloc(1, room / 8 + 1)};
}

/* A new object has been through a stop point, and may be old. What is born while others mark, the marker does not read. */
void *alloc_object(worker_t *w, const void *desc, size_t bytes) {
  (void)w;
  stop();
  char *object = calloc(1, bytes);
  memcpy(object, &desc, sizeof desc);
  if (((const desc_t *)desc)->kind != PLAT_KIND_BUFFER) return object;
  know((buffer_t *)(void *)object, bytes);
  if (world.checks) gc_remember_range(w, object, bytes);
  if (me.marking) memset(world.buffers[world.count - 1].read, 1, bytes / 8 + 1);
  return object;
}
void *alloc_leaf(worker_t *w, const void *desc, size_t bytes) {
  return alloc_object(w, desc, bytes);
}
void *alloc_leaf_quietly(worker_t *w, const void *desc, size_t bytes) {
  return alloc_object(w, desc, bytes);
}

static jmp_buf panicked;
_Noreturn void plat_panic_c(worker_t *w, void *message) {
  (void)w;
  (void)message;
  longjmp(panicked, 1);
}
_Noreturn void plat_panic_text_c(worker_t *w, void *message) {
  (void)w;
  (void)message;
  longjmp(panicked, 1);
}
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "detect_leaks=0";
}

/* ---- what other tasks do ---- */

static list_t *changed_list;

static void shorten_to(buffer_t *b, int32_t length) {
  for (int32_t i = length; i < b->length; i++) {
    if (me.marking) mark(node_at(b, i));
    put(b, i, -1);
  }
  if (b->length > length) b->length = length;
}

static void shorten(void) {
  buffer_t *b = changed_list->buffer;
  shorten_to(b, (int32_t)below((uint64_t)b->length + 1));
}

static void empty(void) {
  shorten_to(changed_list->buffer, 0);
}

static buffer_t *fresh(const desc_t *desc, int32_t length, int32_t capacity) {
  bool checks = world.checks;
  world.checks = false;
  buffer_t *b = alloc_object(&me, desc, sizeof(buffer_t) + (size_t)capacity * (size_t)desc->size);
  world.checks = checks;
  b->capacity = capacity;
  b->length = length;
  for (int32_t i = 0; i < length; i++)
    put(b, i, i % NODES);
  return b;
}

static void replace(void) {
  changed_list->buffer = fresh(changed_list->buffer->desc, 10, 12);
}

static void fill_up(void) {
  buffer_t *b = changed_list->buffer;
  while (b->length < b->capacity)
    put(b, b->length++, 7);
}

/* ---- what is done to a list meanwhile ---- */

static const int32_t places[] = {0, 12345, LENGTH - 1, LENGTH};
static int32_t place;
static void *made;

static void insert(void) {
  buffer_t *b = plat_list_insert_at_c(&me, list, place);
  if (me.marking) mark(node_at(b, place));
  put(b, place, LENGTH);
  gc_remember_range(&me, b->elements + (size_t)place * buffer_stride(b), buffer_stride(b));
}
static void remove_one(void) {
  plat_list_remove_at_c(&me, list, place);
}
static void slice(void) {
  made = plat_list_slice_c(&me, list, place / 2, LENGTH - 1);
}
static void extend(void) {
  plat_list_extend_c(&me, list, other);
}
static void extend_itself(void) {
  plat_list_extend_c(&me, list, list);
}
static void grow(void) {
  (void)plat_list_grow_c(&me, list, LENGTH * 3);
}

static void check_result(void (*act)(void)) {
  const buffer_t *b = list->buffer;
  int32_t length = act == insert                           ? LENGTH + 1
                   : act == remove_one                     ? LENGTH - (place < LENGTH)
                   : act == extend || act == extend_itself ? 2 * LENGTH
                                                           : LENGTH;
  EXPECT(b->length == length);
  bool same = true;
  for (int32_t i = 0; i < b->length; i++) {
    int32_t node = act == insert       ? (i == place ? LENGTH : i - (i > place))
                   : act == remove_one ? i + (i >= place)
                                       : i % LENGTH;
    same = same && node_at(b, i) == node;
  }
  if (act == slice) {
    const buffer_t *s = ((const list_t *)made)->buffer;
    same = same && s->length == LENGTH - 1 - place / 2;
    for (int32_t i = 0; i < s->length; i++)
      same = same && node_at(s, i) == i + place / 2;
  }
  EXPECT(same);
}

/* The marking begins, and the change comes, at these stop points. */
static void once(void (*act)(void), const desc_t *desc, int marking_from, int change_at, void (*change)(void),
                 bool change_other) {
  for (int i = 0; i < world.count; i++) {
    free(world.buffers[i].buffer);
    free(world.buffers[i].before);
    free(world.buffers[i].read);
  }
  world.count = world.stops = world.dirty = 0;
  world.checks = world.changed = false;
  me.marking = 0;
  static list_t lists[2];
  list = &lists[0];
  other = &lists[1];
  for (int i = 0; i < 2; i++) {
    lists[i].desc = &list_desc;
    lists[i].buffer = fresh(desc, LENGTH, below(2) == 0 ? LENGTH : LENGTH + 5);
  }
  for (int i = 0; i < NODES; i++)
    world.expected[i] = i < LENGTH && !(act == remove_one && i == place);
  if (act == remove_one ||
      act == insert) { /* of one list alone, so that nothing is found by way of the other */
    shorten_to(other->buffer, 0);
  }
  changed_list = change_other ? other : list;
  world.marking_from = marking_from;
  world.change_at = change_at;
  world.change = change;
  for (int i = 0; i < world.count; i++)
    note(&world.buffers[i]);
  world.checks = true;
  if (marking_from == AT_ONCE) {
    begin_marking();
    read_some();
  }
  if (setjmp(panicked) == 0) {
    act();
    if (!world.changed) check_result(act);
  } else {
    EXPECT(world.changed); /* what it was to be put behind is gone */
  }
  look();
  if (me.marking) end_marking();
  world.checks = false;
}

static void filled(const desc_t *desc, int marking_from) {
  world.stops = world.count = world.dirty = 0;
  world.marking_from = marking_from;
  world.change_at = NEVER;
  world.changed = false;
  memset(world.expected, 0, sizeof world.expected);
  world.checks = true;
  const list_t *l =
      plat_list_filled_c(&me, ref_of(&list_desc), ref_of(desc), LENGTH, (int64_t)(uintptr_t)nodes[3]);
  look();
  if (me.marking) end_marking();
  world.checks = false;
  bool same = l->buffer->length == LENGTH;
  for (int32_t i = 0; i < LENGTH; i++)
    same = same && node_at(l->buffer, i) == 3;
  EXPECT(same);
}

int main(void) {
  static void (*const acts[])(void) = {insert, remove_one, slice, extend, extend_itself, grow};
  static void (*const changes[])(void) = {shorten, empty, replace, fill_up};
  static const desc_t *const descs[] = {&narrow_desc, &wide_desc};
  enum { ACTS = 6, CHANGES = 4, PLACES = 4 };
  for (int d = 0; d < 2; d++)
    for (int a = 0; a < ACTS; a++)
      for (int p = 0; p < PLACES; p++) {
        place = places[p];
        for (int from = AT_ONCE; from < STOPS; from++) {
          once(acts[a], descs[d], from, NEVER, NULL, false);
          once(acts[a], descs[d], from, (int)below(STOPS), changes[below(CHANGES)], below(2) == 0);
        }
      }
  for (int from = NEVER; from < STOPS; from++)
    filled(&narrow_desc, from);
  EXPECT(world.stops > 3); /* or nothing of this is looked at */
  return expect_summary("list");
}
