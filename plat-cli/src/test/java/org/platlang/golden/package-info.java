/** Golden programs: a source file that carries its own expectation, compiled, run and compared. */
@NullMarked
package org.platlang.golden;

import org.jspecify.annotations.NullMarked;
