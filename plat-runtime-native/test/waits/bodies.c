/* bodies.c: waits that end by peers, time limits and cancellation at once. Each test_* runs as the main task
 * and returns 1. The invariant of all channel tests: what was reported as sent is what was received or is
 * left in the channel, each value once. */
#include "plat_body.h"

extern const void *test_element, *test_wide_element;

enum { CLOSED, DONE, TIMED_OUT, CANCELLED };
enum { PAIRS = 8, CANCELS = 1000, AWAITERS = 16, SLEEPERS = 16, WIDE = 5 };

static int64_t sent_sum, sent_count, got_sum, got_count, started, running, stop, torn;

#define ADD(variable, n) __atomic_add_fetch(&(variable), (n), __ATOMIC_RELAXED)
#define GET(variable) __atomic_load_n(&(variable), __ATOMIC_ACQUIRE)
#define SET(variable, n) __atomic_store_n(&(variable), (n), __ATOMIC_RELEASE)

#define EXPECT(condition)                                                                                    \
  do {                                                                                                       \
    if (!(condition)) (void)CALL1(waits_fail, __LINE__);                                                     \
  } while (0)

static inline void wait_place(uint64_t place, bool on) {
  (void)CALL2(waits_register, place, on);
}
static inline int64_t cancel_some(uint64_t seed) {
  return (int64_t)CALL1(waits_cancel_some, seed);
}
static inline uint32_t recv_outcome(void *chan) {
  return (uint32_t)CALL1(plat_chan_recv, chan);
}
static inline uint32_t recv_timeout(void *chan, int64_t ns) {
  return (uint32_t)CALL2(plat_chan_recv_timeout, chan, ns);
}
static inline uint32_t send_timeout(void *chan, int64_t ns) {
  return (uint32_t)CALL2(plat_chan_send_timeout, chan, ns);
}
static inline uint32_t await_timeout(task_t *task, int64_t ns) {
  return (uint32_t)CALL2(plat_await_timeout, task, ns);
}
static inline uint32_t sleep_outcome(int64_t ns) {
  return (uint32_t)CALL1(plat_sleep, ns);
}

static inline uint64_t next_random(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return *state >> 33;
}

