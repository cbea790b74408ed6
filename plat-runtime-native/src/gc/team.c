/* team.c: see team.h. */
#include "gc/team.h"
#include "base/check.h"
#include "os/os.h"

enum { OBJECTS_PER_HELPER = 20000, SPINS = 100 };

typedef struct helper {
  os_thread_t thread;
  gc_marker_t marker;
} helper_t;

static struct {
  unsigned most; /* helpers there may be */
  unsigned started;
  helper_t helpers[TEAM_MOST - 1];
  _Atomic uint32_t round; /* futex: a new one means work, or the end */
  _Atomic uint32_t left;  /* futex: helpers that are not finished with this round */
  unsigned helping;       /* those with a smaller index take part in this round */
  bool closing;
  lock_t lock;
  mark_chunk_t *shared;
  mark_chunk_t *empty; /* put aside */
  unsigned members;
  uint32_t idle;
  _Atomic uint32_t waiting; /* = idle, readable without the lock; between rounds: a worker has asked */
  _Atomic uint32_t call;    /* futex: work was given, or all is done */
  bool done;
} team;

static void *index_of(unsigned i) {
  return (void *)(uintptr_t)i;
}

static void help(void *opaque) {
  unsigned index = (unsigned)(uintptr_t)opaque;
  uint32_t seen = 0;
  for (;;) {
    while (load_acquire(&team.round) == seen)
      os_futex_wait(&team.round, seen, OS_FOREVER);
    seen = load_acquire(&team.round);
    if (team.closing) return;
    if (index < team.helping) {
      gc_marker_t *m = &team.helpers[index].marker;
      gc_mark_begin(m);
      m->together = true;
      gc_mark_drain(m);
    }
    if (fetch_sub_acq_rel(&team.left, 1) == 1) os_futex_wake(&team.left, 1);
  }
}

void team_open(unsigned most) {
  team.most = most < TEAM_MOST ? most : TEAM_MOST - 1;
  team.started = 0;
  team.closing = false;
  store_relaxed(&team.round, 0);
}

static void next_round(void) {
  store_relaxed(&team.left, team.started);
  atomic_fetch_add_explicit(&team.round, 1, memory_order_release);
  os_futex_wake(&team.round, INT32_MAX);
}

static mark_chunk_t *take_one(mark_chunk_t **list) {
  mark_chunk_t *chunk = *list;
  if (chunk != NULL) {
    *list = chunk->below;
    chunk->below = NULL;
  }
  return chunk;
}

static void put_one(mark_chunk_t **list, mark_chunk_t *chunk) {
  chunk->below = *list;
  *list = chunk;
}

void team_close(void) {
  team.closing = true;
  if (team.started > 0) next_round();
  for (unsigned i = 0; i < team.started; i++) {
    os_thread_join(team.helpers[i].thread);
    gc_mark_close(&team.helpers[i].marker);
  }
  team.started = 0;
  mark_chunk_t *chunk;
  while ((chunk = take_one(&team.shared)) != NULL) /* of a collection that was never finished */
    os_unmap(chunk, sizeof *chunk);
  while ((chunk = take_one(&team.empty)) != NULL)
    os_unmap(chunk, sizeof *chunk);
}

unsigned team_size(uint64_t objects) {
  uint64_t wanted = objects / OBJECTS_PER_HELPER;
  unsigned helpers = wanted < team.most ? (unsigned)wanted : team.most;
  /* A new helper has seen round 0: it must not take an old round for a new one. */
  if (helpers > 0 && team.started == 0) {
    store_relaxed(&team.round, 0);
    while (team.started < team.most &&
           os_thread_start(&team.helpers[team.started].thread, help, index_of(team.started)))
      team.started++;
  }
  return helpers < team.started ? helpers : team.started;
}

