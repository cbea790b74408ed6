/* wait.c: cancelling waits, and the end of those that are not plain; see wait.h. */
#include "wait/wait.h"
#include "os/os.h"

waits_t waits;

void wait_start(void) {
  waits.has_barrier = os_barrier_open();
  store_relaxed(&waits.cancelling, waits.has_barrier ? 0 : 1);
  store_relaxed(&waits.held, 0);
}

void wait_cancel_begin(void) {
  if (sched.count == 1) return;
  atomic_fetch_add_explicit(&waits.cancelling, 1, memory_order_seq_cst);
  if (!waits.has_barrier || atomic_load_explicit(&waits.held, memory_order_seq_cst) != 0) {
    fence_seq_cst();
  } else {
    os_barrier();
  }
}

void wait_cancel_finish(void) {
  if (sched.count == 1) return;
  uint32_t none = 0;
  store_relaxed(&waits.used, 1);
  if (waits.has_barrier && load_relaxed(&waits.held) == 0 && cas_seq_cst(&waits.held, &none, 1)) return;
  atomic_fetch_sub_explicit(&waits.cancelling, 1, memory_order_seq_cst); /* with the acquire in wait_claim */
}

void wait_cancel_release(void) {
  if (load_relaxed(&waits.held) == 0) return;
  if (load_relaxed(&waits.used) != 0) {
    store_relaxed(&waits.used, 0);
    return;
  }
  atomic_store_explicit(&waits.held, 0, memory_order_seq_cst);
  atomic_fetch_sub_explicit(&waits.cancelling, 1, memory_order_seq_cst);
}

static bool cancel_round(worker_t *w, fibre_t *fibre, uint64_t token) {
  if ((token & WAIT_SHARED) == 0 && load_relaxed(&fibre->taken) == token)
    return false; /* a peer has it, or will */
  if (!wait_claim_token(fibre, token)) return false;
  fibre->result = WAIT_CANCELLED;
  if (w != NULL) {
    fibre_wake(w, fibre);
  } else {
    sched_inject(entry_of_fibre(fibre));
  }
  return true;
}

/* A round that ends meanwhile needs no wake: the next one begins after the mark, and sees it. The depth is
 * that of the round if the token still claims it. */
bool wait_cancel_wake(worker_t *w, fibre_t *fibre, uint32_t depth) {
  uint64_t token = load_acquire(&fibre->wait);
  if ((token & WAIT_OPEN) == 0 || load_relaxed(&fibre->shields) != depth) return false;
  return cancel_round(w, fibre, token);
}

bool wait_cancel(worker_t *w, fibre_t *fibre) {
  wait_cancel_mark(fibre, 0);
  wait_cancel_begin();
  bool woken = wait_cancel_wake(w, fibre, 0);
  wait_cancel_finish();
  return woken;
}

/* The mark was there before the wait began. By now the fibre may have been woken, and may even wait for
 * something else: the token tells. */
__attribute__((noinline)) void wait_cancel_self(worker_t *w, fibre_t *fibre, uint64_t token) {
  wait_cancel_begin();
  (void)cancel_round(w, fibre, token & ~WAIT_SEEN);
  wait_cancel_finish();
}

__attribute__((noinline)) uint64_t wait_end(worker_t *w, fibre_t *fibre) {
  uint64_t outcome = fibre->result;
  fibre->result = 0;
  store_relaxed(&fibre->wait, load_relaxed(&fibre->wait) & ~WAIT_SHARED); /* the slow way once */
  w->result = outcome;
  fibre->conclude(w, fibre, outcome);
  return outcome;
}
