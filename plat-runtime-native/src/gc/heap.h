/* heap.h: the collected heap as memory: one arena of blocks, who uses which block, two bits per object.
 *
 * The arena is one reserved range of 32 KiB blocks (address to block by shift). A block is free, or cut into
 * cells of one size class, or part of a large object, which has the blocks from its first on to itself and
 * starts where the first one does. Beside the arena, indexed by block: the block's record; indexed by bit (one for 16
 * bytes, the smallest cell): the bits `marks` (reached in the collection under way) and `cells` (survived the last one).
 *
 * Two generations, by mark bits that stick (Demers et al., "Combining generational and conservative garbage
 * collection", 1990): when the next collection is to be a minor one, sweeping leaves `marks` as a copy of
 * `cells`. What has a mark then is old: the collection neither looks into it nor frees it, but for the parts
 * written to since the last one (cards.h). Before a major collection all marks are clean, everything is young.
 *
 * Which cells hold objects: a cell was given out since the last collection exactly if its index is below the
 * block's `cursor`, and survived it exactly if its bit in `cells` is set. Of the cells given out, those not
 * used yet have a zero first word (worker runs are zeroed memory, the header is stored last). So
 *   object(cell)  <=>  (index < cursor or bit in cells) and first word != 0
 * and a dead cell needs no write until it is given out again. Cells are given out in runs of neighbours, in
 * address order within a block.
 *
 * Sweeping is lazy (Hughes, "A semi-incremental garbage collection algorithm", 1982): when marking is over,
 * marks and cells change places (heap_finish_marking), and every block is to be swept once before the next
 * marking: its cursor starts anew, what was `cells` becomes the next `marks`, and it is free, or listed when it
 * has room (sweep.c). That goes from the highest block down, and only swept blocks are given out, so what lies
 * below `unswept` is as it was. Whoever needs a block meanwhile sweeps some. heap_object_at is for times
 * without a sweep.
 *
 * Marking while workers run: `black` is set, and every cell that is given out gets its mark at once, before
 * the cursor or the kind of the block tells that there is something (release; acquire in heap_object_at). So
 * whatever a marker finds without a mark was there when the marking began. What was born so is young
 * afterwards all the same: in each block those are the cells from `born_from` on that had not survived before.
 *
 * Zero: a fresh block is zero; a block whose `dirty` is set may hold anything in its free cells, and is
 * zeroed run by run as it is given out. Memory of free blocks goes back to the system by heap_trim.
 *
 * The limit bounds the blocks in use, and is passed by up to HEAP_RESERVE of them for those who may (alloc.h). A small
 * block taken beyond it gives out single cells, to all workers but to nobody who may not: what is needed of a class in an
 * emergency is one block, which others cannot fill. With the next collection it becomes a block like all others.
 *
 * Ownership: `lock` guards spans, partial lists, blocks taken beyond the limit with their cursors, `used`, `in_use`,
 * `peaks` and sweeping; any other small block's cursor belongs to the worker that allocates from it; everything else
 * changes only while the world is stopped, and what sweeping reads of that under the lock as well: the background thread
 * does not stop. */
#ifndef PLAT_GC_HEAP_H
#define PLAT_GC_HEAP_H

#include "base/atomic.h"
#include "base/lock.h"
#include "sched/worker.h"
#include <stddef.h>

enum { HEAP_BLOCK_SHIFT = 15, HEAP_BIT_SHIFT = 4 };
enum {
  HEAP_BLOCK = 1 << HEAP_BLOCK_SHIFT,
  HEAP_CELL_LEAST = 1 << HEAP_BIT_SHIFT,
  HEAP_BLOCK_BITS = HEAP_BLOCK >> HEAP_BIT_SHIFT,
  HEAP_BLOCK_WORDS = HEAP_BLOCK_BITS / 64 /* words of bits per block */
};
#define HEAP_NONE UINT32_MAX
enum { HEAP_RESERVE = (2 << 20) >> HEAP_BLOCK_SHIFT }; /* blocks */
enum { HEAP_SMALL_PAGES = 8 << 20 }; /* the first bytes of the arena are not asked for as huge pages */

