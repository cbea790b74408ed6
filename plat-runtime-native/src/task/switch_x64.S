/* switch_x64.S: what is hand-written for x86-64: switching, polls, and the fast paths of spawn, await, scopes, select.
 *
 * Contract of calls: runtime-abi.txt; drawing of a parked context: stubs_x64.h. r15 is the worker. A switch ends
 * in an indirect jump, since the return predictor is wrong after a change of stacks (floors).
 * In-place calls: a body called here leaves a return address inside this file; plat_asm_sites at the end
 * tells the backtrace walker the frame at each of them (as CALLSITE.frame_bytes). */
#include "stubs_x64.h"
#include "asm_offsets.h"

/* ---- dispatch ------------------------------------------------------------------------------------------ */

/* void plat_worker_enter(worker): the system stack below this frame is where all C of this worker runs. */
STUB_BEGIN plat_worker_enter
  SAVE_CONTEXT
  pushq %r15
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r15, 0
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  movq %rdi, %r15
  movq %rsp, PLAT_WORKER_SYSTEM_SP(%r15)
  .globl plat_dispatch
plat_dispatch: /* jumped to with rsp = worker.system_sp: the parked or ended fibre is left behind */
  movq %r15, %rdi
  call plat_dispatch_c
  testq %rax, %rax
  je 1f
  movq %rax, %rsp
  RESTORE_CONTEXT
  movq PLAT_WORKER_RESULT(%r15), %rax
  popq %rcx
  jmp *%rcx
1: addq $8, %rsp
  popq %r15
  RESTORE_CONTEXT
  ret
STUB_END plat_worker_enter

/* First code of a fibre: rbx = task. Below it there is nothing, so backtraces end here. */
STUB_BEGIN plat_task_entry
  .cfi_undefined %rip
  movq %rbx, %rdi
  movq PLAT_TASK_DESC(%rbx), %rax
  call *PLAT_TASKDESC_CODE(%rax)
  .globl plat_task_entry_return
plat_task_entry_return:
  movq %r15, %rdi
  movq PLAT_WORKER_SYSTEM_SP(%r15), %rsp
  call plat_task_end_c
  jmp plat_dispatch
STUB_END plat_task_entry

/* ---- polls: every register survives ---------------------------------------------------------------------- */

/* worker.save: 14 integer registers, 2 unused words, 16 vector registers of 16 bytes */
.macro EACH_SAVED op_integer, op_vector, base, reg
  .set offset, \base
  .irp r, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14
  \op_integer %\r, offset, \reg
  .set offset, offset + 8
  .endr
  .set offset, \base + 128
  .irp x, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  \op_vector %xmm\x, offset, \reg
  .set offset, offset + 16
  .endr
.endm
.macro STORE64 r, at, reg
  movq \r, \at(\reg)
.endm
.macro LOAD64 r, at, reg
  movq \at(\reg), \r
.endm
.macro STORE128 x, at, reg
  movups \x, \at(\reg)
.endm
.macro LOAD128 x, at, reg
  movups \at(\reg), \x
.endm

.macro POLL name
STUB_BEGIN \name
  EACH_SAVED STORE64, STORE128, PLAT_WORKER_SAVE, %r15
.ifc \name, plat_morestack
  movl %eax, %esi
.else
.ifc \name, plat_poll
  movq $-1, %rsi /* POLL_FRAME */
.else
  movq $-2, %rsi /* POLL_MASKED */
.endif
.endif
  CALL_ON_SYSTEM_STACK plat_poll_c, 8
  testl %eax, %eax
  jne plat_dispatch
  EACH_SAVED LOAD64, LOAD128, PLAT_WORKER_SAVE, %r15
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
STUB_END \name
.endm

POLL plat_poll
POLL plat_poll_masked
POLL plat_morestack

/* A preempted fibre continues here: rsp points at its copy of worker.save, above that the return address. */
STUB_BEGIN plat_poll_resume
  .cfi_def_cfa %rsp, 48 * 8 + 8
  EACH_SAVED LOAD64, LOAD128, 0, %rsp
  addq $48 * 8, %rsp
  .cfi_def_cfa %rsp, 8
  ret
STUB_END plat_poll_resume

/* rax = a slot whose reference is about to be overwritten while the collector marks: that is shaded (gc/barrier.h). Most
 * have their mark already; where there is no mark to be set, C is not called. Every register but rax survives. */
