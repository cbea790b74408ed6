// with: src/lib/output.c src/lib/string.c src/lib/utf8.c src/lib/unicode.c src/lib/list.c src/lib/copy.c
// with: src/os/linux.c src/base/check.c src/lib/number.c src/lib/narrow.c
/* Output under short writes, EINTR, EAGAIN and a closed pipe; whole lines from several threads; lines of
 * stdin. */
#include "gc/alloc.h"
#include "gc/stop.h"
#include "lib/output.h"
#include "lib/string.h"
#include "unit/expect.h"
#include "unit/no_marking.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

static char written[1 << 20];
static size_t written_count;
static int failing; /* errno of the next write, once */
static int waits;
static int given_up;
static bool terminal;
static const char *input;

static ssize_t fake_write(int fd, const void *bytes, size_t count) {
  (void)fd;
  if (failing != 0) {
    errno = failing;
    if (failing != EPIPE) failing = 0;
    return -1;
  }
  size_t some = count > 7 ? count / 2 : count; /* a short write */
  memcpy(written + written_count, bytes, some);
  written_count += some;
  return (ssize_t)some;
}

static ssize_t fake_read(int fd, void *bytes, size_t count) {
  (void)fd;
  size_t some = strlen(input) < 3 ? strlen(input) : 3;
  if (some > count) some = count;
  memcpy(bytes, input, some);
  input += some;
  return (ssize_t)some;
}

static int fake_terminal(int fd) {
  (void)fd;
  return terminal;
}

static void fake_wait(int fd) {
  (void)fd;
  waits++;
}

static int readable_left = 1000; /* until a signal comes */
static int interruptions;

static int fake_readable(bool interruptible, int milliseconds) {
  if (milliseconds == 0 && *input == '\0') return INPUT_NOT_YET;
  return !interruptible || --readable_left != 0 ? INPUT_READABLE : INPUT_SIGNALLED;
}

static void fake_may_block(worker_t *worker) {
  (void)worker;
}

static void fake_interrupted(worker_t *worker) {
  (void)worker;
  interruptions++;
}

static void fake_give_up(int status) {
  given_up = status;
}

/* There is no collector here; a thread's worker is a record that nobody looks at. */
static _Thread_local worker_t self;

_Atomic uint32_t gc_stop;

void gc_become_safe(worker_t *w) {
  (void)w;
}

void gc_become_running(worker_t *w) {
  (void)w;
}

void *alloc_object(worker_t *worker, const void *desc, size_t bytes) {
  (void)worker;
  char *object = calloc(1, bytes);
  memcpy(object, &desc, sizeof desc);
  return object;
}

void *alloc_leaf(worker_t *worker, const void *desc, size_t bytes) {
  return alloc_object(worker, desc, bytes);
}

void *alloc_leaf_quietly(worker_t *worker, const void *desc, size_t bytes) {
  return alloc_object(worker, desc, bytes);
}

_Noreturn void plat_panic_c(worker_t *worker, void *message) {
  (void)worker;
  (void)message;
  abort();
}

_Noreturn void plat_panic_text_c(worker_t *worker, void *message) {
  (void)worker;
  (void)message;
  abort();
}

const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "detect_leaks=0";
}

static string_t *s(const char *text) {
  return string_make(&nobody, text, strlen(text));
}

static void *print_lines(void *letter) {
  char line[200];
  memset(line, *(char *)letter, 100);
  line[100] = 0;
  for (int i = 0; i < 1000; i++)
    plat_print_c(&self, s(line));
  return NULL;
}

static void lines_stay_whole(void) {
  written_count = 0;
  pthread_t threads[2];
  static char letters[] = "ab";
  for (int i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, print_lines, &letters[i]);
  for (int i = 0; i < 2; i++)
    pthread_join(threads[i], NULL);
  output_flush();
  EXPECT(written_count == 2 * 1000 * 101);
  bool whole = true;
  for (size_t i = 0; i + 101 <= written_count; i += 101) {
    for (size_t k = 0; k < 100; k++)
      whole &= written[i + k] == written[i];
    whole &= written[i + 100] == '\n';
  }
  EXPECT(whole);
}

