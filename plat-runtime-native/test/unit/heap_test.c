// with: src/gc/heap.c src/gc/sweep.c src/gc/mark.c src/gc/team.c src/gc/verify.c src/gc/cards.c
// with: src/os/linux.c src/base/check.c src/base/lock.c
/* The heap without workers: blocks, runs, interior pointers, marking, sweeping, large objects, giving memory
 * back. */
#include "gc/cards.h"
#include "gc/heap.h"
#include "gc/mark.h"
#include "gc/team.h"
#include "gc/verify.h"
#include "lib/object.h"
#include "os/os.h"
#include "unit/expect.h"

#include <stdlib.h>

/* Kinds that belong to other modules do not occur here. */
void task_trace(struct gc_marker *m, const struct task *task);
void chan_trace(struct gc_marker *m, const void *chan);
void task_trace(struct gc_marker *m, const struct task *task) {
  (void)m;
  (void)task;
  abort();
}
void chan_trace(struct gc_marker *m, const void *chan) {
  (void)m;
  (void)chan;
  abort();
}

enum { CLASS_40 = 40 / 8 - 1, LIMIT = 64 << 20 };

static const int32_t pair_references[] = {8, 16};
static const desc_t pair_desc = {
    .kind = PLAT_KIND_OBJECT, .size = 40, .name = "Pair", .ref_count = 2, .ref_offsets = pair_references};
static const int32_t element_reference = 0;
static const desc_t buffer_desc = {
    .kind = PLAT_KIND_BUFFER, .size = 8, .name = "buffer", .ref_count = 1, .ref_offsets = &element_reference};

typedef struct pair {
  const desc_t *desc;
  void *left, *right;
  uint64_t number[2];
} pair_t;

static run_t run;
static block_t *current;

static pair_t *pair_new(void *left, void *right) {
  while (run.next == run.end) {
    if (current == NULL) current = heap_take_small(CLASS_40, sizeof(pair_t), false);
    if (current == NULL) return NULL;
    if (!heap_next_run(current, &run, 8192)) current = NULL;
  }
  pair_t *pair = (pair_t *)(void *)run.next;
  run.next += sizeof *pair;
  for (size_t i = 0; i < sizeof *pair; i++) {
    if (((char *)pair)[i] != 0) expect_that(false, "a new cell is zero", __FILE__, __LINE__);
  }
  *pair = (pair_t){.desc = &pair_desc, .left = left, .right = right};
  return pair;
}

static buffer_t *buffer_new(int32_t length) {
  buffer_t *b = heap_take_large(sizeof *b + (size_t)length * sizeof(void *), false, false);
  if (b == NULL) return NULL;
  heap_zero_large(b);
  b->desc = &buffer_desc;
  b->length = b->capacity = length;
  return b;
}

static gc_marker_t marker;

static void begin(bool minor) {
  heap_begin_marking(minor);
  if (heap.minor) gc_verify_cards();
  cards_begin();
  gc_mark_begin(&marker);
}

static heap_census_t finish(void *const *roots, size_t count, bool sticky) {
  static uint64_t objects;
  while (cards_some(&marker, heap.minor)) {
  }
  gc_mark_words(&marker, roots, roots + count);
  objects = objects == 0 ? UINT64_MAX : 0; /* with helpers, and without, in turn */
  gc_mark_all(&marker, objects);
  gc_mark_close(&marker);
  if (heap.black) heap_run_white(&run);
  heap.black = false;
  run = (run_t){0};
  current = NULL;
  gc_verify();
  gc_poison_dead();
  heap_finish_marking(sticky);
  return heap_sweep_rest();
}

static heap_census_t collect_as(bool minor, bool sticky, void *const *roots, size_t count) {
  begin(minor);
  return finish(roots, count, sticky);
}

static heap_census_t collect(void *const *roots, size_t count) {
  return collect_as(false, false, roots, count);
}

static void store(void **slot, void *reference) {
  *slot = reference;
  cards_dirty(slot);
}