STUB_BEGIN plat_store_barrier
  movq (%rax), %rax
  testb $PLAT_HEADER_COMPACT, %al /* else a reference: it is even */
  jz 2f
  shrq $PLAT_HEADER_REFERENCE_SHIFT, %rax
2: pushq %rcx
  .cfi_adjust_cfa_offset 8
  movq %rax, %rcx
  subq heap + HEAP_BASE(%rip), %rcx
  cmpq heap + HEAP_BYTES(%rip), %rcx
  jae 1f
  pushq %rdx
  .cfi_adjust_cfa_offset 8
  shrq $HEAP_MARK_SHIFT, %rcx
  movq heap + HEAP_MARKS(%rip), %rdx
  btq %rcx, (%rdx)
  popq %rdx
  .cfi_adjust_cfa_offset -8
  jc 1f
  popq %rcx
  .cfi_adjust_cfa_offset -8
  EACH_SAVED STORE64, STORE128, PLAT_WORKER_SAVE, %r15
  movq %rax, %rsi
  CALL_ON_SYSTEM_STACK plat_shade_c, 8
  EACH_SAVED LOAD64, LOAD128, PLAT_WORKER_SAVE, %r15
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
1: popq %rcx
  .cfi_adjust_cfa_offset -8
  ret
STUB_END plat_store_barrier

/* Sanitizers: C runs on system stacks only, entered and left by plain calls, so to them a worker is an ordinary thread and
 * needs no fibre API. They see nothing of what assembly and Plat code do on task stacks; for ThreadSanitizer that would
 * hide the publication of a task, so it builds with -DPLAT_NO_FAST_PATHS: every task function takes its C path. */
#ifdef PLAT_NO_FAST_PATHS
.macro FAST_PATH_ELSE label
  jmp \label
.endm
#else
.macro FAST_PATH_ELSE label
.endm
#endif

/* ---- tasks --------------------------------------------------------------------------------------------------- */

/* rsi = descriptor, rdx = scope; rax = record. Free list: see task.c */
STUB_BEGIN plat_task_new
  FAST_PATH_ELSE 1f
  movl PLAT_TASKDESC_SLOT_COUNT(%rsi), %ecx
  shrl $1, %ecx
  movq PLAT_WORKER_TASK_FREE(%r15, %rcx, 8), %rax
  testq %rax, %rax
  je 1f
  movq PLAT_TASK_SCOPE(%rax), %rdi
  movq %rdi, PLAT_WORKER_TASK_FREE(%r15, %rcx, 8)
  movq %rsi, PLAT_TASK_DESC(%rax)
  movq %rdx, PLAT_TASK_SCOPE(%rax)
  movq $0, PLAT_TASK_FIBRE(%rax)
  movq $0, PLAT_TASK_CANCEL(%rax)
  ret
1: CALL_RAISES plat_task_new_c
  ret
STUB_END plat_task_new

/* rsi = task. The push of deque.h; the stores are releases on x86-64. */
STUB_BEGIN plat_task_start
  FAST_PATH_ELSE 1f
  movq PLAT_TASK_SCOPE(%rsi), %rdx
  movq PLAT_WORKER_TASK(%r15), %rcx
  cmpq %rcx, SCOPE_OWNER(%rdx)
  jne 1f
  movq PLAT_WORKER_DEQUE_BOTTOM(%r15), %rax
  cmpq PLAT_WORKER_DEQUE_ROOM(%r15), %rax
  jge 1f
  cmpl $0, PLAT_WORKER_NUDGE(%r15)
  jne 1f
  incq SCOPE_LOCAL(%rdx)
  incq PLAT_WORKER_SPAWNED(%r15)
  movq $PLAT_TASK_UNSTARTED, PLAT_TASK_STATE(%rsi)
  movq PLAT_WORKER_DEQUE_MASK(%r15), %rcx
  andq %rax, %rcx
  movq PLAT_WORKER_DEQUE_CELLS(%r15), %rdx
  movq %rsi, (%rdx, %rcx, 8)
  incq %rax
  movq %rax, PLAT_WORKER_DEQUE_BOTTOM(%r15)
  ret
1: CALL_RAISES plat_task_start_c
  ret
STUB_END plat_task_start

