/* bodies.c: what tasks need outside the heap is used up (sched/space.h): always a panic that attempt catches, all
 * that was begun is unwound, and everything works as before. Each test_* runs as the main task and returns 1. */
#include "unwind_body.h"

extern const void *test_element, *test_wide_element;
extern const char *test_tasks_limit;
extern bool test_unlimited;

static int64_t started, cleaned, done;

enum { MANY = 20000, DEEP = 200, AFTERWARDS = 20 };
#define LONG (UINT64_C(3600) * 1000000000)

static inline int64_t says(const char *part) {
  return (int64_t)CALL1(exhaust_says, part);
}

static inline void select_arm(void *chan, uint64_t kind) {
  (void)CALL2(plat_select_arm, chan, kind);
}

/* ---- what tasks wait for ---- */

FUNCTION void receives(uint64_t chan) {
  POLL();
  uint64_t value;
  (void)chan_recv((void *)chan, &value);
}

FUNCTION void selects(uint64_t chan, uint64_t arms) {
  POLL();
  for (uint64_t i = 0; i < arms; i++)
    select_arm((void *)chan, i == 0 ? PLAT_SELECT_FIRST : 0);
  (void)CALL2(plat_select_wait, 0, arms == 1 ? LONG : PLAT_SELECT_NO_LIMIT);
}

FUNCTION void sends_wide(uint64_t chan) {
  POLL();
  for (uint64_t i = 0; i < 5; i++)
    self->xfer[i] = i;
  (void)CALL1(plat_chan_send, chan);
}

/* A sleep, or another wait with a time limit. */
FUNCTION void waits_long(uint64_t chan, uint64_t how) {
  POLL();
  switch (how) {
  case 0:
    (void)CALL1(plat_sleep, LONG);
    break;
  case 1:
    (void)CALL2(plat_chan_recv_timeout, chan, LONG);
    break;
  case 2:
    selects(chan, 1);
    break;
  default:
    (void)CALL2(plat_await_timeout, self->task->scope->owner, LONG);
    break;
  }
}

#define CLEANS(name, call, a, b)                                                                             \
  UNWIND_BODY(name) {                                                                                        \
    POLL();                                                                                                  \
    uint64_t slot = task->slots[0];                                                                          \
    ADD(started, 1);                                                                                         \
    TRY(call, a, b, pad);                                                                                    \
    return;                                                                                                  \
  pad:;                                                                                                      \
    void *state = catch ();                                                                                  \
    ADD(cleaned, 1);                                                                                         \
    resume(state);                                                                                           \
  }

TASK_DESC(receive_desc, receive_body, 1, 0);
TASK_DESC(select_desc, select_body, 1, 0);
TASK_DESC(send_desc, send_body, 1, 0);
TASK_DESC(wait_desc, wait_body, 1, 0);
TASK_DESC(work_desc, work_body, 1, 0);

CLEANS(receive_body, receives, slot, 0)
CLEANS(select_body, selects, slot, 8)
CLEANS(send_body, sends_wide, slot, 0)
CLEANS(wait_body, waits_long, slot, __atomic_load_n(&started, __ATOMIC_RELAXED) % 4)

/* ---- everything works as before ---- */

static inline uint64_t kept(uint64_t value) {
  __asm__ volatile("" : "+r"(value));
  return value;
}

FUNCTION uint64_t deep(uint64_t n) {
  POLL();
  if (n == 0) return 0;
  return kept(deep(n - 1)) + 1;
}

UNWIND_BODY(work_body) {
  POLL();
  void *chan = (void *)task->slots[0];
  yield();
  if (deep(DEEP) != DEEP) return;
  (void)CALL1(plat_sleep, 1000);
  void *own = chan_new(test_element, 1);
  chan_send(own, 1);
  select_arm(own, PLAT_SELECT_FIRST);
  select_arm(chan, 0);
  (void)CALL2(plat_select_wait, 0, PLAT_SELECT_NO_LIMIT);
  scope_t *scope = scope_enter();
  scope_exit(scope);
  ADD(done, 1);
}

FUNCTION int64_t unharmed(void *chan) {
  POLL();
  scope_t *scope = scope_enter();
  for (int i = 0; i < AFTERWARDS; i++)
    spawn(&work_desc, scope, (uint64_t)chan);
  scope_exit(scope);
  int64_t begun = TAKE(started);
  return TAKE(cleaned) == begun && TAKE(done) == AFTERWARDS;
}

/* ---- many tasks ---- */

FUNCTION void spawn_many(scope_t *scope, uint64_t chan, const taskdesc_t *desc) {
  POLL();
  for (int i = 0; i < MANY; i++) {
    LOOP_POLL();
    spawn(desc, scope, chan);
  }
  receives(chan);
}

typedef struct many {
  const taskdesc_t *desc;
  void *chan;
} many_t;

static many_t many; /* main's, between the calls below */

FUNCTION void many_in(scope_t *scope) {
  POLL();
  spawn_many(scope, (uint64_t)many.chan, many.desc);
}