static void lines_of_input(void) {
  input = "first\r\n\nlonger than a read\nlast";
  const char *expected[] = {"first", "", "longer than a read", "last"};
  for (int i = 0; i < 4; i++) {
    string_t *line = plat_read_line_c(&self);
    EXPECT(line != NULL);
    if (line != NULL) EXPECT_TEXT(line->bytes, (size_t)line->byte_length, expected[i]);
  }
  EXPECT(plat_read_line_c(&self) == NULL);
  EXPECT(plat_read_line_c(&self) == NULL);
}

/* A task that a signal does not cancel reads on, and has lost nothing. */
static void a_signal_in_a_line(void) {
  input = "cut into many reads\nnext\n";
  readable_left = 2;
  string_t *line = plat_read_line_c(&self);
  EXPECT(interruptions == 1);
  if (line != NULL) EXPECT_TEXT(line->bytes, (size_t)line->byte_length, "cut into many reads");
  line = plat_read_line_c(&self);
  if (line != NULL) EXPECT_TEXT(line->bytes, (size_t)line->byte_length, "next");
}

/* What there is of a line is taken in without waiting, and no other is begun before it is asked for. */
static void a_line_in_parts(void) {
  input = "";
  EXPECT(!input_has_line());
  input = "half a ";
  EXPECT(!input_has_line() && *input == '\0');
  EXPECT(!input_has_line());
  input = "line\nand";
  EXPECT(input_has_line());
  EXPECT(input_has_line() && strcmp(input, "nd") == 0); /* a read gets three bytes here */
  string_t *line = plat_read_line_c(&self);
  if (line != NULL) EXPECT_TEXT(line->bytes, (size_t)line->byte_length, "half a line");
  EXPECT(!input_has_line());
  readable_left = 1;
  EXPECT(!input_has_line()); /* nothing is there: the signal is seen by who waits */
  input = "!\n";
  EXPECT(input_has_line() && *input == '!');
  line = plat_read_line_c(&self);
  if (line != NULL) EXPECT_TEXT(line->bytes, (size_t)line->byte_length, "and!");
  EXPECT(interruptions == 1);
  readable_left = 1000;
}

int main(void) {
  output_system = (output_system_t){fake_write,    fake_read,        fake_terminal,  fake_wait,
                                    fake_readable, fake_interrupted, fake_may_block, fake_give_up};
  plat_print_c(&self, s("buffered"));
  EXPECT(written_count == 0);
  failing = EINTR;
  output_flush();
  EXPECT_TEXT(written, written_count, "buffered\n");
  plat_write_c(&self, s("no newline"));
  failing = EAGAIN;
  plat_eprint_c(&self, s("an error"));
  EXPECT(waits == 1);
  EXPECT_TEXT(written, written_count, "buffered\nno newlinean error\n");

  written_count = 0;
  char *large = malloc(200001);
  memset(large, 'x', 200000);
  large[200000] = 0;
  plat_print_c(&self, s("before"));
  plat_print_c(&self, s(large));
  output_flush();
  EXPECT(written_count == 7 + 200001 && memcmp(written, "before\nxxx", 10) == 0 && written[200007] == '\n');
  free(large);

  lines_stay_whole();
  a_signal_in_a_line();
  a_line_in_parts();
  lines_of_input();

  plat_print_c(&self, s("into a closed pipe"));
  failing = EPIPE;
  output_flush();
  EXPECT(given_up == 141);
  failing = 0;
  plat_print_c(&self, s("disk full"));
  failing = ENOSPC;
  written_count = 0;
  output_flush();
  EXPECT(given_up == 1);
  EXPECT(strstr(written, "error: cannot write to stdout") == written);
  return expect_summary("output");
}
