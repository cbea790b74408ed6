/* queue.h: the elements in a channel; see chan.h for the layout. All of it under the channel's lock. */
#ifndef PLAT_CHAN_QUEUE_H
#define PLAT_CHAN_QUEUE_H

#include "chan/chan.h"

/* Makes a larger ring, or a segment, and installs it unless that has become unnecessary. The channel is
 * unlocked, and locked again afterwards. */
void queue_make_room(worker_t *w, chan_t *chan);

void queue_put_unbounded(chan_t *chan, const uint64_t *values);
void queue_take_unbounded(chan_t *chan, uint64_t *values);

static inline void copy_slots(uint64_t *to, const uint64_t *from, uint32_t slots) {
  to[0] = from[0]; /* at least one; mostly one */
  for (uint32_t i = 1; i < slots; i++)
    to[i] = from[i];
}

/* Whether there is a place for one more; pre: the capacity allows it. */
static inline bool queue_has_place(const chan_t *chan, int64_t count) {
  return chan->capacity >= 0 ? count < chan->room : chan->last != NULL && chan->tail < chan->room;
}

static inline void queue_put(chan_t *chan, int64_t count, const uint64_t *values) {
  store_relaxed(&chan->count, count + 1);
  if (chan->capacity < 0) {
    queue_put_unbounded(chan, values);
    return;
  }
  int64_t at = chan->head + count;
  if (at >= chan->room) at -= chan->room;
  copy_slots(chan->buffer->slots + at * chan->slots, values, chan->slots);
}

static inline void queue_take(chan_t *chan, int64_t count, uint64_t *values) {
  store_relaxed(&chan->count, count - 1);
  if (chan->capacity < 0) {
    queue_take_unbounded(chan, values);
    return;
  }
  copy_slots(values, chan->buffer->slots + chan->head * chan->slots, chan->slots);
  if (++chan->head == chan->room) chan->head = 0;
}

#endif
