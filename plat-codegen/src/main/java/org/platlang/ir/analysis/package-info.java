/** Facts about functions in SSA form, computed afresh by {@code of}; a change of the graph makes them stale. */
@NullMarked
package org.platlang.ir.analysis;

import org.jspecify.annotations.NullMarked;
