/* mark.c: see mark.h.
 *
 * An object taken off the work list waits in a short ring while its cache line is fetched (Cher, Hosking,
 * Vitek, "Software prefetching for mark-sweep garbage collection", 2004): marking is bound by misses. A
 * buffer of many references is looked through in slices, so that the work list grows by one slice at a time:
 * a slice to do is listed as two words, the index and the object's address plus SLICE. */
#include "gc/mark.h"
#include "base/check.h"
#include "chan/chan.h"
#include "gc/team.h"
#include "lib/object.h"
#include "os/os.h"
#include "task/task.h"

enum { SLICE = 1, SLICE_ELEMENTS = 512, SHARE_EVERY = 64, SHARE_LEAST = 4, LINE = 64 };

static mark_chunk_t *new_chunk(gc_marker_t *m) {
  mark_chunk_t *chunk = m->spare;
  if (chunk != NULL) {
    m->spare = chunk->below;
  } else if ((chunk = team_take_empty()) == NULL && (chunk = os_map(sizeof *chunk)) == NULL) {
    return NULL;
  }
  chunk->count = 0;
  chunk->below = NULL;
  return chunk;
}

static bool add_chunk(gc_marker_t *m) {
  mark_chunk_t *chunk = new_chunk(m);
  if (chunk == NULL) return false;
  chunk->below = m->chunk;
  m->chunk = chunk;
  return true;
}

static bool room_for(gc_marker_t *m, size_t items) {
  return (m->chunk != NULL && m->chunk->count + items <= MARK_CHUNK) || add_chunk(m);
}

void gc_mark_push(gc_marker_t *m, void *object) {
  if (room_for(m, 1)) {
    m->chunk->items[m->chunk->count++] = (uintptr_t)object;
  } else {
    m->overflowed = true;
  }
}

static void push_slice(gc_marker_t *m, void *object, size_t index) {
  if (room_for(m, 2)) {
    m->chunk->items[m->chunk->count++] = index * 2;
    m->chunk->items[m->chunk->count++] = (uintptr_t)object + SLICE;
  } else {
    m->overflowed = true;
  }
}

/* The newest item, 0 when there is none. A slice's index goes to *index. */
static uintptr_t pop(gc_marker_t *m, size_t *index) {
  mark_chunk_t *chunk = m->chunk;
  while (chunk != NULL && chunk->count == 0) {
    m->chunk = chunk->below;
    chunk->below = m->spare;
    m->spare = chunk;
    chunk = m->chunk;
  }
  if (chunk == NULL) return 0;
  uintptr_t item = chunk->items[--chunk->count];
  if ((item & SLICE) != 0) *index = chunk->items[--chunk->count] / 2;
  return item;
}

void gc_mark_word(gc_marker_t *m, uintptr_t word) {
  void *object = heap_object_at(word);
  if (object != NULL) gc_mark(m, object);
}

/* Stacks hold words that no sanitizer knows of. */
__attribute__((no_sanitize("address", "thread"))) void gc_mark_words(gc_marker_t *m, const void *from,
                                                                     const void *to) {
  const uintptr_t *end = to;
  for (const uintptr_t *word = from; word < end; word++) {
    if (heap_contains(*word)) gc_mark_word(m, *word);
  }
  if (to > from) m->root_bytes += (size_t)((const char *)to - (const char *)from);
}

void gc_mark_offsets(gc_marker_t *m, const void *base, const int32_t *offsets, int32_t count) {
  for (int32_t i = 0; i < count; i++)
    gc_mark(m, (void *)gc_word_at(base, offsets[i]));
}

void gc_mark_offsets_maybe(gc_marker_t *m, const void *base, const int32_t *offsets, int32_t count) {
  for (int32_t i = 0; i < count; i++)
    gc_mark_word(m, gc_word_at(base, offsets[i]));
}

