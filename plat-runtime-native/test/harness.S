/* harness.S: a plat_main that runs C-written task bodies: asks harness_next_c for a function until it returns null, runs it
 * on the task stack, gives its result to harness_report_c. */
#include "stubs_x64.h"

STUB_LEAF harness_next
STUB_LEAF harness_report

STUB_BEGIN harness_main
  pushq %rdi
  .cfi_adjust_cfa_offset 8
1: call harness_next
  testq %rax, %rax
  je 2f
  call *%rax
harness_site:
  movq %rax, %rsi
  call harness_report
  movq (%rsp), %rdi
  movl %eax, PLAT_TASK_SLOTS(%rdi)
  jmp 1b
2: popq %rdi
  .cfi_adjust_cfa_offset -8
  ret
.Lharness_end:
STUB_END harness_main

/* Its one call that a panic may pass, for the walker: FUNCTAB and CALLSITE of runtime-abi.txt. */
  .section plat_functab, "aw"
  .balign 8
  .quad harness_main, .Lharness_end, .Lharness_sites
  .long 1, 0, 0, 0
  .section .rodata
  .balign 8
.Lharness_sites:
  .long harness_site - harness_main, 8, 0, 0
  .quad -1

  .section .note.GNU-stack, "", @progbits
