/* walk.c: see walk.h. */
#include "unwind/walk.h"
#include "base/check.h"
#include "task/fibre.h"

#include <string.h>

/* Places in worker.save of rbx rbp r12 r13 r14, as EACH_SAVED in switch_x64.S writes them. */
static const uint8_t save_index[WALK_SAVED] = {1, 6, 11, 12, 13};

static uint64_t word_at(uintptr_t address) {
  uint64_t word;
  memcpy(&word, (const void *)address, sizeof word);
  return word;
}

/* Reads the return address at sp, and steps behind it. An address that no table knows is a mistake in
 * runtime-abi.txt: a function that raises is not marked so, and its stub saved no registers. */
static void stand_behind(walk_t *walk) {
  uintptr_t pc = word_at(walk->sp);
  walk->sp += sizeof pc;
  const site_t *site = sites_find(&walk->sites, pc);
  check(site != NULL);
  walk->site = *site;
}

void walk_begin(walk_t *walk, const worker_t *w) {
  memset(walk->sites.address, 0, sizeof walk->sites.address);
  walk->sp = w->task_sp;
  for (int i = 0; i < WALK_SAVED; i++) {
    if (w->polling) {
      walk->saved[i] = w->save[save_index[i]];
    } else { /* rbx was pushed first */
      walk->saved[WALK_SAVED - 1 - i] = word_at(walk->sp);
      walk->sp += sizeof(uint64_t);
    }
  }
  stand_behind(walk);
}

void walk_out(walk_t *walk) {
  walk->sp += walk->site.frame_bytes;
  uintptr_t slot = walk->sp;
  for (int i = 0; i < WALK_SAVED; i++) {
    if ((walk->site.saved_mask >> i & 1) != 0) walk->saved[i] = word_at(slot -= sizeof(uint64_t));
  }
  stand_behind(walk);
}

task_t *walk_task(const walk_t *walk, const worker_t *w) {
  switch (walk->site.kind) {
  case SITE_AWAIT: /* the frame in switch_x64.S: padding, the task below, the task */
    return (task_t *)word_at(walk->sp + 2 * sizeof(uint64_t));
  case SITE_SCOPE: /* r12 there */
    return (task_t *)walk->saved[2];
  default:
    return w->fibre->bottom;
  }
}
