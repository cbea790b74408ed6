package org.platlang.opt;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;

/**
 * Purpose: a block on every edge from a block with several successors to one with several predecessors or with
 * parameters, so that the allocator has a place for the copies of that edge.
 *
 * <p>Ensures: an edge with arguments leaves a block with one successor; no edge is critical. Cost: linear.
 */
public final class SplitCriticalEdges {
    private SplitCriticalEdges() {}

    public static boolean run(Function f, PassContext context) {
        boolean changed = false;
        for (Block b : new ArrayList<>(f.blocks())) {
            if (b.successors().size() < 2) {
                continue;
            }
            for (int i = 0; i < b.successors().size(); i++) {
                Edge e = b.successor(i);
                if (e.to().predecessors().size() > 1 || !e.args().isEmpty()) {
                    split(f, e);
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** Puts an empty block on an edge and returns it. */
    static Block split(Function f, Edge e) {
        Block to = e.to();
        List<org.platlang.ir.Value> args = new ArrayList<>(e.args());
        Block middle = f.newBlock();
        middle.setCold(to.isCold() || e.from().isCold());
        middle.terminate(Opcode.JUMP, Aux.NONE, e.from().terminator().position());
        middle.addSuccessor(to, args);
        e.redirect(middle, List.of());
        return middle;
    }
}
