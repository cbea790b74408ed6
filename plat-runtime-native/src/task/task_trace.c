/* task_trace.c: what a task record refers to.
 *
 * While it is not done its slots hold captures, at the end of its body its result: where both have a
 * reference, or one of them, the slot's word is looked at, and nothing is believed (a slot not stored yet, or
 * already stored over, holds rubbish), the more so since the task may run while this looks. A free record, met through a
 * stale deque entry, refers to nothing. The scope is not in the heap; its owner runs. */
#include "gc/cards.h"
#include "gc/mark.h"
#include "task/task.h"

void task_trace(gc_marker_t *m, const task_t *task) {
  uint64_t state = load_acquire(&task->state); /* with the releases of DONE: the result is there */
  if (!task_has_ended(state)) cards_dirty(task);
  const taskdesc_t *desc = __atomic_load_n(&task->desc, __ATOMIC_RELAXED);
  if (state != PLAT_TASK_FREE) gc_mark_word(m, (uintptr_t)load_relaxed(&task->cancel));
  const int32_t *results = (const int32_t *)desc->result_ref_offsets;
  if (state == PLAT_TASK_FREE) return;
  if (state != PLAT_TASK_DONE)
    gc_mark_offsets_maybe(m, task, (const int32_t *)desc->desc_ref_offsets, (int32_t)desc->desc_ref_count);
  gc_mark_offsets_maybe(m, task, results, (int32_t)desc->result_ref_count);
}
