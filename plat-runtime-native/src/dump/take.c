/* take.c: finding out what every task does; see dump.h. */
#include "dump/dump.h"
#include "sched/deque.h"
#include "sched/sched.h"
#include "task/fibre.h"
#include "task/scope.h"
#include "task/task.h"
#include "wait/wait.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64, CONTEXT = 5 * sizeof(uint64_t), SAVED = 48 * sizeof(uint64_t) };

/* Assembly: where a preempted fibre continues. */
void plat_poll_resume(void);

static void add(dump_t *dump, dump_task_t task) {
  if (dump->count == dump->room) {
    size_t room = dump->room == 0 ? FIRST_ROOM : dump->room * 2;
    dump_task_t *tasks = realloc(dump->tasks, room * sizeof *tasks);
    if (tasks == NULL) {
      dump->cut = true;
      return;
    }
    dump->tasks = tasks;
    dump->room = room;
  }
  dump->tasks[dump->count++] = task;
}

/* ---- the frames of one fibre ---- */

static uintptr_t word_at(uintptr_t address) {
  uintptr_t word;
  memcpy(&word, (const void *)address, sizeof word);
  return word;
}

/* Where the innermost return address into Plat code lies: behind the registers that a park stub or a raising
 * stub saved, behind those of a preempted fibre, or at once in a leaf call or a poll. 0 for a fibre that has
 * not run yet. */
static uintptr_t innermost(uintptr_t sp) {
  site_t site;
  if (table_find(word_at(sp), &site)) return sp;
  sp += CONTEXT;
  if (word_at(sp) == (uintptr_t)plat_poll_resume) sp += sizeof(uintptr_t) + SAVED;
  return table_find(word_at(sp), &site) ? sp : 0;
}

static const worker_t *runner(const fibre_t *fibre) {
  for (unsigned i = 0; i < sched.count; i++) {
    if (sched.workers[i]->fibre == fibre) return sched.workers[i];
  }
  return NULL;
}

static const char *waits_for(const fibre_t *fibre) {
  if (load_relaxed(&fibre->exiting) != NULL) return "waits for the tasks of its scope";
  if ((load_relaxed(&fibre->wait) & WAIT_OPEN) == 0) return "is ready to run";
  if (fibre_awaited(fibre) != NULL) return "awaits";
  switch (fibre->node.linked) {
  case LINKED_RECEIVER:
    return fibre->timed ? "waits to receive, for a limited time" : "waits to receive";
  case LINKED_SENDER:
    return fibre->timed ? "waits to send, for a limited time" : "waits to send";
  default:
    return fibre->timed ? "sleeps" : "waits in a select";
  }
}

/* A record for each task of the chain, the running one first. A task below the top waits for the one above,
 * which belongs to a scope that it opened. */
static void add_fibre(void *context, fibre_t *fibre) {
  dump_t *dump = context;
  const worker_t *w = runner(fibre);
  const task_t *task = w != NULL ? w->task : fibre->task;
  const char *state = w != NULL ? "runs" : waits_for(fibre);
  const task_t *awaited = w != NULL ? NULL : fibre_awaited(fibre);
  uintptr_t sp = innermost(w != NULL ? w->task_sp : fibre_top(fibre) - fibre->depth);
  if (sp == 0 && w == NULL) state = "is about to start";
  for (;;) {
    const position_t *place = NULL;
    uint32_t border = SITE_BOTTOM;
    for (site_t site; sp != 0;) {
      if (!table_find(word_at(sp), &site)) break;
      if (site.kind == SITE_CALL && place == NULL && site.position != UINT32_MAX)
        place = table_position(site.position);
      sp += sizeof(uintptr_t) + site.frame_bytes;
      border = site.kind;
      if (site.kind != SITE_CALL) break;
    }
    add(dump, (dump_task_t){.task = task,
                            .owner = task->scope == NULL ? NULL : task->scope->owner,
                            .name = task->desc->desc_name,
                            .state = state,
                            .awaits = awaited == NULL ? NULL : awaited->desc->desc_name,
                            .place = place,
                            .spawned = task->scope == NULL ? UINT32_MAX : task->desc->position});
    if (task == fibre->bottom || task->scope == NULL) return;
    awaited = border == SITE_AWAIT ? task : NULL;
    state = border == SITE_AWAIT ? "awaits" : "waits for the tasks of its scope";
    task = task->scope->owner;
  }
}

