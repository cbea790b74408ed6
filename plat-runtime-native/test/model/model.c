/* model.c: see model.h. */
#include "model/model.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

enum {
  LOCATIONS = 40,
  STORES = 64,       /* of one location in one execution */
  CHOICES = 2000,    /* of one execution */
  STEPS_MOST = 1000, /* a longer execution is unfair, and left out */
  LOG = 1000,
  STACK_BYTES = 64 * 1024,
  SETUP = MODEL_THREADS /* the number of the thread that runs setup and finish */
};

/* The oldest store of each location that may still be read. */
typedef struct view {
  uint8_t oldest[LOCATIONS];
} view_t;

typedef struct store {
  uint64_t value;
  view_t view; /* what an acquiring load of it takes over */
} store_t;

typedef struct location {
  const volatile void *at;
  const char *name;
  int count;
  store_t stores[STORES];
} location_t;

typedef enum { RUNS, PAUSES, SLEEPS, ENDED } life_t;

typedef struct thread {
  life_t life;
  view_t view;
  view_t read;               /* views of what relaxed loads have read: a fence acquires them */
  view_t fenced;             /* at the last fence: what relaxed stores release */
  int last;                  /* the location it read last */
  unsigned long seen;        /* stores of all when it began to pause */
  const volatile void *word; /* the futex it sleeps on */
  ucontext_t context;
} thread_t;

typedef struct choice {
  uint16_t chosen, options;
} choice_t;

typedef struct event {
  int thread, location;
  const char *what;
  uint64_t value;
} event_t;

static struct {
  const model_test_t *test;
  unsigned without;
  location_t locations[LOCATIONS];
  int location_count;
  unsigned long stores;
  view_t fences; /* what all full fences share */
  thread_t threads[MODEL_THREADS + 1];
  int running, thread_count;
  unsigned preemptions;
  int steps;
  choice_t choices[CHOICES];
  int choice_count, choice_at;
  event_t log[LOG];
  int log_count;
  const char *failure;
  bool unfair;
  long executions;
  ucontext_t outside;
} model;

static char stacks[MODEL_THREADS][STACK_BYTES];

/* ---- choices ---- */

static int choose(int options) {
  if (options == 1) return 0;
  if (model.choice_at == model.choice_count) {
    if (model.choice_count == CHOICES) {
      (void)fprintf(stderr, "model: an execution has too many choices\n");
      abort();
    }
    model.choices[model.choice_count++] = (choice_t){0, (uint16_t)options};
  }
  return model.choices[model.choice_at++].chosen;
}

/* The next list of choices; false when there is none. */
static bool next_choices(void) {
  while (model.choice_count > 0) {
    choice_t *last = &model.choices[model.choice_count - 1];
    if (++last->chosen < last->options) return true;
    model.choice_count--;
  }
  return false;
}

/* ---- views and locations ---- */

static thread_t *self(void) {
  return &model.threads[model.running];
}

static void join(view_t *view, const view_t *other) {
  for (int i = 0; i < model.location_count; i++) {
    if (other->oldest[i] > view->oldest[i]) view->oldest[i] = other->oldest[i];
  }
}

static uint64_t memory_value(const volatile void *at, size_t size) {
  uint64_t value = 0;
  memcpy(&value, (const void *)at, size);
  return value;
}

static int locate(const volatile void *at, size_t size) {
  for (int i = 0; i < model.location_count; i++) {
    if (model.locations[i].at == at) {
      if (model.locations[i].count == 0) { /* named, but not touched yet */
        model.locations[i].count = 1;
        model.locations[i].stores[0] = (store_t){.value = memory_value(at, size)};
      }
      return i;
    }
  }
  if (model.location_count == LOCATIONS) {
    (void)fprintf(stderr, "model: too many locations\n");
    abort();
  }
  location_t *location = &model.locations[model.location_count];
  location->at = at;
  location->name = NULL;
  location->count = 1;
  location->stores[0] = (store_t){.value = memory_value(at, size)};
  return model.location_count++;
}

