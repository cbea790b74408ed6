/* chan_trace.c: what a channel refers to: its ring or segments, and of the elements in them what their descriptor
 * names. Drained segments are no longer reached.
 *
 * Values of waiting senders are in waiter records, which are roots themselves (gc/roots.c). */
#include "chan/chan.h"
#include "gc/barrier.h"
#include "gc/cards.h"
#include "gc/mark.h"
#include "lib/object.h"

static uint32_t marking; /* the number of the present one; changes while the world is stopped */

static void mark_elements(gc_marker_t *m, const chan_t *chan, const uint64_t *slots, int64_t from,
                          int64_t to) {
  const desc_t *element = chan->element;
  for (int64_t i = from; i < to && element->ref_count != 0; i++)
    gc_mark_offsets(m, slots + i * chan->slots, element->ref_offsets, element->ref_count);
}

static void trace_segments(gc_marker_t *m, const chan_t *chan) {
  int64_t from = chan->head;
  for (const chan_buffer_t *segment = chan->buffer; segment != NULL; segment = segment->next) {
    gc_mark(m, segment);
    mark_elements(m, chan, segment->slots, from, segment == chan->last ? chan->tail : chan->room);
    from = 0;
  }
}

static void trace_ring(gc_marker_t *m, const chan_t *chan) {
  if (chan->buffer == NULL) return;
  gc_mark(m, chan->buffer);
  int64_t end = chan->head + load_relaxed(&chan->count);
  int64_t wrapped = end > chan->room ? end - chan->room : 0;
  mark_elements(m, chan, chan->buffer->slots, chan->head, end - wrapped);
  mark_elements(m, chan, chan->buffer->slots, 0, wrapped);
}

static void trace_once(gc_marker_t *m, chan_t *chan) {
  if (chan->traced == marking) return;
  chan->traced = marking;
  cards_dirty(chan);
  if (chan->capacity < 0) {
    trace_segments(m, chan);
  } else {
    trace_ring(m, chan);
  }
}

/* A marker is no worker: it takes the lock even where a lone worker needs none. */
void chan_trace(gc_marker_t *m, chan_t *chan) {
  short_lock_take(&chan->lock);
  trace_once(m, chan);
  short_lock_drop(&chan->lock);
}

void chan_trace_locked(worker_t *w, chan_t *chan) {
  if (chan->traced == marking) return;
  trace_once(gc_shade_begin(w), chan);
  gc_shade_end(w);
}

void chan_trace_begin(void) {
  marking++;
}
