/* race.h: telling ThreadSanitizer about fibres; empty functions without it.
 *
 * A worker's thread has a context of its own (scheduling), every fibre has one (what runs for it, C called by
 * its code included). Switching a context also orders memory for the tool, as handing a fibre over does. */
#ifndef PLAT_BASE_RACE_H
#define PLAT_BASE_RACE_H

#ifdef __SANITIZE_THREAD__
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
static inline void *race_current(void) {
  return __tsan_get_current_fiber();
}
static inline void *race_new(void) {
  return __tsan_create_fiber(0);
}
static inline void race_switch(void *context) {
  __tsan_switch_to_fiber(context, 0);
}
/* For functions that are entered in one context and left in another: no entry and exit records. */
#define RACE_SWITCHES __attribute__((no_sanitize("thread"), noinline))
#else
static inline void *race_current(void) {
  return 0;
}
static inline void *race_new(void) {
  return 0;
}
static inline void race_switch(void *context) {
  (void)context;
}
#define RACE_SWITCHES
#endif

#endif
