/* host.c: plat_runtime.h.
 *
 * A host thread has no worker, and no part in collections, so its task records come from malloc (TASK_HOST)
 * and are queued by sched_inject; taken from there, they are claimed at once, so no stale entry refers to
 * one. The body is assembly (plat_host_body): it calls the C function on the system stack. Completion: the
 * ending side sets handle.done (release) and wakes the futex; await reads it (acquire). The handle belongs to
 * the awaiting thread from then on: the ending side touches it no more, but the futex address may be woken
 * late, which a futex allows. Shutdown: `running` counts spawned and unfinished tasks; the last one to end
 * wakes the waiting thread. */
#include "base/check.h"
#include "gc/stop.h"
#include "plat_runtime.h"
#include "rt0/options.h"
#include "sched/deque.h"
#include "sched/monitor.h"
#include "sched/sched.h"
#include "task/task.h"

#include <stdlib.h>

/* Assembly: loads (function, argument) from slots 0 and 1 and calls plat_host_call_c. */
void plat_host_body(void);
void plat_host_call_c(worker_t *w, plat_handle_t *handle, void *unused);

struct plat_handle {
  void (*function)(void *);
  void *argument;
  _Atomic uint32_t done;
};

static const taskdesc_t host_desc = {.desc_kind = PLAT_KIND_TASK,
                                     .desc_size = PLAT_TASK_SLOTS + 16,
                                     .desc_name = "host task",
                                     .code = plat_host_body,
                                     .slot_count = 2,
                                     .flags = PLAT_TASK_DETACHED | PLAT_TASK_HOST};

static _Atomic uint64_t spawned;
static _Atomic uint32_t running;

bool plat_runtime_init(unsigned workers) {
  options_read();
  if (workers != 0) options.workers = workers;
  if (!sched_open()) return false;
  sched.host_mode = true;
  store_relaxed(&spawned, 0);
  sched_start_threads();
  return true;
}

plat_handle_t *plat_runtime_spawn(void (*function)(void *), void *argument) {
  plat_handle_t *handle = malloc(sizeof *handle);
  if (handle == NULL) return NULL;
  *handle = (plat_handle_t){.function = function, .argument = argument};
  task_t *task = calloc(1, sizeof *task + 2 * sizeof task->slots[0]);
  if (task == NULL) {
    free(handle);
    return NULL;
  }
  task->desc = &host_desc;
  atomic_fetch_add_explicit(&spawned, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&running, 1, memory_order_relaxed);
  task->slots[0] = (uint64_t)(uintptr_t)handle;
  task->slots[1] = 0;
  store_release(&task->state, PLAT_TASK_UNSTARTED); /* with the acquire in task_claim */
  sched_inject(entry_of_task(task));
  return handle;
}

void host_task_free(task_t *task) {
  free(task);
}

/* On a worker's system stack, as the body of the task. The collector does not wait for the host's function.
 */
void plat_host_call_c(worker_t *w, plat_handle_t *handle, void *unused) {
  (void)unused;
  gc_leave(w);
  handle->function(handle->argument);
  gc_enter(w);
  _Atomic uint32_t *done = &handle->done;
  store_release(done, 1);
  os_futex_wake(done, INT32_MAX);
  if (fetch_sub_acq_rel(&running, 1) == 1) os_futex_wake(&running, INT32_MAX);
}

void plat_runtime_await(plat_handle_t *handle) {
  while (load_acquire(&handle->done) == 0)
    os_futex_wait(&handle->done, 0, OS_FOREVER);
  free(handle);
}

void plat_runtime_shutdown(void) {
  for (uint32_t left; (left = load_acquire(&running)) != 0;)
    os_futex_wait(&running, left, OS_FOREVER);
  sched_stop();
  sched.workers[0]->spawned += load_relaxed(&spawned);
  sched_close();
}
