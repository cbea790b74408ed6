/* bodies.c: panics, cancellation and the ways out of scopes, as compiled code would meet them. Each test_*
 * runs as the main task and returns 1. */
#include "unwind_body.h"

extern const void *test_element;

static int64_t total, started, finished, cleaned;

FUNCTION void fail(const char *text) {
  POLL();
  (void)CALL1(plat_panic_text, text);
}

/* The first byte of the message caught last, and of the place where the message ends. */
static uint64_t message(void) {
  const char *string = (const char *)self->xfer[0];
  return (uint64_t)(unsigned char)string[PLAT_STRING_BYTES];
}

/* ---- panics in one task ---- */

/* Cleans up on the way, in order: total becomes the sequence of marks. */
FUNCTION void nested(uint64_t depth) {
  POLL();
  if (depth == 0) fail("bottom");
  TRY(nested, depth - 1, 0, pad);
  return;
pad:;
  void *state = catch ();
  total = total * 10 + (int64_t)depth;
  resume(state);
}

int64_t test_cleanup_in_order(void) {
  POLL();
  TRY(nested, 4, 0, pad);
  return 0;
pad:
  return caught(catch ()) && message() == 'b' && TAKE(total) == 1234;
}

/* Keeps the call before it from becoming a loop. */
static inline int64_t kept(int64_t value) {
  __asm__ volatile("" : "+r"(value));
  return value;
}

FUNCTION int64_t attempt_deep(uint64_t depth) {
  POLL();
  if (depth == 0) {
    fail("deep");
    return 0;
  }
  return kept(attempt_deep(depth - 1)) + 1;
}

/* Many frames without a pad are passed by; the stack can be used again afterwards. */
int64_t test_attempts(void) {
  POLL();
  int64_t good = 0;
  for (int round = 0; round < 300; round++) {
    LOOP_POLL();
    TRY(attempt_deep, round, 0, pad);
    return 0;
  pad:
    good += caught(catch ()) && message() == 'd';
  }
  return good == 300;
}

FUNCTION void fails_while_cleaning(uint64_t unused) {
  POLL();
  (void)unused;
  TRY(fail, "first", 0, pad);
  return;
pad:;
  void *state = catch ();
  shield_enter();
  TRY(fail, "second", 0, again);
  return;
again:;
  void *later = catch ();
  shield_leave();
  resume((void *)CALL2(plat_unwind_merge, state, later));
}

int64_t test_panic_while_unwinding(void) {
  POLL();
  TRY(fails_while_cleaning, 0, 0, pad);
  return 0;
pad:
  return caught(catch ()) && message() == 'f';
}

static int64_t endless = 1;

FUNCTION int64_t overflows(uint64_t n) {
  POLL();
  if (endless == 0) return 0;
  return kept(overflows(n + 1)) + (int64_t)n;
}

FUNCTION void overflows_and_calls(uint64_t unused) {
  POLL();
  (void)unused;
  TRY(overflows, 0, 0, pad);
  return;
pad:;
  void *state = catch ();
  ADD(cleaned, 1);
  resume(state);
}

int64_t test_stack_overflow(void) {
  POLL();
  int64_t good = 0;
  for (int i = 0; i < 3; i++) {
    TRY(overflows_and_calls, 0, 0, pad);
    return 0;
  pad:
    good += caught(catch ()) && message() == 's';
  }
  return good == 3 && TAKE(cleaned) == 3;
}

/* ---- scopes ---- */