/* Await. rsi = task. An unstarted child of a scope that the running task opened is claimed and called right
 * here while the stack is not deep, if that scope is the innermost record: no shield or time limit lies
 * between, so that what cancels the awaiter cancels the child too. If its deque entry is the newest, it is taken back first: deque.h, ordering argument 3 (the claim's lock cmpxchg is the fence).
 *
 *   +16  the task               frame at the in-place call: 24 bytes
 *   +8   worker.task before
 *   +0   padding (alignment)                                                                                     */
.macro AWAIT_IN_PLACE site
  FAST_PATH_ELSE 6f
  movq PLAT_TASK_STATE(%rsi), %rax
  cmpq $PLAT_TASK_UNSTARTED, %rax
  jne 5f
  movq PLAT_TASK_SCOPE(%rsi), %rcx
  movq PLAT_WORKER_TASK(%r15), %rdx
  cmpq %rdx, SCOPE_OWNER(%rcx)
  jne 6f
  cmpq %rcx, WORKER_SCOPE(%r15)
  jne 6f
  cmpl $0, SCOPE_CAUSE(%rcx)
  jne 6f
  cmpq PLAT_WORKER_DEEP_SP(%r15), %rsp
  jbe 6f
  movl $PLAT_TASK_RUNNING, %edi
  movq PLAT_WORKER_DEQUE_BOTTOM(%r15), %r8
  decq %r8
  movq PLAT_WORKER_DEQUE_MASK(%r15), %r9
  andq %r8, %r9
  movq PLAT_WORKER_DEQUE_CELLS(%r15), %r10
  cmpq %rsi, (%r10, %r9, 8)
  jne 2f
  movq %r8, PLAT_WORKER_DEQUE_BOTTOM(%r15)
  lock cmpxchgq %rdi, PLAT_TASK_STATE(%rsi)
  jne 1f
  cmpq %r8, PLAT_WORKER_DEQUE_TOP(%r15)
  jl 3f
  incq %r8 /* the last entry, perhaps a thief's: left behind, stale */
  movq %r8, PLAT_WORKER_DEQUE_BOTTOM(%r15)
  jmp 3f
1: incq %r8
  movq %r8, PLAT_WORKER_DEQUE_BOTTOM(%r15)
  jmp 6f
2: lock cmpxchgq %rdi, PLAT_TASK_STATE(%rsi)
  jne 6f
3: cmpl $0, PLAT_WORKER_MARKING(%r15)
  jne 8f
9: pushq %rsi
  .cfi_adjust_cfa_offset 8
  pushq %rdx
  .cfi_adjust_cfa_offset 8
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  movq WORKER_FIBRE(%r15), %rax
  movq %rsi, PLAT_WORKER_TASK(%r15)
  movq %rax, PLAT_TASK_FIBRE(%rsi)
  movq %rsi, %rdi
  movq PLAT_TASK_DESC(%rsi), %rax
  call *PLAT_TASKDESC_CODE(%rax)
\site:
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  popq %rdx
  .cfi_adjust_cfa_offset -8
  popq %rsi
  .cfi_adjust_cfa_offset -8
  movq %rdx, PLAT_WORKER_TASK(%r15)
  movq PLAT_TASK_SCOPE(%rsi), %rcx
  decq SCOPE_LOCAL(%rcx)
  incq PLAT_WORKER_ENDED(%r15)
.endm

/* The collector marks: what the claimed task in rsi, a child to run in place, refers to is shaded (gc/barrier.h). */
.macro AWAIT_IN_PLACE_SHADES
8: pushq %rsi
  .cfi_adjust_cfa_offset 8
  pushq %rdx
  .cfi_adjust_cfa_offset 8
  CALL_ON_SYSTEM_STACK plat_task_begins_c, 24
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 24
  popq %rdx
  .cfi_adjust_cfa_offset -8
  popq %rsi
  .cfi_adjust_cfa_offset -8
  jmp 9b
.endm

/* Takes the frame above off the stack. */
.macro IN_PLACE_FRAME_OFF
  .cfi_def_cfa %rsp, 32
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  popq %rdx
  .cfi_adjust_cfa_offset -8
  popq %rsi
  .cfi_adjust_cfa_offset -8
  movq %rdx, PLAT_WORKER_TASK(%r15)
.endm

