/* signals.c: see signals.h. */
#include "rt0/signals.h"
#include "cancel/cancel.h"
#include "dump/dump.h"
#include "gc/stop.h"
#include "lib/object.h"
#include "lib/output.h"
#include "os/os.h"
#include "sched/sched.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static struct {
  _Atomic int received;
  int event; /* readable once a signal has come; -1: none */
  sigset_t set;
} signals = {.event = -1};

static void stop_world(void) {
  while (!gc_stop_world(NULL)) { /* somebody collects: it waited a little */
  }
}

/* The report is printed when the world goes on: standard error may be slow. */
static void show_tasks(void) {
  dump_t dump;
  report_t report = {0};
  stop_world();
  dump_take(&dump);
  gc_start_world();
  dump_print(&dump, &report);
  dump_free(&dump);
  output_error(report.bytes, report.used);
  report_free(&report);
}

/* Strings as compiled code has them: the reasons of the cancellation. */
static const struct static_string {
  const desc_t *desc;
  int32_t byte_length, length;
  char bytes[48];
} by_sigint = STATIC_STRING(" by SIGINT: the program is to stop"),
  by_sigterm = STATIC_STRING(" by SIGTERM: the program is to stop");

static void cancel_main(int number) {
  int none = 0;
  if (!atomic_compare_exchange_strong(&signals.received, &none, number)) {
    output_try_flush();
    _exit(128 + number);
  }
  stop_world(); /* a lone worker claims waits by plain code (wait/wait.h) */
  cancel_task(NULL, sched.main_task, number == SIGINT ? &by_sigint : &by_sigterm);
  gc_start_world();
  uint64_t one = 1;
  if (signals.event >= 0) (void)!write(signals.event, &one, sizeof one);
}

static void run(void *unused) {
  (void)unused;
  for (int number;;) {
    if (sigwait(&signals.set, &number) != 0) continue;
    if (number == SIGQUIT) {
      show_tasks();
    } else {
      cancel_main(number);
    }
  }
}

static int wait_readable(bool interruptible, int milliseconds) {
  struct pollfd files[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals.event, .events = POLLIN}};
  nfds_t count = interruptible && signals.event >= 0 ? 2 : 1;
  int ready;
  while ((ready = poll(files, count, milliseconds)) < 0) {
    if (errno != EINTR) return INPUT_READABLE; /* let read say what is wrong */
  }
  if (ready == 0) return INPUT_NOT_YET;
  return count == 1 || files[1].revents == 0 ? INPUT_READABLE : INPUT_SIGNALLED;
}

static void interrupted(worker_t *w) {
  if (cancel_look(w)) raise_cancelled(w);
}

void signals_start(void) {
  output_system.wait_readable = wait_readable;
  output_system.interrupted = interrupted;
  signals.event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  sigemptyset(&signals.set);
  static const int numbers[] = {SIGINT, SIGTERM, SIGQUIT};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    struct sigaction now;
    bool ignored = sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler == SIG_IGN; /* as nohup asks */
    if (!ignored) sigaddset(&signals.set, numbers[i]);
  }
  pthread_sigmask(SIG_BLOCK, &signals.set, NULL);
  os_thread_t thread; /* never joined: it ends with the process */
  if (!os_thread_start(&thread, run, NULL)) pthread_sigmask(SIG_UNBLOCK, &signals.set, NULL);
}

int signals_received(void) {
  return load_acquire(&signals.received);
}
