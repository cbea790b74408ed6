/* measure REPORT SECONDS MEBIBYTES PROGRAM [ARGUMENT...]: runs the program and writes to the file REPORT one line:
 * wall-clock nanoseconds, user + system CPU microseconds, peak resident set in KiB, wait status ("timeout"
 * after it if the program was killed for taking longer than SECONDS).
 *
 * A process of its own, because rusage of a waited-for child is the one way to its peak memory that needs no
 * polling; small, because the peak a child starts from is that of the process that forked it.
 *
 * Before that another process writes to so many MEBIBYTES of memory and ends. A virtual machine gets memory from its host
 * when it is first written to, at up to a millisecond per mebibyte, and gives it back when it was free for some
 * seconds: without this, whoever runs after a pause pays for that, and its neighbour does not. */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t micros(struct timeval t) {
  return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

/* Not more than half of what is free. */
static void touch_memory(size_t mebibytes) {
  long page = sysconf(_SC_PAGESIZE), pages = sysconf(_SC_AVPHYS_PAGES);
  if (page <= 0 || pages <= 0) return;
  size_t bytes = mebibytes << 20, most = (size_t)pages / 2 * (size_t)page;
  if (bytes > most) bytes = most;
  if (bytes == 0) return;
  char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  madvise(memory, bytes, MADV_HUGEPAGE);
  for (size_t i = 0; i < bytes; i += (size_t)page)
    ((volatile char *)memory)[i] = 1;
}

static int touch_in_child(size_t mebibytes) {
  pid_t child = fork();
  if (child == 0) {
    touch_memory(mebibytes);
    _exit(0);
  }
  int status;
  return child > 0 && waitpid(child, &status, 0) == child;
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fputs("usage: measure REPORT SECONDS MEBIBYTES PROGRAM [ARGUMENT...]\n", stderr);
    return 2;
  }
  sigset_t child_ended, before;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_ended, &before);
  if (!touch_in_child(strtoul(argv[3], NULL, 10))) {
    perror("measure: touching memory");
    return 1;
  }
  struct timespec now_or_never = {0};
  (void)sigtimedwait(&child_ended, NULL, &now_or_never); /* that one's end */

  int64_t start = now();
  pid_t child = fork();
  if (child < 0) {
    perror("measure: fork");
    return 1;
  }
  if (child == 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    execvp(argv[4], argv + 4);
    perror(argv[4]);
    _exit(127);
  }
  struct timespec limit = {.tv_sec = atol(argv[2])};
  int got;
  do {
    got = sigtimedwait(&child_ended, NULL, &limit);
  } while (got < 0 && errno == EINTR);
  int timed_out = got < 0;
  if (timed_out) kill(child, SIGKILL);
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) {
    perror("measure: wait4");
    return 1;
  }
  int64_t wall = now() - start;

  FILE *report = fopen(argv[1], "w");
  if (!report) {
    perror(argv[1]);
    return 1;
  }
  fprintf(report, "%" PRId64 " %" PRId64 " %ld %d%s\n", wall, micros(usage.ru_utime) + micros(usage.ru_stime),
          usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          timed_out ? " timeout" : "");
  return fclose(report) == 0 ? 0 : 1;
}
