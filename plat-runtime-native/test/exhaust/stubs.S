/* stubs.S: what the bodies of this test call besides the ABI; the C half is in exhaust.c. */
#include "stubs_x64.h"

STUB_LEAF exhaust_says

  .section .note.GNU-stack, "", @progbits