static void note(const char *what, int location, uint64_t value) {
  if (model.log_count < LOG) model.log[model.log_count++] = (event_t){model.running, location, what, value};
}

/* ---- threads ---- */

static void stop(const char *failure) {
  if (model.failure == NULL) model.failure = failure;
  if (model.running == SETUP) return; /* model_expect in finish */
  (void)setcontext(&model.outside);
  abort();
}

static bool can_run(const thread_t *thread) {
  switch (thread->life) {
  case RUNS:
    return true;
  case PAUSES:
    return model.stores != thread->seen ||
           thread->view.oldest[thread->last] < model.locations[thread->last].count - 1;
  default:
    return false;
  }
}

/* The thread at the `turn`-th place behind the running one, of those that can run; -1: there are not so many. */
static int behind(int turn) {
  for (int i = 1; i < model.thread_count; i++) {
    int thread = (model.running + i) % model.thread_count;
    if (can_run(&model.threads[thread]) && turn-- == 0) return thread;
  }
  return -1;
}

static void switch_to(int thread) {
  int before = model.running;
  model.running = thread;
  thread_t *next = &model.threads[thread];
  if (next->life == PAUSES) {
    /* Stores become visible at some time: what it waits for, the newest now. */
    next->life = RUNS;
    int newest = model.locations[next->last].count - 1;
    if (next->view.oldest[next->last] < newest) next->view.oldest[next->last] = (uint8_t)newest;
  }
  (void)swapcontext(&model.threads[before].context, &next->context);
}

/* Before each atomic: perhaps somebody else goes first. */
static void step(void) {
  if (model.running == SETUP) return;
  if (++model.steps > STEPS_MOST) {
    model.unfair = true;
    stop(NULL);
  }
  if (model.preemptions == 0) return;
  int others = 0;
  while (behind(others) >= 0)
    others++;
  int chosen = choose(1 + others);
  if (chosen == 0) return;
  model.preemptions--;
  switch_to(behind(chosen - 1));
}

/* The running thread cannot go on, or has ended. */
static void give_way(void) {
  int others = 0;
  while (behind(others) >= 0)
    others++;
  if (others == 0 && can_run(self())) { /* there is something new to read at once */
    if (++model.steps > STEPS_MOST) {
      model.unfair = true;
      stop(NULL);
    }
    self()->life = RUNS;
    int newest = model.locations[self()->last].count - 1;
    if (self()->view.oldest[self()->last] < newest) self()->view.oldest[self()->last] = (uint8_t)newest;
    return;
  }
  if (others == 0) {
    for (int i = 0; i < model.thread_count; i++) {
      if (model.threads[i].life != ENDED) stop("deadlock: a thread waits for ever");
    }
    stop(NULL);
  }
  /* Round robin is free; another one would be, as a choice each time, an endless number of unfair executions. */
  int chosen = choose(model.preemptions > 0 ? others : 1);
  if (chosen > 0) model.preemptions--;
  switch_to(behind(chosen));
}

static void thread_main(void) {
  model.test->threads[model.running]();
  model_leave();
}

_Noreturn void model_leave(void) {
  self()->life = ENDED;
  give_way();
  abort();
}

/* ---- atomics ---- */

static bool acquires(int order) {
  return (model.without & WITHOUT_ACQUIRE) == 0 && order != memory_order_relaxed &&
         order != memory_order_release;
}

static bool releases(int order) {
  return (model.without & WITHOUT_RELEASE) == 0 &&
         (order == memory_order_release || order == memory_order_acq_rel || order == memory_order_seq_cst);
}

static uint64_t read_store(int l, int index, int order) {
  thread_t *thread = self();
  const store_t *read = &model.locations[l].stores[index];
  thread->view.oldest[l] = (uint8_t)index;
  thread->last = l;
  join(&thread->read, &read->view);
  if (acquires(order)) join(&thread->view, &read->view);
  return read->value;
}

