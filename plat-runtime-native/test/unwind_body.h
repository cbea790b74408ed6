/* unwind_body.h: task bodies in C that unwind.
 *
 * Compile with UNWIND_FLAGS of the Makefile: the callee-saved registers are spared for nothing, so that every frame is one
 * that FrameTables.java can describe. TRY calls with a landing pad. */
#ifndef PLAT_TEST_UNWIND_BODY_H
#define PLAT_TEST_UNWIND_BODY_H

#include "plat_body.h"

#define ADD(word, n) __atomic_add_fetch(&(word), (n), __ATOMIC_SEQ_CST)
#define GET(word) __atomic_load_n(&(word), __ATOMIC_SEQ_CST)
#define TAKE(word) __atomic_exchange_n(&(word), 0, __ATOMIC_SEQ_CST)
#define SAVED "rbx", "r12", "r13", "r14"

/* Calls whose unwinding goes on at `pad`: of a C function, and of a runtime function. */
#define TRY_WITH(function, first, second, other, a, b, pad)                                                  \
  do {                                                                                                       \
    uint64_t a_ = (uint64_t)(a), b_ = (uint64_t)(b);                                                         \
    __asm__ volatile goto("call " #function "\n88:\n\t.pushsection plat_pads, \"\"\n\t.quad 88b, %l[" #pad   \
                          "]\n\t.popsection"                                                                 \
                          : "+" first(a_), "+" second(b_)                                                    \
                          :                                                                                  \
                          : "rax", other, SAVED, "rcx", "r8", "r9", "r10", "r11", "memory", "cc"             \
                          : pad);                                                                            \
  } while (0)
#define TRY(function, a, b, pad) TRY_WITH(function, "D", "S", "rdx", a, b, pad)
#define TRY_RUNTIME(function, a, b, pad) TRY_WITH(function, "S", "d", "rdi", a, b, pad)

/* A task body: an entry that keeps the callee-saved registers as compiled code does, and a C function. */
#define UNWIND_BODY(name)                                                                                    \
  __attribute__((noipa, used)) static void name##_with(task_t *task);                                        \
  __asm__(".text\n.globl " #name "\n.type " #name ", @function\n" #name ":\n.cfi_startproc\n"                \
          "pushq %rbx\n.cfi_def_cfa_offset 16\n.cfi_offset 3, -16\n"                                         \
          "pushq %rbp\n.cfi_def_cfa_offset 24\n.cfi_offset 6, -24\n"                                         \
          "pushq %r12\n.cfi_def_cfa_offset 32\n.cfi_offset 12, -32\n"                                        \
          "pushq %r13\n.cfi_def_cfa_offset 40\n.cfi_offset 13, -40\n"                                        \
          "pushq %r14\n.cfi_def_cfa_offset 48\n.cfi_offset 14, -48\n"                                        \
          "call " #name "_with\n"                                                                            \
          "popq %r14\npopq %r13\npopq %r12\npopq %rbp\npopq %rbx\n.cfi_def_cfa_offset 8\n"                   \
          "ret\n.cfi_endproc\n.size " #name ", . - " #name "\n");                                            \
  static void name##_with(task_t *task)

#define FUNCTION __attribute__((noipa, used)) static

static inline void *catch (void) {
  return (void *)CALL0(plat_unwind_catch);
}
static inline void resume(void *state) {
  (void)CALL1(plat_unwind_resume, state);
  __builtin_unreachable();
}
static inline int64_t caught(void *state) {
  return (int32_t)CALL1(plat_attempt_catch, state);
}
static inline void *scope_abort(scope_t *scope, void *state) {
  return (void *)CALL2(plat_scope_abort, scope, state);
}
static inline void shield_enter(void) {
  (void)CALL0(plat_shield_enter);
}
static inline void shield_leave(void) {
  (void)CALL0(plat_shield_leave);
}
static inline void spawn(const taskdesc_t *desc, scope_t *scope, uint64_t slot) {
  task_t *task = spawn_new(desc, scope);
  task->slots[0] = slot;
  spawn_start(task);
}

#endif
