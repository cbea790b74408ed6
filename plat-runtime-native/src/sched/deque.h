/* deque.h: the worker's own queue of runnable things, Chase-Lev work stealing.
 *
 * Algorithm: Chase & Lev, "Dynamic circular work-stealing deque" (2005), with the orders proven by
 * Lê, Pop, Cohen, Zappa Nardelli, "Correct and efficient work-stealing for weak memory models" (2013).
 * The fields lie in the worker record because plat_task_start pushes in assembly.
 * Invariant: entries live at indexes [top, bottom); top only grows; bottom - top <= mask + 1; cell i is
 * at cells[i & mask], the mask of an array lies before its cells. A push may write cell `bottom` only
 * while bottom < room, where room = (a top read earlier) + mask + 1, so no live cell is overwritten.
 * Every entry is given out exactly once, by pop or by steal.
 *
 * Entries for tasks are hints: whoever gets one must still claim the task (task.h). So the owner may
 * leave an entry behind whose task it has claimed another way (a stale entry). It does that, and
 * only that, where taking the last entry would cost a CAS on top (deque_forget), and where the task is awaited that is not
 * the newest. Stale entries go when they are popped or stolen; or the collector drops them, lest they keep their records.
 *
 * Ordering argument
 *  1. push: cell (relaxed), then bottom (release); steal reads bottom (acquire), hence sees the cell
 *     and what it points to. pop's stores of bottom are releases too: a thief may read one of them instead, and
 *     since C++20 a plain store by the same thread no longer goes on with a release (test/model found it; in the
 *     paper a fence in push covers them).
 *  2. pop: bottom := b, full fence, read top. steal: read top (acquire), full fence, read
 *     bottom. By the two fences, either the thief sees the smaller bottom and leaves cell b alone, or
 *     the owner sees the larger top; if both aim at the last cell, the CAS on top decides.
 *  3. deque_forget has the claim of the task, a read-modify-write with a full barrier on x86-64 between its
 *     store of bottom and its read of top, in place of the fence; with top < b it owns cell b as in 2.
 *     Otherwise it puts bottom back: the entry stays, stale. The same in C has an explicit fence.
 *  4. A thief may hold an array that was replaced: arrays stay mapped until deque_close, and a cell of
 *     the old array in [top, bottom) has the same content in the new one; if top moved on, its CAS fails. The memory of
 *     a replaced array is given back, so the cell may also read 0, which is no entry: then the thief takes nothing.
 * Who may call: push, pop, forget, make_room: the owner on its system stack; steal: any other worker.
 * Rejected: steal of half by one CAS (not safe with a LIFO owner); bounded ring with overflow list. */
#ifndef PLAT_SCHED_DEQUE_H
#define PLAT_SCHED_DEQUE_H

#include "sched/worker.h"

bool deque_open(worker_t *owner);
void deque_close(worker_t *owner);
/* False, and nothing done, when it is full and memory is out; then a fibre may go to the worker's `later`. */
bool deque_push(worker_t *owner, entry_t entry);
/* The newest entry, or 0. */
entry_t deque_pop(worker_t *owner);
/* Makes room for at least one push; false when memory is out. */
bool deque_make_room(worker_t *owner);
/* The oldest entry of somebody else's deque, 0 when empty or when another thief was faster (*contended). */
entry_t deque_steal(worker_t *victim, bool *contended);
/* The oldest entry without taking it, 0 when empty. A hint. */
entry_t deque_peek(worker_t *victim);

/* The collector, the world is stopped: the oldest entries leave as far as they are stale. */
void deque_drop_stale(worker_t *owner);

static inline int64_t deque_size(worker_t *w) {
  return load_relaxed(&w->deque_bottom) - load_relaxed(&w->deque_top);
}

#endif