/* Other handles may exist: waiters that came meanwhile are woken (await.h). */
STUB_BEGIN plat_await
  AWAIT_IN_PLACE await_site
  movl $PLAT_TASK_RUNNING, %eax
  movl $PLAT_TASK_DONE, %ecx
  lock cmpxchgq %rcx, PLAT_TASK_STATE(%rsi)
  jne 7f
  cmpq $0, PLAT_TASK_CANCEL(%rsi) /* behind DONE: cancel.h */
  jne 7f
  ret
5: cmpq $PLAT_TASK_DONE, %rax
  jne 6f
  ret
6: jmp plat_await_slow
  AWAIT_IN_PLACE_SHADES
7: CALL_ON_SYSTEM_STACK plat_task_wake_c, 8
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
await_pad: /* the child has unwound to its border: rsp as behind the call */
  IN_PLACE_FRAME_OFF
  jmp plat_await_ended
STUB_END plat_await

/* No other handle: no waiter can come, so no read-modify-write at the end; the record is free at once. */
STUB_BEGIN plat_await_release
  AWAIT_IN_PLACE await_release_site
4: cmpl $0, PLAT_WORKER_MARKING(%r15)
  jne 1f
2: movq $PLAT_TASK_FREE, PLAT_TASK_STATE(%rsi)
  movq PLAT_TASK_DESC(%rsi), %rcx
  movl PLAT_TASKDESC_SLOT_COUNT(%rcx), %ecx
  shrl $1, %ecx
  movq PLAT_WORKER_TASK_FREE(%r15, %rcx, 8), %rdx
  movq %rdx, PLAT_TASK_SCOPE(%rsi)
  movq %rsi, PLAT_WORKER_TASK_FREE(%r15, %rcx, 8)
  ret
5: cmpq $PLAT_TASK_DONE, %rax
  je 7f
6: pushq %rsi
  .cfi_adjust_cfa_offset 8
  call plat_await_slow
await_release_slow_site:
  popq %rsi
  .cfi_adjust_cfa_offset -8
7: movq %rsi, %rcx /* it was done, and will be written to again: as task_recycle */
  shrq $PLAT_CARD_SHIFT, %rcx
  addq PLAT_WORKER_CARDS(%r15), %rcx
  movb $1, (%rcx)
  jmp 4b
1: pushq %rsi /* the collector marks */
  .cfi_adjust_cfa_offset 8
  CALL_ON_SYSTEM_STACK plat_task_shade_c, 16
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 16
  popq %rsi
  .cfi_adjust_cfa_offset -8
  jmp 2b
  AWAIT_IN_PLACE_SHADES
await_release_pad:
  IN_PLACE_FRAME_OFF
  jmp plat_await_release_ended
STUB_END plat_await_release

STUB_PARK plat_await_slow
STUB_PARK plat_await_ended
STUB_PARK plat_await_release_ended

/* ---- scopes ----------------------------------------------------------------------------------------------------- */

STUB_BEGIN plat_scope_enter
  movq WORKER_SCOPE_FREE(%r15), %rax
  testq %rax, %rax
  je 1f
  movq SCOPE_OUTER(%rax), %rcx
  movq %rcx, WORKER_SCOPE_FREE(%r15)
2: movq PLAT_WORKER_TASK(%r15), %rcx
  movq WORKER_SCOPE(%r15), %rdx
  movq WORKER_FIBRE(%r15), %rsi
  movq WORKER_SHIELDS(%r15), %rdi
  movq %rcx, SCOPE_OWNER(%rax)
  movq $0, SCOPE_LOCAL(%rax)
  movq $0, SCOPE_REMOTE(%rax)
  movq %rdx, SCOPE_OUTER(%rax)
  movq %rsi, SCOPE_FIBRE(%rax)
  movq PLAT_WORKER_LOCALS(%r15), %rcx
  movq %rdi, SCOPE_DEPTH(%rax) /* and kind 0 */
  movq %rcx, SCOPE_LOCALS_AT(%rax)
  movq %rax, WORKER_SCOPE(%r15)
  ret
1: CALL_RAISES plat_scope_new_c
  jmp 2b
STUB_END plat_scope_enter

/* rsi = scope. Nothing left, and not cancelled: close it. Otherwise step by step: run own unstarted children
 * here, at last park; a resumed owner returns straight to its caller, the scope being closed already. */
