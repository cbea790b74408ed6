#!/bin/sh
# Everything that must hold before a change lands, in the order of what fails fastest.
#   ./test.sh           what CI runs
#   ./test.sh --long    the same, then the proofs that take hours: half an hour of damaged programs for the front end,
#                       every concurrent program 300 times with 1, 2 and 8 workers, stack stress and collector stress over
#                       everything, random programs by the thousand
# GOLDEN=part ./test.sh golden     only the golden programs whose path contains `part`

cd "$(dirname "$0")" || exit 2
JAVA_HOME=$(config/find-jdk.sh) || exit 2
export JAVA_HOME
started=$(date +%s)

step() { # title, command...
  title=$1
  shift
  echo "== $title"
  begin=$(date +%s)
  "$@" || {
    echo "== FAILED: $title" >&2
    exit 1
  }
  echo "== $title: $(($(date +%s) - begin)) s"
}

# Golden programs again, with other settings of the runtime. Arguments: environment, part of the path, repetitions.
golden() {
  mvn -B -ntp -q -o -Dfast -pl plat-cli -am test -Dtest=GoldenProgramsTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dgolden.env="$1" -Dgolden="$2" -Dgolden.repeat="${3:-1}"
}

# Random programs, as the interpreter of the tests understands them and as executables. Arguments: how many, first seed.
differential() {
  mvn -B -ntp -q -o -Dfast -pl plat-cli -am test -Dtest=DifferentialTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Ddifferential.programs="$1" -Ddifferential.seed="$2"
}

# The compiler on damaged programs, another seed each day. Argument: minutes.
fuzz() {
  mvn -B -ntp -o -Dfast -pl plat-cli -am test -Dtest=FrontEndFuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfuzz.minutes="$1" -Dfuzz.seed="$(date +%Y%m%d)000000"
}

if [ "$1" = golden ]; then
  mvn -B -ntp -Dfast -pl plat-cli -am test -Dtest=GoldenProgramsTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dgolden="$GOLDEN" ${BLESS:+-Dbless=true}
  exit $?
fi

step "Java: formatting, compile with Error Prone and NullAway, unit tests, golden programs at -O0 and -O2" \
  mvn -B -ntp verify
if command -v clang-format >/dev/null; then
  step "C: formatting" make -s -C plat-runtime-native format-check
else
  echo "== C: formatting is not checked: there is no clang-format"
fi
step "C: unit tests of the library under AddressSanitizer and UndefinedBehaviorSanitizer, the model checker, tests of tasks" \
  make -s -C plat-runtime-native test
step "C: tests of tasks, the runtime under AddressSanitizer and UndefinedBehaviorSanitizer" \
  make -s -C plat-runtime-native test-asan
step "C: tests of tasks, the runtime under ThreadSanitizer" make -s -C plat-runtime-native test-tsan
step "golden programs, every poll and park moves the stack" golden PLAT_STACK_STRESS=1 examples
step "programs of memory, the collector under stress" golden \
  "PLAT_GC_STRESS=1,PLAT_GC_VERIFY=1,PLAT_WORKERS=1;PLAT_GC_STRESS=1,PLAT_GC_VERIFY=1,PLAT_WORKERS=2,PLAT_STACK_STRESS=1;PLAT_GC_STRESS=2,PLAT_GC_VERIFY=1,PLAT_WORKERS=2" run/memory
# Everything that waits, fails or is cancelled, and what tasks need of memory. The parts stand in paths of folders or files.
concurrent=run/tasks,run/channels,run/select,run/failure,run/race,run/timeout,run/defer,run/parallel,run/task_locals,run/interrupted
concurrent=$concurrent,run/time/sleep.plat,run/panics/backtrace_of_task,run/memory/parked_tasks,run/memory/references_move
concurrent=$concurrent,run/memory/stacks_of_tasks,run/memory/stream_through,run/memory/tasks_come,run/memory/what_tasks_need
# Likewise; one run takes a second, or seconds.
sleepers=run/time/hundred_thousand_sleepers,run/time/million_asleep_at_once
step "concurrent programs, 1, 2 and 8 workers, 3 times each" golden \
  "PLAT_WORKERS=1;PLAT_WORKERS=2;PLAT_WORKERS=8" $concurrent,$sleepers 3
step "concurrent programs, 10 seeded schedules each" golden PLAT_SCHED=seed:# $concurrent,$sleepers 10

step "300 random programs: interpreter, -O0 and -O2 agree" differential 300 1000

if [ "$1" = --long ]; then
  step "damaged programs for half an hour: no exception, no hang, no runaway memory" fuzz 30
  step "concurrent programs, 1000 seeded schedules each" golden PLAT_SCHED=seed:# $concurrent 1000
  step "very many sleepers, 50 seeded schedules each" golden PLAT_SCHED=seed:# $sleepers 50
  for seed in 100000 200000 300000 400000; do
    step "5,000 random programs from seed $seed: interpreter, -O0 and -O2 agree" differential 5000 $seed
  done
  for workers in 1 2 8; do
    step "concurrent programs, $workers workers, 300 times each" golden PLAT_WORKERS=$workers $concurrent 300
    step "very many sleepers, $workers workers, 20 times each" golden PLAT_WORKERS=$workers $sleepers 20
    step "examples, $workers workers, 200 times each" golden PLAT_WORKERS=$workers examples 200
    step "all golden programs, $workers workers, the collector under stress" golden \
      "PLAT_WORKERS=$workers,PLAT_GC_STRESS=1,PLAT_GC_VERIFY=1;PLAT_WORKERS=$workers,PLAT_GC_STRESS=2,PLAT_GC_VERIFY=1,PLAT_STACK_STRESS=1" ""
    step "all golden programs, $workers workers, stack stress" golden PLAT_WORKERS=$workers,PLAT_STACK_STRESS=1 ""
  done
fi
echo "== everything passed in $(($(date +%s) - started)) s"
