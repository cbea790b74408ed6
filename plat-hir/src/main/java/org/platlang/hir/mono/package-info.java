/** From generic to monomorphic HIR. */
@NullMarked
package org.platlang.hir.mono;

import org.jspecify.annotations.NullMarked;
