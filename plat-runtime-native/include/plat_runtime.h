/* plat_runtime.h: running tasks from a host program in C.
 *
 * plat_runtime_init starts the workers; plat_runtime_spawn runs a C function as a task on one of them (on the
 * worker's system stack: it may block, it then occupies that worker); plat_runtime_await waits on the calling
 * thread and frees the handle; plat_runtime_shutdown waits for all tasks, joins the workers and releases
 * memory, after which init may be called again. Threads: spawn and await from any thread; init and shutdown
 * from one at a time, not inside a task. */
#ifndef PLAT_RUNTIME_H
#define PLAT_RUNTIME_H

#include <stdbool.h>

typedef struct plat_handle plat_handle_t;

/* workers = 0: as PLAT_WORKERS says, else one per core. False when memory or threads are refused. */
bool plat_runtime_init(unsigned workers);
/* Null when memory is out. Every handle is awaited exactly once. */
plat_handle_t *plat_runtime_spawn(void (*function)(void *), void *argument);
void plat_runtime_await(plat_handle_t *handle);
void plat_runtime_shutdown(void);

#endif
