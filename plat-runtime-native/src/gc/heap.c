/* heap.c: see heap.h. */
#include "gc/heap.h"
#include "base/check.h"
#include "os/os.h"
#include "os/region.h"

#include <string.h>

enum { ARENA_SHIFT = 38, LEAST_SHIFT = 26 };
enum {
  DISCARD_FROM = 1 << 22, /* so many dirty bytes of a large object are zeroed by the system, page by page */
  TOUCH_MOST = 1 << 22,   /* so many fresh ones are touched ahead; of more the last half may never be used */
  HUGE_PAGE = 1 << 21,
  HUGE_BLOCKS = HUGE_PAGE >> HEAP_BLOCK_SHIFT
};

heap_t heap;

/* Bytes beside the arena, per block: its record, and its bits, twice. */
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
    heap.bytes = bytes;
    heap.blocks = (block_t *)(void *)table;
    heap.marks = (_Atomic uint64_t *)(void *)marks;
    heap.cells = (_Atomic uint64_t *)(void *)cells;
    os_prefer_huge_pages(heap.base + HEAP_SMALL_PAGES, bytes - HEAP_SMALL_PAGES);
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
    heap.partial[i] = heap.beyond[i] = HEAP_NONE;
  for (int shift = ARENA_SHIFT; shift >= LEAST_SHIFT; shift--) {
    if (reserve((size_t)1 << shift)) return true;
  }
  return false;
}

void heap_close(void) {
  os_unmap(heap.mapping, (heap.capacity << HEAP_BLOCK_SHIFT) + HEAP_BLOCK);
  os_unmap(heap.blocks, table_bytes(heap.capacity));
  os_unmap((void *)(uintptr_t)heap.marks, bits_bytes(heap.capacity));
  os_unmap((void *)(uintptr_t)heap.cells, bits_bytes(heap.capacity));
  if (heap.spans != NULL) os_unmap(heap.spans, heap.span_room * sizeof(span_t));
  heap = (heap_t){0};
}

/* ---- giving out ---- */

enum { SWEEP_AHEAD = 64 };

/* The first of `count` neighbours among the free blocks that are known; under the lock. */
static uint32_t take_span(size_t count) {
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
  return first;
}

/* These blocks will be touched, and so have memory, with all others of their huge pages; under the lock. */
static void note_resident(size_t first, size_t count) {
  size_t end = first + count;
  if (first >= HEAP_SMALL_PAGES >> HEAP_BLOCK_SHIFT) {
    size_t skew =
        ((uintptr_t)heap.base & (HUGE_PAGE - 1)) >> HEAP_BLOCK_SHIFT; /* of block 0 in its huge page */
    first = ((first + skew) & ~(size_t)(HUGE_BLOCKS - 1)) - skew;
    end = ((end + skew + HUGE_BLOCKS - 1) & ~(size_t)(HUGE_BLOCKS - 1)) - skew;
    if (end > heap.capacity) end = heap.capacity;
  }
  for (size_t i = first; i < end; i++)
    heap.blocks[i].resident = true;
}

/* `count` neighbouring free blocks, none of them unswept; under the lock. */
static uint32_t take_blocks(size_t count, bool beyond) {
  size_t limit = heap.limit + (beyond ? HEAP_RESERVE : 0);
  if (count > limit) return HEAP_NONE;
  while (heap.in_use > limit - count) {
    if (!heap_sweep_locked(SWEEP_AHEAD)) return HEAP_NONE;
  }
  uint32_t first;
  while ((first = take_span(count)) == HEAP_NONE && heap_sweep_locked(SWEEP_AHEAD)) {
  }
  if (first == HEAP_NONE) {
    if (count > heap.capacity - heap.used) return HEAP_NONE;
    first = (uint32_t)heap.used;
    heap.used += count;
  }
  heap.in_use += count;
  if (!heap.blocks[first].resident || count > 1) note_resident(first, count);
  return first;
}

/* A block of the class with room, swept already; under the lock. */
static block_t *take_partial(unsigned class) {
  uint32_t index = heap.partial[class];
  if (index == HEAP_NONE) return NULL;
  block_t *block = &heap.blocks[index];
  heap.partial[class] = block->link;
  return block;
}

/* A free block cut into cells; under the lock. */
static block_t *take_whole(unsigned class, size_t cell, bool leaf, bool beyond) {
  uint32_t index = take_blocks(1, beyond);
  if (index == HEAP_NONE) return NULL;
  block_t *block = &heap.blocks[index];
  block->class = (uint8_t) class;
  block->leaf = leaf;
  store_relaxed(&block->cursor, 0);
  block->live = 0;
  store_relaxed(&block->born_from, NOT_BORN);
  block->count = (uint16_t)(HEAP_BLOCK / cell);
  block->cell = (uint32_t)cell;
  block->inverse = (uint32_t)(((UINT64_C(1) << 32) + cell - 1) / cell);
  store_release(&block->kind, BLOCK_SMALL); /* with the acquire in heap_object_at */
  return block;
}

