/* seeded.h: a deterministic schedule (PLAT_SCHED=seed:N), to find and to replay interleavings.
 *
 * One worker; everything runnable is in one bag, from which a seeded generator draws what runs next. Children
 * never run in place (deep_sp is above every stack), so a spawned task and its spawner may come in any order.
 * The stack limit stays poisoned: every poll takes the slow path, which counts and gives way after drawn
 * numbers of polls.
 * Time is virtual: it starts at SEEDED_EPOCH, each poll and each switch adds a microsecond, and when nothing
 * is runnable it jumps to the next timer. So a program sleeps for hours in no time, and no decision depends
 * on the wall clock, on an address or on another thread: the same seed gives the same schedule. The idea is
 * that of FoundationDB's simulation; drawing every decision at random rather than in order finds rare orders
 * sooner (Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees", 2010, bounds how soon).
 * Who may call: the one worker, on its system stack. */
#ifndef PLAT_SCHED_SEEDED_H
#define PLAT_SCHED_SEEDED_H

#include "rt0/options.h"
#include "sched/worker.h"
#include <stddef.h>

/* Of the virtual clock, ns. Not 0, so that a difference to it is no small number by chance. */
#define SEEDED_EPOCH INT64_C(1000000000)

void seeded_open(void);
void seeded_close(void);
/* The next fibre of the schedule; null when nothing is runnable and no timer is set. */
fibre_t *seeded_next(worker_t *w);
/* Counts a poll; true when the running fibre is to give way. */
bool seeded_poll(void);
/* Whether anything waits in the bag. */
bool seeded_has_work(void);
/* The collector: what is in it. */
const entry_t *seeded_bag(size_t *count);
/* Virtual time, ns. */
int64_t seeded_now(void);
/* A number below n > 0 from the schedule's generator: for choices such as that among ready select arms. */
uint32_t seeded_below(uint32_t n);

#endif
