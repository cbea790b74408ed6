/* bodies.c: what tasks promise, as compiled code would use them. Each test_* runs as the main task and
 * returns 1. Only the observable outcome is checked, never a schedule, so every test holds with any number of
 * workers. */
#include "plat_body.h"

extern const void *test_element;
/* Set by tests through atomics only: bodies run on several workers. */
static int64_t total;
static int64_t flag;

static int64_t add_total(int64_t n) {
  return __atomic_add_fetch(&total, n, __ATOMIC_RELAXED);
}
static int64_t take_total(void) {
  return __atomic_exchange_n(&total, 0, __ATOMIC_RELAXED);
}

TASK_DESC(add_desc, add_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(double_desc, double_body, 1, 0);
TASK_DESC(fib_desc, fib_body, 1, 0);
TASK_DESC(tree_desc, tree_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(await_desc, await_body, 2, 0);
TASK_DESC(sibling_desc, sibling_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(deep_desc, deep_body, 1, 0);
TASK_DESC(echo_desc, echo_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(send_desc, send_body, 3, PLAT_TASK_DETACHED);
TASK_DESC(recv_desc, recv_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(hop_desc, hop_body, 2, PLAT_TASK_DETACHED);
TASK_DESC(set_flag_desc, set_flag_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(yield_desc, yield_body, 1, PLAT_TASK_DETACHED);
TASK_DESC(wide_desc, wide_body, 41, 0);
TASK_DESC(sleep_desc, sleep_body, 2, PLAT_TASK_DETACHED);

DEFINE_BODY(add_body)
{ add_total((int64_t)task->slots[0]); }

DEFINE_BODY(double_body)
{ task->slots[0] *= 2; }

int64_t test_fan_out(void) {
  POLL();
  scope_t *scope = scope_enter();
  for (uint64_t i = 1; i <= 100000; i++) {
    LOOP_POLL();
    task_t *task = spawn_new(&add_desc, scope);
    task->slots[0] = i;
    spawn_start(task);
  }
  scope_exit(scope);
  return take_total() == INT64_C(5000050000);
}

/* Handles kept, awaited oldest first, twice each. */
int64_t test_await_in_order(void) {
  POLL();
  enum { N = 60 };
  int64_t sum = 0;
  for (int round = 0; round < 300; round++) {
    LOOP_POLL();
    void *handles = chan_new(test_element, N); /* a place off the stack */
    scope_t *scope = scope_enter();
    for (uint64_t i = 0; i < N; i++) {
      task_t *task = spawn_new(&double_desc, scope);
      task->slots[0] = i;
      spawn_start(task);
      chan_send(handles, (uint64_t)task);
    }
    for (int i = 0; i < N; i++) {
      uint64_t handle;
      chan_recv(handles, &handle);
      await((task_t *)handle);
      sum += (int64_t)((task_t *)handle)->slots[0];
      await((task_t *)handle);
      sum += (int64_t)((task_t *)handle)->slots[0];
    }
    scope_exit(scope);
  }
  return sum == INT64_C(300) * 2 * 60 * 59;
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

DEFINE_BODY(fib_body)
{ task->slots[0] = (uint64_t)fib((int64_t)task->slots[0]); }

int64_t test_fib(void) {
  return fib(24) == 46368;
}

/* Nested scopes: each task opens a scope of its own with four children. */
DEFINE_BODY(tree_body)
{
  POLL();
  uint64_t depth = task->slots[0];
  add_total(1);
  if (depth == 0) return;
  scope_t *scope = scope_enter();
  for (int i = 0; i < 4; i++) {
    task_t *child = spawn_new(&tree_desc, scope);
    child->slots[0] = depth - 1;
    spawn_start(child);
  }
  scope_exit(scope);
  add_total(1);
}

int64_t test_nested_scopes(void) {
  POLL();
  scope_t *scope = scope_enter();
  task_t *task = spawn_new(&tree_desc, scope);
  task->slots[0] = 7;
  spawn_start(task);
  scope_exit(scope);
  return take_total() == 21845 + 5461;
}

/* Several tasks await one handle; it may be running, done or not begun. */
DEFINE_BODY(await_body)
{
  POLL();
  task_t *other = (task_t *)task->slots[0];
  await(other);
  task->slots[0] = other->slots[0];
}

int64_t test_shared_handle(void) {
  POLL();
  int64_t sum = 0;
  for (int round = 0; round < 2000; round++) {
    LOOP_POLL();
    scope_t *scope = scope_enter();
    task_t *source = spawn_new(&fib_desc, scope);
    source->slots[0] = 5;
    spawn_start(source);
    task_t *a = spawn_new(&await_desc, scope);
    a->slots[0] = (uint64_t)source;
    spawn_start(a);
    task_t *b = spawn_new(&await_desc, scope);
    b->slots[0] = (uint64_t)source;
    spawn_start(b);
    if (round % 2 == 0) yield();
    await(a);
    sum += (int64_t)a->slots[0];
    await(b);
    sum += (int64_t)b->slots[0];
    scope_exit(scope);
  }
  return sum == 2000 * 10;
}

/* A spawn in a body without a nearer scope adds to the task's own scope. */
DEFINE_BODY(sibling_body)
{
  POLL();
  uint64_t n = task->slots[0];
  add_total(1);
  if (n == 0) return;
  scope_t *scope = task->scope;
  for (int i = 0; i < 2; i++) {
    task_t *child = spawn_new(&sibling_desc, scope);
    child->slots[0] = n - 1;
    spawn_start(child);
  }
}

int64_t test_siblings(void) {
  POLL();
  for (int round = 0; round < 20; round++) {
    LOOP_POLL();
    scope_t *scope = scope_enter();
    task_t *task = spawn_new(&sibling_desc, scope);
    task->slots[0] = 9;
    spawn_start(task);
    scope_exit(scope);
  }
  return take_total() == 20 * 1023;
}

static __attribute__((noinline)) int64_t deep(int64_t n) {
  POLL();
  if (n == 0) return 0;
  return deep(n - 1) + 1;
}

DEFINE_BODY(deep_body)
{ task->slots[0] = (uint64_t)deep((int64_t)task->slots[0]); }

int64_t test_deep_recursion(void) {
  POLL();
  int64_t sum = deep(100000);
  scope_t *scope = scope_enter();
  for (int i = 0; i < 4; i++) {
    task_t *task = spawn_new(&deep_desc, scope);
    task->slots[0] = 20000;
    spawn_start(task);
    yield();
    await(task);
    sum += (int64_t)task->slots[0];
  }
  scope_exit(scope);
  return sum == 180000;
}

DEFINE_BODY(echo_body)
{
  POLL();
  void *in = (void *)task->slots[0];
  void *out = (void *)task->slots[1];
  uint64_t value;
  while (chan_recv(in, &value)) {
    LOOP_POLL();
    chan_send(out, value + 1);
  }
  chan_close(out);
}

int64_t test_rendezvous(void) {
  POLL();
  void *there = chan_new(test_element, 0);
  void *back = chan_new(test_element, 0);
  scope_t *scope = scope_enter();
  task_t *task = spawn_new(&echo_desc, scope);
  task->slots[0] = (uint64_t)there;
  task->slots[1] = (uint64_t)back;
  spawn_start(task);
  uint64_t value = 0;
  for (int i = 0; i < 20000; i++) {
    LOOP_POLL();
    chan_send(there, value);
    if (!chan_recv(back, &value)) return 0;
  }
  chan_close(there);
  bool more = chan_recv(back, &value);
  scope_exit(scope);
  return value == 20000 && !more;
}

DEFINE_BODY(send_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t first = task->slots[1];
  for (uint64_t i = task->slots[2]; i > 0; i--) {
    LOOP_POLL();
    chan_send(chan, first + i);
  }
}

DEFINE_BODY(recv_body)
{
  POLL();
  void *chan = (void *)task->slots[0];
  uint64_t value;
  int64_t sum = 0;
  while (chan_recv(chan, &value)) {
    LOOP_POLL();
    sum += (int64_t)value;
  }
  add_total(sum);
}

static __attribute__((noinline)) int64_t many_to_many(int64_t capacity) {
  POLL();
  void *chan = chan_new(test_element, capacity);
  scope_t *outer = scope_enter();
  for (int i = 0; i < 3; i++) {
    task_t *task = spawn_new(&recv_desc, outer);
    task->slots[0] = (uint64_t)chan;
    spawn_start(task);
  }
  scope_t *inner = scope_enter();
  for (uint64_t i = 0; i < 4; i++) {
    task_t *task = spawn_new(&send_desc, inner);
    task->slots[0] = (uint64_t)chan;
    task->slots[1] = i * 5000;
    task->slots[2] = 5000;
    spawn_start(task);
  }
  scope_exit(inner);
  chan_close(chan);
  scope_exit(outer);
  return take_total() == INT64_C(20000) * 20001 / 2;
}

int64_t test_channel_rendezvous(void) {
  return many_to_many(0);
}
int64_t test_channel_one(void) {
  return many_to_many(1);
}
int64_t test_channel_bounded(void) {
  return many_to_many(64);
}
int64_t test_channel_unbounded(void) {
  return many_to_many(-1);
}

/* First in, first out through a ring that grows and wraps. */
int64_t test_channel_order(void) {
  POLL();
  void *chan = chan_new(test_element, 100);
  uint64_t sent = 0;
  uint64_t got = 0;
  uint64_t value;
  for (int round = 0; round < 500; round++) {
    LOOP_POLL();
    for (int i = 0; i < 7 + round % 13 && (int64_t)CALL1(plat_chan_length, chan) < 100; i++)
      chan_send(chan, sent++);
    for (int i = 0; i < 6 + round % 11 && (int64_t)CALL1(plat_chan_length, chan) > 0; i++) {
      chan_recv(chan, &value);
      if (value != got++) return 0;
    }
  }
  while ((int32_t)CALL1(plat_chan_try_recv, chan) == 1) {
    if (self->xfer[0] != got++) return 0;
  }
  return sent == got;
}

int64_t test_channel_try(void) {
  POLL();
  void *chan = chan_new(test_element, 2);
  int64_t good = 0;
  for (uint64_t i = 0; i < 3; i++) {
    self->xfer[0] = i;
    good += (int32_t)CALL1(plat_chan_try_send, chan);
  }
  chan_close(chan);
  chan_close(chan);
  self->xfer[0] = 9;
  bool closed = (int32_t)CALL1(plat_chan_try_send, chan) == 2;
  bool first = (int32_t)CALL1(plat_chan_try_recv, chan) == 1 && self->xfer[0] == 0;
  uint64_t value;
  bool second = chan_recv(chan, &value) && value == 1;
  bool drained = !chan_recv(chan, &value) && (int32_t)CALL1(plat_chan_try_recv, chan) == 2;
  return good == 2 && closed && first && second && drained;
}

DEFINE_BODY(hop_body)
{
  POLL();
  void *in = (void *)task->slots[0];
  void *out = (void *)task->slots[1];
  uint64_t value;
  while (chan_recv(in, &value)) {
    LOOP_POLL();
    add_total(1);
    if (value == 0) break;
    chan_send(out, value - 1);
  }
  chan_close(out);
}

int64_t test_ring(void) {
  POLL();
  void *first = chan_new(test_element, 1);
  void *in = first;
  scope_t *scope = scope_enter();
  for (int i = 0; i < 1000; i++) {
    void *out = i == 999 ? first : chan_new(test_element, 1);
    task_t *task = spawn_new(&hop_desc, scope);
    task->slots[0] = (uint64_t)in;
    task->slots[1] = (uint64_t)out;
    spawn_start(task);
    in = out;
  }
  chan_send(first, 20500);
  scope_exit(scope);
  return take_total() == 20501;
}

DEFINE_BODY(set_flag_body)
{
  (void)task;
  __atomic_store_n(&flag, 1, __ATOMIC_RELAXED);
}

/* A loop that never waits is made to yield, or somebody else runs the other task. */
int64_t test_preemption(void) {
  POLL();
  scope_t *scope = scope_enter();
  spawn_start(spawn_new(&set_flag_desc, scope));
  while (__atomic_load_n(&flag, __ATOMIC_RELAXED) == 0)
    LOOP_POLL();
  scope_exit(scope);
  __atomic_store_n(&flag, 0, __ATOMIC_RELAXED);
  return 1;
}

DEFINE_BODY(yield_body)
{
  POLL();
  for (uint64_t i = task->slots[0]; i > 0; i--) {
    LOOP_POLL();
    yield();
  }
  add_total(1);
}

int64_t test_yield(void) {
  POLL();
  scope_t *scope = scope_enter();
  for (int i = 0; i < 50; i++) {
    task_t *task = spawn_new(&yield_desc, scope);
    task->slots[0] = 200;
    spawn_start(task);
  }
  scope_exit(scope);
  return take_total() == 50;
}

/* More slots than usual: another free list, and every capture arrives. */
DEFINE_BODY(wide_body)
{
  uint64_t sum = 0;
  for (int i = 0; i < 41; i++)
    sum += task->slots[i];
  task->slots[40] = sum;
}

int64_t test_wide(void) {
  POLL();
  uint64_t sum = 0;
  scope_t *scope = scope_enter();
  for (int round = 0; round < 1000; round++) {
    LOOP_POLL();
    task_t *task = spawn_new(&wide_desc, scope);
    for (uint64_t i = 0; i < 41; i++)
      task->slots[i] = i;
    spawn_start(task);
    await_release(task);
    sum += task->slots[40];
  }
  scope_exit(scope);
  return sum == 820 * 1000;
}

/* Sleepers wake in the order of their deadlines when these are far enough apart. */
DEFINE_BODY(sleep_body)
{
  POLL();
  uint64_t order = task->slots[0];
  void *chan = (void *)task->slots[1];
  (void)CALL1(plat_sleep, order * 4000000);
  chan_send(chan, order);
}

int64_t test_sleep(void) {
  POLL();
  void *chan = chan_new(test_element, 16);
  scope_t *scope = scope_enter();
  for (uint64_t i = 0; i < 8; i++) {
    task_t *task = spawn_new(&sleep_desc, scope);
    task->slots[0] = (i * 5) % 8;
    task->slots[1] = (uint64_t)chan;
    spawn_start(task);
  }
  scope_exit(scope);
  uint64_t sum = 0;
  uint64_t value;
  for (uint64_t i = 0; i < 8; i++) {
    chan_recv(chan, &value);
    sum += value;
  }
  return sum == 28;
}
