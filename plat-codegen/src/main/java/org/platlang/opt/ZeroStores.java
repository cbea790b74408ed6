package org.platlang.opt;

import java.util.HashSet;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.NewObject;

/**
 * Purpose: removes the stores of zero that come first to a field of a new object: an allocation is zero but for its header,
 * and a null reference beside that is the header alone.
 *
 * <p>Requires: no later pass takes loads from what was stored. Cost: the uses of each allocation.
 */
public final class ZeroStores {
    private ZeroStores() {}

    public static boolean run(Function f, PassContext context) {
        boolean changed = false;
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.ALLOC) {
                    changed |= removeFrom(v);
                }
            }
        }
        return changed;
    }

    private static boolean removeFrom(Value allocation) {
        boolean changed = false;
        Set<Integer> written = new HashSet<>();
        for (Value store : NewObject.stores(allocation)) {
            if (written.add(store.mem().offset()) && isZero(store.arg(1))) {
                store.remove();
                changed = true;
            }
        }
        return changed;
    }

    private static boolean isZero(Value v) {
        return switch (v.op()) {
            case NULL -> true;
            case ICONST -> v.isConst(0);
            case FCONST -> Double.doubleToRawLongBits(v.floatValue()) == 0;
            default -> false;
        };
    }
}
