/* scope.c: scopes; see scope.h for the counting and the wake-up argument. */
#include "task/scope.h"
#include "base/check.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/asm_offsets.h"
#include "task/fibre.h"
#include "task/task.h"
#include "wait/wait.h"

_Static_assert(offsetof(scope_t, owner) == SCOPE_OWNER, "assembly");
_Static_assert(offsetof(scope_t, local) == SCOPE_LOCAL, "assembly");
_Static_assert(offsetof(scope_t, remote) == SCOPE_REMOTE, "assembly");
_Static_assert(offsetof(scope_t, next_free) == SCOPE_NEXT_FREE, "assembly");
_Static_assert(offsetof(worker_t, scope_free) == WORKER_SCOPE_FREE, "assembly");

static uintptr_t close_scope(worker_t *w, scope_t *scope) {
  scope->owner = NULL;
  pool_give(&w->scope_free, &w->scopes_given, &sched.shared_scopes, scope);
  return SCOPE_STEP_DONE;
}

void scope_add(scope_t *scope, const task_t *spawner) {
  if (scope->owner == spawner) {
    scope->local++;
  } else {
    atomic_fetch_add_explicit(&scope->remote, 1,
                              memory_order_relaxed); /* the spawner itself is still counted */
  }
}

/* One task less in `remote`, or the owner's own one; the last wakes the owner. */
static void count_down(worker_t *w, scope_t *scope) {
  int64_t remote = load_acquire(&scope->remote); /* with the release of the additions: waiter, token */
  do {
    bool last = (remote & SCOPE_WAITING) != 0 && scope_remote(remote) == 1;
    if (last && wait_claim_token(load_relaxed(&scope->waiter), load_relaxed(&scope->token))) {
      fibre_t *owner = load_relaxed(&scope->waiter);
      owner->result = WAIT_DONE;
      close_scope(w, scope); /* its owner comes back straight to Plat code */
      fibre_wake(w, owner);
      return;
    }
  } while (!cas_acq_rel(&scope->remote, &remote, remote - 1));
}

void scope_remove(worker_t *w, scope_t *scope, const task_t *here) {
  if (scope->owner == here) {
    scope->local--;
  } else {
    count_down(w, scope);
  }
}

/* Called by assembly when worker.scope_free is empty. */
scope_t *plat_scope_new_c(worker_t *w) {
  scope_t *scope = pool_take(&w->scope_free, &w->scopes_given, &sched.shared_scopes);
  return scope != NULL ? scope : record_take(w, sizeof(scope_t));
}

/* Cancelled: the scope goes on without its owner, which decides what becomes of it. Otherwise it is closed.
 */
static void conclude_scope(worker_t *w, fibre_t *fibre, uint64_t outcome) {
  (void)w;
  if (outcome == WAIT_DONE) return;
  scope_t *scope = fibre->node.at;
  (void)fetch_add_acq_rel(&scope->remote, SCOPE_ROUND - SCOPE_WAITING);
}

static uintptr_t wait_for_tasks(worker_t *w, scope_t *scope) {
  fibre_t *fibre = fibre_save(w);
  int64_t local = scope->local;
  scope->local = 0;
  store_relaxed(&scope->waiter, fibre);
  fibre->node.at = scope;
  (void)fetch_add_acq_rel(&scope->remote, local + SCOPE_WAITING + 1);
  uint64_t token = wait_open(fibre, WAIT_SHARED, conclude_scope);
  store_relaxed(&scope->token, token & ~WAIT_SEEN);
  count_down(w, scope);
  (void)wait_parked(w, fibre, token);
  return SCOPE_STEP_PARK;
}

/* One step of plat_scope_exit, which loops over it. `finished` has just run in place, or is null.
 * Returns a task to run in place (claimed), or SCOPE_STEP_DONE, or SCOPE_STEP_PARK; after PARK the last task
 * to end closes the scope and the owner resumes behind its call of plat_scope_exit.
 * pre: the callee-saved context is on the task stack (so parking needs nothing more). */
uintptr_t plat_scope_step_c(worker_t *w, scope_t *scope, task_t *finished) {
  if (finished != NULL) task_end(w, finished);
  int64_t remote = load_acquire(&scope->remote); /* with the release in scope_remove */
  if (scope->local + scope_remote(remote) == 0) return close_scope(w, scope);
  bool in_place = w->task_sp > w->deep_sp;
  entry_t entry;
  while (in_place && (entry = deque_pop(w)) != 0) {
    if (entry_is_fibre(entry)) { /* somebody else's turn: the scheduler will find it */
      deque_push(w, entry);
      break;
    }
    task_t *task = entry_task(entry);
    if (!task_claim(task)) continue; /* stale */
    if (task->scope == scope) return (uintptr_t)task;
    debug_check(w->start_next == NULL);
    w->start_next = task; /* another scope's: it gets a stack of its own, and we wait */
    break;
  }
  return wait_for_tasks(w, scope);
}