static void test_addresses(void) {
  pair_t *a = pair_new(NULL, NULL);
  pair_t *b = pair_new(a, NULL);
  EXPECT(heap_object_at((uintptr_t)a) == a);
  EXPECT(heap_object_at((uintptr_t)a + 1) == a);
  EXPECT(heap_object_at((uintptr_t)a + 39) == a);
  EXPECT(heap_object_at((uintptr_t)b) == b);
  EXPECT(heap_object_at((uintptr_t)b + 40) == NULL); /* given out with the run, not used yet */
  EXPECT(heap_object_at((uintptr_t)run.end + 8) == NULL);
  EXPECT(heap_object_at((uintptr_t)&pair_desc) == NULL);
  EXPECT(heap_object_at(0) == NULL);
  EXPECT(heap_object_at(UINTPTR_MAX) == NULL);
  buffer_t *large = buffer_new(100000);
  EXPECT(heap_object_at((uintptr_t)large) == large);
  EXPECT(heap_object_at((uintptr_t)large + 400000) == large);
  EXPECT(heap_object_at((uintptr_t)large + 16 + 800000 - 1) == large);
}

/* Every class, every address of a block: what the multiplication says is what a division would. */
static void test_cell_index(void) {
  for (size_t cell = HEAP_CELL_LEAST; cell <= 8192; cell += 8) {
    block_t *block = heap_take_small(0, cell, false);
    if (block == NULL) break;
    for (size_t offset = 0; offset < HEAP_BLOCK; offset += 7) {
      if ((offset * block->inverse) >> 32 != offset / cell)
        expect_that(false, "index of a cell", __FILE__, __LINE__);
    }
  }
}

static void test_reachability(void) {
  void *roots[3] = {0};
  pair_t *chain = NULL;
  for (int i = 0; i < 10000; i++) {
    chain = pair_new(chain, NULL);
    chain->number[0] = (uint64_t)i;
    (void)pair_new(NULL, NULL); /* garbage in between */
  }
  roots[0] = (char *)chain + 5; /* an interior pointer keeps all of it */
  heap_census_t census = collect(roots, 3);
  EXPECT(census.live_objects == 10000);
  EXPECT(census.live_bytes == 10000 * sizeof(pair_t));
  int64_t expected = 9999;
  for (pair_t *p = chain; p != NULL; p = p->left)
    EXPECT((int64_t)p->number[0] == expected--);
  /* The holes are used again, and hold zeroes. */
  size_t used = heap.used;
  for (int i = 0; i < 5000; i++)
    EXPECT(pair_new(NULL, NULL) != NULL);
  EXPECT(heap.used == used);
  roots[0] = NULL;
  census = collect(roots, 3);
  EXPECT(census.live_objects == 0);
  EXPECT(heap.in_use == 0);
  EXPECT(heap.span_count == 1);
}

/* Wider than any slice, deeper than any stack, with cycles. */
static void test_shapes(void) {
  buffer_t *b = buffer_new(50000);
  void *first = NULL;
  for (int32_t i = 0; i < b->length; i++) {
    pair_t *p = pair_new(b, NULL);
    p->right = p;
    memcpy(b->elements + (size_t)i * sizeof p, &p, sizeof p);
    if (first == NULL) first = p;
  }
  void *roots[] = {first};
  EXPECT(collect(roots, 1).live_objects == 50001);
  EXPECT(collect(NULL, 0).live_objects == 0);
}

static void test_large(void) {
  EXPECT(buffer_new((LIMIT >> 3) + 1) == NULL); /* over the limit */
  void *roots[] = {buffer_new(1 << 20)};
  EXPECT(roots[0] != NULL);
  memset((char *)roots[0] + 16, 0, 8 << 20);
  heap_census_t census = collect(roots, 1);
  EXPECT(census.live_objects == 1);
  EXPECT(census.live_bytes > 8 << 20);
  census = collect(NULL, 0);
  EXPECT(census.free_blocks == heap.used);
  size_t early = 0, back = 0;
  for (size_t some; (some = heap_trim(16, false)) > 0; early += some)
    EXPECT(some % HEAP_BLOCK == 0);
  for (size_t some; (some = heap_trim(16, true)) > 0; back += some)
    EXPECT(some % HEAP_BLOCK == 0);
  EXPECT(back > 7 << 20); /* it was in use just now, so the first left it */
  back += early;
  EXPECT(back > 8 << 20);
  /* Half of it is dirty, half was given back: all of it reads as zero. */
  buffer_t *b = buffer_new(1 << 20);
  for (int i = 0; i < 1 << 20; i++) {
    if (((uint64_t *)(void *)b->elements)[i] != 0) expect_that(false, "zero", __FILE__, __LINE__);
  }
  for (int i = 0; i <= HEAP_PEAKS; i++)
    collect(NULL, 0);
  EXPECT(heap_trim(16, false) > 0); /* long ago */
}

