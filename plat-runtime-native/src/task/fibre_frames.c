/* fibre_frames.c: what the frames of a stack refer to.
 *
 * A word of a frame may be a reference or a number; that is not known, so each that could be a reference is one. What is
 * known is which words are still needed: for every call the compiler tells what of the frame is read after it
 * (CALLSITE.live_words). The others are left alone, or a variable that was set to None, and the rubbish that older calls
 * left in fresh frames, would keep objects alive for as long as a frame stands, and a dead node of a queue all nodes behind
 * it. Registers need no such table: the compiler clears those that callees save (regalloc/LivePlaces).
 *
 * The walk is that of unwind/walk.h without registers. It begins below what a stub pushed above the return address into
 * Plat code. Where no table knows a return address (bodies written in C, in tests; the start of a fibre), all that is
 * left of the stack counts. */
#include "gc/heap.h"
#include "gc/mark.h"
#include "sched/worker.h"
#include "task/fibre.h"

#include <string.h>

enum {
  CONTEXT_BYTES = 40,
  POLL_BYTES = 48 * sizeof(uint64_t),
  ALL_LIVE = 64 /* words from here on always count */
};

/* Assembly: where a preempted fibre goes on, with the registers of the poll above. */
void plat_poll_resume(void);

/* Stacks hold words that no sanitizer knows of. */
__attribute__((no_sanitize("address", "thread"))) static uintptr_t word_at(uintptr_t address) {
  return *(const uintptr_t *)address;
}

static void mark_words(gc_marker_t *m, uintptr_t from, uintptr_t to) {
  gc_mark_words(m, (const void *)from, (const void *)to);
}

/* The words of a frame that are read later, and the registers that it saved. */
static void mark_frame(gc_marker_t *m, uintptr_t sp, const site_t *site) {
  uintptr_t end = sp + site->frame_bytes;
  uintptr_t saved = end - (uintptr_t)__builtin_popcount(site->saved_mask) * sizeof(uintptr_t);
  uint64_t live = site->live_words;
  for (uintptr_t at = sp; live != 0 && at < saved; at += sizeof(uintptr_t), live >>= 1) {
    if ((live & 1) != 0) mark_words(m, at, at + sizeof(uintptr_t));
  }
  uintptr_t unknown = sp + ALL_LIVE * sizeof(uintptr_t);
  mark_words(m, unknown < saved ? unknown : saved, end);
}

/* `sp` is where a return address lies. */
static void mark_frames(gc_marker_t *m, uintptr_t sp, uintptr_t top) {
  while (sp < top) {
    uintptr_t pc = word_at(sp);
    if (pc == (uintptr_t)plat_poll_resume) {
      sp += sizeof pc;
      mark_words(m, sp, sp + POLL_BYTES);
      sp += POLL_BYTES;
      continue;
    }
    const site_t *site = sites_find(&m->sites, pc);
    if (site == NULL) {
      mark_words(m, sp, top);
      return;
    }
    sp += sizeof pc;
    if (site->kind == SITE_BOTTOM) return;
    mark_frame(m, sp, site);
    sp += site->frame_bytes;
  }
}

void fibre_frames_parked(gc_marker_t *m, const fibre_t *fibre) {
  uintptr_t top = fibre_top(fibre), sp = top - fibre->depth;
  mark_words(m, sp, sp + CONTEXT_BYTES);
  mark_frames(m, sp + CONTEXT_BYTES, top);
}

/* The worker is in C, called by a stub: what that pushed lies at task_sp, and the return address into it, first on the
 * system stack, is that of a nopl which says how much (CALL_ON_SYSTEM_STACK). Another return address is the
 * dispatcher's, which has no call to stand behind. */
void fibre_frames_running(gc_marker_t *m, const worker_t *w) {
  static const uint8_t nopl[] = {0x0f, 0x1f, 0x40};
  uintptr_t top = fibre_top(w->fibre), sp = w->task_sp;
  const uint8_t *stub = (const uint8_t *)word_at(w->system_sp - sizeof(uintptr_t));
  if (memcmp(stub, nopl, sizeof nopl) != 0) {
    mark_words(m, sp, top);
    return;
  }
  size_t pushed = stub[sizeof nopl] - sizeof(uintptr_t);
  mark_words(m, sp, sp + pushed);
  mark_frames(m, sp + pushed, top);
}
