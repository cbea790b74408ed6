/* dump.h: what every task does, as a tree: for deadlock reports and SIGQUIT.
 *
 * Each task stands below the one that opened its scope, with what it waits for and where, and where it was
 * spawned. Siblings that do the same at the same place are one line with their number. PLAT_DUMP=json gives
 * the same as JSON, a record per task:
 *   {"tasks":[{"id":0,"parent":null,"name":"main","state":"sleeps","place":"a.plat:3:5","spawned":null},…],"unstarted":0}
 * pre, for all: no worker runs Plat code or changes what tasks wait for: the world is stopped (gc/stop.h), or
 * all workers are idle. Memory comes from malloc; when it has none, the rest is left out, and it is said so. */
#ifndef PLAT_DUMP_DUMP_H
#define PLAT_DUMP_DUMP_H

#include "unwind/report.h"
#include "unwind/table.h"

#include <stdbool.h>
#include <stdint.h>

#define DUMP_ROOT SIZE_MAX

typedef struct dump_task {
  const void *task;
  const void *owner;       /* the task that opened its scope; null for main */
  size_t parent;           /* index of that, or DUMP_ROOT */
  const char *name;        /* of its body */
  const char *state;       /* "waits to receive", … */
  const char *awaits;      /* the name of the task that it awaits, or null */
  const position_t *place; /* where it stands in the source, or null */
  uint32_t spawned;        /* for table_position */
} dump_task_t;

/* In preorder of the tree, siblings by place of spawn. */
typedef struct dump {
  dump_task_t *tasks;
  size_t count, room;
  size_t unstarted; /* tasks that are spawned and not begun */
  bool cut;         /* memory ran out */
} dump_t;

void dump_take(dump_t *dump);
void dump_free(dump_t *dump);
/* As the user wants it: text, or JSON. */
void dump_print(const dump_t *dump, report_t *report);

#endif