static void trace_buffer(gc_marker_t *m, buffer_t *b, size_t from) {
  const desc_t *desc = b->desc;
  if (desc->ref_count == 0) return;
  int32_t in_use = __atomic_load_n(&b->length, __ATOMIC_ACQUIRE);
  size_t length = (size_t)(in_use < b->capacity ? in_use : b->capacity);
  if (from > length) return; /* shortened since */
  size_t end = length - from > SLICE_ELEMENTS ? from + SLICE_ELEMENTS : length;
  if (end < length) push_slice(m, b, end);
  size_t stride = (size_t)desc->size;
  const char *at = b->elements + from * stride, *behind = b->elements + end * stride;
  if (desc->ref_count == 1) {
    int32_t offset = desc->ref_offsets[0];
    for (; at < behind; at += stride)
      gc_mark(m, (void *)gc_word_at(at, offset));
  } else {
    for (; at < behind; at += stride)
      gc_mark_offsets(m, at, desc->ref_offsets, desc->ref_count);
  }
}

/* Of the records of tasks the descriptor changes, too, when one is used again: each describes a cell of this size. */
void gc_mark_inside(gc_marker_t *m, void *object) {
  uintptr_t first_word = gc_word_at(object, 0);
  const desc_t *desc = header_desc(first_word);
  if (header_is_compact(first_word)) {
    gc_mark(m, (void *)header_reference(first_word));
    gc_mark_offsets(m, object, desc->ref_offsets, desc->ref_count);
    return;
  }
  switch (desc->kind) {
  case PLAT_KIND_BUFFER:
    trace_buffer(m, object, 0);
    break;
  case PLAT_KIND_TASK:
    task_trace(m, object);
    break;
  case PLAT_KIND_CHANNEL:
    chan_trace(m, object);
    break;
  default:
    gc_mark_offsets(m, object, desc->ref_offsets, desc->ref_count);
    break;
  }
}

/* Takes about half of the work out of a list: an older chunk, or every other item of the only one. Of a tree that is marked
 * depth first the oldest item has half of the rest behind it, the next a quarter: so neither the older items nor the newer
 * ones would be half of the work. Null when there is too little. */
static mark_chunk_t *split(gc_marker_t *m) {
  mark_chunk_t *top = m->chunk;
  if (top == NULL) return NULL;
  mark_chunk_t *part = top->below;
  if (part != NULL) {
    top->below = part->below;
    part->below = NULL;
    return part;
  }
  if (top->count < SHARE_LEAST || (part = new_chunk(m)) == NULL) return NULL;
  mark_chunk_t *to = part, *other = top;
  size_t count = top->count;
  top->count = 0;
  for (size_t i = 0; i < count;) {
    bool slice = i + 1 < count && (top->items[i + 1] & SLICE) != 0; /* two words, which stay together */
    to->items[to->count++] = top->items[i++];
    if (slice) to->items[to->count++] = top->items[i++];
    mark_chunk_t *last = to;
    to = other;
    other = last;
  }
  return part;
}

bool gc_mark_some(gc_marker_t *m, size_t steps) {
  for (unsigned turns = 1;; turns++) {
    if (steps-- == 0) return false;
    if (m->together && turns % SHARE_EVERY == 0 && team_is_hungry()) {
      mark_chunk_t *part = split(m);
      if (part != NULL) team_give(part);
    }
    size_t index = 0;
    uintptr_t item = pop(m, &index);
    if ((item & SLICE) != 0) {
      trace_buffer(m, (buffer_t *)(item - SLICE), index);
      continue;
    }
    void *object = (void *)item;
    if (object != NULL) {
      __builtin_prefetch(object);
      __builtin_prefetch((char *)object + LINE);
      m->ahead_count++;
    } else if (m->ahead_count == 0) {
      return true;
    }
    void **place = &m->ahead[m->ahead_at++ % MARK_AHEAD];
    void *ready = *place;
    *place = object;
    if (ready != NULL) {
      m->ahead_count--;
      gc_mark_inside(m, ready);
    }
  }
}

