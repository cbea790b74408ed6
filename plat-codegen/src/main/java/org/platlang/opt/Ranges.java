package org.platlang.opt;

import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * What dominating branches and induction say about integers. Answers "yes" or "not shown"; every search is bounded.
 */
final class Ranges {
    private static final int MAX_WALK = 40;
    private static final int MAX_DEPTH = 5;

    private final Dominators dom;
    private final LoopForest forest;

    Ranges(Dominators dom, LoopForest forest) {
        this.dom = dom;
        this.forest = forest;
    }

    /** Whether {@code x op y} holds whenever {@code at} is executed. {@code op} is SLT or ULT. */
    boolean holds(Opcode op, Value x, Value y, Block at) {
        if (same(x, y)) {
            return false;
        }
        if (x.isConst() && y.isConst()) {
            return org.platlang.opt.rules.Fold.compare(op, x.intValue(), y.intValue());
        }
        Block b = at;
        for (int i = 0; i < MAX_WALK && b != null; i++) {
            if (b.predecessors().size() == 1 && says(b.predecessor(0), op, x, y)) {
                return true;
            }
            b = dom.immediate(b);
        }
        return false;
    }

    /** Whether {@code x op y} holds whenever the edge is taken. */
    boolean holdsOn(Edge e, Opcode op, Value x, Value y) {
        return says(e, op, x, y) || holds(op, x, y, e.from());
    }

    /** Whether the branch that an edge belongs to says it. */
    private static boolean says(Edge e, Opcode op, Value x, Value y) {
        Value end = e.from().terminator();
        if (end.op() != Opcode.BRANCH
                || e.from().successor(0).to() == e.from().successor(1).to()) {
            return false;
        }
        Value c = end.arg(0);
        if (!c.op().isIntCompare()) {
            return false;
        }
        Opcode known = e == e.from().successor(0) ? c.op() : c.op().negated();
        Value a = c.arg(0);
        Value b = c.arg(1);
        if (known == op && same(a, x) && same(b, y)) {
            return true;
        }
        if (known == op.swapped() && same(a, y) && same(b, x)) {
            return true;
        }
        // y > c for constants: x < y follows from y > x - 1, which is how y >= x is written.
        return op == Opcode.SLT
                && x.isConst()
                && same(a, y)
                && b.isConst()
                && ((known == Opcode.SGT && b.intValue() >= x.intValue())
                        || (known == Opcode.SGE && b.intValue() > x.intValue()));
    }

    static boolean same(Value a, Value b) {
        return a == b || (a.isConst() && b.isConst() && a.type() == b.type() && a.intValue() == b.intValue());
    }

    /** Whether a value is shown not to be negative at a place. */
    boolean isNonNegative(Value v, Block at) {
        return isNonNegative(v, at, 0);
    }

    private boolean isNonNegative(Value v, Block at, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        switch (v.op()) {
            case ICONST -> {
                return v.intValue() >= 0;
            }
            case ZEXT, CLZ, CTZ, POPCNT -> {
                return true;
            }
            case LOAD -> {
                if (v.mem().kind().tag() == MemKind.Tag.ARRAY_LENGTH) {
                    return true;
                }
            }
            case AND -> {
                if (isNonNegative(v.arg(0), at, depth + 1) || isNonNegative(v.arg(1), at, depth + 1)) {
                    return true;
                }
            }
            case SHR, SREM -> {
                if (isNonNegative(v.arg(0), at, depth + 1)) {
                    return true;
                }
            }
            case SDIV -> {
                if (isNonNegative(v.arg(0), at, depth + 1)
                        && v.arg(1).isConst()
                        && v.arg(1).intValue() > 0) {
                    return true;
                }
            }
            case ADD -> {
                // x + 1 does not wrap where x is below something.
                if (v.arg(1).isConst(1)
                        && isNonNegative(v.arg(0), v.block(), depth + 1)
                        && isBelowSomething(v.arg(0), v.block())) {
                    return true;
                }
            }
            case PARAM -> {
                if (isCountingUp(v, depth)) {
                    return true;
                }
            }
            default -> {}
        }
        return isBelowUnsigned(v, at, depth);
    }

    /** Whether a dominating check says v <u y for a y that is not negative, or v > -1. */
    private boolean isBelowUnsigned(Value v, Block at, int depth) {
        Block b = at;
        for (int i = 0; i < MAX_WALK && b != null; i++) {
            if (b.predecessors().size() == 1) {
                Edge e = b.predecessor(0);
                Value end = e.from().terminator();
                if (end.op() == Opcode.BRANCH
                        && end.arg(0).op().isIntCompare()
                        && e.from().successor(0).to() != e.from().successor(1).to()) {
                    Value c = end.arg(0);
                    Opcode known = e == e.from().successor(0) ? c.op() : c.op().negated();
                    if (c.arg(0) == v) {
                        boolean unsigned = (known == Opcode.ULT || known == Opcode.ULE)
                                && isNonNegative(c.arg(1), e.from(), depth + 1);
                        boolean signed = (known == Opcode.SGT
                                        && c.arg(1).isConst()
                                        && c.arg(1).intValue() >= -1)
                                || (known == Opcode.SGE
                                        && c.arg(1).isConst()
                                        && c.arg(1).intValue() >= 0);
                        if (unsigned || signed) {
                            return true;
                        }
                    }
                }
            }
            b = dom.immediate(b);
        }
        return false;
    }

