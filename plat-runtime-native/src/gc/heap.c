/* heap.c: see heap.h. */
#include "gc/heap.h"
#include "base/check.h"
#include "os/os.h"
#include "os/region.h"

#include <string.h>

enum { ARENA_SHIFT = 38, LEAST_SHIFT = 26, FIRST_SPANS = 1 << 12, SMALL_PAGES = 1 << 20 };
enum {
  DISCARD_FROM = 1 << 22
}; /* a dirty large object from this size on is zeroed by the system, page by page */

heap_t heap;

/* Bytes beside the arena, per block: its record, and two bits for each granule. */
static size_t table_bytes(size_t blocks) {
  return blocks * sizeof(block_t);
}
static size_t bits_bytes(size_t blocks) {
  return blocks * HEAP_BLOCK_WORDS * sizeof(uint64_t);
}

static bool reserve(size_t bytes) {
  size_t blocks = bytes >> HEAP_BLOCK_SHIFT;
  char *arena = os_map(bytes + HEAP_BLOCK);
  char *table = os_map(table_bytes(blocks));
  char *marks = os_map(bits_bytes(blocks));
  char *cells = os_map(bits_bytes(blocks));
  if (arena != NULL && table != NULL && marks != NULL && cells != NULL) {
    uintptr_t start = ((uintptr_t)arena + HEAP_BLOCK - 1) & ~(uintptr_t)(HEAP_BLOCK - 1);
    heap.mapping = arena;
    heap.base = arena + (start - (uintptr_t)arena);
    heap.capacity = blocks;
    heap.blocks = (block_t *)(void *)table;
    heap.marks = (_Atomic uint64_t *)(void *)marks;
    heap.cells = (uint64_t *)(void *)cells;
    os_prefer_huge_pages(heap.base + SMALL_PAGES, bytes - SMALL_PAGES);
    return true;
  }
  if (arena != NULL) os_unmap(arena, bytes + HEAP_BLOCK);
  if (table != NULL) os_unmap(table, table_bytes(blocks));
  if (marks != NULL) os_unmap(marks, bits_bytes(blocks));
  if (cells != NULL) os_unmap(cells, bits_bytes(blocks));
  return false;
}

bool heap_open(size_t limit_bytes) {
  heap = (heap_t){.limit = limit_bytes >> HEAP_BLOCK_SHIFT};
  if (heap.limit == 0) heap.limit = 1;
  for (unsigned i = 0; i < ALLOC_CLASSES; i++)
    heap.partial[i] = HEAP_NONE;
  for (int shift = ARENA_SHIFT; shift >= LEAST_SHIFT; shift--) {
    if (reserve((size_t)1 << shift)) return true;
  }
  return false;
}

void heap_close(void) {
  os_unmap(heap.mapping, (heap.capacity << HEAP_BLOCK_SHIFT) + HEAP_BLOCK);
  os_unmap(heap.blocks, table_bytes(heap.capacity));
  os_unmap((void *)(uintptr_t)heap.marks, bits_bytes(heap.capacity));
  os_unmap(heap.cells, bits_bytes(heap.capacity));
  if (heap.spans != NULL) os_unmap(heap.spans, heap.span_room * sizeof(span_t));
  heap = (heap_t){0};
}

/* ---- giving out ---- */

/* `count` neighbouring free blocks; under the lock. */
static uint32_t take_blocks(size_t count) {
  if (count > heap.limit || heap.in_use > heap.limit - count) return HEAP_NONE;
  uint32_t first = HEAP_NONE;
  for (size_t i = heap.span_count; i-- > 0 && first == HEAP_NONE;) {
    span_t *span = &heap.spans[i];
    if (span->count < count) continue;
    first = span->first;
    span->first += (uint32_t)count;
    span->count -= (uint32_t)count;
  }
  while (heap.span_count > 0 && heap.spans[heap.span_count - 1].count == 0)
    heap.span_count--;
  if (first == HEAP_NONE) {
    if (count > heap.capacity - heap.used) return HEAP_NONE;
    first = (uint32_t)heap.used;
    heap.used += count;
  }
  heap.in_use += count;
  return first;
}

