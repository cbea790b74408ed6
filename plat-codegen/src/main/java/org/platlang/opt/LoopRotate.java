package org.platlang.opt;

import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * Purpose: turns {@code while (c) body} into {@code if (c) do body while (c)}: one jump per trip is saved, and what the
 * body does at its start is known to be executed once the loop is entered, so that {@link Licm} may hoist it.
 *
 * <p>Algorithm: the header, when it ends in a test that leaves the loop, is copied for the edge that enters
 * ({@link BlockCopy}); the original is then only reached from the back edges and becomes the test at the bottom.
 * Requires: {@link Simplify}. Ensures: trivial parameters are gone. Not done: headers with calls or more than
 * {@value #MAX_HEADER} instructions; a header whose loop is tested at the bottom already.
 */
public final class LoopRotate {
    private static final int MAX_HEADER = 16;

    private LoopRotate() {}

    public static boolean run(Function f, PassContext context) {
        Dominators dom = Dominators.of(f);
        LoopForest forest = LoopForest.of(f, dom);
        List<LoopForest.Loop> loops = forest.loops();
        boolean changed = false;
        // Outer loops first: rotating one leaves the blocks of its inner loops as they are.
        for (int i = loops.size() - 1; i >= 0; i--) {
            LoopForest.Loop loop = loops.get(i);
            if (wants(loop)) {
                Block pre = loop.preheader();
                Edge entry = (pre == null ? Preheaders.make(f, loop) : pre).successor(0);
                Block guard = BlockCopy.forEdge(f, entry);
                markLikelyEntered(guard, loop);
                changed = true;
            }
        }
        if (changed) {
            Cfg.removeTrivialParams(f);
        }
        return changed;
    }

    private static boolean wants(LoopForest.Loop loop) {
        Block h = loop.header();
        Value end = h.terminator();
        if (end.op() != Opcode.BRANCH) {
            return false;
        }
        boolean stays0 = loop.contains(h.successor(0).to());
        boolean stays1 = loop.contains(h.successor(1).to());
        if (stays0 == stays1) {
            return false;
        }
        // A check that ends in a panic is no loop condition.
        Block exit = h.successor(stays0 ? 1 : 0).to();
        if (exit.isCold() || exit.terminator().op() == Opcode.UNREACHABLE) {
            return false;
        }
        for (Edge back : loop.backEdges()) {
            Block latch = back.from();
            if (latch == h) {
                return false; // a single block, tested at its end
            }
            if (latch.terminator().op() == Opcode.BRANCH && !isInside(loop, latch)) {
                return false;
            }
        }
        int n = 0;
        for (Value v = h.first(); v != null; v = v.next()) {
            if (v.op().isCall() || v.op() == Opcode.ALLOC) {
                return false;
            }
            if (!v.op().isConstant()) {
                n++;
            }
        }
        return n <= MAX_HEADER;
    }

    private static boolean isInside(LoopForest.Loop loop, Block latch) {
        return loop.contains(latch.successor(0).to())
                && loop.contains(latch.successor(1).to());
    }

    /** Loops are entered more often than not. */
    private static void markLikelyEntered(Block guard, LoopForest.Loop loop) {
        Value end = guard.terminator();
        if (end.op() == Opcode.BRANCH && ((Aux.Branch) end.aux()).likely() == Aux.Likely.UNKNOWN) {
            boolean first = loop.contains(guard.successor(0).to());
            end.setAux(new Aux.Branch(first ? Aux.Likely.LIKELY : Aux.Likely.UNLIKELY));
        }
    }
}