enum {
  HEAP_PEAKS = 8
}; /* collections: what was in use at the end of one of them is not given back at once */

enum { BLOCK_FREE, BLOCK_SMALL, BLOCK_LARGE, BLOCK_INSIDE };

typedef struct block {
  _Atomic uint8_t kind;
  uint8_t class; /* SMALL */
  bool dirty;
  bool resident;           /* has memory, though it may be zero: a huge page comes as a whole */
  bool leaf;               /* its objects refer to nothing */
  bool born;               /* SMALL: some survivors are young; LARGE: given out while births were black */
  _Atomic uint16_t cursor; /* SMALL: cells below it were given out or survived */
  uint16_t count;          /* SMALL: cells in the block */
  uint16_t live;           /* SMALL: survivors, when it was swept last */
  _Atomic uint16_t
      born_from;    /* SMALL: the cursor when births became black; NOT_BORN: none since it was swept */
  uint32_t cell;    /* SMALL: bytes of one */
  uint32_t inverse; /* SMALL: ceil(2^32 / bytes of a cell), so index = offset * inverse >> 32, exact here */
  uint32_t link; /* SMALL: the next one in its partial list; LARGE: blocks of the object; INSIDE: blocks back
                    to the first */
} block_t;

enum { NOT_BORN = UINT16_MAX };

typedef struct span {
  uint32_t first, count;
} span_t;

typedef struct heap_census {
  size_t live_bytes, live_objects, free_blocks;
} heap_census_t;

typedef struct heap {
  /* ---- assembly knows these (gc/barrier.h) ---- */
  char *base;
  size_t bytes; /* reserved */
  _Atomic uint64_t *marks;
  /* ---- */
  _Atomic uint64_t *cells;
  char *mapping;   /* what base lies in */
  size_t used;     /* blocks that were ever used */
  size_t capacity; /* blocks reserved */
  block_t *blocks;
  bool black;     /* objects are born with a mark */
  bool minor;     /* the collection under way, or the last one, was: old objects kept their marks */
  bool sticky;    /* the next one will be */
  size_t unswept; /* blocks below this are still to be swept; 0: none */
  lock_t lock;
  heap_census_t census; /* of the blocks swept in this round */
  span_t *spans;        /* free blocks, the lowest last; emptied ones stay until they are last */
  size_t span_count, span_room;
  uint32_t partial[ALLOC_CLASSES]; /* blocks with free cells that no worker has, by class, linked */
  uint32_t beyond[ALLOC_CLASSES];  /* blocks taken beyond the limit that give out cells, by class */
  size_t in_use;                   /* blocks not free */
  size_t peaks[HEAP_PEAKS]; /* in use when the last collections ended, before the sweep; the latest first */
  size_t limit;             /* most blocks in use (PLAT_HEAP_MAX) */
} heap_t;

extern heap_t heap;

bool heap_open(size_t limit_bytes);
void heap_close(void);

/* A block with free cells of this class, or null (memory is out, or the limit reached). */
block_t *heap_take_small(unsigned class, size_t cell, bool leaf);
/* One cell, zeroed, of a block beyond the limit; false when memory is out, or the reserve used up. */
bool heap_take_beyond(unsigned class, size_t cell, bool leaf, run_t *run);
/* The next run of free cells of a block, at most `most` bytes (but one cell at least), zeroed; false when
 * there is none. */
bool heap_next_run(block_t *block, run_t *run, size_t most);
/* Memory for a large object, or null; of that the first word is zero, all when heap_zero_large has been there: it leaves
 * the first word alone. `leaf`: it will refer to nothing. `beyond`: it may go beyond the limit. */