STUB_BEGIN plat_scope_exit
  movl SCOPE_CAUSE(%rsi), %ecx
  movq SCOPE_LOCAL(%rsi), %rax
  addq SCOPE_REMOTE(%rsi), %rax
  orq %rcx, %rax
  jne 1f
  movq SCOPE_OUTER(%rsi), %rcx
  movq WORKER_SCOPE_FREE(%r15), %rax
  movq %rcx, WORKER_SCOPE(%r15)
  movq %rax, SCOPE_OUTER(%rsi)
  movq $0, SCOPE_OWNER(%rsi)
  movq $0, SCOPE_LOCALS_AT(%rsi)
  movq %rsi, WORKER_SCOPE_FREE(%r15)
  ret
1: SAVE_CONTEXT
scope_steps:
  movq %rsi, %rbx
  movq PLAT_WORKER_TASK(%r15), %rbp
  xorl %r12d, %r12d
2: movq %rbx, %rsi
  movq %r12, %rdx
  CALL_ON_SYSTEM_STACK plat_scope_step_c, 48
  cmpq $1, %rax
  je plat_dispatch
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 48
  jb 3f
  movq %rax, %r12
  movq %rax, PLAT_WORKER_TASK(%r15)
  movq %rax, %rdi
  movq PLAT_TASK_DESC(%rax), %rax
  call *PLAT_TASKDESC_CODE(%rax)
scope_exit_site:
  movq %rbp, PLAT_WORKER_TASK(%r15)
  jmp 2b
3: movq PLAT_WORKER_RESULT(%r15), %rax
  RESTORE_CONTEXT
  .cfi_def_cfa %rsp, 8
  ret
STUB_END plat_scope_exit

/* rsi = scope (rdx = state): cancels the unfinished tasks, then as above. */
.macro LEAVE_SCOPE name
STUB_BEGIN \name
  SAVE_CONTEXT
  movq %rsi, %rbx
  CALL_ON_SYSTEM_STACK plat_scope_leave_begin_c, 48
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 48
  movq %rbx, %rsi
  jmp scope_steps
STUB_END \name
.endm

LEAVE_SCOPE plat_scope_abort

STUB_BEGIN plat_scope_leave
  xorl %edx, %edx
  jmp plat_scope_abort
STUB_END plat_scope_leave

/* ---- select ---------------------------------------------------------------------------------------------------- */

/* rsi = channel, edx = SELECT_* bits. An arm that receives is noted in worker.select_few; all else in C. */
STUB_BEGIN plat_select_arm
  FAST_PATH_ELSE 1f
  testl $PLAT_SELECT_SEND, %edx
  jne 1f
  movl WORKER_SELECT_COUNT(%r15), %eax
  testl %edx, %edx
  je 2f
  cmpl $0, WORKER_SELECT_NODES(%r15)
  jne 1f
  xorl %eax, %eax
2: movl %eax, %ecx
  shrl $SELECT_FEW_SHIFT, %ecx
  jne 1f
  movl %eax, %ecx
  shll $SELECT_FEW_SHIFT, %ecx
  movq %rsi, WORKER_SELECT_FEW(%r15, %rcx)
  movq $0, WORKER_SELECT_FEW + 8(%r15, %rcx)
  incl %eax
  movl %eax, WORKER_SELECT_COUNT(%r15)
  ret
1: CALL_RAISES plat_select_arm_c
  ret
STUB_END plat_select_arm

/* Body of the tasks of a host program (rt0/host.c): slot 0 is a C function, slot 1 its argument; on the system stack. */
STUB_BEGIN plat_host_body
  movq PLAT_TASK_SLOTS(%rdi), %rsi
  movq PLAT_TASK_SLOTS + 8(%rdi), %rdx
  CALL_ON_SYSTEM_STACK plat_host_call_c, 8
  movq PLAT_WORKER_TASK_SP(%r15), %rsp
  .cfi_def_cfa %rsp, 8
  ret
STUB_END plat_host_body

/* ---- for the walker: {return address, frame bytes as in CALLSITE, SITE_* of unwind/table.h, landing pad} --------------- */

  .section .data.rel.ro, "aw"
  .p2align 3
  .globl plat_asm_sites
plat_asm_sites:
  .quad await_site, 24, 1, await_pad
  .quad await_release_site, 24, 1, await_release_pad
  .quad await_release_slow_site, 8, 0, 0
  .quad scope_exit_site, 40, 2, scope_exit_site
  .quad plat_task_entry_return, 0, 3, plat_task_entry_return
  .quad 0, 0, 0, 0

  .section .note.GNU-stack, "", @progbits
