/**
 * Register allocation: linear scan on SSA form with interval splitting (Wimmer and Franz, "Linear Scan Register
 * Allocation on SSA Form", CGO 2010). One file each for live ranges, the scan, resolution, parallel moves, checking.
 */
@NullMarked
package org.platlang.regalloc;

import org.jspecify.annotations.NullMarked;
