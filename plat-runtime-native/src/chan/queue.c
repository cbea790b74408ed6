/* queue.c: see queue.h. */
#include "chan/queue.h"
#include "base/check.h"
#include "chan/ops.h"
#include "gc/alloc.h"
#include "lib/object.h"

enum { FIRST_ROOM = 8 };

static const desc_t ring_desc = {.kind = PLAT_KIND_OBJECT, .name = "channel ring"};
static const desc_t segment_desc = {.kind = PLAT_KIND_OBJECT, .name = "channel segment"};

static chan_buffer_t *make(worker_t *w, const desc_t *desc, const chan_t *chan, int64_t room) {
  return alloc_object(w, desc, sizeof(chan_buffer_t) + (size_t)room * chan->slots * sizeof(uint64_t));
}

static void grow_ring(worker_t *w, chan_t *chan) {
  int64_t room = chan->room == 0 ? FIRST_ROOM : chan->room * 2;
  if (room > chan->capacity) room = chan->capacity;
  chan_unlock(chan);
  chan_buffer_t *ring = make(w, &ring_desc, chan, room);
  chan_lock(chan);
  if (chan->room >= room) return;
  int64_t count = load_relaxed(&chan->count);
  for (int64_t i = 0; i < count; i++) {
    int64_t at = (chan->head + i) % chan->room;
    copy_slots(ring->slots + i * chan->slots, chan->buffer->slots + at * chan->slots, chan->slots);
  }
  chan->buffer = ring;
  chan->room = room;
  chan->head = 0;
}

static void add_segment(worker_t *w, chan_t *chan) {
  chan_unlock(chan);
  int64_t room = SEGMENT_BYTES / (int64_t)(chan->slots * sizeof(uint64_t));
  chan_buffer_t *segment = make(w, &segment_desc, chan, room);
  chan_lock(chan);
  if (chan->last != NULL && chan->tail < chan->room) return;
  chan->room = room;
  if (chan->last == NULL) {
    chan->buffer = segment;
    chan->head = 0;
  } else {
    chan->last->next = segment;
  }
  chan->last = segment;
  chan->tail = 0;
}

__attribute__((noinline)) void queue_make_room(worker_t *w, chan_t *chan) {
  if (chan->capacity < 0) {
    add_segment(w, chan);
  } else {
    grow_ring(w, chan);
  }
}

void queue_put_unbounded(chan_t *chan, const uint64_t *values) {
  copy_slots(chan->last->slots + chan->tail++ * chan->slots, values, chan->slots);
}

void queue_take_unbounded(chan_t *chan, uint64_t *values) {
  if (chan->head == chan->room) { /* the next segment's turn: this one is the collector's */
    chan->buffer = chan->buffer->next;
    chan->head = 0;
  }
  copy_slots(values, chan->buffer->slots + chan->head++ * chan->slots, chan->slots);
  if (load_relaxed(&chan->count) == 0) chan->head = chan->tail = 0; /* both are in the last one */
}
