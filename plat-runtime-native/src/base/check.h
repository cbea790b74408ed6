/* check.h: what to do when an invariant of the runtime itself is broken.
 *
 * Purpose: a broken invariant ends the process with its text; it is never a Plat panic (those are the
 * program's mistakes, see rt0/panic.h). check() stays on in release builds where it guards memory,
 * debug_check() costs nothing there. Who may call: any thread on a system stack. */
#ifndef PLAT_BASE_CHECK_H
#define PLAT_BASE_CHECK_H

#include <stdbool.h>

_Noreturn void check_failed(const char *file, int line, const char *condition);

#define check(condition) ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))

#ifdef PLAT_DEBUG
#define debug_check(condition) check(condition)
#else
#define debug_check(condition) ((void)0)
#endif

#endif