    /** Whether a dominating check says v < y for any y, signed: then v + 1 does not wrap. */
    private boolean isBelowSomething(Value v, Block at) {
        Block b = at;
        for (int i = 0; i < MAX_WALK && b != null; i++) {
            if (b.predecessors().size() == 1 && saysBelow(b.predecessor(0), v)) {
                return true;
            }
            b = dom.immediate(b);
        }
        LoopForest.Loop loop = v.op() == Opcode.PARAM ? headedBy(v.block()) : null;
        if (loop != null) {
            InductionVariables.Basic iv = InductionVariables.of(loop, v);
            return iv != null && iv.step() == 1 && staysBelow(loop, iv);
        }
        return false;
    }

    private static boolean saysBelow(Edge e, Value v) {
        Value end = e.from().terminator();
        if (end.op() != Opcode.BRANCH
                || !end.arg(0).op().isIntCompare()
                || e.from().successor(0).to() == e.from().successor(1).to()) {
            return false;
        }
        Value c = end.arg(0);
        Opcode known = e == e.from().successor(0) ? c.op() : c.op().negated();
        return (known == Opcode.SLT && c.arg(0) == v) || (known == Opcode.SGT && c.arg(1) == v);
    }

    private LoopForest.@Nullable Loop headedBy(Block b) {
        LoopForest.Loop loop = forest.innermost(b);
        return loop != null && loop.header() == b ? loop : null;
    }

    /** An induction variable that starts at 0 or above and goes up by one, without wrapping. */
    private boolean isCountingUp(Value param, int depth) {
        LoopForest.Loop loop = headedBy(param.block());
        InductionVariables.Basic iv = loop == null ? null : InductionVariables.of(loop, param);
        if (loop == null || iv == null || iv.step() != 1) {
            return false;
        }
        Block before = entry(loop).from();
        return isNonNegative(iv.start(), before, depth + 1) && staysBelow(loop, iv);
    }

    /**
     * Whether the variable is below the greatest number of its type whenever one is added to it. Either a check on the
     * way to the back edge says so of the variable itself; or the back edge is only taken with the sum below something
     * (so the variable is, on every trip but the first), and on the first trip the start is.
     */
    private boolean staysBelow(LoopForest.Loop loop, InductionVariables.Basic iv) {
        Edge back = loop.backEdges().get(0);
        Block b = back.from();
        for (int i = 0; i < MAX_WALK && b != null && loop.contains(b); i++) {
            if (b.predecessors().size() == 1 && saysBelow(b.predecessor(0), iv.param())) {
                return true;
            }
            if (b == loop.header()) {
                break;
            }
            b = dom.immediate(b);
        }
        if (!onBackEdgeBelow(loop, back, iv.next())) {
            return false;
        }
        Value start = iv.start();
        long max = Long.MAX_VALUE >> (64 - start.type().bits());
        if (start.isConst()) {
            return start.intValue() < max;
        }
        Block at = entry(loop).from();
        for (int i = 0; i < MAX_WALK && at != null; i++) {
            if (at.predecessors().size() == 1 && saysBelow(at.predecessor(0), start)) {
                return true;
            }
            at = dom.immediate(at);
        }
        return false;
    }

    private boolean onBackEdgeBelow(LoopForest.Loop loop, Edge back, Value next) {
        if (saysBelow(back, next)) {
            return true;
        }
        Block b = back.from();
        for (int i = 0; i < MAX_WALK && b != null && b != loop.header() && loop.contains(b); i++) {
            if (b.predecessors().size() == 1 && saysBelow(b.predecessor(0), next)) {
                return true;
            }
            b = dom.immediate(b);
        }
        return false;
    }

    /** The edge that enters a loop with one entry and one back edge. */
    static Edge entry(LoopForest.Loop loop) {
        Edge back = loop.backEdges().get(0);
        Edge first = loop.header().predecessor(0);
        return first == back ? loop.header().predecessor(1) : first;
    }

    /** Whether {@code param < bound}, signed, on every trip: on entry, and whenever the back edge is taken. */
    boolean isBelowOnEveryTrip(Value param, Value bound) {
        LoopForest.Loop loop = headedBy(param.block());
        InductionVariables.Basic iv = loop == null ? null : InductionVariables.of(loop, param);
        if (loop == null || iv == null || loop.contains(bound.block()) && !bound.isConst()) {
            return false;
        }
        return holdsOn(entry(loop), Opcode.SLT, iv.start(), bound)
                && holdsOn(loop.backEdges().get(0), Opcode.SLT, iv.next(), bound);
    }
}
