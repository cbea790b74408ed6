/* asm_offsets.h: offsets of private fields that switch_x64.S uses; asserted in scope.c and select.c. */
#ifndef PLAT_TASK_ASM_OFFSETS_H
#define PLAT_TASK_ASM_OFFSETS_H

#define SCOPE_OWNER 0
#define SCOPE_LOCAL 8
#define SCOPE_REMOTE 16
#define SCOPE_OUTER 24
#define SCOPE_FIBRE 32
#define SCOPE_DEPTH 40
#define SCOPE_LOCALS_AT 48
#define SCOPE_CAUSE 56
#define WORKER_FIBRE 104
#define WORKER_SCOPE_FREE 112
#define HEAP_BASE 0
#define HEAP_BYTES 8
#define HEAP_MARKS 16
#define HEAP_MARK_SHIFT 4
#define WORKER_SCOPE 968
#define WORKER_SHIELDS 976
#define WORKER_UNWINDING 984
#define WORKER_SELECT_COUNT (PLAT_WORKER_SAVE + 384)
#define WORKER_SELECT_NODES (PLAT_WORKER_SAVE + 388)
#define WORKER_SELECT_FEW (PLAT_WORKER_SAVE + 392)
#define SELECT_FEW_SHIFT 4 /* log2 of their number, and of the bytes of each */

#endif
