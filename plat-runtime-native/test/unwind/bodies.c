/* bodies.c: panics, cancellation and the ways out of scopes, as compiled code would meet them. Each test_*
 * runs as the main task and returns 1. TRY calls with a landing pad; the callee-saved registers are spared
 * for nothing here (Makefile), so that every frame is one that FrameTables.java can describe. */
#include "plat_body.h"

extern const void *test_element;

static int64_t total, started, finished, cleaned;

#define ADD(word, n) __atomic_add_fetch(&(word), (n), __ATOMIC_SEQ_CST)
#define GET(word) __atomic_load_n(&(word), __ATOMIC_SEQ_CST)
#define TAKE(word) __atomic_exchange_n(&(word), 0, __ATOMIC_SEQ_CST)
#define SAVED "rbx", "r12", "r13", "r14"

/* Calls whose unwinding goes on at `pad`: of a C function, and of a runtime function. */
#define TRY_WITH(function, first, second, other, a, b, pad)                                                  \
  do {                                                                                                       \
    uint64_t a_ = (uint64_t)(a), b_ = (uint64_t)(b);                                                         \
    __asm__ volatile goto("call " #function "\n88:\n\t.pushsection plat_pads, \"\"\n\t.quad 88b, %l[" #pad   \
                          "]\n\t.popsection"                                                                 \
                          : "+" first(a_), "+" second(b_)                                                    \
                          :                                                                                  \
                          : "rax", other, SAVED, "rcx", "r8", "r9", "r10", "r11", "memory", "cc"             \
                          : pad);                                                                            \
  } while (0)
#define TRY(function, a, b, pad) TRY_WITH(function, "D", "S", "rdx", a, b, pad)
#define TRY_RUNTIME(function, a, b, pad) TRY_WITH(function, "S", "d", "rdi", a, b, pad)

/* A task body: an entry that keeps the callee-saved registers as compiled code does, and a C function. */
#define UNWIND_BODY(name)                                                                                    \
  __attribute__((noipa, used)) static void name##_with(task_t *task);                                        \
  __asm__(".text\n.globl " #name "\n.type " #name ", @function\n" #name ":\n.cfi_startproc\n"                \
          "pushq %rbx\n.cfi_def_cfa_offset 16\n.cfi_offset 3, -16\n"                                         \
          "pushq %rbp\n.cfi_def_cfa_offset 24\n.cfi_offset 6, -24\n"                                         \
          "pushq %r12\n.cfi_def_cfa_offset 32\n.cfi_offset 12, -32\n"                                        \
          "pushq %r13\n.cfi_def_cfa_offset 40\n.cfi_offset 13, -40\n"                                        \
          "pushq %r14\n.cfi_def_cfa_offset 48\n.cfi_offset 14, -48\n"                                        \
          "call " #name "_with\n"                                                                            \
          "popq %r14\npopq %r13\npopq %r12\npopq %rbp\npopq %rbx\n.cfi_def_cfa_offset 8\n"                   \
          "ret\n.cfi_endproc\n.size " #name ", . - " #name "\n");                                            \
  static void name##_with(task_t *task)

#define FUNCTION __attribute__((noipa, used)) static

static inline void *catch (void) {
  return (void *)CALL0(plat_unwind_catch);
}
static inline void resume(void *state) {
  (void)CALL1(plat_unwind_resume, state);
  __builtin_unreachable();
}
static inline int64_t caught(void *state) {
  return (int32_t)CALL1(plat_attempt_catch, state);
}
static inline void *scope_abort(scope_t *scope, void *state) {
  return (void *)CALL2(plat_scope_abort, scope, state);
}
static inline void shield_enter(void) {
  (void)CALL0(plat_shield_enter);
}
static inline void shield_leave(void) {
  (void)CALL0(plat_shield_leave);
}
static inline void spawn(const taskdesc_t *desc, scope_t *scope, uint64_t slot) {
  task_t *task = spawn_new(desc, scope);
  task->slots[0] = slot;
  spawn_start(task);
}

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
