/* stubs.S: what the bodies of this test call besides the ABI; the C halves are in waits.c. */
#include "stubs_x64.h"

STUB_LEAF waits_register
STUB_LEAF waits_cancel_some
STUB_LEAF waits_fail

  .section .note.GNU-stack, "", @progbits
