package org.platlang.opt;

import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * Purpose: decides comparisons that induction and dominating branches settle, above all {@code index <u length}, and turns
 * sign extensions of numbers that are not negative into zero extensions, which cost nothing.
 *
 * <p>Algorithm: {@link Ranges}. {@code x <u y} holds where x is not negative and {@code x < y} is known, from a dominating
 * branch or, for an induction variable, on entry and on the back edge. Requires: {@link LoopRotate} and {@link Licm}
 * before, so that the length is the same value in test and check. Ensures: conditions that became constant are left for
 * {@link Simplify}. Not done: bounds that differ by a constant, versioned loops.
 */
public final class BoundsCheckElim {
    private BoundsCheckElim() {}

    public static boolean run(Function f, PassContext context) {
        if (f.blocks().size() == 1) {
            return false;
        }
        Dominators dom = Dominators.of(f);
        Ranges ranges = new Ranges(dom, LoopForest.of(f, dom));
        boolean changed = false;
        for (Block b : dom.reversePostorder()) {
            for (Value v = b.first(); v != null; ) {
                Value after = v.next();
                if ((v.op() == Opcode.ULT || v.op() == Opcode.SLT) && v.useCount() > 0 && isTrue(v, ranges)) {
                    Value one = b.insertBefore(v, Opcode.ICONST, IrType.I8, new Aux.Int(1), v.position());
                    v.replaceAllUses(one);
                    v.remove();
                    changed = true;
                } else if (v.op() == Opcode.SEXT && ranges.isNonNegative(v.arg(0), b)) {
                    Value z = b.insertBefore(v, Opcode.ZEXT, v.type(), Aux.NONE, v.position(), v.arg(0));
                    v.replaceAllUses(z);
                    v.remove();
                    changed = true;
                }
                v = after;
            }
        }
        return changed;
    }

    private static boolean isTrue(Value test, Ranges ranges) {
        Value x = test.arg(0);
        Value y = test.arg(1);
        if (test.op() == Opcode.ULT
                && !(ranges.isNonNegative(y, test.block()) && ranges.isNonNegative(x, test.block()))) {
            return false;
        }
        return ranges.holds(Opcode.SLT, x, y, test.block())
                || (x.op() == Opcode.PARAM && ranges.isBelowOnEveryTrip(x, y));
    }
}
