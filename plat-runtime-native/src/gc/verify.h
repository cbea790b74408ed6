/* verify.h: looking for broken heaps (PLAT_GC_VERIFY, PLAT_GC_STRESS). The world is stopped. */
#ifndef PLAT_GC_VERIFY_H
#define PLAT_GC_VERIFY_H

/* Marking is over, the sweep still to come. Checks every marked object: a descriptor, a size that fits its cell, references that are null, static, or
 * marked objects' starts. Ends the process with what it found. */
void gc_verify(void);
/* A minor collection begins. Checks that old objects refer to young ones from dirty cards only (cards.h). */
void gc_verify_cards(void);
/* Overwrites every dead object, so that whoever still uses one is found out. */
void gc_poison_dead(void);

#endif
