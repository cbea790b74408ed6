/* shield.c: what masks cancellation from outside: the body of a defer.
 *
 * A shield is a record like a scope, so that everything opened inside lies above it, and what is opened
 * inside (a with_timeout) still cancels. What came meanwhile is looked for when it ends: its flag is still
 * set. */
#include "cancel/cancel.h"
#include "sched/monitor.h"

void plat_shield_enter_c(worker_t *w) {
  scope_open_shield(w);
  if (w->shields < SHIELDS_MOST) w->shields++;
}

void plat_shield_leave_c(worker_t *w) {
  scope_t *shield = w->scope;
  w->shields = shield->depth;
  scope_close(w, shield);
  if (cancel_flagged(w)) monitor_request(w, REQUEST_CANCEL); /* the next poll looks */
}
