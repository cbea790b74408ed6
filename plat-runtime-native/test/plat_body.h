/* plat_body.h: writing task bodies in C that call the ABI the way compiled code does.
 *
 * Compile with BODY_FLAGS of the Makefile: r15 is the worker (a global register variable), no red zone, no
 * vector registers, no sanitizer. A body keeps no address of a local variable (stacks move), and a function
 * that calls others begins with POLL(). All of these are inline, so a call is the same instruction sequence
 * as the compiler's. */
#ifndef PLAT_TEST_BODY_H
#define PLAT_TEST_BODY_H

#include "task/scope.h"
#include "task/task.h"

register worker_t *self __asm__("r15");

#define CLOBBERS "rcx", "rdi", "r8", "r9", "r10", "r11", "memory", "cc"

/* Entry poll for a function whose frames, and those of what it calls without a poll, fit 200 bytes. */
#define POLL()                                                                                               \
  __asm__ volatile("leaq -200(%%rsp), %%rax\n\tcmpq (%%r15), %%rax\n\tja 1f\n\tmovl $200, %%eax\n\t"         \
                   "call plat_morestack\n1:"                                                                 \
                   : "+r"(self)::"rax", "memory", "cc")

/* Back-edge poll. */
#define LOOP_POLL()                                                                                          \
  __asm__ volatile("cmpq (%%r15), %%rsp\n\tja 1f\n\tcall plat_poll\n1:" : "+r"(self)::"memory", "cc")

#define CALL0(function)                                                                                      \
  ({                                                                                                         \
    uint64_t result_;                                                                                        \
    __asm__ volatile("call " #function : "=a"(result_), "+r"(self)::"rsi", "rdx", CLOBBERS);                 \
    result_;                                                                                                 \
  })
#define CALL1(function, a)                                                                                   \
  ({                                                                                                         \
    uint64_t result_, a_ = (uint64_t)(a);                                                                    \
    __asm__ volatile("call " #function : "=a"(result_), "+S"(a_), "+r"(self)::"rdx", CLOBBERS);              \
    result_;                                                                                                 \
  })
#define CALL2(function, a, b)                                                                                \
  ({                                                                                                         \
    uint64_t result_, a_ = (uint64_t)(a), b_ = (uint64_t)(b);                                                \
    __asm__ volatile("call " #function : "=a"(result_), "+S"(a_), "+d"(b_), "+r"(self)::CLOBBERS);           \
    result_;                                                                                                 \
  })

static inline scope_t *scope_enter(void) {
  return (scope_t *)CALL0(plat_scope_enter);
}
static inline void scope_exit(scope_t *scope) {
  (void)CALL1(plat_scope_exit, scope);
}
static inline task_t *spawn_new(const taskdesc_t *desc, scope_t *scope) {
  return (task_t *)CALL2(plat_task_new, desc, scope);
}
static inline void spawn_start(task_t *task) {
  (void)CALL1(plat_task_start, task);
}
static inline void await(task_t *task) {
  (void)CALL1(plat_await, task);
}
static inline void await_release(task_t *task) {
  (void)CALL1(plat_await_release, task);
}
static inline void yield(void) {
  (void)CALL0(plat_yield);
}
static inline void *chan_new(const void *element, int64_t capacity) {
  return (void *)CALL2(plat_chan_new, element, capacity);
}
static inline void chan_send(void *chan, uint64_t value) {
  self->xfer[0] = value;
  (void)CALL1(plat_chan_send, chan);
}
/* False when closed and drained. */
static inline bool chan_recv(void *chan, uint64_t *value) {
  bool got = (uint32_t)CALL1(plat_chan_recv, chan) != 0;
  *value = self->xfer[0];
  return got;
}
static inline void chan_close(void *chan) {
  (void)CALL1(plat_chan_close, chan);
}

/* Every capture may be a reference: the collector believes none of them (task/task_trace.c). */
static const uint32_t all_slots[]
    __attribute__((unused)) = {40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128};

#define TASK_DESC(name, body, slots, flag)                                                                   \
  void body(void);                                                                                           \
  static const taskdesc_t name = {.desc_kind = PLAT_KIND_TASK,                                               \
                                  .desc_size = PLAT_TASK_SLOTS + 8 * (slots),                                \
                                  .desc_name = #body,                                                        \
                                  .desc_ref_count = (slots) < 12 ? (slots) : 12,                             \
                                  .desc_ref_offsets = all_slots,                                             \
                                  .code = body,                                                              \
                                  .slot_count = (slots),                                                     \
                                  .flags = (flag)}

/* Defines a body: the entry (task in rdi) and a C function of it. */
#define DEFINE_BODY(name)                                                                                    \
  static void name##_with(task_t *task);                                                                     \
  __attribute__((noinline)) void name(void) {                                                                \
    task_t *task;                                                                                            \
    __asm__ volatile("" : "=D"(task));                                                                       \
    name##_with(task);                                                                                       \
  }                                                                                                          \
  static __attribute__((noinline)) void name##_with(task_t *task)

#endif
