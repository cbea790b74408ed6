/* harness.h: C functions run as the main task; see harness.S. One file of the program defines next and
 * report. */
#ifndef PLAT_TEST_HARNESS_H
#define PLAT_TEST_HARNESS_H

#include "lib/object.h"
#include "task/task.h"

/* The next function to run on the task stack (int64_t (*)(void), compiled with BODY_FLAGS), or null at the
 * end. */
void *harness_next_c(worker_t *w);
/* Its result; returns the exit status so far. */
int32_t harness_report_c(worker_t *w, int64_t result);

void harness_main(void);
/* Defines plat_main_desc. */
#define HARNESS_MAIN                                                                                         \
  extern const taskdesc_t plat_main_desc;                                                                    \
  const taskdesc_t plat_main_desc = {.desc_kind = PLAT_KIND_TASK,                                            \
                                     .desc_size = PLAT_TASK_SLOTS + 8,                                       \
                                     .desc_name = "main",                                                    \
                                     .code = harness_main,                                                   \
                                     .slot_count = 1}

#endif