TASK_DESC(panic_desc, panic_body, 1, 0);
TASK_DESC(spin_desc, spin_body, 1, 0);
TASK_DESC(sleep_desc, sleep_body, 1, 0);
TASK_DESC(recv_desc, recv_body, 1, 0);
TASK_DESC(nest_desc, nest_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(shield_desc, shield_body, 1, 0);
TASK_DESC(value_desc, value_body, 1, 0);
TASK_DESC(await_desc, await_body, 1, 0);

UNWIND_BODY(panic_body) {
  POLL();
  if (task->slots[0] != 0) (void)CALL1(plat_sleep, task->slots[0]);
  fail("child");
}

UNWIND_BODY(value_body) {
  POLL();
  if (task->slots[0] != 0) (void)CALL1(plat_sleep, task->slots[0]);
  task->slots[0] = 7;
}

FUNCTION void spin(uint64_t unused) {
  POLL();
  (void)unused;
  for (;;)
    LOOP_POLL();
}

FUNCTION void sleeps(uint64_t nanoseconds) {
  POLL();
  (void)CALL1(plat_sleep, nanoseconds);
}

FUNCTION void receives(uint64_t chan) {
  POLL();
  uint64_t value;
  (void)chan_recv((void *)chan, &value);
}

/* Bodies that count when they begin, and when they are unwound. */
#define CLEANS(name, call)                                                                                   \
  UNWIND_BODY(name) {                                                                                        \
    POLL();                                                                                                  \
    uint64_t slot = task->slots[0];                                                                          \
    ADD(started, 1);                                                                                         \
    TRY(call, slot, 0, pad);                                                                                 \
    ADD(finished, 1);                                                                                        \
    return;                                                                                                  \
  pad:;                                                                                                      \
    void *state = catch ();                                                                                  \
    ADD(cleaned, 1);                                                                                         \
    resume(state);                                                                                           \
  }

CLEANS(spin_body, spin)
CLEANS(sleep_body, sleeps)
CLEANS(recv_body, receives)

/* Waits in its cleanup, which nobody may cut short. */
UNWIND_BODY(shield_body) {
  POLL();
  uint64_t slot = task->slots[0];
  ADD(started, 1);
  TRY(spin, slot, 0, pad);
  return;
pad:;
  void *state = catch ();
  shield_enter();
  (void)CALL1(plat_sleep, 3000000);
  ADD(cleaned, 1);
  shield_leave();
  resume(state);
}

enum { HOUR = 3600 };
#define LONG (UINT64_C(1000000000) * HOUR)

static inline void until_started(int64_t n) {
  while (GET(started) < n) {
    LOOP_POLL();
    yield();
  }
}

/* A scope with every kind of waiting child; the body waits for `task` (or its own sleep), or leaves. */
FUNCTION void scope_of_all(uint64_t leaves, uint64_t fails_after) {
  POLL();
  void *chan = chan_new(test_element, 0);
  scope_t *scope = scope_enter();
  for (int i = 0; i < 3; i++) {
    spawn(&spin_desc, scope, 0);
    spawn(&sleep_desc, scope, LONG);
    spawn(&recv_desc, scope, (uint64_t)chan);
    spawn(&shield_desc, scope, 0);
  }
  if (fails_after != 0) spawn(&panic_desc, scope, fails_after);
  if (leaves != 0) {
    if (leaves == 2) until_started(12);
    (void)CALL1(plat_scope_leave, scope);
    return;
  }
  TRY(sleeps, LONG, 0, pad);
  return;
pad:;
  void *state = catch ();
  ADD(cleaned, 1);
  resume(scope_abort(scope, state));
}

static int64_t balanced(int64_t bodies) {
  int64_t s = TAKE(started);
  int64_t c = TAKE(cleaned);
  return TAKE(finished) == 0 && c == s + bodies;
}

/* A failing child ends its siblings and the body; the scope panics on with it. */
int64_t test_failure(void) {
  POLL();
  int64_t good = 0;
  for (int round = 0; round < 10; round++) {
    TRY(scope_of_all, 0, round == 0 ? 1 : 100000 * round, pad);
    return 0;
  pad:;
    good += caught(catch ()) && message() == 'c';
    good += balanced(1);
  }
  return good == 20;
}

int64_t test_leaving_early(void) {
  POLL();
  for (uint64_t round = 0; round < 10; round++) {
    TRY(scope_of_all, 1 + round % 2, 0, pad);
    if (!balanced(0)) return 0;
  }
  return 1;
pad:
  (void)catch ();
  return 0;
}

/* ---- failure and cancellation through many levels ---- */

FUNCTION void nest(uint64_t depth) {
  POLL();
  scope_t *scope = scope_enter();
  spawn(&nest_desc, scope, depth);
  spawn(&nest_desc, scope, depth);
  scope_exit(scope);
}

UNWIND_BODY(nest_body) {
  POLL();
  uint64_t depth = task->slots[0];
  ADD(started, 1);
  if (depth == 0) {
    TRY(sleeps, LONG, 0, pad);
  } else {
    TRY(nest, depth - 1, 0, pad);
  }
  ADD(finished, 1);
  return;
pad:;
  void *state = catch ();
  ADD(cleaned, 1);
  resume(state);
}

FUNCTION void tree_with_failure(uint64_t depth) {
  POLL();
  scope_t *scope = scope_enter();
  spawn(&nest_desc, scope, depth);
  spawn(&panic_desc, scope, 2000000);
  scope_exit(scope);
}

int64_t test_tree(void) {
  POLL();
  for (uint64_t round = 0; round < 8; round++) {
    TRY(tree_with_failure, round, 0, pad);
    return 0;
  pad:
    if (!caught(catch ()) || message() != 'c' || !balanced(0)) return 0;
  }
  return 1;
}

/* ---- time limits ---- */

FUNCTION void *limited(uint64_t limit, uint64_t inner) {
  POLL();
  void *record = (void *)CALL1(plat_timeout_enter, limit);
  if (inner == 0) {
    TRY(spin, 0, 0, pad);
  } else if (inner == 1) {
    TRY(sleeps, LONG, 0, pad);
  } else {
    TRY(limited, inner, 1, pad);
  }
  (void)CALL1(plat_timeout_leave, record);
  return NULL;
pad:;
  void *state = catch ();
  state = (void *)CALL2(plat_timeout_abort, record, state);
  if (state != NULL) resume(state);
  ADD(total, (int64_t)limit);
  return record;
}

int64_t test_timeouts(void) {
  POLL();
  TRY(limited, 1000000, 0, pad);
  if (TAKE(total) != 1000000) return 0;
  TRY(limited, 1000000, 1, pad);
  if (TAKE(total) != 1000000) return 0;
  TRY(limited, LONG, 2000000, pad); /* the inner one ends itself only */
  if (TAKE(total) != 2000000) return 0;
  TRY(limited, 2000000, LONG, pad); /* the outer one ends both */
  return TAKE(total) == 2000000;
pad:
  (void)catch ();
  return 0;
}

/* ---- one task ---- */

extern const void *test_reason;

FUNCTION void awaits(uint64_t task) {
  POLL();
  await((task_t *)task);
}

UNWIND_BODY(await_body) {
  POLL();
  task_t *other = (task_t *)task->slots[0];
  TRY(awaits, (uint64_t)other, 0, pad);
  ADD(total, 100);
  return;
pad:
  if (caught(catch ()) && message() == 't') ADD(total, 1);
}

int64_t test_cancel_task(void) {
  POLL();
  for (int round = 0; round < 60; round++) {
    LOOP_POLL();
    void *chan = chan_new(test_element, 0);
    scope_t *scope = scope_enter();
    task_t *task = spawn_new(round % 3 == 0 ? &spin_desc : round % 3 == 1 ? &sleep_desc : &recv_desc, scope);
    task->slots[0] = round % 3 == 1 ? LONG : (uint64_t)chan;
    spawn_start(task);
    for (int i = 0; i < 3; i++)
      spawn(&await_desc, scope, (uint64_t)task);
    if (round % 2 == 0) {
      while (GET(started) == 0) {
        LOOP_POLL();
        yield();
      }
    }
    (void)CALL2(plat_task_cancel, task, test_reason);
    (void)CALL2(plat_task_cancel, task, test_reason);
    scope_exit(scope);
    if (task->state != PLAT_TASK_CANCELLED || TAKE(total) != 3 || !balanced(0)) return 0;
  }
  return 1;
}

/* ---- circles ---- */

TASK_DESC(circle_desc, circle_body, 1, 0);

/* Awaits the task that the channel in its slot brings. */
UNWIND_BODY(circle_body) {
  POLL();
  uint64_t other;
  (void)chan_recv((void *)task->slots[0], &other);
  TRY(awaits, other, 0, pad);
  return;
pad:
  if (caught(catch ()) && message() == 't') ADD(total, 1);
}

enum { LINKS = 5 };

/* Of five tasks, each awaiting the next, at least one panics, and then all end. */
int64_t test_circle(void) {
  POLL();
  for (int round = 0; round < 200; round++) {
    LOOP_POLL();
    void *tasks = chan_new(test_element, LINKS);
    void *chans = chan_new(test_element, LINKS);
    scope_t *scope = scope_enter();
    for (int i = 0; i < LINKS; i++) {
      void *chan = chan_new(test_element, 1);
      task_t *task = spawn_new(&circle_desc, scope);
      task->slots[0] = (uint64_t)chan;
      spawn_start(task);
      chan_send(tasks, (uint64_t)task);
      chan_send(chans, (uint64_t)chan);
    }
    uint64_t chan, first, task;
    (void)chan_recv(tasks, &first);
    for (int i = 1; i < LINKS; i++) {
      (void)chan_recv(tasks, &task);
      (void)chan_recv(chans, &chan);
      chan_send((void *)chan, task);
    }
    (void)chan_recv(chans, &chan);
    chan_send((void *)chan, first);
    scope_exit(scope);
    int64_t circles = TAKE(total);
    if (circles < 1 || circles > LINKS) return 0;
  }
  return 1;
}

/* ---- races ---- */

FUNCTION void race(uint64_t first, uint64_t second) {
  POLL();
  scope_t *scope = (scope_t *)CALL0(plat_race_enter);
  spawn(&sleep_desc, scope, LONG);
  spawn(&spin_desc, scope, 0);
  if (first != 0) spawn(&value_desc, scope, first);
  if (second != 0) spawn(&panic_desc, scope, second);
  TRY_RUNTIME(plat_race_wait, scope, 0, pad);
  (void)CALL1(plat_scope_leave, scope);
  ADD(total, 1);
  return;
pad:;
  void *state = catch ();
  resume(scope_abort(scope, state));
}

int64_t test_race(void) {
  POLL();
  for (uint64_t round = 0; round < 10; round++) {
    TRY(race, 1 + 100000 * round, round % 2 == 0 ? 0 : LONG, bad);
    if (TAKE(total) != 1 || !balanced(0)) return 0;
    TRY(race, 0, 1 + 100000 * round, pad);
    return 0;
  pad:
    if (!caught(catch ()) || message() != 'c' || !balanced(0)) return 0;
  }
  return 1;
bad:
  (void)catch ();
  return 0;
}
