/* lock_model.c: both locks exclude, hand over what they guard, and lose no wake. */
#include "base/lock.h"
#include "model/tests.h"

#include <string.h>

static lock_t lock;
static short_lock_t short_lock;
static uint64_t guarded;

static void setup(void) {
  memset(&lock, 0, sizeof lock);
  memset(&short_lock, 0, sizeof short_lock);
  guarded = 0;
  model_name(&lock.word, "lock.word");
  model_name(&short_lock.held, "short_lock.held");
  model_name(&guarded, "guarded");
}

static void add(void) {
  model_write(&guarded, model_read(&guarded) + 1);
}

static void with_lock(void) {
  lock_take(&lock);
  add();
  lock_drop(&lock);
}

static void with_lock_twice(void) {
  with_lock();
  with_lock();
}

static void with_short_lock(void) {
  short_lock_take(&short_lock);
  add();
  short_lock_drop(&short_lock);
}

static void finish_two(void) {
  model_expect(model_read(&guarded) == 2, "an addition under the lock is lost");
}
static void finish_three(void) {
  model_expect(model_read(&guarded) == 3, "an addition under the lock is lost");
}

const model_test_t lock_tests[] = {{"lock, two threads",
                                    setup,
                                    {with_lock, with_lock_twice},
                                    finish_three,
                                    4,
                                    WITHOUT_RELEASE | WITHOUT_ACQUIRE | WITHOUT_WAKE},
                                   {"lock, three threads",
                                    setup,
                                    {with_lock, with_lock, with_lock},
                                    finish_three,
                                    3,
                                    WITHOUT_RELEASE | WITHOUT_ACQUIRE | WITHOUT_WAKE},
                                   {"short lock, two threads",
                                    setup,
                                    {with_short_lock, with_short_lock},
                                    finish_two,
                                    4,
                                    WITHOUT_RELEASE | WITHOUT_ACQUIRE},
                                   {"short lock, three threads",
                                    setup,
                                    {with_short_lock, with_short_lock, with_short_lock},
                                    finish_three,
                                    3,
                                    WITHOUT_RELEASE | WITHOUT_ACQUIRE},
                                   {0}};
