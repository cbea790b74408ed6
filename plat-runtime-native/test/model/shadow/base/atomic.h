/* atomic.h: the runtime's src/base/atomic.h for the model checker (../../model.h): every atomic is a call of it. */
#ifndef PLAT_BASE_ATOMIC_H
#define PLAT_BASE_ATOMIC_H

#include "model/model.h"
#include <stdatomic.h>

#undef atomic_load_explicit
#undef atomic_store_explicit
#undef atomic_exchange_explicit
#undef atomic_fetch_add_explicit
#undef atomic_fetch_sub_explicit
#undef atomic_fetch_or_explicit
#undef atomic_compare_exchange_strong_explicit
#undef atomic_compare_exchange_strong
#undef atomic_signal_fence

#define MODEL_AS(p, value) ((__typeof__(*(p)))(uintptr_t)(value))
#define MODEL_WORD(value) ((uint64_t)(uintptr_t)(value))

#define atomic_load_explicit(p, order) MODEL_AS(p, model_load((p), sizeof *(p), (order)))
#define atomic_store_explicit(p, v, order) model_store((p), sizeof *(p), MODEL_WORD(v), (order))
#define atomic_exchange_explicit(p, v, order)                                                                \
  MODEL_AS(p, model_exchange((p), sizeof *(p), MODEL_WORD(v), (order)))
#define atomic_fetch_add_explicit(p, v, order)                                                               \
  MODEL_AS(p, model_add((p), sizeof *(p), MODEL_WORD(v), (order)))
#define atomic_fetch_sub_explicit(p, v, order)                                                               \
  MODEL_AS(p, model_add((p), sizeof *(p), MODEL_WORD(-(int64_t)(v)), (order)))
#define atomic_fetch_or_explicit(p, v, order) MODEL_AS(p, model_or((p), sizeof *(p), MODEL_WORD(v), (order)))
#define atomic_compare_exchange_strong_explicit(p, expected, v, success, failure)                            \
  model_cas((p), sizeof *(p), (expected), MODEL_WORD(v), (success), (failure))
#define atomic_compare_exchange_strong(p, expected, v)                                                       \
  atomic_compare_exchange_strong_explicit((p), (expected), (v), memory_order_seq_cst, memory_order_seq_cst)
/* A barrier for the compiler alone: the model has no compiler that moves anything. */
#define atomic_signal_fence(order) ((void)0)

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
#define fence_seq_cst() model_fence()

static inline void cpu_pause(void) {
  model_pause();
}

#endif
