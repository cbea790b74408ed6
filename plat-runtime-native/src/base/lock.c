/* lock.c: the slow half of lock.h. */
#include "base/lock.h"
#include "os/os.h"

#ifdef PLAT_MODEL /* test/model: more of the same shows nothing new */
enum { PAUSES = 1, BACKOFF_NS = 1000, BACKOFF_PAUSES = 1, LOOKS = 1 };
#else
enum { PAUSES = 64, BACKOFF_NS = 1000, BACKOFF_PAUSES = 16, LOOKS = 8 };
#endif

void lock_contended(lock_t *lock) {
  for (int i = 0; i < PAUSES; i++) {
    if (load_relaxed(&lock->word) == 0 && lock_try(lock)) return;
    cpu_pause();
  }
  /* From here on the word is taken as 2: others may sleep too, so whoever unlocks must wake one. */
  while (atomic_exchange_explicit(&lock->word, 2, memory_order_acquire) != 0) {
    os_futex_wait(&lock->word, 2, OS_FOREVER);
  }
}

void lock_wake(lock_t *lock) {
  os_futex_wake(&lock->word, 1);
}

/* The look at the clock makes the wait the same on processors whose pause takes 10 ns and on those where it
 * takes 50. */
static void back_off(void) {
  int64_t until = os_monotonic_ns() + BACKOFF_NS;
  do {
    for (int i = 0; i < BACKOFF_PAUSES; i++)
      cpu_pause();
  } while (os_monotonic_ns() < until);
}

void short_lock_contended(short_lock_t *lock) {
  for (int looks = 1;; looks++) {
    back_off();
    if (load_relaxed(&lock->held) == 0 && atomic_exchange_explicit(&lock->held, 1, memory_order_acquire) == 0)
      return;
    if (looks % LOOKS == 0) os_thread_yield(); /* the holder may have lost its processor */
  }
}
