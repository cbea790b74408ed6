/* clang-format off: assembly */
/* stubs_x64.h: the stubs through which compiled code calls C (x86-64, GNU as macros).
 *
 * The generator emits one macro line per function of runtime-abi.txt: STUB_LEAF plat_alloc, ...
 * A stub switches from the task stack to the worker's system stack and calls NAME_c(worker, ...).
 * rsp of the task stays in worker.task_sp; C may move the stack (then it updates task_sp), so a
 * stub trusts nothing but worker.task_sp afterwards.
 *
 * Task stack at a park stub's call of C (addresses grow upwards):
 *      +40  return address into Plat code          <- rsp at the stub's entry
 *      +32  rbx   +24 rbp   +16 r12   +8 r13
 *   sp  +0  r14                                     <- worker.task_sp, and what a parked fibre keeps
 * A leaf stub pushes nothing: task_sp points at the return address.
 *
 * Unwinding (gdb, perf): the frame of C lies on another stack than its caller's, so the CFA is an
 * expression: the word at r15 + WORKER_TASK_SP, plus what the stub pushed. r15 is callee-saved in C,
 * hence known when the unwinder gets here. .cfi_signal_frame keeps gdb from taking the change of
 * stacks for a corrupt stack ("previous frame inner to this frame"). */
#ifndef PLAT_STUBS_X64_H
#define PLAT_STUBS_X64_H

#include "plat_abi.h"

#if PLAT_WORKER_TASK_SP != 16
#error "the CFA expressions below name this offset"
#endif

/* DW_CFA_def_cfa_expression, 5 bytes: DW_OP_breg15 16, DW_OP_deref, DW_OP_plus_uconst depth */
.macro CFA_ON_TASK_STACK depth
  .cfi_escape 0x0f, 0x05, 0x7f, 0x10, 0x06, 0x23, \depth
.endm

.macro STUB_BEGIN name
  /* Of its own, so that the linker can leave out the stub, and the C behind it, that nothing calls. */
  .section .text.\name, "ax", @progbits
  .p2align 4
  .globl \name
  .type \name, @function
\name:
  .cfi_startproc
  .cfi_signal_frame
.endm

.macro STUB_END name
  .cfi_endproc
  .size \name, . - \name
.endm

/* rbx rbp r12 r13 r14 on the task stack: the context of every parked fibre */
.macro SAVE_CONTEXT
  pushq %rbx
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbx, 0
  pushq %rbp
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbp, 0
  pushq %r12
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r12, 0
  pushq %r13
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r13, 0
  pushq %r14
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r14, 0
.endm

.macro RESTORE_CONTEXT
  popq %r14
  popq %r13
  popq %r12
  popq %rbp
  popq %rbx
.endm

.macro CALL_ON_SYSTEM_STACK function, depth
  movq %rsp, PLAT_WORKER_TASK_SP(%r15)
  movq %r15, %rdi
  CFA_ON_TASK_STACK \depth
  movq PLAT_WORKER_SYSTEM_SP(%r15), %rsp
  call \function
  nopl \depth(%rax) /* does nothing: tells the collector, by the return address, what lies above task_sp (fibre_frames.c) */
.endm

.macro STUB_LEAF name
  STUB_BEGIN \name
  CALL_ON_SYSTEM_STACK \name\()_c, 8
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
  STUB_END \name
.endm

/* The top 128 bytes of the system stack, before C that may allocate: else words of its frames that it has not written yet,
 * or not wholly, are what earlier calls left there, and the collector takes them for references. */
.macro CLEAR_SYSTEM_STACK
  movq PLAT_WORKER_SYSTEM_SP(%r15), %rax
  pxor %xmm15, %xmm15
  .set below, 16
  .rept 8
  movups %xmm15, -below(%rax)
  .set below, below + 16
  .endr
.endm

/* Calls a C function that may raise. The context is there for the walker (unwind/walk.h); C restored the registers
 * themselves. */
.macro CALL_RAISES function
  SAVE_CONTEXT
  CLEAR_SYSTEM_STACK
  CALL_ON_SYSTEM_STACK \function, 48
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 48
  addq $40, %rsp
  .cfi_def_cfa %rsp, 8
.endm

.macro STUB_LEAF_RAISES name
  STUB_BEGIN \name
  CALL_RAISES \name\()_c
  ret
  STUB_END \name
.endm

.macro STUB_RAISE name
  STUB_BEGIN \name
  SAVE_CONTEXT
  CALL_ON_SYSTEM_STACK \name\()_c, 48
  ud2
  STUB_END \name
.endm

/* Done: the common way back is a plain return (the return predictor is right: same stack). Parked:
 * whoever resumes the fibre pops the same context and jumps to the return address (plat_dispatch). */
.macro STUB_PARK name
  STUB_BEGIN \name
  SAVE_CONTEXT
  CALL_ON_SYSTEM_STACK \name\()_c, 48
  testl %eax, %eax
  jne plat_dispatch
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 48
  movq PLAT_WORKER_RESULT(%r15), %rax
  RESTORE_CONTEXT
  .cfi_def_cfa %rsp, 8
  ret
  STUB_END \name
.endm

#endif