block_t *heap_take_small(unsigned class, size_t cell, bool leaf) {
  lock_take(&heap.lock);
  uint32_t index = heap.partial[class];
  block_t *block = NULL;
  if (index != HEAP_NONE) {
    block = &heap.blocks[index];
    heap.partial[class] = block->link;
  } else if ((index = take_blocks(1)) != HEAP_NONE) {
    block = &heap.blocks[index];
    *block = (block_t){.kind = BLOCK_SMALL,
                       .class = (uint8_t) class,
                       .dirty = block->dirty,
                       .leaf = leaf,
                       .count = (uint16_t)(HEAP_BLOCK / cell),
                       .granules = (uint32_t)(cell / HEAP_GRANULE),
                       .inverse = (uint32_t)(((UINT64_C(1) << 32) + cell - 1) / cell)};
  }
  lock_drop(&heap.lock);
  return block;
}

bool heap_next_run(block_t *block, run_t *run, size_t most) {
  size_t index = heap_block_index(block);
  const uint64_t *bits = heap.cells + index * HEAP_BLOCK_WORDS;
  size_t granules = block->granules;
  size_t first = block->cursor;
  while (first < block->count && heap_bit(bits, first * granules))
    first++;
  size_t cell = granules * HEAP_GRANULE;
  size_t limit = first + (most > cell ? most / cell : 1);
  if (limit > block->count) limit = block->count;
  size_t end = first;
  while (end < limit && !heap_bit(bits, end * granules))
    end++;
  block->cursor = (uint16_t)end;
  if (first == end) return false;
  run->next = heap_block_start(index) + first * cell;
  run->end = heap_block_start(index) + end * cell;
  if (block->dirty) memset(run->next, 0, (size_t)(run->end - run->next));
  return true;
}

void *heap_take_large(size_t bytes, bool leaf) {
  size_t count = (bytes + HEAP_BLOCK - 1) >> HEAP_BLOCK_SHIFT;
  if (count > heap.capacity) return NULL;
  lock_take(&heap.lock);
  uint32_t first = take_blocks(count);
  if (first == HEAP_NONE) {
    lock_drop(&heap.lock);
    return NULL;
  }
  block_t *block = &heap.blocks[first];
  block->kind = BLOCK_LARGE;
  block->leaf = leaf;
  block->link = (uint32_t)count;
  for (size_t i = 1; i < count; i++) {
    block[i].kind = BLOCK_INSIDE;
    block[i].link = (uint32_t)i;
  }
  lock_drop(&heap.lock);
  char *start = heap_block_start(first);
  for (size_t i = 0, next; i < count; i = next) { /* neighbours in the same state together */
    next = i + 1;
    while (next < count && block[next].dirty == block[i].dirty)
      next++;
    size_t length = (next - i) << HEAP_BLOCK_SHIFT;
    if (!block[i].dirty) continue;
    if (length < DISCARD_FROM || !os_discard(start + (i << HEAP_BLOCK_SHIFT), length))
      memset(start + (i << HEAP_BLOCK_SHIFT), 0, length);
  }
  for (size_t i = 0; i < count; i++)
    block[i].dirty = true; /* from now on, whoever gets it next */
  return start;
}

/* ---- addresses ---- */