block_t *heap_take_small(unsigned class, size_t cell, bool leaf) {
  lock_take(&heap.lock);
  block_t *block = take_partial(class);
  if (block == NULL && heap_sweep_locked(SWEEP_AHEAD)) block = take_partial(class);
  if (block == NULL) block = take_whole(class, cell, leaf, false);
  lock_drop(&heap.lock);
  return block;
}

/* The bits of the cells in one word of marks, from *cell on; *cell goes behind them. */
static uint64_t bits_of_word(const run_t *run, const char **cell, size_t size) {
  uint64_t bits = 0;
  size_t bit = heap_bit_of((uintptr_t)*cell), word = bit / 64;
  while (*cell < run->end && bit / 64 == word) {
    bits |= UINT64_C(1) << bit % 64;
    *cell += size;
    bit = heap_bit_of((uintptr_t)*cell);
  }
  return bits;
}

/* Release: with the acquire in cards.c, which must see born_from. */
void heap_run_black(const run_t *run) {
  if (run->next == run->end) return;
  block_t *block = heap_block_of(run->next);
  if (load_relaxed(&block->born_from) == NOT_BORN)
    store_relaxed(&block->born_from, (uint16_t)heap_cell_index(block, run->next));
  for (const char *cell = run->next; cell < run->end;) {
    _Atomic uint64_t *word = &heap.marks[heap_bit_of((uintptr_t)cell) / 64];
    atomic_fetch_or_explicit(word, bits_of_word(run, &cell, block->cell), memory_order_release);
  }
}

void heap_run_white(const run_t *run) {
  if (run->next == run->end) return;
  size_t size = heap_block_of(run->next)->cell;
  for (const char *cell = run->next; cell < run->end;) {
    _Atomic uint64_t *word = &heap.marks[heap_bit_of((uintptr_t)cell) / 64];
    atomic_fetch_and_explicit(word, ~bits_of_word(run, &cell, size), memory_order_relaxed);
  }
}

/* The first cell from `cell` on, below `limit`, that has its bit; or `limit`. */
static size_t next_survivor(const _Atomic uint64_t *bits, const block_t *block, size_t cell, size_t limit) {
  size_t at = heap_bit_of_cell(block, cell), end = heap_bit_of_cell(block, limit);
  uint64_t word = at < end ? load_relaxed(&bits[at / 64]) & ~UINT64_C(0) << at % 64 : 0;
  while (word == 0) {
    at = (at / 64 + 1) * 64;
    if (at >= end) return limit;
    word = load_relaxed(&bits[at / 64]);
  }
  at = at / 64 * 64 + (size_t)__builtin_ctzll(word);
  size_t found = ((at << HEAP_BIT_SHIFT) + block->cell - 1) / block->cell;
  return found < limit ? found : limit;
}

bool heap_next_run(block_t *block, run_t *run, size_t most) {
  size_t index = heap_block_index(block);
  const _Atomic uint64_t *bits = heap.cells + index * HEAP_BLOCK_WORDS;
  size_t cell = block->cell;
  size_t first = load_relaxed(&block->cursor);
  while (first < block->count && heap_bit(bits, heap_bit_of_cell(block, first)))
    first++;
  size_t limit = first + (most > cell ? most / cell : 1);
  if (limit > block->count) limit = block->count;
  size_t end = next_survivor(bits, block, first, limit);
  *run = (run_t){.next = heap_block_start(index) + first * cell, .end = heap_block_start(index) + end * cell};
  if (heap.black) heap_run_black(run);
  store_release(&block->cursor, (uint16_t)end); /* with the acquire in heap_object_at */
  if (first == end) return false;
  if (block->dirty) memset(run->next, 0, (size_t)(run->end - run->next));
  return true;
}

bool heap_take_beyond(unsigned class, size_t cell, bool leaf, run_t *run) {
  bool found = false;
  lock_take(&heap.lock);
  while (!found) {
    if (heap.beyond[class] == HEAP_NONE) {
      const block_t *block = take_whole(class, cell, leaf, true);
      if (block == NULL) break;
      heap.beyond[class] = (uint32_t)heap_block_index(block);
    }
    found = heap_next_run(&heap.blocks[heap.beyond[class]], run, cell);
    if (!found) heap.beyond[class] = HEAP_NONE;
  }
  lock_drop(&heap.lock);
  return found;
}

