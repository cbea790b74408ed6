/** Algebraic rules by family: pure functions from an instruction to the value that is the same and no worse. */
@NullMarked
package org.platlang.opt.rules;

import org.jspecify.annotations.NullMarked;