/* `continued`: the store whose release a read-modify-write goes on with. */
static void add_store(int l, size_t size, uint64_t value, int order, const store_t *continued) {
  location_t *location = &model.locations[l];
  if (location->count == STORES) {
    model.unfair = true;
    stop(NULL);
  }
  thread_t *thread = self();
  store_t *made = &location->stores[location->count];
  made->value = value;
  thread->view.oldest[l] = (uint8_t)location->count++;
  made->view = releases(order) ? thread->view : thread->fenced;
  made->view.oldest[l] = thread->view.oldest[l];
  if (continued != NULL) join(&made->view, &continued->view);
  model.stores++;
  memcpy((void *)location->at, &value, size);
}

uint64_t model_load(const volatile void *at, size_t size, int order) {
  step();
  int l = locate(at, size);
  int newest = model.locations[l].count - 1;
  int oldest = self()->view.oldest[l];
  int index = model.running == SETUP ? newest : newest - choose(newest - oldest + 1);
  uint64_t value = read_store(l, index, order);
  note("reads", l, value);
  return value;
}

void model_store(volatile void *at, size_t size, uint64_t value, int order) {
  step();
  int l = locate(at, size);
  note(releases(order) ? "releases" : "stores", l, value);
  add_store(l, size, value, order, NULL);
}

/* A read-modify-write reads the newest store. */
static uint64_t modify(volatile void *at, size_t size, int order, uint64_t (*with)(uint64_t, uint64_t),
                       uint64_t value) {
  step();
  int l = locate(at, size);
  int newest = model.locations[l].count - 1;
  uint64_t before = read_store(l, newest, order);
  uint64_t after = with(before, value);
  note("modifies to", l, after);
  add_store(l, size, after, order, &model.locations[l].stores[newest]);
  return before;
}

static uint64_t second(uint64_t a, uint64_t b) {
  (void)a;
  return b;
}
static uint64_t sum(uint64_t a, uint64_t b) {
  return a + b;
}
static uint64_t bits(uint64_t a, uint64_t b) {
  return a | b;
}

uint64_t model_exchange(volatile void *at, size_t size, uint64_t value, int order) {
  return modify(at, size, order, second, value);
}
uint64_t model_add(volatile void *at, size_t size, uint64_t value, int order) {
  return modify(at, size, order, sum, value);
}
uint64_t model_or(volatile void *at, size_t size, uint64_t value, int order) {
  return modify(at, size, order, bits, value);
}

/* One that fails is taken to have read the newest store. */
bool model_cas(volatile void *at, size_t size, void *expected, uint64_t value, int success, int failure) {
  step();
  int l = locate(at, size);
  int newest = model.locations[l].count - 1;
  uint64_t before = model.locations[l].stores[newest].value;
  uint64_t wanted = memory_value(expected, size);
  if (before != wanted) {
    (void)read_store(l, newest, failure);
    memcpy(expected, &before, size);
    note("fails on", l, before);
    return false;
  }
  (void)read_store(l, newest, success);
  note("changes to", l, value);
  add_store(l, size, value, success, &model.locations[l].stores[newest]);
  return true;
}

static void fence(thread_t *thread) {
  join(&thread->view, &thread->read);
  join(&thread->view, &model.fences);
  model.fences = thread->view;
  thread->fenced = thread->view;
}

void model_fence(void) {
  if ((model.without & WITHOUT_FENCE) != 0) return;
  step();
  note("full fence", -1, 0);
  fence(self());
}

void model_barrier(void) {
  if ((model.without & WITHOUT_BARRIER) != 0) return;
  step();
  note("membarrier", -1, 0);
  fence(self());
  for (int i = 0; i < model.thread_count; i++)
    fence(&model.threads[i]);
  fence(self());
}

void model_pause(void) {
  if (model.running == SETUP) return;
  self()->life = PAUSES;
  self()->seen = model.stores;
  give_way();
}

void model_futex_wait(volatile void *word, uint32_t expected) {
  step();
  int l = locate(word, sizeof(uint32_t));
  if (model.locations[l].stores[model.locations[l].count - 1].value != expected) return;
  note("sleeps on", l, expected);
  self()->life = SLEEPS;
  self()->word = word;
  give_way();
}