static void test_limit(void) {
  size_t made = 0;
  while (pair_new(NULL, NULL) != NULL)
    made++;
  EXPECT(made == LIMIT / HEAP_BLOCK * (HEAP_BLOCK / sizeof(pair_t)));
  EXPECT(heap_take_large(1, true, false) == NULL);
  collect(NULL, 0);
  EXPECT(heap_take_large(1, true, false) != NULL);
}

/* The reserve is for those who say so, until a collection makes its blocks like others. */
static void test_reserve(void) {
  while (pair_new(NULL, NULL) != NULL) {
  }
  EXPECT(heap_take_small(CLASS_40, sizeof(pair_t), false) == NULL);
  size_t in_block = HEAP_BLOCK / sizeof(pair_t);
  pair_t *kept = NULL;
  for (size_t i = 0; i <= in_block; i++) {
    run_t one;
    EXPECT(heap_take_beyond(CLASS_40, sizeof(pair_t), false, &one));
    EXPECT(one.end == one.next + sizeof(pair_t));
    pair_t *pair = (pair_t *)(void *)one.next;
    *pair = (pair_t){.desc = &pair_desc, .left = kept};
    kept = pair;
  }
  EXPECT(heap.in_use == heap.limit + 2 && pair_new(NULL, NULL) == NULL);
  EXPECT(heap_take_large((size_t)(HEAP_RESERVE - 1) << HEAP_BLOCK_SHIFT, true, true) == NULL);
  EXPECT(heap_take_large((size_t)(HEAP_RESERVE - 2) << HEAP_BLOCK_SHIFT, true, true) != NULL);
  run_t none;
  EXPECT(!heap_take_beyond(0, HEAP_CELL_LEAST, false, &none));
  EXPECT(heap_take_beyond(CLASS_40, sizeof(pair_t), false, &none)); /* there is a block of these */
  void *roots[] = {kept};
  EXPECT(collect(roots, 1).live_objects == in_block + 1);
  EXPECT(heap_take_large(1, true, false) != NULL);
  collect(NULL, 0);
}

/* Old objects stay until a major collection, and what they refer to lives with them, young or old. */
static void test_generations(void) {
  pair_t *old = pair_new(NULL, NULL);
  void *roots[] = {old, NULL};
  (void)pair_new(NULL, NULL);
  EXPECT(collect_as(false, true, roots, 1).live_objects == 1);
  EXPECT(heap.sticky && heap_is_marked(old));
  pair_t *young = pair_new(NULL, NULL);
  pair_t *dead = pair_new(young, NULL);
  EXPECT(!heap_is_marked(young) && !heap_is_marked(dead));
  store(&old->left, young);
  EXPECT(cards_is_dirty(&old->left));
  EXPECT(collect_as(true, true, roots, 0).live_objects == 2); /* nobody refers to `old` */
  EXPECT(!cards_is_dirty(&old->left));
  EXPECT(heap_is_marked(young));
  for (int i = 0; i < 3; i++) /* nothing is changed, nothing is written */
    EXPECT(collect_as(true, true, NULL, 0).live_objects == 2);
  EXPECT(collect_as(true, false, NULL, 0).live_objects == 2);
  EXPECT(!heap_is_marked(young));
  EXPECT(collect(roots, 1).live_objects == 2);
  EXPECT(collect_as(false, true, roots, 1).live_objects == 2);
  EXPECT(collect_as(false, true, NULL, 0).live_objects == 0); /* asked for: not as it had been planned */
}

