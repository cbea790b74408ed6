@NullMarked
package org.platlang.hir;

import org.jspecify.annotations.NullMarked;