void model_futex_wake(volatile void *word, int count) {
  if ((model.without & WITHOUT_WAKE) != 0) return;
  step();
  for (int i = 0; i < model.thread_count && count > 0; i++) {
    thread_t *thread = &model.threads[i];
    if (thread->life == SLEEPS && thread->word == word) {
      thread->life = RUNS;
      count--;
    }
  }
}

/* ---- tests ---- */

static int cell(const uint64_t *at) {
  int l = locate(at, sizeof *at);
  if (model.running != SETUP && self()->view.oldest[l] != model.locations[l].count - 1) stop("a data race");
  return l;
}

uint64_t model_read(const uint64_t *at) {
  int l = cell(at);
  return model.locations[l].stores[model.locations[l].count - 1].value;
}

void model_write(uint64_t *at, uint64_t value) {
  add_store(cell(at), sizeof *at, value, memory_order_relaxed, NULL);
}

void model_expect(bool condition, const char *what) {
  if (!condition) stop(what);
}

void model_name(const volatile void *at, const char *name) {
  for (int i = 0; i < model.location_count; i++) {
    if (model.locations[i].at == at) {
      model.locations[i].name = name;
      return;
    }
  }
  if (model.location_count == LOCATIONS) abort();
  location_t *location = &model.locations[model.location_count++];
  location->at = at;
  location->name = name;
  location->count = 0;
}

long model_executions(void) {
  return model.executions;
}

static void report(void) {
  (void)fprintf(stderr, "model: %s: %s, in execution %ld:\n", model.test->name, model.failure,
                model.executions);
  for (int i = 0; i < model.log_count; i++) {
    const event_t *e = &model.log[i];
    if (e->thread == SETUP) continue;
    const location_t *location = e->location < 0 ? NULL : &model.locations[e->location];
    char place[32] = "";
    if (location != NULL && location->name == NULL)
      (void)snprintf(place, sizeof place, "word %d", e->location);
    (void)fprintf(stderr, "  thread %d %s %s %#llx\n", e->thread, e->what,
                  location == NULL         ? ""
                  : location->name != NULL ? location->name
                                           : place,
                  (unsigned long long)e->value);
  }
}

static void run_once(void) {
  const model_test_t *test = model.test;
  model.location_count = 0;
  model.stores = 0;
  model.fences = (view_t){{0}};
  model.preemptions = test->preemptions;
  model.steps = model.choice_at = model.log_count = 0;
  model.failure = NULL;
  model.unfair = false;
  model.running = SETUP;
  memset(&model.threads[SETUP].view, 0, sizeof(view_t) * 3);
  test->setup();
  model.thread_count = 0;
  while (model.thread_count < MODEL_THREADS && test->threads[model.thread_count] != NULL)
    model.thread_count++;
  for (int i = 0; i < model.thread_count; i++) {
    thread_t *thread = &model.threads[i];
    thread->life = RUNS;
    thread->view = thread->fenced = model.threads[SETUP].view; /* starting a thread synchronises */
    thread->read = (view_t){{0}};
    (void)getcontext(&thread->context);
    thread->context.uc_stack.ss_sp = stacks[i];
    thread->context.uc_stack.ss_size = STACK_BYTES;
    thread->context.uc_link = NULL;
    makecontext(&thread->context, thread_main, 0);
  }
  volatile bool begun = false;
  (void)getcontext(&model.outside);
  if (!begun) {
    begun = true;
    model.running = choose(model.thread_count);
    (void)setcontext(&model.threads[model.running].context);
  }
  if (model.failure != NULL || model.unfair) return;
  model.running = SETUP; /* joining them synchronises */
  for (int i = 0; i < model.thread_count; i++)
    join(&model.threads[SETUP].view, &model.threads[i].view);
  test->finish();
}

bool model_check(const model_test_t *test, unsigned without, bool quiet) {
  model.test = test;
  model.without = without;
  model.choice_count = 0;
  model.executions = 0;
  do {
    model.executions++;
    run_once();
    if (model.failure != NULL) {
      if (!quiet) report();
      return false;
    }
  } while (next_choices());
  return true;
}
