/* fibre_roots.c: every fibre that is not free is alive: its record holds roots, word by word, and its stack (fibre_frames.c).
 *
 * That keeps a fibre alive which waits for what nobody can bring: its scope waits for it, so it is not
 * garbage but a mistake to be reported; and with it what it waits at (node.at), since it must be taken down
 * from there when it is cancelled. Running fibres are looked at while the world is stopped; their depth is
 * stale, it is set here from what their worker knows. Their node is not in use, and is cleared, so that what
 * it once waited at does not live on.
 *
 * A parked fibre is looked at once in each marking, as it was when the marking began: by the marker when its
 * turn comes, or before, by the worker that resumes it. `looked_at` says who: 2n in marking n when it is
 * done, 2n - 1 while somebody does it. Whoever takes it there from anything else (a compare-and-swap) looks;
 * the worker waits for a marker that is at it. Ordering: the store of 2n is a release, with the acquire of
 * the worker that resumes the fibre. A fibre started later is born with 2n, stored before its depth.
 *
 * A fibre that waits on and on is settled, and minor collections leave it alone (Cheng, Harper, Lee, "Generational
 * Stack Collection and Profile-Driven Pretenuring", 1998): a server's tasks mostly wait. `settled` is the token of the
 * wait it was in, read before its stack was. While fibre.wait is the same open token, nobody has claimed the wait; so
 * nobody has resumed the fibre, or stored a value in its node. And what it refers to is old: the marking that looked at it
 * found it as it was when that marking began (who parks a fibre passes no stop point on the way), so all of it was there
 * then, and got its mark. What runs or is started while workers mark is not looked at again in that marking, hence
 * not settled, since it may hold what was born meanwhile, which stays young. A token counts the fibre's waits: it never
 * comes again. */
#include "gc/heap.h"
#include "gc/mark.h"
#include "os/os.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/stack.h"
#include "wait/wait.h"

#include <string.h>

static uint32_t done; /* 2n; changes while the world is stopped */

static void look_at_record(gc_marker_t *m, const fibre_t *fibre) {
  gc_mark_words(m, fibre, (const char *)fibre + FIBRE_BYTES);
}

void fibre_roots_begin(gc_marker_t *m) {
  stack_trim();
  done += 2;
  for (unsigned i = 0; i < sched.count; i++) {
    const worker_t *w = sched.workers[i];
    fibre_t *fibre = w->fibre;
    if (fibre == NULL) continue;
    fibre_set_depth(fibre, fibre_top(fibre) - w->task_sp);
    if (fibre->node.linked == LINKED_NOWHERE) {
      fibre->node.at = NULL;
      memset(fibre->node.values, 0, WAITER_INLINE * sizeof fibre->node.values[0]);
    }
    fibre_frames_running(m, w);
    look_at_record(m, fibre);
    fibre_looked_at(fibre);
  }
}

uint32_t fibre_markings(void) {
  return done / 2;
}

/* True when it is the caller's to look at; `*seen` is how it stands otherwise. */
static bool claim(fibre_t *fibre, uint32_t *seen) {
  *seen = load_acquire(&fibre->looked_at);
  return *seen != done && *seen != done - 1 && cas_acq_rel(&fibre->looked_at, seen, done - 1);
}

bool fibre_is_settled(const fibre_t *fibre) {
  uint64_t wait = load_relaxed(&fibre->wait);
  return (wait & WAIT_OPEN) != 0 && wait == load_relaxed(&fibre->settled);
}

/* A parked fibre; the caller has claimed it. */
static void look_parked(gc_marker_t *m, fibre_t *fibre) {
  uint64_t wait =
      load_acquire(&fibre->wait); /* with the release in wait_open: the stack is that of this wait */
  fibre_frames_parked(m, fibre);
  look_at_record(m, fibre);
  store_relaxed(&fibre->settled, wait);
  store_release(&fibre->looked_at, done);
}

static void look_once(void *context, fibre_t *fibre) {
  uint32_t seen;
  if (heap.minor && fibre_is_settled(fibre)) return;
  if (claim(fibre, &seen))
    look_parked(context, fibre); /* or a worker is at it: it cannot be stopped meanwhile */
}

void fibre_roots_of(gc_marker_t *m, char *chunk) {
  fibre_each_of(chunk, look_once, m);
}

void fibre_look_at(gc_marker_t *m, fibre_t *fibre) {
  uint32_t seen;
  if (claim(fibre, &seen)) look_parked(m, fibre);
  while (load_acquire(&fibre->looked_at) != done)
    os_thread_yield();
}

void fibre_looked_at(fibre_t *fibre) {
  store_relaxed(&fibre->looked_at, done);
}
