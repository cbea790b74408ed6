/* asm_offsets.h: offsets of private fields that switch_x64.S uses; asserted in scope.c. */
#ifndef PLAT_TASK_ASM_OFFSETS_H
#define PLAT_TASK_ASM_OFFSETS_H

#define SCOPE_OWNER 0
#define SCOPE_LOCAL 8
#define SCOPE_REMOTE 16
#define SCOPE_NEXT_FREE 32
#define WORKER_SCOPE_FREE 112

#endif
