package org.platlang.target.x64;

import org.jspecify.annotations.Nullable;
import org.platlang.ir.Value;

/**
 * An address on its way into a memory operand: base + index * scale + disp, or symbol + disp. The parts are SSA values
 * until the instruction is made, so that nothing is computed for an address that is not used.
 */
final class X64Address {
    @Nullable
    Value base;
    /** Virtual register of the index, -1 none. */
    int index = -1;

    int scale = 1;
    long disp;

    @Nullable
    String symbol;

    static boolean fits(long disp) {
        return disp == (int) disp;
    }
}