void *heap_object_at(uintptr_t address) {
  if (!heap_contains(address)) return NULL;
  size_t offset = address - (uintptr_t)heap.base;
  size_t index = offset >> HEAP_BLOCK_SHIFT;
  const block_t *block = &heap.blocks[index];
  char *object;
  switch (block->kind) {
  case BLOCK_SMALL: {
    size_t cell = ((offset & (HEAP_BLOCK - 1)) * block->inverse) >> 32;
    if (cell >= block->count) return NULL; /* what is left over at the block's end */
    bool given = cell < block->cursor;
    if (!given && !heap_bit(heap.cells + index * HEAP_BLOCK_WORDS, cell * block->granules)) return NULL;
    object = heap_block_start(index) + cell * block->granules * HEAP_GRANULE;
    break;
  }
  case BLOCK_LARGE:
    object = heap_block_start(index);
    break;
  case BLOCK_INSIDE:
    object = heap_block_start(index - block->link);
    break;
  default:
    return NULL;
  }
  uintptr_t first_word;
  memcpy(&first_word, object, sizeof first_word);
  return first_word == 0 ? NULL : object;
}

/* ---- sweeping ---- */

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

/* Moves the marks of a block to its cells; returns their number. */
static unsigned take_marks(size_t index) {
  _Atomic uint64_t *marks = heap.marks + index * HEAP_BLOCK_WORDS;
  uint64_t *cells = heap.cells + index * HEAP_BLOCK_WORDS;
  unsigned count = 0;
  for (int i = 0; i < HEAP_BLOCK_WORDS; i++) {
    uint64_t word = load_relaxed(&marks[i]);
    cells[i] = word;
    if (word == 0) continue;
    store_relaxed(&marks[i], 0);
    count += count_ones(word);
  }
  return count;
}

heap_census_t heap_sweep(void) {
  heap_census_t census = {0};
  heap.span_count = 0;
  heap.in_use = 0;
  for (unsigned i = 0; i < ALLOC_CLASSES; i++)
    heap.partial[i] = HEAP_NONE;
  for (size_t i = heap.used; i-- > 0;) {
    block_t *block = &heap.blocks[i];
    if (block->kind == BLOCK_INSIDE) {
      i -= block->link;
      block = &heap.blocks[i];
    }
    if (block->kind == BLOCK_SMALL) {
      unsigned live = take_marks(i);
      block->cursor = 0;
      block->dirty = true;
      if (live == 0) {
        block->kind = BLOCK_FREE;
      } else {
        heap.in_use++;
        census.live_objects += live;
        census.live_bytes += (size_t)live * block->granules * HEAP_GRANULE;
        if (live < block->count) {
          block->link = heap.partial[block->class];
          heap.partial[block->class] = (uint32_t)i;
        }
      }
    } else if (block->kind == BLOCK_LARGE) {
      size_t count = block->link;
      if (heap_is_marked(heap_block_start(i))) {
        store_relaxed(&heap.marks[i * HEAP_BLOCK_WORDS], 0);
        heap.in_use += count;
        census.live_objects++;
        census.live_bytes += count << HEAP_BLOCK_SHIFT;
      } else {
        for (size_t k = count; k-- > 1;) {
          block[k].kind = BLOCK_FREE;
          add_free(i + k);
        }
        block->kind = BLOCK_FREE;
      }
    }
    if (block->kind == BLOCK_FREE) add_free(i);
  }
  census.free_blocks = heap.used - heap.in_use;
  return census;
}

size_t heap_trim(size_t keep) {
  size_t resident = 0; /* free blocks that hold memory, from the lowest on */
  size_t given_back = 0;
  for (size_t s = heap.span_count; s-- > 0;) {
    span_t span = heap.spans[s];
    for (size_t i = span.first, end = i + span.count, next; i < end; i = next) {
      next = i + 1;
      if (!heap.blocks[i].dirty || resident++ < keep) continue;
      while (next < end && heap.blocks[next].dirty)
        next++;
      size_t length = (next - i) << HEAP_BLOCK_SHIFT;
      if (!os_discard(heap_block_start(i), length)) continue;
      for (size_t k = i; k < next; k++)
        heap.blocks[k].dirty = false;
      given_back += length;
    }
  }
  return given_back;
}
