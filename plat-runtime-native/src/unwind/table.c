/* table.c: see table.h. Binary search in the table of functions, then in the function's calls. */
#include "unwind/table.h"
#include "plat_abi.h"

typedef struct callsite {
  uint32_t return_offset, frame_bytes, position, landing_pad;
  uint64_t live_words;
} callsite_t;

typedef struct functab {
  uintptr_t start, end;
  const callsite_t *callsites;
  uint32_t callsite_count, position, saved_mask, reserved;
} functab_t;

/* A row of plat_asm_sites. Nothing is saved in these frames but what their landing pads know about. */
typedef struct asm_site {
  uintptr_t return_address, frame_bytes, kind, landing_pad;
} asm_site_t;

PLAT_ABI_ASSERT_CALLSITE(callsite_t);
PLAT_ABI_ASSERT_FUNCTAB(functab_t);
PLAT_ABI_ASSERT_POSITION(position_t);

/* Weak: a host program without compiled Plat code has no tables. */
extern const functab_t __start_plat_functab[] __attribute__((weak));
extern const functab_t __stop_plat_functab[] __attribute__((weak));
extern const position_t __start_plat_positions[] __attribute__((weak));
extern const position_t __stop_plat_positions[] __attribute__((weak));
extern const asm_site_t plat_asm_sites[];

static const functab_t *function_at(uintptr_t pc) {
  const functab_t *low = __start_plat_functab;
  const functab_t *high = __stop_plat_functab;
  while (low < high) {
    const functab_t *middle = low + (high - low) / 2;
    if (pc < middle->start) {
      high = middle;
    } else if (pc > middle->end) { /* a return address may equal end: a call that never returns came last */
      low = middle + 1;
    } else {
      return middle;
    }
  }
  return NULL;
}

static const callsite_t *callsite_at(const functab_t *function, uintptr_t pc) {
  uint32_t offset = (uint32_t)(pc - function->start);
  uint32_t low = 0;
  uint32_t high = function->callsite_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (function->callsites[middle].return_offset < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  bool found = low < function->callsite_count && function->callsites[low].return_offset == offset;
  return found ? &function->callsites[low] : NULL;
}

static bool find_asm(uintptr_t pc, site_t *site) {
  for (const asm_site_t *row = plat_asm_sites; row->return_address != 0; row++) {
    if (row->return_address != pc) continue;
    *site = (site_t){.kind = (uint32_t)row->kind,
                     .frame_bytes = (uint32_t)row->frame_bytes,
                     .position = UINT32_MAX,
                     .live_words = UINT64_MAX,
                     .landing_pad = row->landing_pad};
    return true;
  }
  return false;
}

bool table_find(uintptr_t pc, site_t *site) {
  const functab_t *function = function_at(pc);
  if (function == NULL) return find_asm(pc, site);
  const callsite_t *call = callsite_at(function, pc);
  if (call == NULL) {
    /* The address may be the start of this function and the end of the one before, or the other way round. */
    if (function > __start_plat_functab && function[-1].end == pc) {
      call = callsite_at(--function, pc);
    } else if (function + 1 < __stop_plat_functab && function[1].start == pc) {
      call = callsite_at(++function, pc);
    }
    if (call == NULL) return find_asm(pc, site);
  }
  *site = (site_t){.kind = SITE_CALL,
                   .frame_bytes = call->frame_bytes,
                   .position = call->position,
                   .live_words = call->live_words,
                   .saved_mask = call->frame_bytes == 0 ? 0 : function->saved_mask,
                   .landing_pad = call->landing_pad == 0 ? 0 : function->start + call->landing_pad};
  return true;
}

const site_t *sites_find(sites_t *sites, uintptr_t pc) {
  if (pc == 0) return NULL;
  size_t slot = (pc >> 2) % SITES_RECENT;
  if (sites->address[slot] != pc) {
    if (!table_find(pc, &sites->site[slot])) {
      sites->address[slot] = 0;
      return NULL;
    }
    sites->address[slot] = pc;
  }
  return &sites->site[slot];
}

const position_t *table_position(int64_t index) {
  int64_t count = __stop_plat_positions - __start_plat_positions;
  return index >= 0 && index < count ? &__start_plat_positions[index] : NULL;
}