void team_mark(gc_marker_t *m, unsigned helpers) {
  team.helping = helpers;
  team.members = helpers + 1;
  team.idle = 0;
  team.done = false;
  store_relaxed(&team.waiting, 0);
  m->together = true;
  next_round();
  gc_mark_drain(m);
  for (uint32_t left; (left = load_acquire(&team.left)) != 0;)
    os_futex_wait(&team.left, left, OS_FOREVER);
  m->together = false;
  for (unsigned i = 0; i < helpers; i++) {
    gc_marker_t *other = &team.helpers[i].marker;
    m->overflowed |= other->overflowed;
    m->marked_bytes += other->marked_bytes;
    m->marked_objects += other->marked_objects;
    (void)gc_mark_end(other, MARK_KEPT, MARK_GIVEN_BACK);
  }
  team.idle = 0;
  store_relaxed(&team.waiting, 0); /* nobody is hungry between rounds, unless he asks */
}

bool team_give_back(void) {
  bool more = false;
  for (unsigned i = 0; i < team.started; i++)
    more |= gc_mark_end(&team.helpers[i].marker, MARK_KEPT, MARK_GIVEN_BACK);
  mark_chunk_t *chunk = team_take_empty();
  if (chunk != NULL) os_unmap(chunk, sizeof *chunk);
  return more || chunk != NULL;
}

bool team_is_hungry(void) {
  return load_relaxed(&team.waiting) != 0;
}

void team_give(mark_chunk_t *chunk) {
  lock_take(&team.lock);
  put_one(&team.shared, chunk);
  bool asleep = team.idle > 0;
  store_relaxed(&team.waiting, team.idle); /* between rounds: who asked is served */
  lock_drop(&team.lock);
  if (!asleep) return;
  atomic_fetch_add_explicit(&team.call, 1, memory_order_release);
  os_futex_wake(&team.call, 1);
}

mark_chunk_t *team_take_empty(void) {
  lock_take(&team.lock);
  mark_chunk_t *chunk = take_one(&team.empty);
  lock_drop(&team.lock);
  return chunk;
}

/* The caller has the lock. */
static mark_chunk_t *take_shared(gc_marker_t *m) {
  mark_chunk_t *chunk = take_one(&team.shared);
  if (chunk != NULL && m->spare != NULL) put_one(&team.empty, take_one(&m->spare));
  return chunk;
}

mark_chunk_t *team_ask(gc_marker_t *m) {
  lock_take(&team.lock);
  mark_chunk_t *chunk = take_shared(m);
  store_relaxed(&team.waiting, chunk == NULL);
  lock_drop(&team.lock);
  return chunk;
}

bool team_adopt(gc_marker_t *m) {
  lock_take(&team.lock);
  mark_chunk_t *first = team.shared;
  team.shared = NULL;
  store_relaxed(&team.waiting, 0);
  lock_drop(&team.lock);
  bool any = first != NULL;
  for (mark_chunk_t *chunk; (chunk = take_one(&first)) != NULL;)
    put_one(&m->chunk, chunk);
  return any;
}

mark_chunk_t *team_take(gc_marker_t *m) {
  bool counted = false;
  for (int spins = 0;; spins++) {
    uint32_t call = load_acquire(&team.call);
    lock_take(&team.lock);
    mark_chunk_t *chunk = take_shared(m);
    if (chunk != NULL) {
      if (counted) team.idle--;
    } else if (!counted) {
      counted = true;
      team.idle++;
      if (team.idle == team.members) team.done = true;
    }
    bool done = team.done;
    store_relaxed(&team.waiting, team.idle);
    lock_drop(&team.lock);
    if (chunk != NULL) return chunk;
    if (done) {
      atomic_fetch_add_explicit(&team.call, 1, memory_order_release);
      os_futex_wake(&team.call, INT32_MAX);
      return NULL;
    }
    if (spins < SPINS) {
      for (int i = 0; i < 20 && load_relaxed(&team.call) == call; i++)
        cpu_pause();
    } else {
      os_futex_wait(&team.call, call, OS_FOREVER);
    }
  }
}
