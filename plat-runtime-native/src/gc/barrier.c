/* barrier.c: see barrier.h. */
#include "gc/barrier.h"
#include "gc/mark.h"
#include "gc/team.h"
#include "lib/object.h"
#include "sched/sched.h"
#include "task/asm_offsets.h"
#include "task/fibre.h"

#include <stdlib.h>

_Static_assert(offsetof(heap_t, base) == HEAP_BASE && offsetof(heap_t, bytes) == HEAP_BYTES &&
                   offsetof(heap_t, marks) == HEAP_MARKS && HEAP_BIT_SHIFT == HEAP_MARK_SHIFT,
               "assembly: plat_store_barrier");

typedef struct shade {
  alignas(64) lock_t lock;
  gc_marker_t marker;
} shade_t;

static struct {
  shade_t *each; /* by worker */
  unsigned count;
} shades;

bool gc_shades_open(unsigned workers) {
  shades.each = aligned_alloc(alignof(shade_t), workers * sizeof(shade_t));
  if (shades.each == NULL) return false;
  shades.count = workers;
  for (unsigned i = 0; i < workers; i++)
    shades.each[i] = (shade_t){.marker.together = true};
  return true;
}

void gc_shades_close(void) {
  for (unsigned i = 0; i < shades.count; i++)
    gc_mark_close(&shades.each[i].marker);
  free(shades.each);
  shades.each = NULL;
  shades.count = 0;
}

gc_marker_t *gc_shade_begin(worker_t *w) {
  shade_t *shade = &shades.each[w->index];
  lock_take(&shade->lock);
  return &shade->marker;
}

void gc_shade_end(worker_t *w) {
  lock_drop(&shades.each[w->index].lock);
}

static void dirty(const worker_t *w, uintptr_t card) {
  __atomic_store_n((uint8_t *)(w->cards + card), 1, __ATOMIC_RELAXED);
}

void gc_remember(const worker_t *w, const void *slot) {
  dirty(w, (uintptr_t)slot >> PLAT_CARD_SHIFT);
}

void gc_remember_range(const worker_t *w, const void *from, size_t bytes) {
  if (bytes == 0) return;
  uintptr_t last = ((uintptr_t)from + bytes - 1) >> PLAT_CARD_SHIFT;
  for (uintptr_t card = (uintptr_t)from >> PLAT_CARD_SHIFT; card <= last; card++)
    dirty(w, card);
}

void gc_shade(worker_t *w, const void *reference) {
  if (!heap_contains((uintptr_t)reference) || heap_is_marked(reference)) return;
  gc_mark(gc_shade_begin(w), reference);
  gc_shade_end(w);
}

/* Called by assembly (switch_x64.S) with what the slot holds: not static, not marked. */
void plat_shade_c(worker_t *w, void *reference);
void plat_shade_c(worker_t *w, void *reference) {
  gc_shade(w, reference);
}

void gc_shade_words(worker_t *w, const void *from, const void *to) {
  gc_mark_words(gc_shade_begin(w), from, to);
  gc_shade_end(w);
}

void gc_shade_elements(worker_t *w, const void *buffer, int32_t index, int32_t count) {
  const buffer_t *b = buffer;
  const desc_t *desc = b->desc;
  int32_t there = __atomic_load_n(&b->length, __ATOMIC_RELAXED) - index;
  if (count > there) count = there;
  const char *at = b->elements + (size_t)index * buffer_stride(b);
  gc_marker_t *m = gc_shade_begin(w);
  for (int32_t i = 0; i < count; i++, at += buffer_stride(b))
    gc_mark_offsets(m, at, desc->ref_offsets, desc->ref_count);
  gc_shade_end(w);
}

void gc_shade_inside(worker_t *w, void *object) {
  gc_mark_inside(gc_shade_begin(w), object);
  gc_shade_end(w);
}

void gc_shade_fibre(worker_t *w, fibre_t *fibre) {
  fibre_look_at(gc_shade_begin(w), fibre);
  gc_shade_end(w);
}

bool gc_shade_help(worker_t *w, size_t steps, uint64_t *marked_bytes) {
  gc_marker_t *m = gc_shade_begin(w);
  uint64_t before = m->marked_bytes;
  bool found = gc_mark_help(m, steps);
  *marked_bytes = m->marked_bytes - before;
  gc_shade_end(w);
  return found;
}

bool gc_shades_take_part(gc_marker_t *m) {
  if (team_adopt(m)) return true;
  bool any = false;
  for (unsigned i = 0; i < shades.count; i++) {
    shade_t *shade = &shades.each[i];
    lock_take(&shade->lock);
    any |= gc_mark_take_part(m, &shade->marker);
    lock_drop(&shade->lock);
  }
  return any;
}

bool gc_shades_adopt(gc_marker_t *m) {
  bool any = team_adopt(m);
  for (unsigned i = 0; i < shades.count; i++) {
    shade_t *shade = &shades.each[i];
    lock_take(&shade->lock);
    any |= shade->marker.chunk != NULL;
    gc_mark_adopt(m, &shade->marker);
    lock_drop(&shade->lock);
  }
  return any;
}

void gc_remember_in(uintptr_t table) {
  for (unsigned i = 0; i < sched.count; i++)
    sched.workers[i]->cards = table;
}

void gc_shades_switch(bool on) {
  for (unsigned i = 0; i < sched.count; i++)
    sched.workers[i]->marking = on;
  sched.contended = on || sched.count > 1;
}

bool gc_shades_give_back(void) {
  bool more = false;
  for (unsigned i = 0; i < shades.count; i++) {
    shade_t *shade = &shades.each[i];
    lock_take(&shade->lock);
    more |= gc_mark_end(&shade->marker, 0, MARK_GIVEN_BACK);
    lock_drop(&shade->lock);
  }
  return more;
}

void gc_shades_count(gc_marker_t *m) {
  for (unsigned i = 0; i < shades.count; i++) {
    gc_marker_t *each = &shades.each[i].marker;
    m->marked_bytes += each->marked_bytes;
    m->marked_objects += each->marked_objects;
    gc_mark_begin(each);
    (void)gc_mark_end(each, 0, MARK_GIVEN_BACK);
  }
}
