/* linux.c: os.h for Linux. */
#include "base/check.h"
#include "os/os.h"

#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NS_PER_S = 1000000000 };

void *os_map(size_t bytes) {
  void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return start == MAP_FAILED ? NULL : start;
}

void os_unmap(void *start, size_t bytes) {
  check(munmap(start, bytes) == 0);
}

void os_prefer_huge_pages(void *start, size_t bytes) {
  (void)madvise(start, bytes, MADV_HUGEPAGE); /* a hint: a kernel without them refuses, and that is fine */
}

bool os_discard(void *start, size_t bytes) {
  return madvise(start, bytes, MADV_DONTNEED) == 0;
}

int64_t os_monotonic_ns(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

void os_futex_wait(_Atomic uint32_t *word, uint32_t expected, int64_t timeout_ns) {
  struct timespec timeout = {.tv_sec = timeout_ns / NS_PER_S, .tv_nsec = timeout_ns % NS_PER_S};
  struct timespec *limit = timeout_ns == OS_FOREVER ? NULL : &timeout;
  (void)syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, limit, NULL, 0);
}

void os_futex_wake(_Atomic uint32_t *word, int count) {
  (void)syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

typedef struct start {
  void (*run)(void *);
  void *argument;
} start_t;

static void *run_thread(void *opaque) {
  start_t start = *(start_t *)opaque;
  free(opaque);
  start.run(start.argument);
  return NULL;
}

bool os_thread_start(os_thread_t *thread, void (*run)(void *), void *argument) {
  start_t *start = malloc(sizeof *start);
  if (start == NULL) return false;
  *start = (start_t){.run = run, .argument = argument};
  /* The mask is inherited: signals go to threads that are not ours. */
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t handle;
  int failed = pthread_create(&handle, NULL, run_thread, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (failed != 0) {
    free(start);
    return false;
  }
  thread->handle = (uint64_t)handle;
  return true;
}

void os_thread_join(os_thread_t thread) {
  check(pthread_join((pthread_t)thread.handle, NULL) == 0);
}

void os_thread_yield(void) {
  (void)sched_yield();
}

unsigned os_cores(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  int count = CPU_COUNT(&set);
  return count < 1 ? 1U : (unsigned)count;
}

bool os_barrier_open(void) {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

void os_barrier(void) {
  check(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0);
}
