/* mark.h: finding what is alive: marks, and the work list of objects whose references are still to be looked
 * at.
 *
 * Invariant (tricolour, Dijkstra et al. 1978): an object without a mark was not reached yet; a marked one is
 * in some work list, or in a marker's queue, or all it refers to is marked. Marking never recurses; a work
 * list is a stack of chunks, and when the system refuses memory for another chunk, the object stays marked
 * but unlisted, `overflowed` is set, and gc_mark_all looks through all marked objects again until that
 * happens no more. Others may mark at the same time (team.h, barrier.h), and while workers run the words of
 * objects change under a marker's eyes: they are read one by one, atomically, and each is a reference.
 *
 * How a module tells what its objects and records refer to: a function NAME_trace (an object of a kind that
 * the descriptor does not describe; called from trace() in mark.c) or NAME_roots (records outside the heap;
 * called from gc_roots in roots.c), in a file of that module, from these:
 *   gc_mark         a reference: null, a static object, or the start of a heap object
 *   gc_mark_word    a word that may be anything: marks the object it points to or into, if there is one
 *   gc_mark_words   all aligned words from one address up to another */
#ifndef PLAT_GC_MARK_H
#define PLAT_GC_MARK_H

#include "gc/heap.h"
#include "unwind/table.h"

enum {
  MARK_CHUNK = 1022,
  MARK_AHEAD = 16 /* a power of two */,
  MARK_KEPT = 8,       /* chunks between collections */
  MARK_GIVEN_BACK = 32 /* chunks with the world stopped: a system call each */
};

typedef struct mark_chunk {
  struct mark_chunk *below;
  size_t count;
  uintptr_t items[MARK_CHUNK];
} mark_chunk_t;

typedef struct gc_marker {
  mark_chunk_t *chunk; /* the top of the work list */
  mark_chunk_t *spare; /* empty chunks */
  bool overflowed;
  bool together;     /* others mark at the same time */
  unsigned ahead_at; /* ring of objects whose first cache line is being fetched */
  unsigned ahead_count;
  void *ahead[MARK_AHEAD];
  size_t root_bytes; /* looked through by gc_mark_words, and of stacks */
  sites_t sites;     /* of the frames that were looked through */
  size_t marked_bytes, marked_objects;
} gc_marker_t;

void gc_mark_push(gc_marker_t *m, void *object);

static inline void gc_mark(gc_marker_t *m, const void *reference) {
  uintptr_t address = (uintptr_t)reference;
  if (!heap_contains(address)) return;
  size_t index = heap_bit_of(address);
  _Atomic uint64_t *word = &heap.marks[index / 64];
  uint64_t bit = UINT64_C(1) << index % 64;
  uint64_t before = load_relaxed(word);
  if ((before & bit) != 0) return;
  if (m->together) {
    if ((atomic_fetch_or_explicit(word, bit, memory_order_relaxed) & bit) != 0) return;
  } else {
    store_relaxed(word, before | bit);
  }
  const block_t *block = &heap.blocks[index / HEAP_BLOCK_BITS];
  m->marked_bytes += heap_cell_bytes(block);
  m->marked_objects++;
  if (!block->leaf) gc_mark_push(m, (void *)address);
}
/* A word of an object or record that others may be writing. Compiled code and C store references with plain
 * instructions of one word. */
__attribute__((no_sanitize("thread"))) static inline uintptr_t gc_word_at(const void *base, int32_t offset) {
  return __atomic_load_n((const uintptr_t *)(const void *)((const char *)base + offset), __ATOMIC_RELAXED);
}
void gc_mark_word(gc_marker_t *m, uintptr_t word);
void gc_mark_words(gc_marker_t *m, const void *from, const void *to);
/* References at `count` offsets from `base`. */
void gc_mark_offsets(gc_marker_t *m, const void *base, const int32_t *offsets, int32_t count);
/* Likewise where they may be rubbish. */
void gc_mark_offsets_maybe(gc_marker_t *m, const void *base, const int32_t *offsets, int32_t count);

/* What an object refers to. */
void gc_mark_inside(gc_marker_t *m, void *object);

/* A marker begins another collection. */
void gc_mark_begin(gc_marker_t *m);
/* Marks what can be reached from what was marked, about `steps` objects of it; false when more are left. */
bool gc_mark_some(gc_marker_t *m, size_t steps);
/* A worker's part while another thread marks: about so many objects from its own list, or from what others have put aside.
 * False when there was nothing. Afterwards its work is all in its list. */
bool gc_mark_help(gc_marker_t *m, size_t steps);
/* Moves about half of the work of another marker to this one, or all when that is little. False when there was none. */
bool gc_mark_take_part(gc_marker_t *m, gc_marker_t *other);
/* Moves the work list of another marker, which keeps its counts, to this one. */
void gc_mark_adopt(gc_marker_t *m, gc_marker_t *other);
/* Until everything that can be reached from what was marked is marked; about so many objects. */
void gc_mark_all(gc_marker_t *m, uint64_t objects);
/* The work list is empty; its memory is given back but for `keep` chunks, though not more than `most` at once:
 * true when more are left. */
bool gc_mark_end(gc_marker_t *m, unsigned keep, unsigned most);
/* No further collection: all its memory is given back. Work may be left, of a collection that the program's end came before. */
void gc_mark_close(gc_marker_t *m);
/* A member's part (team.h): until no member has work. */
void gc_mark_drain(gc_marker_t *m);

/* Calls `visit` for every marked object. */
void gc_each_marked(void (*visit)(void *context, void *object), void *context);

#endif