TASK_DESC(sender_desc, sender_body, 4, PLAT_TASK_DETACHED);
TASK_DESC(receiver_desc, receiver_body, 4, PLAT_TASK_DETACHED);
TASK_DESC(selector_desc, selector_body, 4, PLAT_TASK_DETACHED);
TASK_DESC(canceller_desc, canceller_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(target_desc, target_body, 1, 0);
TASK_DESC(awaiter_desc, awaiter_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(sleeper_desc, sleeper_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(child_desc, child_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(late_desc, late_body, 3, PLAT_TASK_DETACHED);

/* ---- channels ---- */

/* slots: channel, place, width, whether to sleep between sends (nothing else slows an unbounded channel down)
 */
DEFINE_BODY(sender_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t place = task->slots[1];
  uint64_t width = task->slots[2];
  bool slow = task->slots[3] != 0;
  uint64_t random = place + 17;
  wait_place(place, true);
  ADD(started, 1);
  for (uint64_t n = 1; !GET(stop); n++) {
    LOOP_POLL();
    uint64_t value = place << 32 | n;
    for (uint64_t i = 0; i < width; i++)
      self->xfer[i] = value;
    uint64_t how = next_random(&random) % 8;
    uint32_t outcome;
    if (how == 0) {
      outcome = (uint32_t)CALL1(plat_chan_try_send, chan);
    } else if (how < 4) {
      outcome = send_timeout(chan, (int64_t)(next_random(&random) % 20000));
    } else {
      outcome = 0;
      self->result = DONE;
      (void)CALL1(plat_chan_send, chan);
      outcome = (uint32_t)self->result == CANCELLED ? CANCELLED : DONE;
    }
    if (outcome == DONE) {
      ADD(sent_sum, (int64_t)value);
      ADD(sent_count, 1);
    }
    if (outcome == CANCELLED) wait_place(place, true);
    if (slow && sleep_outcome((int64_t)(next_random(&random) % 5000)) == CANCELLED) wait_place(place, true);
  }
  wait_place(place, false);
  ADD(running, -1);
}

DEFINE_BODY(receiver_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t place = task->slots[1];
  uint64_t width = task->slots[2];
  uint64_t random = place + 91;
  wait_place(place, true);
  ADD(started, 1);
  while (!GET(stop)) {
    LOOP_POLL();
    uint64_t how = next_random(&random) % 8;
    uint32_t outcome;
    if (how == 0) {
      outcome = (uint32_t)CALL1(plat_chan_try_recv, chan);
    } else if (how < 4) {
      outcome = recv_timeout(chan, (int64_t)(next_random(&random) % 20000));
    } else {
      outcome = recv_outcome(chan);
    }
    if (outcome == DONE) {
      ADD(got_sum, (int64_t)self->xfer[0]);
      ADD(got_count, 1);
      for (uint64_t i = 1; i < width; i++)
        if (self->xfer[i] != self->xfer[0]) ADD(torn, 1);
    }
    if (outcome == CANCELLED) wait_place(place, true);
  }
  wait_place(place, false);
  ADD(running, -1);
}

/* Cancels until enough was cancelled, then makes the others stop, and cancels until they have. */
DEFINE_BODY(canceller_body)
{
  POLL();
  uint64_t seed = task->slots[0];
  int64_t left = CANCELS;
  while (GET(running) > 0) {
    LOOP_POLL();
    left -= cancel_some(seed++) > 0;
    if (left <= 0) SET(stop, 1);
    if (seed % 16 == 0) yield();
  }
}

static void begin(int64_t count) {
  SET(running, count);
  SET(started, 0);
  SET(stop, 0);
  SET(torn, 0);
  SET(sent_sum, 0);
  SET(sent_count, 0);
  SET(got_sum, 0);
  SET(got_count, 0);
}

/* All have fibres of their own: none runs in place on this one. */
static __attribute__((noinline)) void until_started(int64_t count) {
  POLL();
  while (GET(started) < count) {
    LOOP_POLL();
    yield();
  }
}

static void spawn_canceller(scope_t *scope) {
  task_t *task = spawn_new(&canceller_desc, scope);
  task->slots[0] = 12345;
  spawn_start(task);
}

static __attribute__((noinline)) int64_t stress(const void *element, int64_t capacity, uint64_t width) {
  POLL();
  begin(2 * PAIRS);
  void *chan = chan_new(element, capacity);
  scope_t *scope = scope_enter();
  for (uint64_t i = 0; i < 2 * PAIRS; i++) {
    task_t *task = spawn_new(i % 2 == 0 ? &sender_desc : &receiver_desc, scope);
    task->slots[0] = (uint64_t)chan;
    task->slots[1] = i;
    task->slots[2] = width;
    task->slots[3] = capacity < 0;
    spawn_start(task);
  }
  until_started(2 * PAIRS);
  spawn_canceller(scope);
  scope_exit(scope);
  while ((uint32_t)CALL1(plat_chan_try_recv, chan) == DONE) {
    got_sum += (int64_t)self->xfer[0];
    got_count++;
  }
  EXPECT(sent_count == got_count);
  EXPECT(sent_sum == got_sum);
  EXPECT(torn == 0);
  return 1;
}

int64_t test_rendezvous(void);
int64_t test_rendezvous(void) {
  return stress(test_element, 0, 1);
}
int64_t test_bounded(void);
int64_t test_bounded(void) {
  return stress(test_element, 3, 1);
}
int64_t test_unbounded(void);
int64_t test_unbounded(void) {
  return stress(test_element, -1, 1);
}
int64_t test_wide(void);
int64_t test_wide(void) {
  return stress(test_wide_element, 1, WIDE);
}

/* ---- select ---- */

static inline void select_arm(void *chan, uint64_t kind) {
  (void)CALL2(plat_select_arm, chan, kind);
}

enum { MANY_ARMS = 3 * SELECT_FEW };

/* slots: three channels, place. Sends one value or receives one, over whichever channel is ready first;
 * sometimes both ways over the same channel, sometimes with many arms for each. */
DEFINE_BODY(selector_body)
{
  POLL();
  uint64_t place = task->slots[3];
  uint64_t random = place + 3;
  wait_place(place, true);
  ADD(started, 1);
  for (uint64_t n = 1; !GET(stop); n++) {
    LOOP_POLL();
    uint64_t value = place << 32 | n;
    uint64_t kinds = next_random(&random);
    uint64_t arms = (kinds >> 24 & 7) == 0 ? MANY_ARMS : 3;
    for (uint64_t i = 0; i < arms; i++) {
      self->xfer[0] = value;
      select_arm((void *)task->slots[i % 3], (kinds >> i % 3 & 1) | (i == 0 ? PLAT_SELECT_FIRST : 0));
    }
    if ((kinds & 64) != 0) { /* the other way, over the same channel as arm 2 */
      self->xfer[0] = value;
      select_arm((void *)task->slots[2], (kinds >> 2 & 1) ^ 1);
    }
    uint64_t limit = (kinds & 8) != 0 ? PLAT_SELECT_NO_LIMIT : kinds >> 8 & 0x3fff;
    int32_t arm = (int32_t)CALL2(plat_select_wait, kinds >> 4 & 1, limit);
    bool cancelled = arm < 0 && limit == PLAT_SELECT_NO_LIMIT;
    if (arm >= 0) {
      uint64_t chosen = (uint64_t)arm / 2;
      EXPECT((arm & 1) != 0 && chosen <= arms);
      uint64_t sends = chosen < arms ? kinds >> chosen % 3 & 1 : (kinds >> 2 & 1) ^ 1;
      if (sends != 0) {
        ADD(sent_sum, (int64_t)value);
        ADD(sent_count, 1);
      } else {
        ADD(got_sum, (int64_t)self->xfer[0]);
        ADD(got_count, 1);
        if (self->xfer[0] == value) ADD(torn, 1); /* its own */
      }
    }
    if (arm < 0 || cancelled) wait_place(place, true);
  }
  wait_place(place, false);
  ADD(running, -1);
}

int64_t test_select(void);
int64_t test_select(void) {
  POLL();
  begin(2 * PAIRS);
  void *first = chan_new(test_element, 0);
  void *second = chan_new(test_element, 1);
  void *third = chan_new(test_element, 0);
  scope_t *scope = scope_enter();
  for (uint64_t i = 0; i < 2 * PAIRS; i++) {
    task_t *task = spawn_new(&selector_desc, scope);
    task->slots[0] = (uint64_t)(i % 2 == 0 ? first : second);
    task->slots[1] = (uint64_t)(i % 2 == 0 ? second : first);
    task->slots[2] = (uint64_t)third;
    task->slots[3] = i;
    spawn_start(task);
  }
  until_started(2 * PAIRS);
  spawn_canceller(scope);
  scope_exit(scope);
  if ((uint32_t)CALL1(plat_chan_try_recv, second) == DONE) {
    got_sum += (int64_t)self->xfer[0];
    got_count++;
  }
  EXPECT(sent_count == got_count);
  EXPECT(sent_sum == got_sum);
  EXPECT(torn == 0);
  return 1;
}

/* ---- tasks ---- */

DEFINE_BODY(target_body)
{
  POLL();
  ADD(started, 1);
  while (!GET(stop)) {
    LOOP_POLL();
    (void)sleep_outcome(50000);
  }
  task->slots[0] = 42;
}

DEFINE_BODY(awaiter_body)
{
  POLL();
  task_t *target = (task_t *)task->slots[0];
  uint64_t place = task->slots[1];
  wait_place(place, true);
  ADD(started, 1);
  for (uint64_t n = place;; n++) {
    LOOP_POLL();
    uint32_t outcome;
    if (n % 3 == 0) {
      outcome = await_timeout(target, (int64_t)(n % 7 * 3000));
    } else {
      self->result = DONE;
      await(target);
      outcome = (uint32_t)self->result == CANCELLED ? CANCELLED : DONE;
    }
    if (outcome == DONE) break;
    if (outcome == CANCELLED) wait_place(place, true);
  }
  if (GET(stop) && target->slots[0] == 42) ADD(got_count, 1);
  wait_place(place, false);
  ADD(running, -1);
}

int64_t test_await(void);
int64_t test_await(void) {
  POLL();
  begin(AWAITERS);
  scope_t *scope = scope_enter();
  task_t *target = spawn_new(&target_desc, scope);
  target->slots[0] = 0;
  spawn_start(target);
  until_started(1);
  for (uint64_t i = 0; i < AWAITERS; i++) {
    task_t *task = spawn_new(&awaiter_desc, scope);
    task->slots[0] = (uint64_t)target;
    task->slots[1] = i;
    spawn_start(task);
  }
  until_started(1 + AWAITERS);
  spawn_canceller(scope);
  scope_exit(scope);
  EXPECT(got_count == AWAITERS);
  await_release(target);
  return 1;
}

/* ---- time ---- */

DEFINE_BODY(sleeper_body)
{
  POLL();
  uint64_t place = task->slots[0];
  wait_place(place, true);
  ADD(started, 1);
  for (uint64_t n = place; !GET(stop); n++) {
    LOOP_POLL();
    uint32_t outcome = sleep_outcome(n % 2 == 0 ? 3600000000000 : (int64_t)(n % 5 * 10000));
    EXPECT(outcome == CANCELLED || n % 2 != 0);
    if (outcome == CANCELLED) wait_place(place, true);
  }
  wait_place(place, false);
  ADD(running, -1);
}

int64_t test_sleep(void);
int64_t test_sleep(void) {
  POLL();
  begin(SLEEPERS);
  scope_t *scope = scope_enter();
  for (uint64_t i = 0; i < SLEEPERS; i++) {
    task_t *task = spawn_new(&sleeper_desc, scope);
    task->slots[0] = i;
    spawn_start(task);
  }
  until_started(SLEEPERS);
  spawn_canceller(scope);
  scope_exit(scope);
  return 1;
}

/* slots: channel, how long, number */
DEFINE_BODY(late_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t number = task->slots[2];
  (void)sleep_outcome((int64_t)task->slots[1]);
  chan_send(chan, number);
}

/* 500 sleepers come back in the order of their deadlines, far enough apart; a receive gives up meanwhile. */
int64_t test_deadlines(void);
int64_t test_deadlines(void) {
  POLL();
  void *chan = chan_new(test_element, 1000);
  scope_t *scope = scope_enter();
  EXPECT(recv_timeout(chan, 0) == TIMED_OUT);
  EXPECT(recv_timeout(chan, 1000000) == TIMED_OUT);
  for (uint64_t i = 0; i < 500; i++) {
    LOOP_POLL();
    task_t *task = spawn_new(&late_desc, scope);
    task->slots[0] = (uint64_t)chan;
    task->slots[1] = i * 7919 % 500 * 40000;
    task->slots[2] = i * 7919 % 500;
    spawn_start(task);
  }
  uint64_t sum = 0;
  for (uint64_t i = 0; i < 500; i++) {
    LOOP_POLL();
    EXPECT(recv_timeout(chan, 60000000000) == DONE);
    sum += self->xfer[0];
  }
  EXPECT(sum == 500 * 499 / 2);
  scope_exit(scope);
  return 1;
}

/* A hundred thousand time limits that are not reached leave no more than a few stale entries; the tests that
 * follow would otherwise pass ever larger heaps. */
DEFINE_BODY(child_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t value;
  ADD(started, 1);
  while (chan_recv(chan, &value)) {
    LOOP_POLL();
  }
}

int64_t test_stale_timers(void);
int64_t test_stale_timers(void) {
  POLL();
  begin(0);
  void *chan = chan_new(test_element, 0);
  scope_t *scope = scope_enter();
  task_t *task = spawn_new(&child_desc, scope);
  task->slots[0] = (uint64_t)chan;
  spawn_start(task);
  for (uint64_t i = 0; i < 20000; i++) {
    LOOP_POLL();
    self->xfer[0] = i;
    EXPECT(send_timeout(chan, 3600000000000) == DONE);
  }
  chan_close(chan);
  EXPECT(send_timeout(chan, 1000) == 4);
  scope_exit(scope);
  return 1;
}