void *heap_take_large(size_t bytes, bool leaf, bool beyond) {
  size_t count = (bytes + HEAP_BLOCK - 1) >> HEAP_BLOCK_SHIFT;
  if (count > heap.capacity) return NULL;
  lock_take(&heap.lock);
  uint32_t first = take_blocks(count, beyond);
  if (first == HEAP_NONE) {
    lock_drop(&heap.lock);
    return NULL;
  }
  block_t *block = &heap.blocks[first];
  if (block->dirty)
    memset(heap_block_start(first), 0, sizeof(void *)); /* before it can be taken for an object */
  block->born = heap.black;
  if (block->born)
    atomic_fetch_or_explicit(&heap.marks[(size_t)first * HEAP_BLOCK_WORDS], 1, memory_order_relaxed);
  block->leaf = leaf;
  block->link = (uint32_t)count;
  store_release(&block->kind, BLOCK_LARGE);
  for (size_t i = 1; i < count; i++) {
    block[i].link = (uint32_t)i;
    store_release(&block[i].kind, BLOCK_INSIDE);
  }
  lock_drop(&heap.lock);
  return heap_block_start(first);
}

/* Adds nothing to a word in each huge page, atomically: somebody else may have been given it meanwhile. The sanitizer
 * sees their plain writes. Not by MADV_POPULATE_WRITE, which keeps others from mapping memory until it is done. */
__attribute__((no_sanitize("thread"))) void heap_touch(char *start, size_t bytes) {
  for (char *at = start; at < start + bytes; at += HUGE_PAGE - ((uintptr_t)at & (HUGE_PAGE - 1)))
    (void)__atomic_fetch_add((uintptr_t *)(void *)at, 0, __ATOMIC_RELAXED);
}

/* The first block is zeroed apart from the others, since its first word stays. */
void heap_zero_large(void *object) {
  block_t *block = heap_block_of(object);
  size_t count = block->link;
  if (block->dirty) {
    memset((char *)object + sizeof(void *), 0, HEAP_BLOCK - sizeof(void *));
  } else {
    heap_touch(object, HEAP_BLOCK);
  }
  for (size_t i = 1, next; i < count; i = next) { /* neighbours in the same state together */
    next = i + 1;
    while (next < count && block[next].dirty == block[i].dirty)
      next++;
    char *at = (char *)object + (i << HEAP_BLOCK_SHIFT);
    size_t length = (next - i) << HEAP_BLOCK_SHIFT;
    if (!block[i].dirty) {
      if (length <= TOUCH_MOST) heap_touch(at, length);
    } else if (length < DISCARD_FROM || !os_discard(at, length)) {
      memset(at, 0, length);
    }
  }
  for (size_t i = 0; i < count; i++)
    block[i].dirty = true; /* from now on, whoever gets it next */
}

/* ---- addresses ---- */

/* Marks that are set already tell a marker all it wants to know, so what it reads of a cell that is being
 * handed out right now does not matter. */
__attribute__((no_sanitize("thread"))) void *heap_object_at(uintptr_t address) {
  if (!heap_contains(address)) return NULL;
  size_t offset = address - (uintptr_t)heap.base;
  size_t index = offset >> HEAP_BLOCK_SHIFT;
  const block_t *block = &heap.blocks[index];
  char *object;
  switch (load_acquire(&block->kind)) {
  case BLOCK_SMALL: {
    size_t cell = heap_cell_index(block, (const void *)address);
    if (cell >= block->count) return NULL; /* what is left over at the block's end */
    bool given = cell < load_acquire(&block->cursor);
    if (!given && !heap_bit(heap.cells + index * HEAP_BLOCK_WORDS, heap_bit_of_cell(block, cell)))
      return NULL;
    object = heap_block_start(index) + cell * block->cell;
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
  uintptr_t first_word = __atomic_load_n((uintptr_t *)(void *)object, __ATOMIC_RELAXED);
  return first_word == 0 ? NULL : object;
}

bool heap_may_be_newborn(uintptr_t address) {
  if (!heap_contains(address)) return false;
  const block_t *block = heap_block_of((const void *)address);
  switch (load_acquire(&block->kind)) {
  case BLOCK_SMALL: {
    size_t cell = heap_cell_index(block, (const void *)address);
    const _Atomic uint64_t *cells = heap.cells + heap_block_index(block) * HEAP_BLOCK_WORDS;
    return cell < block->count && cell >= load_relaxed(&block->born_from) &&
           !heap_bit(cells, heap_bit_of_cell(block, cell));
  }
  case BLOCK_LARGE:
    return block->born;
  case BLOCK_INSIDE:
    return (block - block->link)->born;
  default:
    return false;
  }
}
