/* bodies.c: the concurrency programs of plat-bench as compiled code would run them; see perf.c for how to
 * use. */
#include "plat_body.h"

/* set by perf.c */
extern int64_t perf_count;
extern const void *perf_element;
static int64_t received, late;

TASK_DESC(empty_desc, empty_body, 1, 0);
TASK_DESC(empty_detached_desc, empty_detached_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(fib_desc, fib_body, 1, 0);
TASK_DESC(ping_desc, ping_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(produce_desc, produce_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(consume_desc, consume_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(hop_desc, hop_body, 3, PLAT_TASK_DETACHED);
TASK_DESC(parked_desc, parked_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(sleeper_desc, sleeper_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(yield_desc, yield_body, 1, PLAT_TASK_DETACHED);

int64_t perf_spawn_await(void);
int64_t perf_fan_out(void);
int64_t perf_fib(void);
int64_t perf_ping_pong(void);
int64_t perf_channel(void);
int64_t perf_ring(void);
int64_t perf_yield(void);

int64_t perf_spawn_await(void) {
  POLL();
  int64_t sum = 0;
  for (int64_t i = perf_count; i > 0; i--) {
    LOOP_POLL();
    scope_t *scope = scope_enter();
    task_t *task = spawn_new(&empty_desc, scope);
    spawn_start(task);
    await_release(task);
    sum += (int64_t)task->slots[0];
    scope_exit(scope);
  }
  return sum == 7 * perf_count;
}

int64_t perf_fan_out(void) {
  POLL();
  scope_t *scope = scope_enter();
  for (int64_t i = perf_count; i > 0; i--) {
    LOOP_POLL();
    spawn_start(spawn_new(&empty_detached_desc, scope));
  }
  scope_exit(scope);
  return 1;
}

static int64_t fib(int64_t n) {
  POLL();
  if (n < 2) return n;
  scope_t *scope = scope_enter();
  task_t *task = spawn_new(&fib_desc, scope);
  task->slots[0] = (uint64_t)(n - 1);
  spawn_start(task);
  int64_t b = fib(n - 2);
  await_release(task);
  int64_t a = (int64_t)task->slots[0];
  scope_exit(scope);
  return a + b;
}

int64_t perf_fib(void) {
  return fib(perf_count);
}

int64_t perf_ping_pong(void) {
  POLL();
  void *there = chan_new(perf_element, 0);
  void *back = chan_new(perf_element, 0);
  scope_t *scope = scope_enter();
  task_t *task = spawn_new(&ping_desc, scope);
  task->slots[0] = (uint64_t)there;
  task->slots[1] = (uint64_t)back;
  spawn_start(task);
  uint64_t value = 0;
  for (int64_t i = perf_count; i > 0; i--) {
    LOOP_POLL();
    chan_send(there, value + 1);
    chan_recv(back, &value);
  }
  chan_close(there);
  scope_exit(scope);
  return (int64_t)value == 2 * perf_count;
}

static __attribute__((noinline)) int64_t channel_run(int64_t pairs, int64_t capacity) {
  POLL();
  void *chan = chan_new(perf_element, capacity);
  scope_t *outer = scope_enter();
  for (int64_t i = 0; i < pairs; i++) {
    task_t *task = spawn_new(&consume_desc, outer);
    task->slots[0] = (uint64_t)chan;
    spawn_start(task);
  }
  scope_t *inner = scope_enter();
  for (int64_t i = 0; i < pairs; i++) {
    task_t *task = spawn_new(&produce_desc, inner);
    task->slots[0] = (uint64_t)chan;
    task->slots[1] = (uint64_t)(perf_count / pairs);
    spawn_start(task);
  }
  scope_exit(inner);
  chan_close(chan);
  scope_exit(outer);
  return received == perf_count;
}

int64_t perf_channel(void) {
  return channel_run(1, 1024);
}
int64_t perf_channel4(void);
int64_t perf_channel4(void) {
  return channel_run(4, 1024);
}

int64_t perf_ring(void) {
  POLL();
  enum { NODES = 1000 };
  scope_t *scope = scope_enter();
  void *first = chan_new(perf_element, 1);
  void *in = first;
  for (int64_t i = 0; i < NODES; i++) {
    void *out = i == NODES - 1 ? first : chan_new(perf_element, 1);
    task_t *task = spawn_new(&hop_desc, scope);
    task->slots[0] = (uint64_t)in;
    task->slots[1] = (uint64_t)out;
    task->slots[2] = (uint64_t)i;
    spawn_start(task);
    in = out;
  }
  chan_send(first, (uint64_t)perf_count);
  scope_exit(scope);
  return 1;
}

int64_t perf_yield(void) {
  POLL();
  scope_t *scope = scope_enter();
  for (int64_t i = 0; i < 2; i++) {
    task_t *task = spawn_new(&yield_desc, scope);
    task->slots[0] = (uint64_t)(perf_count / 2);
    spawn_start(task);
  }
  scope_exit(scope);
  return 1;
}

/* One receiver, four channels of 16, a producer each. */
int64_t perf_select4(void);
int64_t perf_select4(void) {
  POLL();
  scope_t *scope = scope_enter();
  void *a = chan_new(perf_element, 16);
  void *b = chan_new(perf_element, 16);
  void *c = chan_new(perf_element, 16);
  void *d = chan_new(perf_element, 16);
  for (int64_t i = 0; i < 4; i++) {
    task_t *task = spawn_new(&produce_desc, scope);
    task->slots[0] = (uint64_t)(i == 0 ? a : i == 1 ? b : i == 2 ? c : d);
    task->slots[1] = (uint64_t)(perf_count / 4);
    spawn_start(task);
  }
  uint64_t sum = 0;
  for (int64_t i = perf_count / 4 * 4; i > 0; i--) {
    LOOP_POLL();
    (void)CALL2(plat_select_arm, a, PLAT_SELECT_FIRST);
    (void)CALL2(plat_select_arm, b, 0);
    (void)CALL2(plat_select_arm, c, 0);
    (void)CALL2(plat_select_arm, d, 0);
    (void)CALL2(plat_select_wait, 0, PLAT_SELECT_NO_LIMIT);
    sum += self->xfer[0];
  }
  scope_exit(scope);
  return sum != 0;
}

/* Tasks wait for one channel, all at once; then it is closed. */
int64_t perf_parked(void);
int64_t perf_parked(void) {
  POLL();
  void *ready = chan_new(perf_element, 1024);
  void *gate = chan_new(perf_element, 0);
  scope_t *scope = scope_enter();
  for (int64_t i = perf_count; i > 0; i--) {
    LOOP_POLL();
    task_t *task = spawn_new(&parked_desc, scope);
    task->slots[0] = (uint64_t)ready;
    task->slots[1] = (uint64_t)gate;
    spawn_start(task);
  }
  uint64_t value;
  for (int64_t i = perf_count; i > 0; i--) {
    LOOP_POLL();
    chan_recv(ready, &value);
  }
  chan_close(gate);
  scope_exit(scope);
  return 1;
}

/* Tasks sleep until moments within a second; prints how late they wake, on the average. */
int64_t perf_sleepers(void);
int64_t perf_sleepers(void) {
  POLL();
  int64_t start = (int64_t)CALL0(plat_time_monotonic) + 300000000;
  scope_t *scope = scope_enter();
  for (int64_t i = 0; i < perf_count; i++) {
    LOOP_POLL();
    task_t *task = spawn_new(&sleeper_desc, scope);
    task->slots[0] = (uint64_t)(start + i * 7919 % perf_count * (1000000000 / perf_count));
    spawn_start(task);
  }
  scope_exit(scope);
  return late / perf_count;
}

/* ---- bodies ---- */

DEFINE_BODY(parked_body)
{
  POLL();
  void *gate = (void *)task->slots[1];
  chan_send((void *)task->slots[0], 1);
  uint64_t value;
  chan_recv(gate, &value);
}

DEFINE_BODY(sleeper_body)
{
  POLL();
  int64_t until = (int64_t)task->slots[0];
  (void)CALL1(plat_sleep, until - (int64_t)CALL0(plat_time_monotonic));
  __atomic_fetch_add(&late, (int64_t)CALL0(plat_time_monotonic) - until, __ATOMIC_RELAXED);
}

DEFINE_BODY(empty_body)
{ task->slots[0] = 7; }
DEFINE_BODY(empty_detached_body)
{ (void)task; }
DEFINE_BODY(fib_body)
{ task->slots[0] = (uint64_t)fib((int64_t)task->slots[0]); }

DEFINE_BODY(ping_body)
{
  POLL();
  void *there = (void *)task->slots[0];
  void *back = (void *)task->slots[1];
  uint64_t value;
  while (chan_recv(there, &value)) {
    LOOP_POLL();
    chan_send(back, value + 1);
  }
}

DEFINE_BODY(produce_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  for (uint64_t i = task->slots[1]; i > 0; i--) {
    LOOP_POLL();
    chan_send(chan, i);
  }
}

DEFINE_BODY(consume_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t value;
  int64_t count = 0;
  while (chan_recv(chan, &value)) {
    LOOP_POLL();
    count++;
  }
  __atomic_fetch_add(&received, count, __ATOMIC_RELAXED);
}

DEFINE_BODY(hop_body)
{
  POLL();
  void *in = (void *)task->slots[0];
  void *out = (void *)task->slots[1];
  uint64_t value;
  while (chan_recv(in, &value)) {
    LOOP_POLL();
    if (value == 0) {
      chan_close(out);
      return;
    }
    chan_send(out, value - 1);
  }
  chan_close(out);
}

DEFINE_BODY(yield_body)
{
  POLL();
  for (uint64_t i = task->slots[0]; i > 0; i--) {
    LOOP_POLL();
    yield();
  }
}
