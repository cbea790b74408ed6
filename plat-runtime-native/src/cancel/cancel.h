/* cancel.h: cancellation: what it reaches, and how a task notices.
 *
 * A record (task/scope.h) or a running task (task.cancel) is cancelled once, by a mark that stays. It
 * concerns the code that runs inside it: the owner's, down to the tasks it has spawned. A fibre is cancelled
 * where it stands if any record of its stack, any task of its chain, or its bottom task's scope is marked and
 * no shield lies between (cancel_look). It then unwinds: every landing pad looks outwards in the same way, so
 * the unwinding ends at the outermost marked record inside the innermost shield, which consumes it: a
 * with_timeout turns it into its Err, a scope whose task failed into that panic, a task ends.
 *
 * Cancelling spreads level by level: a scope marks the fibres of its own tasks and its owner's; one of them
 * that waits for the tasks of an inner scope gets that scope cancelled too (CAUSE_OUTER); any other one
 * cancels its inner scopes when it unwinds through them. So a shield protects what is inside it without being
 * asked, and no list of all descendants is needed.
 *
 * Noticing
 *   fibre.cancel   bit d: something d shields deep may be marked; set by cancellers, cleared by the fibre when
 *                  it has looked. Looked at before every wait, at every resume (which poisons the stack limit)
 *                  and in the slow path of polls.
 *   joined fibres  a fibre joins its bottom task's scope when it is first parked (preempted ones too), and sees
 *                  under the scope's lock whether that is marked already. Tasks that never park pay nothing.
 *   the others     run on some worker since they were started: all workers are poisoned (REQUEST_CANCEL).
 * No lost cancellation of a running fibre: the canceller marks, then adds to cancel_epoch (release), then
 * poisons. A poison may be overwritten by a switch at the same moment; the monitor repeats it to every worker
 * that has not yet read the new epoch (acquire) in a slow path. A fibre resumed after that read sees its mark
 * at the resume, the fibre running at that read looks at once.
 * No lost cancellation of a waiting fibre: the handshake in wait/wait.h, and here for owners that wait for tasks
 *   owner      fibre.exiting := scope; wait_fence; read fibre.cancel
 *   canceller  set fibre.cancel; membarrier; read fibre.exiting
 * Pinning: a canceller holds the lock of the marked record while it visits the fibres below, so none of them
 * leaves it; an inner scope found so is marked and pinned under its own lock, and visited later. */
#ifndef PLAT_CANCEL_CANCEL_H
#define PLAT_CANCEL_CANCEL_H

#include "task/fibre.h"
#include "task/scope.h"
#include "task/task.h"
#include "unwind/raise.h"

/* Shields that have a bit of fibre.cancel of their own; deeper ones share the last. */
enum { SHIELDS_MOST = 31 };

/* Marks the record, unless it is marked, and reaches everything below. w is null on a thread that is no
 * worker. */
void cancel_scope(worker_t *w, scope_t *scope, uint32_t cause);
/* Likewise a with_timeout whose deadline has passed, if it is still in that round. */
void cancel_deadline(worker_t *w, scope_t *scope, uint64_t round);
/* Cancels the task for this reason, a STRING: " by WHOM: WHY". No effect on an ended one. w as above. */
void cancel_task(worker_t *w, task_t *task, const void *reason);

/* Whether the running task is cancelled where it stands. */
bool cancel_look(worker_t *w);
/* Likewise, whatever shields it. */
bool cancel_look_anywhere(worker_t *w);
/* Likewise, seen from outside its `scope`: where an unwinding through it goes. */
bool cancel_look_outside(worker_t *w, const scope_t *scope);

static inline bool cancel_flagged(const worker_t *w) {
  return (load_relaxed(&w->fibre->cancel) >> w->shields & 1) != 0;
}

/* Before a wait, and after one whose result does not count when one is cancelled. pre: as for raising */
static inline void cancel_check(worker_t *w) {
  if (cancel_flagged(w) && cancel_look(w)) raise_cancelled(w);
}

#endif
