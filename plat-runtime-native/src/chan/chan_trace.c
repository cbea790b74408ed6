/* chan_trace.c: what a channel refers to: its ring, and of the elements in it what their descriptor names.
 *
 * Values of waiting senders are in waiter records, which are roots themselves (gc/roots.c). */
#include "chan/chan.h"
#include "gc/mark.h"
#include "lib/object.h"

void chan_trace(gc_marker_t *m, const chan_t *chan) {
  if (chan->ring == NULL) return;
  gc_mark(m, chan->ring - 1);
  const desc_t *element = chan->element;
  if (element->ref_count == 0) return;
  int64_t count = load_relaxed(&chan->count);
  for (int64_t i = 0; i < count; i++) {
    const uint64_t *slots = chan->ring + (chan->head + i) % chan->room * chan->slots;
    gc_mark_offsets(m, slots, element->ref_offsets, element->ref_count);
  }
}
