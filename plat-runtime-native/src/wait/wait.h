/* wait.h: one mechanism for every wait: who ends it, and exactly once.
 *
 * A fibre waits for a channel, a task, a scope, a time, or several of these at once (select, forms with a
 * time limit). Whatever may end the wait (a peer, a closer, a timer, a canceller, an arm of a select) first
 * claims it through one word of the fibre, `wait`; the winner alone moves a value, stores the outcome and
 * wakes the fibre. The woken fibre takes down what it registered before it does anything else
 * (fibre.conclude, called by wait_end), so lists hold no nodes of finished waits for long.
 *
 *   wait = round * WAIT_ROUND | SHARED | OPEN     open: nobody has claimed this round
 *
 * Order of a wait: context saved (fibre_save), word opened (wait_open), registered, worker dispatches. From wait_open on
 * the fibre parks in any case: its stack may be packed.
 * What registers does it under the lock which conclude takes (a channel's, a task's list), or with the
 * round's token in the registration (timers, scopes): so a claim that comes between opening and registering
 * is harmless, the resumed fibre waits for the lock, or the registration is stale from the start.
 *
 * Who claims how
 *   wait_claim        a peer that found the fibre by its one registration, under that object's lock. At most
 *                     one such peer at a time, and never one of an older round (the fibre unlinks itself
 *                     under the same lock before its next wait). Not SHARED: no read-modify-write, see below.
 *   wait_claim_token  whoever has a round's token and no lock: timers, the last task of a scope.
 *   wait_cancel_*     cancellers, from any worker, at any time.
 *
 * The claim without a read-modify-write (peers are hot, cancellers rare: an asymmetric Dekker handshake, as
 * in biased locking; Dice, Huang, Yang, "Asymmetric Dekker Synchronization", 2001)
 *   peer       taken := the round's token; read cancelling, then wait; if 0 and open: close by a store, won;
 *              else compare-and-swap decides
 *   canceller  cancelling += 1; membarrier; if taken is not that token: compare-and-swap decides, else lost
 * membarrier makes every running thread pass a full barrier at some point. If that point lies before the
 * peer's store of taken, its read sees cancelling > 0; if behind its read, the canceller sees it. If a
 * peer reads cancelling = 0 only after the canceller has gone (release of the decrement, acquire of the
 * read), it sees the word closed. Where the system has no membarrier, cancelling is never 0 and all use
 * compare-and-swap. A compare-and-swap per wake cost 20 % of a rendezvous (51 to 62 ns per round trip).
 * membarrier interrupts every other worker (a microsecond), so the first of many cancellers leaves cancelling up
 * (`held`) until the monitor has seen no other one for a period. As long as it has not been 0 since a barrier, all
 * claims that can still come use compare-and-swap, and waits that begin a fence, so cancellers need no barrier.
 * A canceller adds itself before it reads `held`, and `held` falls before its one is taken away: who sees it
 * up has seen no gap.
 * The same barrier lets a fibre that begins to wait look for its own cancellation by a plain load after the
 * plain store that opens the word: either it sees fibre.cancel, or the canceller sees the open word.
 * A lone worker (sched.count = 1) does everything by plain code: claims come from workers only, and from the
 * monitor only when there are several (time/timer.h).
 * Ordering of what is handed over: under the object's lock, then by the queue the woken fibre goes through.
 */
#ifndef PLAT_WAIT_WAIT_H
#define PLAT_WAIT_WAIT_H

#include "sched/sched.h"
#include "task/fibre.h"
#include "task/stack.h"

/* Of an ended wait, in fibre.result and then in worker.result: PLAT_WAIT_*, as compiled code sees them.
 * Anything above DONE takes the slow way. */
enum {
  WAIT_CLOSED = PLAT_WAIT_CLOSED,
  WAIT_DONE = PLAT_WAIT_DONE,
  WAIT_TIMED_OUT = PLAT_WAIT_TIMED_OUT,
  WAIT_CANCELLED = PLAT_WAIT_CANCELLED,
  WAIT_REFUSED = PLAT_WAIT_REFUSED,
  WAIT_NO_MEMORY, /* for its time limit: the fibre panics when it resumes, compiled code sees nothing of it */
};

#define WAIT_OPEN UINT64_C(1)
#define WAIT_SHARED UINT64_C(2) /* several registrations, or one that is found by token */
#define WAIT_SEEN UINT64_C(4)   /* in what wait_open returns: cancellation was pending already */
#define WAIT_ROUND UINT64_C(8)