void *heap_take_large(size_t bytes, bool leaf, bool beyond);
void heap_zero_large(void *object);
/* The system clears the huge pages of this memory now, if it has not; their contents stay. */
void heap_touch(char *start, size_t bytes);
/* The unused cells of a run: objects born there are black from now on; and, while the world is stopped, those
 * that were not used lose their marks again. */
void heap_run_black(const run_t *run);
void heap_run_white(const run_t *run);

/* ---- sweeping (sweep.c) ---- */

/* A collection begins, with all blocks swept. Major: no object has a mark now. The world is stopped. */
void heap_begin_marking(bool minor);
/* Marking is over: what is unmarked is free as soon as it is swept. `sticky`: the next collection is to be a
 * minor one. The world is stopped. */
void heap_finish_marking(bool sticky);
/* Sweeps some blocks. False when all are swept; then heap.census is complete. Any worker or the collector. */
bool heap_sweep_some(size_t blocks);
/* The same under heap.lock. */
bool heap_sweep_locked(size_t blocks);
/* All that is left of the round. */
heap_census_t heap_sweep_rest(void);
/* Gives memory of free blocks back to the system, leaving about `keep` of them, but not many at once; unless the program
 * is at rest, not what one of the last collections found in use either, which is likely to be wanted again at once: giving
 * it back interrupts every processor, and then it has to be cleared. Returns the bytes given back: 0 when there is no more
 * to give. */
size_t heap_trim(size_t keep, bool at_rest);

/* ---- addresses ---- */

static inline size_t heap_block_index(const block_t *block) {
  return (size_t)(block - heap.blocks);
}
static inline char *heap_block_start(size_t index) {
  return heap.base + (index << HEAP_BLOCK_SHIFT);
}
static inline bool heap_contains(uintptr_t address) {
  return address - (uintptr_t)heap.base < heap.bytes;
}
/* Where an object's bit is. There is one for each HEAP_CELL_LEAST bytes, so no two cells that begin at different addresses
 * share one, wherever they begin; an address within an object may have that of the next one. */
static inline size_t heap_bit_of(uintptr_t object) {
  return (object - (uintptr_t)heap.base) >> HEAP_BIT_SHIFT;
}
/* The same of a cell, among those of its block. */
static inline size_t heap_bit_of_cell(const block_t *block, size_t cell) {
  return cell * block->cell >> HEAP_BIT_SHIFT;
}
static inline bool heap_bit(const _Atomic uint64_t *bits, size_t bit) {
  return (load_relaxed(&bits[bit / 64]) >> bit % 64 & 1) != 0;
}
static inline bool heap_is_marked(const void *object) {
  return heap_bit(heap.marks, heap_bit_of((uintptr_t)object));
}
static inline block_t *heap_block_of(const void *object) {
  return &heap.blocks[((uintptr_t)object - (uintptr_t)heap.base) >> HEAP_BLOCK_SHIFT];
}
/* Of the cell in a SMALL block that an address lies in; `count` or more for what is left over at the end. */
static inline size_t heap_cell_index(const block_t *block, const void *address) {
  return (((uintptr_t)address & (HEAP_BLOCK - 1)) * block->inverse) >> 32;
}
/* Of the cell or blocks that an object has. */
static inline size_t heap_cell_bytes(const block_t *block) {
  return load_relaxed(&block->kind) == BLOCK_SMALL ? block->cell : (size_t)block->link << HEAP_BLOCK_SHIFT;
}

/* A small block just taken whose first touch may make the system clear a huge page. */
static inline bool heap_is_untouched(const block_t *block) {
  return !block->dirty && heap_block_index(block) >= HEAP_SMALL_PAGES >> HEAP_BLOCK_SHIFT;
}

/* The object that `address` points to or into, or null. Any address. */
void *heap_object_at(uintptr_t address);
/* Whether there is an object that was born while births were black, or not impossibly. Any address. */
bool heap_may_be_newborn(uintptr_t address);

#endif
