/* verify.c: see verify.h. */
#include "gc/verify.h"
#include "base/check.h"
#include "gc/cards.h"
#include "gc/heap.h"
#include "gc/mark.h"
#include "lib/object.h"
#include "task/task.h"

#include <stdio.h>
#include <stdlib.h>

enum { POISON = 0xDB };

static _Noreturn void broken(const void *object, const desc_t *desc, const char *what, uintptr_t word) {
  (void)fprintf(stderr, "plat runtime: broken heap: object %p (%s): %s: %#zx\n", object,
                desc == NULL ? "no descriptor" : desc->name, what, (size_t)word);
  abort();
}

static size_t cell_of(const void *object) {
  const block_t *block = &heap.blocks[((uintptr_t)object - (uintptr_t)heap.base) >> HEAP_BLOCK_SHIFT];
  return heap_cell_bytes(block);
}

static uintptr_t word_at(const void *address) {
  uintptr_t word;
  memcpy(&word, address, sizeof word);
  return word;
}

static void check_reference(const void *object, const desc_t *desc, uintptr_t word) {
  if (!heap_contains(word)) return;
  if ((uintptr_t)heap_object_at(word) != word) broken(object, desc, "a reference to no object", word);
  if (!heap_is_marked((const void *)word)) broken(object, desc, "a reference to an unmarked object", word);
}

static void check_references(const void *object, const desc_t *desc, const char *base) {
  for (int32_t i = 0; i < desc->ref_count; i++)
    check_reference(object, desc, word_at(base + desc->ref_offsets[i]));
}

static void check_object(void *context, void *object) {
  (void)context;
  uintptr_t first_word = word_at(object);
  const desc_t *desc = header_desc(first_word);
  if (heap_object_at((uintptr_t)object) != object) broken(object, NULL, "marked, but no object", 0);
  if (heap_contains((uintptr_t)desc))
    broken(object, NULL, "its descriptor lies in the heap", (uintptr_t)desc);
  if (desc == NULL) broken(object, NULL, "its header has a number of no type", first_word);
  size_t cell = cell_of(object);
  size_t size = (size_t)desc->size;
  switch (desc->kind) {
  case PLAT_KIND_BUFFER: {
    const buffer_t *b = object;
    if (b->length < 0 || b->capacity < b->length) broken(object, desc, "length", (uintptr_t)b->length);
    size_t whole = sizeof *b + size * (size_t)b->capacity;
    if (whole > cell) broken(object, desc, "too large for its cell", whole);
    for (int32_t i = 0; i < b->length; i++)
      check_references(object, desc, b->elements + (size_t)i * size);
    break;
  }
  case PLAT_KIND_STRING: {
    const string_t *s = object;
    if (s->byte_length < s->length || sizeof *s + (size_t)s->byte_length > cell)
      broken(object, desc, "length", (uintptr_t)s->byte_length);
    break;
  }
  case PLAT_KIND_OBJECT:
  case PLAT_KIND_LIST:
    if (size > cell) broken(object, desc, "too large for its cell", size);
    if (header_is_compact(first_word)) check_reference(object, desc, header_reference(first_word));
    check_references(object, desc, object);
    break;
  case PLAT_KIND_TASK:
  case PLAT_KIND_CHANNEL:
    if (size > cell) broken(object, desc, "too large for its cell", size);
    break;
  default:
    broken(object, desc, "its kind", (uintptr_t)desc->kind);
  }
}

void gc_verify(void) {
  gc_each_marked(check_object, NULL);
}

static void check_remembered_at(const void *object, const desc_t *desc, const void *slot, uintptr_t word) {
  if (!heap_contains(word) || heap_is_marked((const void *)word)) return;
  if (!cards_is_dirty(slot))
    broken(object, desc, "an old object refers to a young one from a clean card", word);
}

static void check_remembered(const void *object, const desc_t *desc, const char *base) {
  for (int32_t i = 0; i < desc->ref_count; i++) {
    const char *slot = base + desc->ref_offsets[i];
    check_remembered_at(object, desc, slot, word_at(slot));
  }
}

/* Its results may be rubbish before it has ended well. */
static void check_old_task(const task_t *task) {
  const taskdesc_t *desc = task->desc;
  uint64_t state = load_relaxed(&task->state);
  if (cards_is_dirty(task)) return;
  if (!task_has_ended(state)) broken(task, NULL, "an old task that has not ended on a clean card", state);
  for (uint32_t i = 0; state == PLAT_TASK_DONE && i < desc->result_ref_count; i++) {
    const void *result = heap_object_at(gc_word_at(task, (int32_t)desc->result_ref_offsets[i]));
    if (result != NULL && !heap_is_marked(result))
      broken(task, NULL, "an old task on a clean card has a young result", (uintptr_t)result);
  }
}

static void check_old(void *context, void *object) {
  (void)context;
  uintptr_t first_word = word_at(object);
  const desc_t *desc = header_desc(first_word);
  switch (desc->kind) {
  case PLAT_KIND_BUFFER: {
    const buffer_t *b = object;
    for (int32_t i = 0; i < b->length; i++)
      check_remembered(object, desc, b->elements + (size_t)i * (size_t)desc->size);
    break;
  }
  case PLAT_KIND_TASK:
    check_old_task(object);
    break;
  case PLAT_KIND_CHANNEL:
    if (!cards_is_dirty(object)) broken(object, desc, "an old channel on a clean card", 0);
    break;
  default:
    if (header_is_compact(first_word))
      check_remembered_at(object, desc, object, header_reference(first_word));
    check_remembered(object, desc, object);
    break;
  }
}

void gc_verify_cards(void) {
  gc_each_marked(check_old, NULL);
}

void gc_poison_dead(void) {
  for (size_t i = 0; i < heap.used; i++) {
    block_t *block = &heap.blocks[i];
    char *start = heap_block_start(i);
    if (block->kind == BLOCK_LARGE && !heap_is_marked(start)) memset(start, POISON, HEAP_BLOCK);
    if (block->kind != BLOCK_SMALL) continue;
    size_t cell = block->cell;
    const _Atomic uint64_t *cells = heap.cells + i * HEAP_BLOCK_WORDS;
    for (size_t c = 0; c < block->count; c++) {
      bool given = c < block->cursor || heap_bit(cells, heap_bit_of_cell(block, c));
      if (given && !heap_is_marked(start + c * cell)) memset(start + c * cell, POISON, cell);
    }
  }
}
