/* cards.h: the remembered set of minor collections: where old objects were written to.
 *
 * The arena is divided into cards of CARD bytes, with a byte for each: not 0 where a reference was stored into
 * something that may be old (card marking: Wilson, Moher, "Design of the opportunistic garbage collector",
 * 1989). Invariant, outside a collection: of an old object that refers to a young one, the card on which the
 * reference lies is dirty. A minor collection begins at the roots and at the old objects on dirty cards.
 *
 * Who dirties: compiled code behind stores of references (but for those into an object that was made since
 * the last stop point), through worker.cards; the C library by gc_remember (barrier.h). Tasks and channels are
 * written to all the time, by assembly too, so they are on a dirty card as long as they may change: whoever
 * traces one dirties its card again (cards_dirty), and one that was done and is used again gets it dirty then.
 *
 * There are two tables. A collection begins by exchanging them: workers dirty the other one from now on, for
 * the next collection, while this one's is looked through and cleaned, with workers running; what they take
 * away from the cards meanwhile is shaded as everywhere (barrier.h). */
#ifndef PLAT_GC_CARDS_H
#define PLAT_GC_CARDS_H

#include "gc/mark.h"

enum { CARD = 1 << PLAT_CARD_SHIFT, BLOCK_CARDS = HEAP_BLOCK / CARD };

/* After heap_open; false when memory is out. */
bool cards_open(void);
void cards_close(void);

/* The table that workers dirty, less the number of the arena's first card: worker.cards. */
uintptr_t cards_table(void);
/* Exchanges the tables. Afterwards the blocks that are in use are to be looked through. The world is stopped. */
void cards_begin(void);
/* Cleans some more cards; `look`: marks what the old objects on them refer to. False when nothing was left. */
bool cards_some(gc_marker_t *m, bool look);

/* The card of this address: in the table that workers dirty now. */
void cards_dirty(const void *address);
bool cards_is_dirty(const void *address);

#endif