static size_t count_unstarted(void) {
  size_t count = 0;
  for (unsigned i = 0; i < sched.count; i++) {
    const worker_t *w = sched.workers[i];
    int64_t bottom = load_relaxed(&w->deque_bottom);
    for (int64_t k = load_relaxed(&w->deque_top); k < bottom; k++) {
      entry_t entry = load_relaxed(&load_relaxed(&w->deque_cells)[k & w->deque_mask]);
      bool fibre = entry == 0 || entry_is_fibre(entry);
      if (!fibre && load_relaxed(&entry_task(entry)->state) == PLAT_TASK_UNSTARTED) count++;
    }
  }
  return count;
}

/* ---- the order of the tree ---- */

static int by_address(uintptr_t a, uintptr_t b) {
  return a < b ? -1 : a > b;
}

/* Children of one task beside each other, in the order of the places where they were spawned, then of what
 * they do and where, so that like stands beside like. */
static int compare(const void *left, const void *right) {
  const dump_task_t *a = left;
  const dump_task_t *b = right;
  int order = by_address((uintptr_t)a->owner, (uintptr_t)b->owner);
  if (order == 0) order = by_address(a->spawned, b->spawned);
  if (order == 0) order = strcmp(a->state, b->state);
  if (order == 0) order = by_address((uintptr_t)a->place, (uintptr_t)b->place);
  return order != 0 ? order : by_address((uintptr_t)a->task, (uintptr_t)b->task);
}

/* The first of the sorted tasks whose owner is this one. */
static size_t first_child(const dump_t *dump, const void *owner) {
  size_t low = 0;
  size_t high = dump->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if ((uintptr_t)dump->tasks[middle].owner < (uintptr_t)owner) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Preorder, without recursion: `path` holds the next sibling to visit on each level. */
static void order(dump_t *dump) {
  size_t count = dump->count;
  if (count == 0) return;
  qsort(dump->tasks, count, sizeof *dump->tasks, compare);
  dump_task_t *tree = malloc(count * sizeof *tree);
  size_t *next = malloc((count + 1) * sizeof *next);
  size_t *above = malloc((count + 1) * sizeof *above);
  if (tree == NULL || next == NULL || above == NULL) {
    dump->cut = true;
    dump->count = 0;
  } else {
    size_t placed = 0;
    size_t depth = 1;
    next[0] = first_child(dump, NULL);
    above[0] = DUMP_ROOT;
    while (depth > 0 && placed < count) {
      size_t at = next[depth - 1];
      size_t parent = above[depth - 1];
      const void *owner = parent == DUMP_ROOT ? NULL : tree[parent].task;
      if (at == count || dump->tasks[at].owner != owner) {
        depth--;
        continue;
      }
      next[depth - 1]++;
      tree[placed] = dump->tasks[at];
      tree[placed].parent = parent;
      next[depth] = first_child(dump, dump->tasks[at].task);
      above[depth++] = placed++;
    }
    memcpy(dump->tasks, tree, placed * sizeof *tree);
    dump->count = placed;
  }
  free(tree);
  free(next);
  free(above);
}

void dump_take(dump_t *dump) {
  *dump = (dump_t){0};
  fibre_each(add_fibre, dump);
  dump->unstarted = count_unstarted();
  order(dump);
}

void dump_free(dump_t *dump) {
  free(dump->tasks);
  *dump = (dump_t){0};
}
