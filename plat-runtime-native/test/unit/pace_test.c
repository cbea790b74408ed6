// with: src/gc/pace.c
/* When collections come, and of which kind, by the book: what each reports, what comes next. */
#include "gc/pace.h"
#include "rt0/options.h"
#include "unit/expect.h"

options_t options;

enum { MIB = 1 << 20 };

static void ended(bool minor, uint64_t allocated, uint64_t marked) {
  pace_ended(&(pace_report_t){.minor = minor, .allocated = allocated, .marked = marked});
}

static void open_with(size_t percent) {
  options.gc_percent = percent;
  pace_open();
}

/* 100 MiB live, all else dies young: three quarters of the growth, 100 MiB, are the nursery, less what survived, until an
 * eighth is left. */
static void test_young_die(void) {
  open_with(100);
  EXPECT(!pace_is_minor() && pace_start() >= 3 * MIB && pace_start() <= 4 * MIB);
  ended(false, 100 * MIB, 100 * MIB);
  EXPECT(pace_is_minor());
  EXPECT(pace_start() == 75 * MIB);
  int minor = 0;
  for (uint64_t before = pace_goal(); pace_is_minor(); minor++) {
    EXPECT(pace_live() + pace_goal() <= 175 * MIB);
    ended(true, pace_goal(), 5 * MIB);
    EXPECT(!pace_is_minor() || pace_goal() + 5 * MIB == before);
    before = pace_goal();
  }
  EXPECT(minor == 13); /* 65 MiB that are old, and 35 left: more than the quarter, by less than an eighth */
  EXPECT(pace_live() == 165 * MIB && pace_goal() == 35 * MIB);
  ended(false, pace_goal(), 100 * MIB);
  EXPECT(pace_is_minor() && pace_live() == 100 * MIB);
}

/* Nothing dies young: one minor collection finds that out, after 1, 3, 7 major ones another. */
static void test_all_live(void) {
  open_with(100);
  ended(false, 100 * MIB, 100 * MIB);
  int majors[6];
  for (int i = 0; i < 6; i++) {
    EXPECT(pace_is_minor());
    ended(true, pace_goal(), pace_goal());
    for (majors[i] = 0; !pace_is_minor(); majors[i]++) {
      EXPECT(pace_goal() >= (majors[i] > 0 ? 99 : 24) * MIB); /* the first has the reserve */
      ended(false, pace_goal(), 100 * MIB);
    }
  }
  EXPECT(majors[0] == 2 && majors[1] == 4 && majors[2] == 8 && majors[3] == 8 && majors[5] == 8);
  ended(true, pace_goal(), 0); /* for once */
  EXPECT(pace_is_minor());
}

static void test_concurrent(void) {
  open_with(100);
  ended(false, 100 * MIB, 100 * MIB);
  uint64_t goal = pace_goal();
  pace_begun(20 * MIB);
  EXPECT(!pace_lags(20 * MIB, 0) && pace_lags(goal, 0));
  EXPECT(pace_limit() > goal);
  pace_ended(&(pace_report_t){.minor = true, .concurrent = true, .allocated = 24 * MIB, .marked = MIB});
  EXPECT(pace_live() == 105 * MIB);              /* 4 were born, and nobody knows which of them live */
  EXPECT(pace_start() == pace_goal() - 5 * MIB); /* next time so far ahead */
  for (int i = 0; i < 4; i++)
    ended(true, pace_goal(), MIB);
  EXPECT(pace_goal() - pace_start() < MIB);
  while (pace_is_minor())
    ended(true, pace_goal(), 10 * MIB);
  pace_begun(20 * MIB);
  pace_ended(&(pace_report_t){.concurrent = true, .allocated = 24 * MIB, .marked = 100 * MIB});
  while (pace_is_minor())
    ended(true, pace_goal(), 10 * MIB);
  EXPECT(pace_start() == pace_goal() - 12 * MIB); /* a major one three times as far */
}

/* A minor collection is worth it when it frees, of what it marks, the percentage that a major one is to. */
static void test_worth(void) {
  for (unsigned live = 60; live <= 70; live += 10) {
    open_with(50);
    ended(false, 1000 * MIB, 1000 * MIB);
    pace_begun(200 * MIB);
    pace_ended(&(pace_report_t){
        .minor = true, .concurrent = true, .allocated = 220 * MIB, .marked = live * 2 * MIB});
    EXPECT(pace_is_minor() == (live == 60));
  }
  open_with(50);
  ended(false, 1000 * MIB, 1000 * MIB);
  pace_begun(200 * MIB);
  pace_ended(&(pace_report_t){.minor = true, .concurrent = true, .allocated = 300 * MIB, .marked = 0});
  EXPECT(pace_is_minor());
  pace_begun(100 * MIB); /* with the 100 that were born while the last one marked */
  pace_ended(
      &(pace_report_t){.minor = true, .concurrent = true, .allocated = 100 * MIB, .marked = 120 * MIB});
  EXPECT(pace_is_minor());
}

static void test_options(void) {
  open_with(GC_OFF);
  EXPECT(pace_start() == UINT64_MAX && pace_limit() == UINT64_MAX);
  open_with(50);
  ended(false, 100 * MIB, 100 * MIB);
  EXPECT(pace_goal() >= 37 * MIB && pace_goal() <= 38 * MIB); /* three quarters of it */
  open_with(50);
  ended(false, 16 * MIB, 16 * MIB);
  EXPECT(pace_goal() >= 5 * MIB && pace_goal() <= 6 * MIB);
  open_with(100);
  ended(false, MIB, MIB);
  EXPECT(pace_goal() == 3 * MIB); /* never less */
  EXPECT(pace_keep() >= 3 * MIB);
}

int main(void) {
  test_young_die();
  test_all_live();
  test_concurrent();
  test_worth();
  test_options();
  return expect_summary("pace_test");
}
