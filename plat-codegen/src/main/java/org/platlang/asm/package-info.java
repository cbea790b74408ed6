/** Assembler text: the writer, static data, line and unwind tables. Knows GNU as syntax, knows no target. */
@NullMarked
package org.platlang.asm;

import org.jspecify.annotations.NullMarked;
