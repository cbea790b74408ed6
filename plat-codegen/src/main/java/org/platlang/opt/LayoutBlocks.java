package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Purpose: the order of blocks in memory: reverse postorder, likely successors directly behind their branch, loops
 * contiguous with the back edge's branch at the bottom, and cold blocks (marked, ending in UNREACHABLE, or reached and
 * left only through such) behind everything else.
 *
 * <p>Requires: no pass that adds blocks follows. Ensures: no unreachable block is left. Cost: linear.
 */
public final class LayoutBlocks {
    private LayoutBlocks() {}

    public static boolean run(Function f, PassContext context) {
        Cfg.removeUnreachable(f);
        markCold(f);
        List<Block> order = order(f);
        if (order.equals(f.blocks())) {
            return false;
        }
        f.setLayout(order);
        return true;
    }

    /** A block is cold if all its successors are, or all its predecessors, or it panics. */
    static void markCold(Function f) {
        List<Block> order = Cfg.reversePostorder(f);
        for (int i = order.size() - 1; i >= 0; i--) {
            Block b = order.get(i);
            if (b == f.entry() || b.isCold()) {
                continue;
            }
            if (b.terminator().op() == Opcode.UNREACHABLE) {
                b.setCold(true);
            } else if (!b.successors().isEmpty()) {
                boolean all = true;
                for (int k = 0; k < b.successors().size(); k++) {
                    all &= b.successor(k).to().isCold();
                }
                b.setCold(all);
            }
        }
        for (Block b : order) {
            if (b == f.entry() || b.isCold() || b.predecessors().isEmpty()) {
                continue;
            }
            boolean all = true;
            for (int k = 0; k < b.predecessors().size(); k++) {
                all &= b.predecessor(k).from().isCold();
            }
            b.setCold(all);
        }
    }

    /**
     * Depth-first with the successor to fall through to visited last: reverse postorder then has it directly behind,
     * and the blocks of a loop stay together because exits are visited before bodies.
     */
    private static List<Block> order(Function f) {
        ArrayList<Block> post = new ArrayList<>(f.blocks().size());
        BitSet seen = new BitSet(f.blockIdLimit());
        int[] next = new int[f.blockIdLimit()];
        int[] loopDepth = loopDepths(f);
        ArrayList<Block> stack = new ArrayList<>();
        stack.add(f.entry());
        seen.set(f.entry().id());
        while (!stack.isEmpty()) {
            Block b = stack.get(stack.size() - 1);
            int k = next[b.id()]++;
            int n = b.successors().size();
            if (k >= n) {
                post.add(b);
                stack.remove(stack.size() - 1);
                continue;
            }
            // Visited last comes first in the layout.
            int choice = n == 2 ? (firstFallsThrough(b, loopDepth) ? 1 - k : k) : n - 1 - k;
            Block s = b.successor(choice).to();
            if (!seen.get(s.id())) {
                seen.set(s.id());
                stack.add(s);
            }
        }
        ArrayList<Block> order = new ArrayList<>(post.size());
        for (int i = post.size() - 1; i >= 0; i--) {
            if (!post.get(i).isCold() || post.get(i) == f.entry()) {
                order.add(post.get(i));
            }
        }
        for (int i = post.size() - 1; i >= 0; i--) {
            if (post.get(i).isCold() && post.get(i) != f.entry()) {
                order.add(post.get(i));
            }
        }
        return order;
    }

    private static int[] loopDepths(Function f) {
        int[] depth = new int[f.blockIdLimit()];
        var dom = org.platlang.ir.analysis.Dominators.of(f);
        var forest = org.platlang.ir.analysis.LoopForest.of(f, dom);
        for (Block b : f.blocks()) {
            depth[b.id()] = forest.depth(b);
        }
        return depth;
    }

    private static boolean firstFallsThrough(Block b, int[] loopDepth) {
        Block first = b.successor(0).to();
        Block second = b.successor(1).to();
        // Leaving a loop is the way not to fall through, so that the loop stays contiguous.
        if (loopDepth[first.id()] != loopDepth[second.id()]) {
            return loopDepth[first.id()] > loopDepth[second.id()];
        }
        Value end = b.terminator();
        Aux.Likely likely = end.aux() instanceof Aux.Branch x ? x.likely() : Aux.Likely.UNKNOWN;
        return switch (likely) {
            case LIKELY, UNKNOWN -> true;
            case UNLIKELY -> false;
        };
    }
}
