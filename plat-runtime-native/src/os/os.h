/* os.h: all that the runtime asks of the operating system. linux.c is the one file that knows it.
 *
 * Purpose: memory, clock, threads, futex. Who may call: any thread on a system stack.
 * No function here keeps or returns the address of a place on a task stack. */
#ifndef PLAT_OS_OS_H
#define PLAT_OS_OS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OS_FOREVER INT64_MAX

/* Zeroed memory that costs nothing until touched; null when the system refuses. */
void *os_map(size_t bytes);
void os_unmap(void *start, size_t bytes);
/* Asks for 2 MiB pages in this range (a hint: one fault instead of 512, see floors on first touch). */
void os_prefer_huge_pages(void *start, size_t bytes);

/* Gives the memory of these pages back; they read as zero afterwards. False when the system refuses. */
bool os_discard(void *start, size_t bytes);

int64_t os_monotonic_ns(void);

/* Returns after a wake, when *word != expected, after a timeout, or for no reason. */
void os_futex_wait(_Atomic uint32_t *word, uint32_t expected, int64_t timeout_ns);
void os_futex_wake(_Atomic uint32_t *word, int count);

typedef struct os_thread {
  uint64_t handle;
} os_thread_t;

/* Starts a thread with all asynchronous signals blocked; false when the system refuses. */
bool os_thread_start(os_thread_t *thread, void (*run)(void *), void *argument);
void os_thread_join(os_thread_t thread);
/* Lets other threads of this core run. */
void os_thread_yield(void);
unsigned os_cores(void);

/* A barrier on all running threads of the process (membarrier). os_barrier_open says whether there is one. */
bool os_barrier_open(void);
void os_barrier(void);

#endif
