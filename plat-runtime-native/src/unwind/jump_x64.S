/* jump_x64.S: the way into landing pads, and what these call first. */
#include "stubs_x64.h"
#include "asm_offsets.h"

/* rdi = worker, rsi = the callee-saved registers (on the system stack), rdx = rsp, rcx = where to */
STUB_BEGIN plat_unwind_jump
  .cfi_undefined %rip
  movq %rdi, %r15
  movq 0(%rsi), %rbx
  movq 8(%rsi), %rbp
  movq 16(%rsi), %r12
  movq 24(%rsi), %r13
  movq 32(%rsi), %r14
  movq %rdx, %rsp
  jmp *%rcx
STUB_END plat_unwind_jump

/* rax = the state that unwinds, which is the landing pad's from now on */
STUB_BEGIN plat_unwind_catch
  movq WORKER_UNWINDING(%r15), %rax
  movq $0, WORKER_UNWINDING(%r15)
  ret
STUB_END plat_unwind_catch

  .section .note.GNU-stack, "", @progbits
