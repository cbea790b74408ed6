package org.platlang.opt;

import java.util.List;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Value;
import org.platlang.opt.rules.CompareRules;
import org.platlang.opt.rules.FloatRules;
import org.platlang.opt.rules.IntRules;
import org.platlang.opt.rules.MemoryRules;

/**
 * Purpose: local rewriting to a fixed point: the algebraic rules, constant branches, merging of blocks, threading of jumps
 * whose outcome is known, selects for small diamonds ({@link SimplifyControl}).
 *
 * <p>Algorithm: rounds over the blocks in reverse postorder until nothing changes, at most {@value #ROUNDS}; each rule
 * makes the program no worse, so stopping early is sound. Requires: nothing. Ensures: constants are on the right of
 * commutative operations and comparisons; no trivial parameters; no unreachable blocks. Not done: rules that need ranges
 * ({@link BoundsCheckElim}) or equality of expressions ({@link Gvn}).
 */
public final class Simplify {
    private static final int ROUNDS = 12;

    private Simplify() {}

    public static boolean run(Function f, PassContext context) {
        boolean any = Cfg.removeUnreachable(f);
        for (int round = 0; round < ROUNDS; round++) {
            boolean changed = values(f);
            changed |= SimplifyControl.run(f);
            changed |= Cfg.removeTrivialParams(f);
            any |= changed;
            if (!changed) {
                break;
            }
        }
        return any;
    }

    private static boolean values(Function f) {
        boolean changed = false;
        List<Block> order = Cfg.reversePostorder(f);
        for (int k = 0; k < order.size(); k++) {
            Block b = order.get(k);
            for (Value v = b.first(); v != null; ) {
                Value after = v.next();
                if (v.useCount() == 0 && v.isRemovableIfUnused()) {
                    v.remove();
                    changed = true;
                } else if (MemoryRules.rewrite(v)) {
                    changed = true;
                } else {
                    changed |= value(v);
                }
                v = after;
            }
        }
        return changed;
    }

    private static boolean value(Value start) {
        boolean changed = false;
        Value v = start;
        // A rule's result may have a rule of its own; each step makes progress, so few are needed.
        for (int step = 0; step < 8 && !v.isRemoved(); step++) {
            changed |= constantsRight(v);
            Value r = apply(v);
            if (r == v) {
                break;
            }
            v.replaceAllUses(r);
            v.remove();
            changed = true;
            v = r;
            if (v.op().rule() == org.platlang.ir.Opcode.Rule.ANY) {
                break;
            }
        }
        return changed;
    }

    /** Constants go right where arguments can be exchanged; there is no other ordering. */
    private static boolean constantsRight(Value v) {
        if (v.argCount() != 2 || !v.arg(0).op().isConstant() || v.arg(1).op().isConstant()) {
            return false;
        }
        if (v.op().isCommutative()) {
            Value c = v.arg(0);
            v.setArg(0, v.arg(1));
            v.setArg(1, c);
            return true;
        }
        if (v.op().isCompare()) {
            Value swapped =
                    v.block().insertBefore(v, v.op().swapped(), IrType.I8, v.aux(), v.position(), v.arg(1), v.arg(0));
            v.replaceAllUses(swapped);
            return true;
        }
        return false;
    }

    private static Value apply(Value v) {
        return switch (v.op().rule()) {
            case INT_SAME, WIDEN, NARROW, SELECT, SAME_SIZE -> IntRules.apply(v);
            case COMPARE, FCOMPARE -> CompareRules.apply(v);
            case FLOAT_SAME, INT_TO_FLOAT, FLOAT_TO_INT, FLOAT_TO_FLOAT -> FloatRules.apply(v);
            case ANY, VOID, INTEGER, FLOAT, REF, ADDRESS, LOAD, STORE, CALL, PROJ -> v;
        };
    }
}
