/* background.h: the thread that marks, sweeps and gives memory back while workers run. */
#ifndef PLAT_GC_BACKGROUND_H
#define PLAT_GC_BACKGROUND_H

#include <stdbool.h>

void background_open(void);
void background_close(void);
/* There is something to mark (cycle.h) or to sweep; starts the thread if need be. False when there is none, by
 * the options (a seeded schedule, stress) or because the system refuses. */
bool background_call(void);
/* The thread is there. */
bool background_is_there(void);

#endif
