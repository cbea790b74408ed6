/* atomic.h: short names for C11 atomics with an explicit order.
 * Generic over the type, hence macros. Every release in the runtime names its acquire in a comment. */
#ifndef PLAT_BASE_ATOMIC_H
#define PLAT_BASE_ATOMIC_H

#include <stdatomic.h>

#define load_relaxed(p) atomic_load_explicit((p), memory_order_relaxed)
#define load_acquire(p) atomic_load_explicit((p), memory_order_acquire)
#define store_relaxed(p, v) atomic_store_explicit((p), (v), memory_order_relaxed)
#define store_release(p, v) atomic_store_explicit((p), (v), memory_order_release)
#define exchange_acq_rel(p, v) atomic_exchange_explicit((p), (v), memory_order_acq_rel)
#define fetch_add_acq_rel(p, v) atomic_fetch_add_explicit((p), (v), memory_order_acq_rel)
#define fetch_sub_acq_rel(p, v) atomic_fetch_sub_explicit((p), (v), memory_order_acq_rel)
#define fetch_or_relaxed(p, v) atomic_fetch_or_explicit((p), (v), memory_order_relaxed)
#define cas_acq_rel(p, expected, v)                                                                          \
  atomic_compare_exchange_strong_explicit((p), (expected), (v), memory_order_acq_rel, memory_order_acquire)
#define cas_seq_cst(p, expected, v)                                                                          \
  atomic_compare_exchange_strong_explicit((p), (expected), (v), memory_order_seq_cst, memory_order_relaxed)
#ifdef __SANITIZE_THREAD__ /* which knows no fences: a read-modify-write of one word orders as much here */
static _Atomic unsigned fence_word __attribute__((unused));
#define fence_seq_cst() ((void)atomic_fetch_add_explicit(&fence_word, 0, memory_order_seq_cst))
#else
#define fence_seq_cst() atomic_thread_fence(memory_order_seq_cst)
#endif

/* Hint to the processor inside a bounded wait for a lock. */
static inline void cpu_pause(void) {
  __builtin_ia32_pause();
}

#endif