bool gc_mark_help(gc_marker_t *m, size_t steps) {
  if (m->chunk == NULL) {
    m->chunk = team_ask(m);
    if (m->chunk == NULL) return false;
  }
  (void)gc_mark_some(m, steps);
  for (unsigned i = 0; i < MARK_AHEAD; i++) {
    if (m->ahead[i] != NULL) gc_mark_push(m, m->ahead[i]);
    m->ahead[i] = NULL;
  }
  m->ahead_count = 0;
  return true;
}

/* A chunk of `other` for the new top of the list of `m`, and an empty one for it. */
static void move_chunk(gc_marker_t *m, mark_chunk_t *chunk, gc_marker_t *other) {
  mark_chunk_t *empty = m->spare;
  if (empty != NULL) {
    m->spare = empty->below;
    empty->below = other->spare;
    other->spare = empty;
  }
  chunk->below = m->chunk;
  m->chunk = chunk;
}

bool gc_mark_take_part(gc_marker_t *m, gc_marker_t *other) {
  m->overflowed |= other->overflowed;
  other->overflowed = false;
  mark_chunk_t *part = split(other);
  if (part == NULL) {
    part = other->chunk;
    if (part == NULL) return false;
    other->chunk = part->below;
  }
  move_chunk(m, part, other);
  return true;
}

void gc_mark_adopt(gc_marker_t *m, gc_marker_t *other) {
  m->overflowed |= other->overflowed;
  other->overflowed = false;
  mark_chunk_t **end = &other->chunk;
  while (*end != NULL)
    end = &(*end)->below;
  *end = m->chunk;
  m->chunk = other->chunk;
  other->chunk = NULL;
}

void gc_mark_drain(gc_marker_t *m) {
  for (;;) {
    (void)gc_mark_some(m, SIZE_MAX);
    m->chunk = team_take(m);
    if (m->chunk == NULL) return;
  }
}

static void trace_again(void *context, void *object) {
  gc_marker_t *m = context;
  gc_mark_inside(m, object);
  (void)gc_mark_some(m, SIZE_MAX);
}

void gc_mark_all(gc_marker_t *m, uint64_t objects) {
  unsigned helpers = team_size(objects);
  if (helpers > 0) {
    team_mark(m, helpers);
  } else {
    (void)gc_mark_some(m, SIZE_MAX);
  }
  while (m->overflowed) {
    m->overflowed = false;
    gc_each_marked(trace_again, m);
  }
}

void gc_mark_begin(gc_marker_t *m) {
  *m = (gc_marker_t){.spare = m->spare, .together = m->together};
}

bool gc_mark_end(gc_marker_t *m, unsigned keep, unsigned most) {
  debug_check(m->chunk == NULL);
  mark_chunk_t **link = &m->spare;
  while (keep-- > 0 && *link != NULL)
    link = &(*link)->below;
  while (most-- > 0 && *link != NULL) {
    mark_chunk_t *chunk = *link;
    *link = chunk->below;
    os_unmap(chunk, sizeof *chunk);
  }
  return *link != NULL;
}

static void unmap_all(mark_chunk_t **list) {
  while (*list != NULL) {
    mark_chunk_t *chunk = *list;
    *list = chunk->below;
    os_unmap(chunk, sizeof *chunk);
  }
}

void gc_mark_close(gc_marker_t *m) {
  unmap_all(&m->chunk);
  unmap_all(&m->spare);
}

/* A cell that was given out with a mark may be no object yet. */
static void visit_object(void (*visit)(void *context, void *object), void *context, char *cell) {
  uintptr_t first_word;
  memcpy(&first_word, cell, sizeof first_word);
  if (first_word != 0 && heap_is_marked(cell)) visit(context, cell);
}

void gc_each_marked(void (*visit)(void *context, void *object), void *context) {
  for (size_t i = 0; i < heap.used; i++) {
    const block_t *block = &heap.blocks[i];
    char *start = heap_block_start(i);
    if (block->kind == BLOCK_SMALL) {
      size_t cell = block->cell;
      for (size_t c = 0; c < block->count; c++) {
        visit_object(visit, context, start + c * cell);
      }
    } else if (block->kind == BLOCK_LARGE) {
      visit_object(visit, context, start);
    }
  }
}