typedef struct waits {
  _Atomic uint32_t
      cancelling;        /* cancellers at work, plus one if there is no membarrier, plus one while held */
  _Atomic uint32_t held; /* 1: cancelling has not been 0 since the last membarrier */
  _Atomic uint32_t used; /* somebody has cancelled since the monitor's last look */
  bool has_barrier;
} waits_t;

extern waits_t waits;

/* Before the second thread. */
void wait_start(void);

/* Between a store that says what a fibre waits for and a load of its cancel: whoever cancels has a full barrier,
 * or lets the other side have one; and who finds all cancellers gone sees their marks, by the releases of those
 * who took theirs away. */
static inline void wait_fence(void) {
  atomic_signal_fence(memory_order_seq_cst);
  if (load_acquire(&waits.cancelling) != 0) fence_seq_cst(); /* no membarrier does it for us */
}

/* Opens the word of the saved, running fibre; `shared` is 0 or WAIT_SHARED. Returns the round's token. */
static inline uint64_t wait_open(worker_t *w, fibre_t *fibre, uint64_t shared, conclude_t *conclude) {
  if (fibre->size > STACK_LARGEST_SMALL) stack_shrink(w, fibre);
  if (load_relaxed(&sched.crowded) != 0) stack_pack(w, fibre);
  uint64_t token = (load_relaxed(&fibre->wait) & ~(WAIT_ROUND - 1)) + (WAIT_ROUND | WAIT_OPEN | shared);
  fibre->conclude = conclude;
  store_release(&fibre->wait, token); /* with the acquire of whoever claims it without the object's lock */
  wait_fence();
  bool seen = (load_relaxed(&fibre->cancel) >> load_relaxed(&fibre->shields) & 1) != 0;
  return seen ? token | WAIT_SEEN : token;
}

void wait_cancel_self(worker_t *w, fibre_t *fibre, uint64_t token);

/* The end of a park function: everything is registered, the fibre may run elsewhere already. */
static inline uint32_t wait_parked(worker_t *w, fibre_t *fibre, uint64_t token) {
  if ((token & WAIT_SEEN) != 0) wait_cancel_self(w, fibre, token);
  return PLAT_VERDICT_PARK;
}

/* True for one caller per round; then the fibre is the caller's to give a result and wake. */
static inline bool wait_claim_token(fibre_t *fibre, uint64_t token) {
  if (sched.count > 1) return cas_acq_rel(&fibre->wait, &token, token & ~WAIT_OPEN);
  if (load_relaxed(&fibre->wait) != token) return false;
  store_relaxed(&fibre->wait, token & ~WAIT_OPEN);
  return true;
}

/* pre: under the lock of the object where the caller found the fibre's node, which it has unlinked. */
static inline bool wait_claim(fibre_t *fibre) {
  uint64_t word = load_relaxed(&fibre->wait);
  if ((word & WAIT_OPEN) == 0) return false;
  if (sched.count > 1) {
    if ((word & WAIT_SHARED) != 0) return wait_claim_token(fibre, word);
    store_relaxed(&fibre->taken, word);
    atomic_signal_fence(memory_order_seq_cst);
    if (load_acquire(&waits.cancelling) != 0) return wait_claim_token(fibre, word);
    if (load_relaxed(&fibre->wait) != word) return false;
  }
  store_relaxed(&fibre->wait, word & ~WAIT_OPEN);
  return true;
}

/* Cancelling fibres, many at once:
 *   wait_cancel_mark for each, wait_cancel_begin, wait_cancel_wake for each, wait_cancel_finish.
 * `depth` is the number of shields around what is cancelled (cancel/cancel.h): where there are more around
 * the code that waits, the wait goes on. A marked fibre that waits at that depth is woken with
 * WAIT_CANCELLED; one that does not ends its next wait so. pre: the caller knows that each of them runs, and
 * goes on running, what is to be cancelled. w is null on a thread that is no worker. */
static inline void wait_cancel_mark(fibre_t *fibre, uint32_t depth) {
  atomic_fetch_or_explicit(&fibre->cancel, UINT32_C(1) << depth, memory_order_relaxed);
}
void wait_cancel_begin(void);
bool wait_cancel_wake(worker_t *w, fibre_t *fibre, uint32_t depth);
void wait_cancel_finish(void);
/* The monitor, now and then. */
void wait_cancel_release(void);
/* All of it for one. True if it waited and is woken. */
bool wait_cancel(worker_t *w, fibre_t *fibre);

/* The slow half of fibre_resume: takes down what was registered, sets worker.result, and says how the wait
 * ended. */
uint64_t wait_end(worker_t *w, fibre_t *fibre);

#endif
