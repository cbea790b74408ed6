/* sweep.c: sweeping, block by block, from the highest down; see heap.h. */
#include "gc/heap.h"
#include "os/os.h"

#include <string.h>

enum {
  FIRST_SPANS = 1 << 12,
  TRIM_MOST = 128 /* blocks: what is discarded at once keeps allocation waiting */
};

static bool room_for_span(void) {
  if (heap.span_count < heap.span_room) return true;
  size_t room = heap.span_room == 0 ? FIRST_SPANS : heap.span_room * 2;
  span_t *spans = os_map(room * sizeof *spans);
  if (spans == NULL) return false; /* the blocks stay unused until the next collection finds them again */
  if (heap.spans != NULL) {
    memcpy(spans, heap.spans, heap.span_count * sizeof *spans);
    os_unmap(heap.spans, heap.span_room * sizeof *spans);
  }
  heap.spans = spans;
  heap.span_room = room;
  return true;
}

/* Adds a free block below all those added before. */
static void add_free(size_t index) {
  span_t *lowest = heap.span_count == 0 ? NULL : &heap.spans[heap.span_count - 1];
  if (lowest != NULL && lowest->first == index + 1) {
    lowest->first--;
    lowest->count++;
  } else if (room_for_span()) {
    heap.spans[heap.span_count++] = (span_t){.first = (uint32_t)index, .count = 1};
  }
}

/* Without an instruction for it in the baseline set: Wilkes, Wheeler, Gill (1957), as Knuth gives it. */
static inline unsigned count_ones(uint64_t x) {
  x -= x >> 1 & UINT64_C(0x5555555555555555);
  x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
  x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
  return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

/* The number of survivors; the words of the marking before last are zero for the next. */
static unsigned count_survivors(size_t index) {
  const _Atomic uint64_t *cells = heap.cells + index * HEAP_BLOCK_WORDS;
  _Atomic uint64_t *marks = heap.marks + index * HEAP_BLOCK_WORDS;
  unsigned count = 0;
  for (int i = 0; i < HEAP_BLOCK_WORDS; i++) {
    uint64_t word = load_relaxed(&cells[i]);
    if (word != 0) count += count_ones(word);
    if (load_relaxed(&marks[i]) != 0) store_relaxed(&marks[i], 0);
  }
  return count;
}

void heap_finish_marking(void) {
  _Atomic uint64_t *marks = heap.marks;
  heap.marks = heap.cells;
  heap.cells = marks;
  heap.unswept = heap.used;
  heap.census = (heap_census_t){0};
  heap.span_count = 0;
  for (unsigned i = 0; i < ALLOC_CLASSES; i++)
    heap.partial[i] = HEAP_NONE;
}

static void sweep_small(size_t index, block_t *block) {
  unsigned live = count_survivors(index);
  store_relaxed(&block->cursor, 0);
  block->dirty = true;
  if (live == 0) {
    store_relaxed(&block->kind, BLOCK_FREE);
    heap.in_use--;
    add_free(index);
    return;
  }
  heap.census.live_objects += live;
  heap.census.live_bytes += (size_t)live * block->granules * HEAP_GRANULE;
  if (live == block->count) return;
  block->link = heap.partial[block->class];
  heap.partial[block->class] = (uint32_t)index;
}

static void sweep_large(size_t index, block_t *block) {
  size_t count = block->link;
  size_t granule = index * (HEAP_BLOCK / HEAP_GRANULE);
  store_relaxed(&heap.marks[granule / 64], 0);
  if (heap_bit(heap.cells, granule)) {
    heap.census.live_objects++;
    heap.census.live_bytes += count << HEAP_BLOCK_SHIFT;
    return;
  }
  heap.in_use -= count;
  for (size_t k = count; k-- > 0;) {
    store_relaxed(&block[k].kind, BLOCK_FREE);
    add_free(index + k);
  }
}

/* The block whose last one is at index; returns where it starts. */
static size_t sweep_at(size_t index) {
  block_t *block = &heap.blocks[index];
  uint8_t kind = load_relaxed(&block->kind);
  if (kind == BLOCK_INSIDE) {
    index -= block->link;
    block = &heap.blocks[index];
    kind = BLOCK_LARGE;
  }
  if (kind == BLOCK_SMALL) {
    sweep_small(index, block);
  } else if (kind == BLOCK_LARGE) {
    sweep_large(index, block);
  } else {
    add_free(index);
  }
  return index;
}

bool heap_sweep_locked(size_t blocks) {
  if (heap.unswept == 0) return false;
  while (heap.unswept > 0 && blocks-- > 0)
    heap.unswept = sweep_at(heap.unswept - 1);
  if (heap.unswept == 0) heap.census.free_blocks = heap.used - heap.in_use;
  return true;
}

bool heap_sweep_some(size_t blocks) {
  lock_take(&heap.lock);
  bool swept = heap_sweep_locked(blocks);
  lock_drop(&heap.lock);
  return swept;
}

heap_census_t heap_sweep_rest(void) {
  while (heap_sweep_some(SIZE_MAX)) {
  }
  return heap.census;
}

size_t heap_trim(size_t keep) {
  size_t resident = 0; /* free blocks that hold memory, from the lowest on */
  size_t given_back = 0;
  lock_take(&heap.lock);
  for (size_t s = heap.span_count; s-- > 0 && given_back == 0;) {
    span_t span = heap.spans[s];
    for (size_t i = span.first, end = i + span.count, next; i < end && given_back == 0; i = next) {
      next = i + 1;
      if (!heap.blocks[i].dirty || resident++ < keep) continue;
      while (next < end && heap.blocks[next].dirty && next - i < TRIM_MOST)
        next++;
      size_t length = (next - i) << HEAP_BLOCK_SHIFT;
      if (!os_discard(heap_block_start(i), length)) continue;
      for (size_t k = i; k < next; k++)
        heap.blocks[k].dirty = false;
      given_back = length;
    }
  }
  lock_drop(&heap.lock);
  return given_back;
}
