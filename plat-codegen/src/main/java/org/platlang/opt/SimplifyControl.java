package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** The control-flow part of {@link Simplify}. One round of each rule; the caller repeats. */
final class SimplifyControl {
    private SimplifyControl() {}

    static boolean run(Function f) {
        boolean changed = false;
        for (Block b : new ArrayList<>(f.blocks())) {
            changed |= terminator(b);
        }
        if (changed) {
            Cfg.removeUnreachable(f);
        }
        changed |= skipEmptyBlocks(f);
        changed |= mergeBlocks(f);
        changed |= selects(f);
        if (ThreadJumps.run(f)) {
            Cfg.removeUnreachable(f);
            Cfg.removeTrivialParams(f);
            changed = true;
        }
        return changed;
    }

    // Terminators by themselves.

    private static boolean terminator(Block b) {
        Value end = b.terminator();
        return switch (end.op()) {
            case BRANCH -> branch(b, end);
            case SWITCH -> switches(b, end);
            case TRY -> unusedAllocation(b);
            default -> false;
        };
    }

    private static boolean branch(Block b, Value end) {
        Value c = end.arg(0);
        if (c.isConst()) { // branch 1, a, b = jump a
            Edge taken = b.successor(c.isConst(0) ? 1 : 0);
            b.replaceByJump(taken.to(), taken.args());
            return true;
        }
        Edge first = b.successor(0);
        Edge second = b.successor(1);
        if (first.to() == second.to() && first.args().equals(second.args())) { // branch c, a, a = jump a
            b.replaceByJump(first.to(), first.args());
            return true;
        }
        if (c.op() == Opcode.XOR && c.arg(1).isConst(1)) { // branch !c, a, b = branch c, b, a
            invert(b, c.arg(0));
            return true;
        }
        if (c.op() == Opcode.EQ && c.arg(1).isConst(0) && c.arg(0).type() == IrType.I8 && isCondition(c.arg(0))) {
            invert(b, c.arg(0));
            return true;
        }
        if (c.op() == Opcode.NE && c.arg(1).isConst(0) && c.arg(0).type() == IrType.I8 && isCondition(c.arg(0))) {
            end.setArg(0, c.arg(0));
            return true;
        }
        // Along its edges the condition is known: pass the constant on where it is an argument.
        boolean changed = false;
        for (int k = 0; k < 2; k++) {
            Edge e = b.successor(k);
            for (int i = 0; i < e.args().size(); i++) {
                if (e.arg(i) == c) {
                    Value known = b.insertBefore(end, Opcode.ICONST, IrType.I8, new Aux.Int(1 - k), end.position());
                    e.setArg(i, known);
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** An object that nobody uses is not made, and so nothing is raised. */
    private static boolean unusedAllocation(Block b) {
        Value raiser = b.guarded();
        if (raiser.op() != Opcode.ALLOC || raiser.useCount() > 0) {
            return false;
        }
        Edge normal = b.successor(0);
        b.replaceByJump(normal.to(), normal.args());
        raiser.remove();
        return true;
    }

    private static boolean isCondition(Value v) {
        return v.op().isCompare()
                || (v.op() == Opcode.XOR && v.arg(1).isConst(1) && v.arg(0).op().isCompare());
    }

    private static void invert(Block b, Value condition) {
        Edge first = b.successor(0);
        Edge second = b.successor(1);
        Block to0 = second.to();
        List<Value> args0 = new ArrayList<>(second.args());
        Block to1 = first.to();
        List<Value> args1 = new ArrayList<>(first.args());
        Aux.Likely likely = switch (((Aux.Branch) b.terminator().aux()).likely()) {
            case UNKNOWN -> Aux.Likely.UNKNOWN;
            case LIKELY -> Aux.Likely.UNLIKELY;
            case UNLIKELY -> Aux.Likely.LIKELY;
        };
        int position = b.terminator().position();
        b.removeTerminator();
        b.terminate(Opcode.BRANCH, new Aux.Branch(likely), position, condition);
        b.addSuccessor(to0, args0);
        b.addSuccessor(to1, args1);
    }

    private static boolean switches(Block b, Value end) {
        List<Long> keys = ((Aux.Switch) end.aux()).keys();
        Value key = end.arg(0);
        if (key.isConst()) {
            int i = keys.indexOf(key.intValue());
            Edge taken = b.successor(i < 0 ? keys.size() : i);
            b.replaceByJump(taken.to(), taken.args());
            return true;
        }
        if (keys.isEmpty()) {
            Edge taken = b.successor(0);
            b.replaceByJump(taken.to(), taken.args());
            return true;
        }
        if (keys.size() == 1) { // switch x, k: a, b = branch x == k, a, b
            Edge one = b.successor(0);
            Edge other = b.successor(1);
            Block to0 = one.to();
            List<Value> args0 = new ArrayList<>(one.args());
            Block to1 = other.to();
            List<Value> args1 = new ArrayList<>(other.args());
            int position = end.position();
            Value k = b.insertBefore(end, Opcode.ICONST, key.type(), new Aux.Int(keys.get(0)), position);
            Value c = b.insertBefore(end, Opcode.EQ, IrType.I8, Aux.NONE, position, key, k);
            b.removeTerminator();
            b.terminate(Opcode.BRANCH, new Aux.Branch(Aux.Likely.UNKNOWN), position, c);
            b.addSuccessor(to0, args0);
            b.addSuccessor(to1, args1);
            return true;
        }
        // A default that cannot be reached, or that goes where the last key goes, makes that key the default.
        Edge other = b.successor(keys.size());
        Edge last = b.successor(keys.size() - 1);
        boolean impossible = other.to().terminator() == other.to().first()
                && other.to().terminator().op() == Opcode.UNREACHABLE;
        if (impossible || (other.to() == last.to() && other.args().equals(last.args()))) {
            ArrayList<Block> targets = new ArrayList<>();
            ArrayList<List<Value>> args = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                targets.add(b.successor(i).to());
                args.add(new ArrayList<>(b.successor(i).args()));
            }
            int position = end.position();
            b.removeTerminator();
            b.terminate(Opcode.SWITCH, new Aux.Switch(keys.subList(0, keys.size() - 1)), position, key);
            for (int i = 0; i < targets.size(); i++) {
                b.addSuccessor(targets.get(i), args.get(i));
            }
            return true;
        }
        return false;
    }

    // Blocks.

    /** An edge to a block that only jumps on leads to where that jumps. */
    private static boolean skipEmptyBlocks(Function f) {
        boolean changed = false;
        for (Block b : f.blocks()) {
            if (b == f.entry() || b.first() != b.last() || b.terminator().op() != Opcode.JUMP) {
                continue;
            }
            Edge out = b.successor(0);
            if (out.to() == b || !usedOnlyBy(b, b.terminator())) {
                continue;
            }
            for (int i = b.predecessors().size() - 1; i >= 0; i--) {
                Edge in = b.predecessor(i);
                if (in.from().terminator().op() == Opcode.BRANCH && wouldJoinBranch(in, out)) {
                    continue;
                }
                ArrayList<Value> args = new ArrayList<>(out.args());
                for (int k = 0; k < args.size(); k++) {
                    Value a = args.get(k);
                    if (a.op() == Opcode.PARAM && a.block() == b) {
                        args.set(k, in.arg(a.paramIndex()));
                    }
                }
                in.redirect(out.to(), args);
                changed = true;
            }
        }
        if (changed) {
            Cfg.removeUnreachable(f);
        }
        return changed;
    }

    /**
     * True where skipping would make both edges of a branch lead to one block with different arguments: the empty block
     * is needed for the copies then, and a select is made of it if it pays.
     */
    private static boolean wouldJoinBranch(Edge in, Edge out) {
        Block from = in.from();
        Edge twin = from.successor(0) == in ? from.successor(1) : from.successor(0);
        return twin.to() == out.to() && !out.args().isEmpty();
    }

    private static boolean usedOnlyBy(Block b, Value user) {
        for (int i = 0; i < b.params().size(); i++) {
            Value p = b.param(i);
            for (int k = 0; k < p.useCount(); k++) {
                if (p.user(k) != user) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A block and its only successor become one where that has no other predecessor. */
    private static boolean mergeBlocks(Function f) {
        BitSet dead = new BitSet();
        for (Block b : f.blocks()) {
            if (dead.get(b.id())) {
                continue;
            }
            while (b.terminator().op() == Opcode.JUMP) {
                Edge e = b.successor(0);
                Block s = e.to();
                if (s == b || s == f.entry() || s.predecessors().size() != 1) {
                    break;
                }
                for (int i = 0; i < s.params().size(); i++) {
                    Value p = s.param(i);
                    Value a = e.arg(i);
                    if (p.useCount() > 0) {
                        p.replaceAllUses(a);
                    }
                }
                b.removeTerminator();
                Value first = s.first();
                if (first == null) {
                    throw new IllegalStateException("empty block b" + s.id());
                }
                s.moveTail(first, b);
                s.terminate(Opcode.UNREACHABLE, Aux.NONE, org.platlang.ir.Positions.NONE);
                b.setCold(b.isCold() || s.isCold());
                dead.set(s.id());
            }
        }
        f.removeBlocks(dead);
        return !dead.isEmpty();
    }

    // Selects.

    /** branch c, t, e with t and e empty (or one missing) that join: the parameters that differ become selects. */
    private static boolean selects(Function f) {
        boolean changed = false;
        for (Block b : f.blocks()) {
            Value end = b.terminator();
            if (end.op() != Opcode.BRANCH || ((Aux.Branch) end.aux()).likely() != Aux.Likely.UNKNOWN) {
                continue;
            }
            Edge first = throughArm(b.successor(0));
            Edge second = throughArm(b.successor(1));
            if (first.to() != second.to() || first.to() == b) {
                continue;
            }
            if (!pays(b, first, second)) {
                continue;
            }
            changed = true;
            hoist(first, b, end);
            hoist(second, b, end);
            ArrayList<Value> args = new ArrayList<>(first.args());
            for (int i = 0; i < args.size(); i++) {
                Value x = first.arg(i);
                Value y = second.arg(i);
                if (x != y) {
                    args.set(
                            i,
                            b.insertBefore(end, Opcode.SELECT, x.type(), Aux.NONE, end.position(), end.arg(0), x, y));
                }
            }
            b.replaceByJump(first.to(), args);
        }
        if (changed) {
            Cfg.removeUnreachable(f);
        }
        return changed;
    }

    /** The edge behind an arm: a block without parameters that only this edge reaches and that jumps; or the edge. */
    private static Edge throughArm(Edge e) {
        Block arm = e.to();
        if (arm.predecessors().size() == 1
                && arm.params().isEmpty()
                && arm.terminator().op() == Opcode.JUMP) {
            return arm.successor(0);
        }
        return e;
    }

    /**
     * Pays where few cheap values are computed in vain: at most two selects of integers, at most one instruction besides
     * constants in the arms. Selects of floats are branches again on x86-64, so they never pay.
     */
    private static boolean pays(Block b, Edge first, Edge second) {
        int selects = 0;
        boolean boolOnly = true;
        for (int i = 0; i < first.args().size(); i++) {
            Value x = first.arg(i);
            Value y = second.arg(i);
            if (x == y) {
                continue;
            }
            if (!x.type().isGeneral()) {
                return false;
            }
            boolOnly &= x.type() == IrType.I8;
            selects++;
        }
        int work = work(first, b) + work(second, b);
        return selects <= 2 && work <= (boolOnly ? 2 : 1);
    }

    private static int work(Edge e, Block b) {
        if (e.from() == b) {
            return 0;
        }
        int n = 0;
        for (Value v = e.from().first(); v != null && !v.op().isTerminator(); v = v.next()) {
            if (v.op().isConstant()) {
                continue;
            }
            boolean cheap = v.op().effect() == Opcode.Effect.PURE
                    && v.type().isGeneral()
                    && v.op() != Opcode.MUL
                    && v.op() != Opcode.MULHI
                    && v.op() != Opcode.UMULHI
                    && v.op() != Opcode.FTOI
                    && !v.op().isFloatCompare();
            n += cheap ? 1 : 100;
        }
        return n;
    }

    private static void hoist(Edge e, Block b, Value end) {
        if (e.from() == b) {
            return;
        }
        Value stop = e.from().terminator();
        for (Value v = e.from().first(); v != null && v != stop; ) {
            Value after = v.next();
            v.moveBefore(end);
            v = after;
        }
    }
}
