package org.platlang.ir.analysis;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Value;

/**
 * The dominator tree: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm" (2001), with preorder intervals for
 * constant-time queries. Covers the reachable blocks.
 */
public final class Dominators {
    private final List<Block> order;
    /** By block id: index in {@link #order}, -1 where unreachable. */
    private final int[] index;
    /** By index in order. */
    private final int[] idom;

    private final int[] treeIn;
    private final int[] treeOut;

    private Dominators(List<Block> order, int[] index, int[] idom) {
        this.order = order;
        this.index = index;
        this.idom = idom;
        int n = order.size();
        treeIn = new int[n];
        treeOut = new int[n];
        // Subtree sizes, then intervals: in reverse postorder a parent comes before its children.
        int[] size = new int[n];
        for (int i = n - 1; i >= 0; i--) {
            size[i]++;
            if (i > 0) {
                size[idom[i]] += size[i];
            }
        }
        int[] next = new int[n];
        for (int i = 0; i < n; i++) {
            treeIn[i] = i == 0 ? 0 : next[idom[i]];
            treeOut[i] = treeIn[i] + size[i];
            next[i] = treeIn[i] + 1;
            if (i > 0) {
                next[idom[i]] += size[i];
            }
        }
    }

    public static Dominators of(Function f) {
        List<Block> order = Cfg.reversePostorder(f);
        int n = order.size();
        int[] index = new int[f.blockIdLimit()];
        Arrays.fill(index, -1);
        for (int i = 0; i < n; i++) {
            index[order.get(i).id()] = i;
        }
        int[] idom = new int[n];
        Arrays.fill(idom, -1);
        idom[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < n; i++) {
                int best = -1;
                List<Edge> preds = order.get(i).predecessors();
                for (int k = 0; k < preds.size(); k++) {
                    int p = index[preds.get(k).from().id()];
                    if (p < 0 || idom[p] < 0) {
                        continue;
                    }
                    best = best < 0 ? p : intersect(idom, p, best);
                }
                if (idom[i] != best) {
                    idom[i] = best;
                    changed = true;
                }
            }
        }
        return new Dominators(order, index, idom);
    }

    private static int intersect(int[] idom, int a, int b) {
        int x = a;
        int y = b;
        while (x != y) {
            while (x > y) {
                x = idom[x];
            }
            while (y > x) {
                y = idom[y];
            }
        }
        return x;
    }

    /** The reachable blocks in reverse postorder. */
    public List<Block> reversePostorder() {
        return order;
    }

    /** Index in {@link #reversePostorder}, -1 for an unreachable block. */
    public int indexOf(Block b) {
        return b.id() < index.length ? index[b.id()] : -1;
    }

    public boolean isReachable(Block b) {
        return indexOf(b) >= 0;
    }

    /** The immediate dominator, null for the entry. Requires a reachable block. */
    public @Nullable Block immediate(Block b) {
        int i = index[b.id()];
        return i == 0 ? null : order.get(idom[i]);
    }

    /** Whether every path from the entry to {@code b} goes through {@code a}; a block dominates itself. */
    public boolean dominates(Block a, Block b) {
        int i = indexOf(a);
        int k = indexOf(b);
        if (i < 0 || k < 0) {
            return false;
        }
        return treeIn[i] <= treeIn[k] && treeIn[k] < treeOut[i];
    }

    /** Whether {@code a} is computed before {@code b} on every path to it. Linear in the block when they share one. */
    public boolean dominates(Value a, Value b) {
        if (a.block() != b.block()) {
            return dominates(a.block(), b.block());
        }
        if (a.op() == org.platlang.ir.Opcode.PARAM) {
            return true;
        }
        for (Value v = a.next(); v != null; v = v.next()) {
            if (v == b) {
                return true;
            }
        }
        return false;
    }

    /** Position of a block in the preorder of the tree: dominators come before what they dominate. */
    public int preorder(Block b) {
        return treeIn[index[b.id()]];
    }
}
