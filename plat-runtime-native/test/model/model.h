/* model.h: a model checker for the runtime's lock-free parts: runs the very sources, compiled against
 * shadow/base/atomic.h, in every interleaving of a few operations of two or three threads, and lets every load
 * read whatever the C11 memory model allows it to.
 *
 * Stateless exploration by replay (Godefroid, "Model Checking for Programming Languages using VeriSoft", 1997):
 * an execution is a list of choices (who runs, which store a load reads); the next one changes the last choice
 * that has another option. Switches away from a thread that could go on are bounded (Musuvathi, Qadeer,
 * "Iterative Context Bounding", 2007).
 * Memory is a list of stores per location. Each thread has a view, the oldest store of each location that it may
 * still read; a release store carries its thread's view, an acquire load takes it over; a full fence exchanges
 * views with one that all fences share (Kang, Hur, Lahav, Vafeiadis, Dreyer, "A Promising Semantics for Relaxed-Memory
 * Concurrency", 2017, without promises: no load is delayed behind a later store). A store goes to the end of its
 * location's list.
 *
 * What a thread does between two atomics is one step, and plain memory is not modelled, but for cells: reading or
 * writing a cell that does not happen behind its last write is a data race, and reported. */
#ifndef PLAT_TEST_MODEL_H
#define PLAT_TEST_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- what shadow/base/atomic.h calls; `order` is a memory_order ---- */
uint64_t model_load(const volatile void *at, size_t size, int order);
void model_store(volatile void *at, size_t size, uint64_t value, int order);
uint64_t model_exchange(volatile void *at, size_t size, uint64_t value, int order);
uint64_t model_add(volatile void *at, size_t size, uint64_t value, int order);
uint64_t model_or(volatile void *at, size_t size, uint64_t value, int order);
bool model_cas(volatile void *at, size_t size, void *expected, uint64_t value, int success, int failure);
void model_fence(void);
/* In a loop that waits: the thread goes on when there is something new to read. */
void model_pause(void);

/* ---- what stands for the operating system ---- */
void model_barrier(void); /* membarrier */
void model_futex_wait(volatile void *word, uint32_t expected);
void model_futex_wake(volatile void *word, int count);

/* ---- what tests call ---- */
uint64_t model_read(const uint64_t *cell);
void model_write(uint64_t *cell, uint64_t value);
/* Ends the execution, and reports it, if the condition does not hold. */
void model_expect(bool condition, const char *what);
/* The calling thread ends here. */
_Noreturn void model_leave(void);
/* For reports. */
void model_name(const volatile void *at, const char *name);

/* What the checker can leave out, to show that the test finds it missing. */
enum {
  WITHOUT_FENCE = 1,   /* full fences */
  WITHOUT_RELEASE = 2, /* stores and read-modify-writes release nothing */
  WITHOUT_ACQUIRE = 4, /* loads and read-modify-writes acquire nothing */
  WITHOUT_BARRIER = 8, /* membarrier */
  WITHOUT_WAKE = 16    /* futex wakes */
};

enum { MODEL_THREADS = 3 };

typedef struct model_test {
  const char *name;
  void (*setup)(void); /* before each execution: nothing of the last one may be left */
  void (*threads[MODEL_THREADS])(void);
  void (*finish)(void); /* behind all of them */
  unsigned preemptions; /* the bound */
  unsigned needs;       /* WITHOUT_*: leaving out each of these must be found */
} model_test_t;

/* Runs all executions; false, and a report on stderr, if one of them goes wrong. `quiet`: no report. */
bool model_check(const model_test_t *test, unsigned without, bool quiet);
/* Of the last check. */
long model_executions(void);

#endif
