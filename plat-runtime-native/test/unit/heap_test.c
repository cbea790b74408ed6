// with: src/gc/heap.c src/gc/sweep.c src/gc/mark.c src/gc/team.c src/gc/verify.c
// with: src/os/linux.c src/base/check.c src/base/lock.c
/* The heap without workers: blocks, runs, interior pointers, marking, sweeping, large objects, giving memory
 * back. */
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

enum { CLASS_48 = 48 / HEAP_GRANULE - 1, LIMIT = 64 << 20 };

static const int32_t pair_references[] = {8, 16};
static const desc_t pair_desc = {
    .kind = PLAT_KIND_OBJECT, .size = 48, .name = "Pair", .ref_count = 2, .ref_offsets = pair_references};
static const int32_t element_reference = 0;
static const desc_t buffer_desc = {
    .kind = PLAT_KIND_BUFFER, .size = 8, .name = "buffer", .ref_count = 1, .ref_offsets = &element_reference};

typedef struct pair {
  const desc_t *desc;
  void *left, *right;
  uint64_t number[3];
} pair_t;

static run_t run;
static block_t *current;

static pair_t *pair_new(void *left, void *right) {
  while (run.next == run.end) {
    if (current == NULL) current = heap_take_small(CLASS_48, sizeof(pair_t), false);
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
  buffer_t *b = heap_take_large(sizeof *b + (size_t)length * sizeof(void *), false);
  if (b == NULL) return NULL;
  b->desc = &buffer_desc;
  b->length = b->capacity = length;
  return b;
}

static heap_census_t collect(void *const *roots, size_t count) {
  static gc_marker_t m;
  static uint64_t objects;
  gc_mark_begin(&m);
  run = (run_t){0};
  current = NULL;
  gc_mark_words(&m, roots, roots + count);
  objects = objects == 0 ? UINT64_MAX : 0; /* with helpers, and without, in turn */
  gc_mark_all(&m, objects);
  gc_mark_end(&m, 0);
  gc_verify();
  gc_poison_dead();
  heap_finish_marking();
  return heap_sweep_rest();
}

static void test_addresses(void) {
  pair_t *a = pair_new(NULL, NULL);
  pair_t *b = pair_new(a, NULL);
  EXPECT(heap_object_at((uintptr_t)a) == a);
  EXPECT(heap_object_at((uintptr_t)a + 1) == a);
  EXPECT(heap_object_at((uintptr_t)a + 47) == a);
  EXPECT(heap_object_at((uintptr_t)b) == b);
  EXPECT(heap_object_at((uintptr_t)b + 48) == NULL); /* given out with the run, not used yet */
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
  for (size_t cell = HEAP_GRANULE; cell <= 8192; cell += HEAP_GRANULE) {
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
  size_t back = 0;
  for (size_t some; (some = heap_trim(16)) > 0; back += some)
    EXPECT(some % HEAP_BLOCK == 0);
  EXPECT(back > 8 << 20);
  /* Half of it is dirty, half was given back: all of it reads as zero. */
  buffer_t *b = buffer_new(1 << 20);
  for (int i = 0; i < 1 << 20; i++) {
    if (((uint64_t *)(void *)b->elements)[i] != 0) expect_that(false, "zero", __FILE__, __LINE__);
  }
  collect(NULL, 0);
}

static void test_limit(void) {
  size_t made = 0;
  while (pair_new(NULL, NULL) != NULL)
    made++;
  EXPECT(made == LIMIT / HEAP_BLOCK * (HEAP_BLOCK / sizeof(pair_t)));
  EXPECT(heap_take_large(1, true) == NULL);
  collect(NULL, 0);
  EXPECT(heap_take_large(1, true) != NULL);
}

int main(void) {
  EXPECT(heap_open(LIMIT));
  team_open(3);
  test_addresses();
  collect(NULL, 0);
  test_cell_index();
  collect(NULL, 0);
  test_reachability();
  test_shapes();
  test_large();
  test_limit();
  team_close();
  heap_close();
  return expect_summary("heap_test");
}
