/* table.h: what is at a return address: the tables of the compiler, and those of the assembly.
 *
 * Frames have fixed sizes and no C lies between them, so one table per program (sections plat_functab,
 * plat_positions) maps a return address to its frame, its place in the source, the callee-saved registers
 * that the frame keeps, and perhaps a landing pad. plat_asm_sites does so for the calls in switch_x64.S: a
 * child that runs in place and the bottom of a fibre are borders of tasks, and have a landing pad always.
 * Read-only data: any thread may ask. */
#ifndef PLAT_UNWIND_TABLE_H
#define PLAT_UNWIND_TABLE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct position {
  const char *function, *file;
  uint32_t line, column;
  int32_t parent; /* the position into which it was inlined, or -1 */
  uint32_t pad;
} position_t;

/* What a call is, besides a call of compiled code. The asm rows name them by number. */
enum { SITE_CALL = 0, SITE_AWAIT = 1, SITE_SCOPE = 2, SITE_BOTTOM = 3 };

typedef struct site {
  uint32_t kind;
  uint32_t frame_bytes; /* from rsp just behind the call to the slot of the frame's own return address */
  uint32_t position;
  uint32_t saved_mask; /* bit i: the i-th of rbx rbp r12 r13 r14 lies below that slot, in this order */
  uintptr_t landing_pad;
  uint64_t live_words; /* CALLSITE.live_words */
} site_t;

/* False when no table knows the address. */
bool table_find(uintptr_t return_address, site_t *site);

enum { SITES_RECENT = 64 };

/* Sites looked up lately: stacks repeat few addresses. All zeros is an empty one. Its owner's alone. */
typedef struct sites {
  uintptr_t address[SITES_RECENT];
  site_t site[SITES_RECENT];
} sites_t;

/* As table_find; null when no table knows the address. Good until the next call. */
const site_t *sites_find(sites_t *sites, uintptr_t return_address);
/* Null when there is no such place. */
const position_t *table_position(int64_t index);

#endif
