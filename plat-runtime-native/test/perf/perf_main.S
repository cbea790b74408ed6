/* perf_main.S: the main task of perf.c: clock on the system stack, the program on the task stack. */
#include "stubs_x64.h"

STUB_BEGIN perf_start
  CALL_ON_SYSTEM_STACK perf_started, 8
  movq PLAT_WORKER_SYSTEM_SP(%r15), %rsp
  call perf_run_address
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
STUB_END perf_start

STUB_BEGIN perf_stop
  CALL_ON_SYSTEM_STACK perf_ended, 8
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
STUB_END perf_stop

STUB_BEGIN perf_main
  pushq %rdi
  .cfi_adjust_cfa_offset 8
  call perf_start
  call *%rax
  call perf_stop
  popq %rdi
  .cfi_adjust_cfa_offset -8
  movl $0, PLAT_TASK_SLOTS(%rdi)
  ret
STUB_END perf_main

  .section .note.GNU-stack, "", @progbits
