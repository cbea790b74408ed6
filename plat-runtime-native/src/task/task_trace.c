/* task_trace.c: what a task record refers to.
 *
 * While it is not done its slots hold captures, at the end of its body its result: where both have a
 * reference, or one of them, the slot's word is looked at, and nothing is believed (a slot not stored yet, or
 * already stored over, holds rubbish), the more so since the task may run while this looks. A free record, met through a
 * stale deque entry, refers to nothing. The scope is not in the heap; its owner runs. */
#include "gc/cards.h"
#include "gc/mark.h"
#include "task/task.h"

/* The result of a task that ended while this marking goes on may have been born meanwhile, and is young then. */
static bool refers_to_newborn(const task_t *task, const int32_t *offsets, uint32_t count) {
  bool found = heap_may_be_newborn((uintptr_t)load_relaxed(&task->cancel));
  for (uint32_t i = 0; i < count; i++)
    found |= heap_may_be_newborn(gc_word_at(task, offsets[i]));
  return found;
}

void task_trace(gc_marker_t *m, const task_t *task) {
  uint64_t state = load_acquire(&task->state); /* with the releases of DONE: the result is there */
  const taskdesc_t *desc = __atomic_load_n(&task->desc, __ATOMIC_RELAXED);
  const int32_t *results = (const int32_t *)desc->result_ref_offsets;
  if (!task_has_ended(state) || refers_to_newborn(task, results, desc->result_ref_count)) cards_dirty(task);
  if (state == PLAT_TASK_FREE) return;
  gc_mark_word(m, (uintptr_t)load_relaxed(&task->cancel));
  if (state != PLAT_TASK_DONE)
    gc_mark_offsets_maybe(m, task, (const int32_t *)desc->desc_ref_offsets, (int32_t)desc->desc_ref_count);
  gc_mark_offsets_maybe(m, task, results, (int32_t)desc->result_ref_count);
}
