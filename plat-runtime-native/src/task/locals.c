/* locals.c: what with_local binds.
 *
 * All task-locals that a program binds anywhere lie together in one immutable object, which the compiler lays
 * out; with_local makes a copy with other values in it. worker.locals is that of the running task (null:
 * every one has its default), so reading one is two loads.
 * Invariant: worker.locals is what it was when the innermost open record was opened (scope.locals), or what
 * that record, a SCOPE_LOCALS, has bound. Since a spawn inside a with_local needs a scope inside it, all
 * tasks of a scope begin with what the scope was opened with: fibre_start takes it from there, whoever starts
 * the task, and a child in place finds it in the worker, because its scope is the innermost record then. So
 * nothing is stored per task. What is bound lives as long as a record, a fibre, or a worker refers to it;
 * all of them are roots (gc/roots.c), and records are cleared when they are closed. */
#include "task/scope.h"

void plat_locals_enter_c(worker_t *w, void *locals) {
  (void)scope_open(w, SCOPE_LOCALS);
  w->locals = locals;
}

void plat_locals_leave_c(worker_t *w) {
  scope_t *record = w->scope;
  w->locals = record->locals;
  scope_close(w, record);
}