FUNCTION void scope_of_many(uint64_t unused) {
  POLL();
  (void)unused;
  scope_t *scope = scope_enter();
  TRY(many_in, scope, 0, pad);
  scope_exit(scope);
  return;
pad:;
  void *state = catch ();
  resume(scope_abort(scope, state));
}

FUNCTION int64_t run_out(const taskdesc_t *desc, const void *element, const char *limit) {
  POLL();
  void *receive = chan_new(element, 0); /* nobody sends */
  many = (many_t){desc, receive};
  TRY(scope_of_many, 0, 0, pad);
  return 0;
pad:
  return caught(catch ()) && says(limit) && unharmed(many.chan);
}

int64_t test_tasks(void) {
  return run_out(&receive_desc, test_element, test_tasks_limit);
}
int64_t test_selects(void) {
  return run_out(&select_desc, test_element, "PLAT_RECORDS_MAX");
}
int64_t test_sleeps(void) {
  return run_out(&wait_desc, test_element, "PLAT_TIMERS_MAX");
}

FUNCTION void sends_many(scope_t *scope) {
  POLL();
  for (int i = 0; i < MANY; i++) {
    LOOP_POLL();
    spawn(&send_desc, scope, (uint64_t)many.chan);
  }
  (void)CALL1(plat_sleep, LONG);
}

FUNCTION void scope_of_senders(uint64_t unused) {
  POLL();
  (void)unused;
  scope_t *scope = scope_enter();
  TRY(sends_many, scope, 0, pad);
  scope_exit(scope);
  return;
pad:;
  void *state = catch ();
  resume(scope_abort(scope, state));
}

int64_t test_wide_sends(void) {
  POLL();
  void *chan = chan_new(test_wide_element, 0);
  many = (many_t){&send_desc, chan};
  TRY(scope_of_senders, 0, 0, pad);
  return 0;
pad:;
  if (!caught(catch ()) || !says("PLAT_RECORDS_MAX")) return 0;
  void *other = chan_new(test_element, 0);
  return unharmed(other);
}

/* ---- many records of one task ---- */

FUNCTION void nest(uint64_t shielded) {
  POLL();
  scope_t *scope = scope_enter();
  TRY(nest, shielded, 0, pad);
  scope_exit(scope);
  return;
pad:;
  void *state = catch ();
  if (shielded != 0) {
    shield_enter();
    yield();
    ADD(cleaned, 1);
    shield_leave();
  }
  resume(scope_abort(scope, state));
}

int64_t test_scopes(void) {
  POLL();
  TRY(nest, 0, 0, pad);
  return 0;
pad:
  if (!caught(catch ()) || !says("PLAT_RECORDS_MAX")) return 0;
  return unharmed(chan_new(test_element, 0));
}

/* Cleanup finds records when nothing else does. */
int64_t test_shields(void) {
  POLL();
  TRY(nest, 1, 0, pad);
  return 0;
pad:
  if (!caught(catch ()) || !says("PLAT_RECORDS_MAX")) return 0;
  return TAKE(cleaned) > 100 && unharmed(chan_new(test_element, 0));
}

FUNCTION void limited(uint64_t limit) {
  POLL();
  void *record = (void *)CALL1(plat_timeout_enter, limit);
  TRY(limited, limit, 0, pad);
  (void)CALL1(plat_timeout_leave, record);
  return;
pad:;
  void *state = catch ();
  resume((void *)CALL2(plat_timeout_abort, record, state));
}

int64_t test_limits(void) {
  POLL();
  TRY(limited, LONG, 0, pad);
  return 0;
pad:
  if (!caught(catch ()) || !says("_MAX raises it")) return 0;
  return unharmed(chan_new(test_element, 0));
}

/* ---- idle stacks ---- */

enum {
  PATIENCE = 10000, /* ms */
  IDLERS = 400000,
  GIVEN_BACK = 50000 /* KiB of 64,000: 2^14 tasks with stacks of 1 KiB, and packed ones */
};

static inline int64_t resident(void) {
  return (int64_t)CALL0(exhaust_resident);
}

/* Many tasks wait together; returns how much memory there was then. */
FUNCTION int64_t wait_together(void *chan) {
  POLL();
  scope_t *scope = scope_enter();
  for (int i = 0; i < IDLERS; i++) {
    LOOP_POLL();
    spawn(&receive_desc, scope, (uint64_t)chan);
  }
  while (GET(started) < IDLERS) {
    LOOP_POLL();
    yield();
  }
  int64_t most = resident();
  chan_close(chan);
  scope_exit(scope);
  (void)TAKE(started);
  return most;
}

/* When they have ended, two collections have their stacks given back, soon; then they are there again. */
int64_t test_idle(void) {
  POLL();
  if (!test_unlimited) return 1;
  for (int round = 0; round < 3; round++) {
    int64_t most = wait_together(chan_new(test_element, 0));
    for (int i = 0; i < 3; i++)
      (void)CALL0(plat_gc_collect);
    for (int i = 0; i < PATIENCE && most - resident() < GIVEN_BACK; i++) {
      LOOP_POLL();
      (void)CALL1(plat_sleep, 1000000);
    }
    if (most - resident() < GIVEN_BACK) return 0;
  }
  return unharmed(chan_new(test_element, 0));
}