/* What is born while others mark survives, and is young. */
static void test_births(void) {
  pair_t *old = pair_new(NULL, NULL);
  void *roots[] = {old};
  collect_as(false, true, roots, 1);
  pair_t *before = pair_new(NULL, NULL);
  store(&old->left, before);
  begin(true);
  heap.black = true;
  heap_run_black(&run);
  pair_t *made[2000]; /* the rest of the run, and more */
  for (int i = 0; i < 2000; i++)
    made[i] = pair_new(i == 0 ? NULL : made[i - 1], NULL);
  buffer_t *large = buffer_new(10000);
  EXPECT(heap_is_marked(made[0]) && heap_is_marked(made[1999]) && heap_is_marked(large));
  store(&old->right, made[1000]);
  EXPECT(finish(NULL, 0, true).live_objects == 2003);
  EXPECT(heap_is_marked(old) && heap_is_marked(before));
  EXPECT(!heap_is_marked(made[0]) && !heap_is_marked(made[1999]) && !heap_is_marked(large));
  EXPECT(cards_is_dirty(&old->right));
  EXPECT(collect_as(true, true, NULL, 0).live_objects == 2 + 1001);
  EXPECT(heap_is_marked(made[0]) && heap_is_marked(made[1000]));
  for (int i = 1; i <= 1000; i++)
    EXPECT(made[i]->left == made[i - 1]);
  collect(NULL, 0);
}

/* Of a long buffer only the part that was written to is looked at. */
static void test_cards(void) {
  buffer_t *b = buffer_new(100000);
  void *roots[] = {b};
  collect_as(false, true, roots, 1);
  for (size_t i = 0; i < 100000; i += 99999)
    store((void **)(void *)(b->elements + i * sizeof(void *)), pair_new(NULL, NULL));
  EXPECT(collect_as(true, true, NULL, 0).live_objects == 3);
  void *young = pair_new(NULL, NULL);
  memcpy(b->elements + 50000 * sizeof young, &young, sizeof young); /* it does not know of this one: */
  heap_begin_marking(true);
  cards_begin();
  gc_mark_begin(&marker);
  while (cards_some(&marker, true)) {
  }
  gc_mark_all(&marker, 0);
  EXPECT(!heap_is_marked(young));
  memset(b->elements + 50000 * sizeof young, 0, sizeof young);
  EXPECT(finish(NULL, 0, false).live_objects == 3);
  collect(NULL, 0);
}

/* First words that are compact headers, by number: one with four bytes beside it, one with a reference. */
static const int32_t behind_header = 8;
static const desc_t tagged_desc = {
    .kind = PLAT_KIND_OBJECT, .size = 40, .name = "Tagged", .ref_count = 1, .ref_offsets = &behind_header};
static const desc_t link_desc = {
    .kind = PLAT_KIND_OBJECT, .size = 40, .name = "Link", .ref_count = 1, .ref_offsets = &behind_header};
const desc_t *const plat_compact_descs[] = {&tagged_desc, &link_desc};

static uintptr_t link_word(const void *target) {
  uintptr_t header = 1 << PLAT_HEADER_NUMBER_SHIFT | PLAT_HEADER_REFERENCE | PLAT_HEADER_COMPACT;
  return (uintptr_t)target << PLAT_HEADER_REFERENCE_SHIFT | header;
}

static pair_t *compact_new(uintptr_t first_word, void *left) {
  pair_t *object = pair_new(left, NULL);
  memcpy(object, &first_word, sizeof first_word);
  return object;
}

static void test_compact_headers(void) {
  pair_t *first = pair_new(NULL, NULL);
  pair_t *second = pair_new(NULL, NULL);
  pair_t *link = compact_new(link_word(first), second);
  uintptr_t all_ones = (uintptr_t)UINT32_MAX << 32 | PLAT_HEADER_COMPACT;
  pair_t *tagged = compact_new(all_ones, link);
  pair_t *empty = compact_new(link_word(NULL), NULL);
  (void)compact_new(link_word(tagged), NULL); /* garbage */
  void *roots[] = {tagged, empty};
  EXPECT(collect_as(false, true, roots, 2).live_objects == 5);
  EXPECT(heap_is_marked(first) && heap_is_marked(second));
  EXPECT(heap_object_at((uintptr_t)empty) == empty);
  pair_t *young = pair_new(NULL, NULL);
  uintptr_t word = link_word(young);
  memcpy(link, &word, sizeof word);
  cards_dirty(link);
  begin(true);
  EXPECT(finish(roots, 2, true).live_objects == 6); /* `first` is old, and is not looked at */
  EXPECT(heap_is_marked(young));
  EXPECT(collect(roots, 2).live_objects == 5);
  collect(NULL, 0);
}

