package org.platlang.opt;

import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * Purpose: a POLL at the back edge of every loop that is not shown to be short, so that a task can be preempted,
 * stopped and cancelled in any loop.
 *
 * <p>Short is: at most {@value #SHORT_TRIPS} trips by an induction variable with constant start, step and bound, and a
 * body without calls, allocation and inner loops; or a loop that {@link ChunkLoops} made so. A loop in which every path makes a call still gets its poll: the
 * callee may be a leaf without one.
 *
 * <p>A loop in a protected region has had its poll from lowering, guarded by a TRY, which no other poll in it would be.
 *
 * <p>Requires: nothing. Ensures: each loop is short or has a POLL on every cycle. Runs once; a second run finds the
 * polls. Cost: dominators and loops.
 */
public final class InsertPolls {
    private static final int SHORT_TRIPS = 1000;

    private InsertPolls() {}

    public static boolean run(Function f, PassContext context) {
        if (f.blocks().size() < 2 && f.entry().successors().isEmpty()) {
            return false;
        }
        Dominators dom = Dominators.of(f);
        LoopForest forest = LoopForest.of(f, dom);
        boolean changed = false;
        for (LoopForest.Loop loop : forest.loops()) {
            if (isShort(loop, forest)) {
                continue;
            }
            for (Edge e : loop.backEdges()) {
                if (!isPolled(e, loop, forest, dom)) {
                    poll(f, e);
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** True where every way to this edge meets a poll in the loop itself. */
    private static boolean isPolled(Edge back, LoopForest.Loop loop, LoopForest forest, Dominators dom) {
        for (Block b : loop.blocks()) {
            if (forest.innermost(b) != loop || !dom.dominates(b, back.from())) {
                continue;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.POLL) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void poll(Function f, Edge back) {
        Block latch = back.from();
        // In front of the comparison that the block ends by, so that selection can fuse it with the branch.
        Value end = latch.terminator();
        Value place = end;
        if (end.op() == Opcode.BRANCH
                && end.arg(0).op().isCompare()
                && end.arg(0).block() == latch) {
            place = end.arg(0);
        }
        if (end.op() == Opcode.TRY) {
            // The round ends with a protected region, outside of which the loop is.
            Block between = SplitCriticalEdges.split(f, back);
            between.insertBefore(between.terminator(), Opcode.POLL, IrType.VOID, Aux.NONE, end.position());
            return;
        }
        latch.insertBefore(place, Opcode.POLL, IrType.VOID, Aux.NONE, end.position());
    }

    private static boolean isShort(LoopForest.Loop loop, LoopForest forest) {
        if (loop.header().isShortLoop()) {
            return true;
        }
        long trips = InductionVariables.constantTrips(loop);
        if (trips < 0 || trips > SHORT_TRIPS) {
            return false;
        }
        for (Block b : loop.blocks()) {
            if (forest.innermost(b) != loop) {
                return false;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op().isCall() || v.op() == Opcode.ALLOC) {
                    return false;
                }
            }
        }
        return true;
    }
}
