/* sweep.c: sweeping, block by block, from the highest down; see heap.h. */
#include "gc/heap.h"
#include "os/os.h"

#include <string.h>

enum {
  FIRST_SPANS = 1 << 12,
  TRIM_MOST = 64 /* blocks: what is discarded at once keeps allocation waiting */
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

/* How many bits are set in each byte. Without an instruction for it in the baseline set: Wilkes, Wheeler, Gill (1957), as
 * Knuth gives it. */
static inline uint64_t ones_of_bytes(uint64_t x) {
  x -= x >> 1 & UINT64_C(0x5555555555555555);
  x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
  return (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
}

static inline unsigned sum_of_bytes(uint64_t x) {
  x = (x & UINT64_C(0x00FF00FF00FF00FF)) + (x >> 8 & UINT64_C(0x00FF00FF00FF00FF));
  return (unsigned)(x * UINT64_C(0x0001000100010001) >> 48);
}

/* Several words at once: no byte of the sums overflows, and compilers make vector instructions of it. */
static unsigned count_ones(const uint64_t *words) {
  enum { TOGETHER = 16 };
  _Static_assert(HEAP_BLOCK_WORDS % TOGETHER == 0 && TOGETHER * 8 <= UINT8_MAX, "sums of bytes");
  unsigned count = 0;
  for (size_t i = 0; i < HEAP_BLOCK_WORDS; i += TOGETHER) {
    uint64_t sums = 0;
    for (size_t k = 0; k < TOGETHER; k++)
      sums += ones_of_bytes(words[i + k]);
    count += sum_of_bytes(sums);
  }
  return count;
}

static void clear_marks(_Atomic uint64_t *marks) {
  for (size_t i = 0; i < HEAP_BLOCK_WORDS; i++)
    store_relaxed(&marks[i], 0);
}

/* The survivors get marks for the next collection, a minor one, but for those born while births were black: from bit
 * `born` on, and not among the survivors before, which `marks` still has. Returns whether there are such. */
static bool keep_marks(const uint64_t *cells, _Atomic uint64_t *marks, size_t born) {
  uint64_t young = 0;
  for (size_t i = 0; i < HEAP_BLOCK_WORDS; i++) {
    uint64_t older = born >= (i + 1) * 64 ? ~UINT64_C(0)
                     : born <= i * 64     ? 0
                                          : (UINT64_C(1) << born % 64) - 1;
    uint64_t sticky = cells[i] & (older | load_relaxed(&marks[i]));
    young |= sticky ^ cells[i];
    store_relaxed(&marks[i], sticky);
  }
  return young != 0;
}

/* Nothing is marked and nothing given out in a block not swept yet, so nobody else touches its bits. */
static unsigned count_survivors(size_t index, block_t *block) {
  const uint64_t *cells = (const uint64_t *)(uintptr_t)(heap.cells + index * HEAP_BLOCK_WORDS);
  _Atomic uint64_t *marks = heap.marks + index * HEAP_BLOCK_WORDS;
  uint16_t from = load_relaxed(&block->born_from);
  if (heap.sticky) {
    block->born = keep_marks(cells, marks, from == NOT_BORN ? SIZE_MAX : heap_bit_of_cell(block, from));
  } else {
    block->born = false;
    clear_marks(marks);
  }
  return count_ones(cells);
}

void heap_begin_marking(bool minor) {
  if (heap.sticky && !minor) {
    size_t words = heap.used * HEAP_BLOCK_WORDS;
    for (size_t i = 0; i < words; i++)
      store_relaxed(&heap.marks[i], 0);
  }
  heap.minor = minor && heap.sticky;
}

/* The background thread is not stopped: it may still want to sweep, or to trim, under the lock. */
void heap_finish_marking(bool sticky) {
  lock_take(&heap.lock);
  _Atomic uint64_t *marks = heap.marks;
  heap.marks = heap.cells;
  heap.cells = marks;
  heap.sticky = sticky;
  heap.unswept = heap.used;
  heap.census = (heap_census_t){0};
  heap.span_count = 0;
  for (unsigned i = 0; i < ALLOC_CLASSES; i++)
    heap.partial[i] = heap.beyond[i] = HEAP_NONE;
  memmove(heap.peaks + 1, heap.peaks, sizeof heap.peaks - sizeof heap.peaks[0]);
  heap.peaks[0] = heap.in_use;
  lock_drop(&heap.lock);
}

static void free_small(size_t index, block_t *block) {
  store_relaxed(&block->kind, BLOCK_FREE);
  heap.in_use--;
  add_free(index);
}

/* A minor collection changes nothing in a block of old objects from which nothing was given out. */
static bool is_unchanged(const block_t *block) {
  return heap.minor && heap.sticky && load_relaxed(&block->cursor) == 0 && !block->born;
}

static void sweep_small(size_t index, block_t *block) {
  if (!is_unchanged(block)) {
    block->live = (uint16_t)count_survivors(index, block);
    store_relaxed(&block->born_from, NOT_BORN);
    store_relaxed(&block->cursor, 0);
    block->dirty = true;
    if (block->live == 0) {
      free_small(index, block);
      return;
    }
  }
  heap.census.live_objects += block->live;
  heap.census.live_bytes += (size_t)block->live * block->cell;
  if (block->live == block->count) return;
  block->link = heap.partial[block->class];
  heap.partial[block->class] = (uint32_t)index;
}

static void sweep_large(size_t index, block_t *block) {
  size_t count = block->link;
  size_t bit = index * HEAP_BLOCK_BITS;
  bool survives = heap_bit(heap.cells, bit);
  store_relaxed(&heap.marks[bit / 64], survives && heap.sticky && !block->born ? 1 : 0);
  block->born = false;
  if (survives) {
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

/* Free blocks that were in use when one of the last collections ended; under the lock. */
static size_t used_lately(void) {
  size_t most = heap.in_use;
  for (int i = 0; i < HEAP_PEAKS; i++)
    if (heap.peaks[i] > most) most = heap.peaks[i];
  return most - heap.in_use;
}

size_t heap_trim(size_t keep, bool at_rest) {
  size_t resident = 0; /* free blocks that hold memory, from the lowest on */
  size_t given_back = 0;
  lock_take(&heap.lock);
  size_t lately = at_rest ? 0 : used_lately();
  if (keep < lately) keep = lately;
  for (size_t s = heap.span_count; s-- > 0 && given_back == 0;) {
    span_t span = heap.spans[s];
    for (size_t i = span.first, end = i + span.count, next; i < end && given_back == 0; i = next) {
      next = i + 1;
      if (!heap.blocks[i].resident || resident++ < keep) continue;
      while (next < end && heap.blocks[next].resident && next - i < TRIM_MOST)
        next++;
      size_t length = (next - i) << HEAP_BLOCK_SHIFT;
      if (!os_discard(heap_block_start(i), length)) continue;
      for (size_t k = i; k < next; k++)
        heap.blocks[k].dirty = heap.blocks[k].resident = false;
      given_back = length;
    }
  }
  lock_drop(&heap.lock);
  return given_back;
}
