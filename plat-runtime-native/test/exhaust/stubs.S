/* stubs.S: what the bodies of this test call besides the ABI; the C halves are in exhaust.c. */
#include "stubs_x64.h"

STUB_LEAF exhaust_says
STUB_LEAF exhaust_resident

  .section .note.GNU-stack, "", @progbits
