/* cards.c: see cards.h. */
#include "gc/cards.h"
#include "lib/object.h"
#include "os/os.h"

#include <string.h>

enum { BLOCKS_AT_ONCE = 1024, CARDS_AT_ONCE = 128 };

static struct {
  _Atomic uint8_t *tables[2];
  size_t bytes;
  unsigned now; /* which one workers dirty */
  size_t block; /* of the other one, blocks below are clean */
  size_t end;
} cards;

bool cards_open(void) {
  cards.bytes = heap.bytes >> PLAT_CARD_SHIFT;
  for (int i = 0; i < 2; i++) {
    cards.tables[i] = os_map(cards.bytes);
    if (cards.tables[i] == NULL) return false;
  }
  cards.now = 0;
  cards.block = cards.end = 0;
  return true;
}

void cards_close(void) {
  for (int i = 0; i < 2; i++) {
    if (cards.tables[i] != NULL) os_unmap((void *)(uintptr_t)cards.tables[i], cards.bytes);
    cards.tables[i] = NULL;
  }
}

void cards_begin(void) {
  cards.now ^= 1;
  cards.block = 0;
  cards.end = heap.used;
}

uintptr_t cards_table(void) {
  return (uintptr_t)cards.tables[cards.now] - ((uintptr_t)heap.base >> PLAT_CARD_SHIFT);
}

static _Atomic uint8_t *card_of(const void *address) {
  return &cards.tables[cards.now][((uintptr_t)address - (uintptr_t)heap.base) >> PLAT_CARD_SHIFT];
}

void cards_dirty(const void *address) {
  if (heap_contains((uintptr_t)address)) store_relaxed(card_of(address), 1);
}

bool cards_is_dirty(const void *address) {
  return load_relaxed(card_of(address)) != 0;
}

/* ---- looking ---- */

/* The elements of a buffer that begin on [from, to), and the one that reaches into it. */
static void look_at_elements(gc_marker_t *m, const buffer_t *b, const char *from, const char *to) {
  size_t stride = (size_t)b->desc->size;
  if (b->desc->ref_count == 0 || stride == 0) return;
  int32_t in_use = __atomic_load_n(&b->length, __ATOMIC_ACQUIRE);
  size_t length = (size_t)(in_use < b->capacity ? in_use : b->capacity);
  size_t i = from <= b->elements ? 0 : (size_t)(from - b->elements) / stride;
  for (; i < length && b->elements + i * stride < to; i++)
    gc_mark_offsets(m, b->elements + i * stride, b->desc->ref_offsets, b->desc->ref_count);
}

/* A cell with a mark is an object, unless it was given out a moment ago: then nothing of it is touched. The mark is read
 * first (an acquire, with the release in heap_run_black): it was set behind what tells of the birth. */
static void look_at(gc_marker_t *m, char *cell, const char *from, const char *to) {
  size_t bit = heap_bit_of((uintptr_t)cell);
  bool marked = (load_acquire(&heap.marks[bit / 64]) >> bit % 64 & 1) != 0;
  if (!marked || heap_may_be_newborn((uintptr_t)cell)) return;
  const buffer_t *b = (const buffer_t *)(const void *)cell;
  if (header_desc(gc_word_at(cell, 0))->kind == PLAT_KIND_BUFFER) {
    look_at_elements(m, b, from, to);
  } else {
    gc_mark_inside(m, cell);
  }
}

static void look_at_card(gc_marker_t *m, size_t index, size_t card) {
  const block_t *block = &heap.blocks[index];
  char *start = heap_block_start(index);
  char *from = start + card * CARD;
  const char *to = from + CARD;
  switch (load_acquire(&block->kind)) {
  case BLOCK_SMALL: {
    if (block->leaf) return;
    size_t cell = block->cell;
    for (size_t i = heap_cell_index(block, from); i < block->count && start + i * cell < to; i++)
      look_at(m, start + i * cell, from, to);
    break;
  }
  case BLOCK_LARGE:
    if (!block->leaf) look_at(m, start, from, to);
    break;
  case BLOCK_INSIDE:
    if (!(block - block->link)->leaf) look_at(m, heap_block_start(index - block->link), from, to);
    break;
  default:
    break;
  }
}

/* Eight cards at once are seen to be clean. Returns how many were dirty. */
static size_t clean_block(gc_marker_t *m, size_t index, bool look) {
  _Atomic uint8_t *table = cards.tables[cards.now ^ 1] + index * BLOCK_CARDS;
  size_t dirty = 0;
  for (size_t word = 0; word < BLOCK_CARDS; word += sizeof(uint64_t)) {
    uint64_t eight;
    memcpy(&eight, (const void *)(uintptr_t)&table[word], sizeof eight);
    if (eight == 0) continue;
    for (size_t card = word; card < word + sizeof(uint64_t); card++) {
      if (load_relaxed(&table[card]) == 0) continue;
      store_relaxed(&table[card], 0);
      dirty++;
      if (look) look_at_card(m, index, card);
    }
  }
  return dirty;
}

bool cards_some(gc_marker_t *m, bool look) {
  if (cards.block == cards.end) return false;
  size_t dirty = 0;
  for (size_t blocks = 0; blocks < BLOCKS_AT_ONCE && dirty < CARDS_AT_ONCE && cards.block < cards.end;
       blocks++)
    dirty += clean_block(m, cards.block++, look);
  return true;
}
