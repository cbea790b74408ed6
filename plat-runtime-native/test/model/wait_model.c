/* wait_model.c: a wait that a peer, a canceller and a timer want to end is ended by one of them, a cancellation is never
 * lost, and a canceller that comes late does nothing to the next wait. */
#include "model/model_world.h"
#include "model/tests.h"
#include "wait/wait.h"

static uint64_t token;
static _Atomic uint64_t registered; /* the peer's and the timer's way to the fibre: the token of its round */

static void setup(void) {
  world_reset();
  store_relaxed(&registered, 0);
  token = 0;
  model_name(&registered, "registered");
}

/* As a park function does: saves, opens, registers, parks; then whoever ended the wait has woken it. */
static void wait_once(uint64_t shared) {
  token = wait_open(&world.worker, &world.fibre, shared, NULL);
  store_release(&registered, token & ~WAIT_SEEN);
  (void)wait_parked(&world.worker, &world.fibre, token);
  world_sleep();
}

static void waits_plain(void) {
  wait_once(0);
}
static void waits_shared(void) {
  wait_once(WAIT_SHARED);
}

static void end(uint64_t outcome) {
  world.fibre.result = outcome;
  fibre_wake(&world.worker, &world.fibre);
}

static void peer(void) {
  while (load_acquire(&registered) == 0)
    cpu_pause();
  if (wait_claim(&world.fibre)) end(WAIT_DONE);
}

static void timer(void) {
  uint64_t round;
  while ((round = load_acquire(&registered)) == 0)
    cpu_pause();
  if (wait_claim_token(&world.fibre, round)) end(WAIT_TIMED_OUT);
}

static void canceller(void) {
  (void)wait_cancel(NULL, &world.fibre);
}

/* A second one finds the barrier of the first still good. */
static void canceller_of_many(void) {
  (void)wait_cancel(NULL, &world.other_fibre);
  (void)wait_cancel(NULL, &world.fibre);
}

/* The monitor takes that away meanwhile. */
static void monitor(void) {
  wait_cancel_release();
  wait_cancel_release();
}

static void finish(void) {
  model_expect(world.wakes == 1, world.wakes == 0 ? "nobody has ended the wait" : "a wait is ended twice");
}

/* Nobody but the canceller would end it. */
static void finish_cancelled(void) {
  model_expect(world.wakes == 1 && world.fibre.result == WAIT_CANCELLED, "a cancellation is lost");
}

const model_test_t wait_tests[] = {
    {"wait, peer and canceller", setup, {waits_plain, peer, canceller}, finish, 3, WITHOUT_BARRIER},
    {"wait, canceller alone", setup, {waits_plain, canceller}, finish_cancelled, 4, WITHOUT_BARRIER},
    {"wait, peer and canceller of many",
     setup,
     {waits_plain, peer, canceller_of_many},
     finish,
     3,
     WITHOUT_BARRIER},
    {"wait, canceller of many, monitor",
     setup,
     {waits_plain, canceller_of_many, monitor},
     finish_cancelled,
     3,
     0},
    {"wait, timer and canceller", setup, {waits_shared, timer, canceller}, finish, 3, 0},
    {"wait, timer and peer", setup, {waits_shared, timer, peer}, finish, 3, 0},
    {0}};
