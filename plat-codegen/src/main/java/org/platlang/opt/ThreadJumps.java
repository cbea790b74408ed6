package org.platlang.opt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;
import org.platlang.opt.rules.Fold;

/**
 * Jump threading, a part of {@link Simplify}: an edge along which the outcome of its target's test is known gets a copy of the
 * target, which then folds. Not so where a loop would have two entries, and so be none to other passes.
 */
final class ThreadJumps {
    /** A test with more instructions is not copied. */
    private static final int MAX_COPIED = 6;

    private ThreadJumps() {}

    static boolean run(Function f) {
        boolean changed = false;
        Optional<LoopForest> forest = Optional.empty();
        for (Block b : new ArrayList<>(f.blocks())) {
            if (!isThreaded(b)) {
                continue;
            }
            if (forest.isEmpty()) {
                forest = Optional.of(LoopForest.of(f, Dominators.of(f)));
            }
            LoopForest.Loop loop = forest.get().innermost(b);
            if (loop != null && loop.header() == b && wouldEnterTwice(loop)) {
                continue;
            }
            for (int i = b.predecessors().size() - 1; i >= 0; i--) {
                if (b.predecessors().size() < 2) {
                    break;
                }
                int taken = known(b.predecessor(i));
                if (taken < 0 || b.successor(taken).to() == b) {
                    continue; // the latter would unroll the loop trip by trip
                }
                Block copy = BlockCopy.forEdge(f, b.predecessor(i));
                Edge way = copy.successor(taken);
                copy.replaceByJump(way.to(), way.args());
                changed = true;
                forest = Optional.empty();
            }
        }
        return changed;
    }

    private static boolean isThreaded(Block b) {
        Value end = b.terminator();
        if (b.predecessors().size() < 2
                || b.params().isEmpty()
                || (end.op() != Opcode.BRANCH && end.op() != Opcode.SWITCH)
                || !isSmall(b)) {
            return false;
        }
        return b.predecessors().stream().anyMatch(e -> known(e) >= 0);
    }

    /** Index of the edge that is taken out of a block entered by {@code e}; -1 where that is not known. */
    private static int known(Edge e) {
        Block b = e.to();
        Value end = b.terminator();
        Long known = e.from() == b ? null : evaluate(end.arg(0), b, e, 0);
        if (known == null) {
            return -1;
        }
        if (end.op() == Opcode.BRANCH) {
            return known == 1 ? 0 : 1;
        }
        int at = ((Aux.Switch) end.aux()).keys().indexOf(known);
        return at < 0 ? b.successors().size() - 1 : at;
    }

    /**
     * Whether threading the edges to a loop's header would give a loop two entries: unless the header leads to one block of
     * the loop only, which becomes the header where all edges from outside then lead there.
     */
    private static boolean wouldEnterTwice(LoopForest.Loop loop) {
        Block header = loop.header();
        boolean past = false;
        boolean enteredPast = false;
        boolean entered = false;
        for (Edge e : header.predecessors()) {
            int known = known(e);
            boolean isPast = known >= 0 && loop.contains(header.successor(known).to());
            past |= isPast;
            if (!loop.contains(e.from())) {
                enteredPast |= isPast;
                entered |= known < 0;
            }
        }
        Set<Block> ways = new HashSet<>();
        for (Edge e : header.successors()) {
            if (loop.contains(e.to())) {
                ways.add(e.to());
            }
        }
        return past && ways.size() > 1 || enteredPast && entered;
    }

    private static boolean isSmall(Block b) {
        int n = 0;
        for (Value v = b.first(); v != null; v = v.next()) {
            if (v.op().isCall() || v.op() == Opcode.ALLOC) {
                return false;
            }
            if (!v.op().isConstant()) {
                n++;
            }
        }
        return n <= MAX_COPIED;
    }

    /** The value of {@code v} when {@code b} is entered by {@code e}, where constants determine it. */
    private static @Nullable Long evaluate(Value v, Block b, Edge e, int depth) {
        if (v.isConst()) {
            return v.intValue();
        }
        if (depth > 4 || v.block() != b) {
            return null;
        }
        if (v.op() == Opcode.PARAM) {
            Value a = e.arg(v.paramIndex());
            return a.isConst() ? (Long) a.intValue() : null;
        }
        if (v.op().isIntCompare() && v.arg(1).op() == Opcode.NULL && v.arg(0).op() == Opcode.PARAM) {
            if (v.arg(0).block() != b) {
                return null;
            }
            Opcode a = e.arg(v.arg(0).paramIndex()).op();
            if (a == Opcode.NULL || a == Opcode.ALLOC || a == Opcode.SYMBOL_ADDR) {
                return (a == Opcode.NULL) == (v.op() == Opcode.EQ) ? 1L : 0L;
            }
            return null;
        }
        if (v.argCount() == 2
                && (v.op().isIntCompare() || v.op().rule() == Opcode.Rule.INT_SAME)
                && v.arg(0).type().isInteger()) {
            Long x = evaluate(v.arg(0), b, e, depth + 1);
            Long y = x == null ? null : evaluate(v.arg(1), b, e, depth + 1);
            if (x != null && y != null && Fold.folds(v.op(), y)) {
                return Fold.binary(v.op(), v.arg(0).type(), x, y);
            }
        }
        return null;
    }
}