static pair_t *tree(int depth) {
  return depth == 0 ? pair_new(NULL, NULL) : pair_new(tree(depth - 1), tree(depth - 1));
}

/* Marked depth first, a tree has a short work list, and most of the work behind its oldest item. Both parts must be worth it,
 * whoever goes on with which. */
static void test_split(void) {
  enum { DEPTH = 14, OBJECTS = (2 << DEPTH) - 1 };
  pair_t *root = tree(DEPTH);
  for (int turn = 0; turn < 2; turn++) {
    gc_marker_t other = {.together = true};
    begin(false);
    marker.together = true;
    gc_mark(&marker, root);
    EXPECT(!gc_mark_some(&marker, 1000));
    EXPECT(gc_mark_take_part(&other, &marker));
    size_t before = marker.marked_objects;
    EXPECT(gc_mark_some(turn == 0 ? &marker : &other, SIZE_MAX));
    size_t done = marker.marked_objects + other.marked_objects;
    EXPECT(done > before + OBJECTS / 8 && done < OBJECTS - OBJECTS / 8);
    EXPECT(gc_mark_some(turn == 0 ? &other : &marker, SIZE_MAX));
    EXPECT(marker.marked_objects + other.marked_objects == OBJECTS);
    EXPECT(!gc_mark_take_part(&other, &marker) && !gc_mark_take_part(&marker, &other));
    gc_mark_close(&other);
    marker.together = false;
    void *roots[] = {root};
    EXPECT(finish(roots, 1, false).live_objects == OBJECTS);
  }
  collect(NULL, 0);
}

/* The two words of a slice stay together, wherever the list is cut. */
static void test_split_slices(void) {
  enum { BUFFERS = 9, LENGTH = 2000 };
  void *roots[BUFFERS];
  size_t objects = 0;
  begin(false);
  marker.together = true;
  for (int i = 0; i < BUFFERS; i++) {
    buffer_t *b = buffer_new(LENGTH + i);
    for (int32_t k = 0; k < LENGTH + i; k++) {
      void *element = k % 3 == 0 ? pair_new(NULL, NULL) : NULL;
      memcpy(b->elements + (size_t)k * sizeof element, &element, sizeof element);
      if (element != NULL) objects++;
    }
    roots[i] = b;
    gc_mark(&marker, b);
  }
  gc_marker_t parts[4] = {{.together = true}, {.together = true}, {.together = true}, {.together = true}};
  for (size_t steps = 0; steps < 4; steps++) {
    (void)gc_mark_some(&marker, BUFFERS + MARK_AHEAD + steps);
    EXPECT(gc_mark_take_part(&parts[steps], &marker));
  }
  size_t marked = 0;
  for (size_t i = 0; i < 4; i++) {
    (void)gc_mark_take_part(&parts[i], &parts[(i + 1) % 4]);
    EXPECT(gc_mark_some(&parts[i], SIZE_MAX));
  }
  for (size_t i = 0; i < 4; i++) {
    EXPECT(gc_mark_some(&parts[i], SIZE_MAX));
    marked += parts[i].marked_objects;
    gc_mark_close(&parts[i]);
  }
  EXPECT(gc_mark_some(&marker, SIZE_MAX));
  EXPECT(marked + marker.marked_objects == objects + BUFFERS);
  marker.together = false;
  EXPECT(finish(roots, BUFFERS, false).live_objects == objects + BUFFERS);
  collect(NULL, 0);
}

int main(void) {
  EXPECT(heap_open(LIMIT));
  EXPECT(cards_open());
  team_open(3);
  test_addresses();
  collect(NULL, 0);
  test_cell_index();
  collect(NULL, 0);
  test_reachability();
  test_shapes();
  test_compact_headers();
  test_split();
  test_split_slices();
  test_generations();
  test_births();
  test_cards();
  test_large();
  test_limit();
  test_reserve();
  team_close();
  cards_close();
  heap_close();
  return expect_summary("heap_test");
}
