package org.platlang.ir.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;

/**
 * The natural loops: one per block that is the target of a back edge (an edge whose target dominates its source). Every
 * cycle has such an edge: a pass makes no loop with two entries ({@link org.platlang.ir.IrVerifier}).
 */
public final class LoopForest {
    /** One loop. */
    public static final class Loop {
        private final Block header;
        private final ArrayList<Edge> backEdges = new ArrayList<>();
        private final ArrayList<Block> blocks = new ArrayList<>();
        private final BitSet members = new BitSet();
        private @Nullable Loop parent;
        private int depth = 1;

        Loop(Block header) {
            this.header = header;
        }

        public Block header() {
            return header;
        }

        /** The edges from inside to the header. */
        public List<Edge> backEdges() {
            return backEdges;
        }

        /** All blocks, those of inner loops too, in reverse postorder; the header is first. */
        public List<Block> blocks() {
            return blocks;
        }

        public boolean contains(Block b) {
            return members.get(b.id());
        }

        public @Nullable Loop parent() {
            return parent;
        }

        /** 1 for an outermost loop. */
        public int depth() {
            return depth;
        }

        /** The block outside whose only successor is the header and which is the header's only one outside, or null. */
        public @Nullable Block preheader() {
            Block found = null;
            for (Edge e : header.predecessors()) {
                if (!contains(e.from())) {
                    if (found != null) {
                        return null;
                    }
                    found = e.from();
                }
            }
            return found != null && found.successors().size() == 1 ? found : null;
        }

        /** The edges from inside to outside, in order of the blocks. */
        public List<Edge> exits() {
            ArrayList<Edge> exits = new ArrayList<>();
            for (Block b : blocks) {
                for (Edge e : b.successors()) {
                    if (!contains(e.to())) {
                        exits.add(e);
                    }
                }
            }
            return exits;
        }
    }

    private final List<Loop> loops;
    private final @Nullable Loop[] innermost;

    private LoopForest(List<Loop> loops, @Nullable Loop[] innermost) {
        this.loops = loops;
        this.innermost = innermost;
    }

    public static LoopForest of(Function f, Dominators dom) {
        List<Block> order = dom.reversePostorder();
        ArrayList<Loop> loops = new ArrayList<>();
        @Nullable Loop[] innermost = new Loop[f.blockIdLimit()];
        // Inner headers come later in reverse postorder: going backwards, inner loops are made first.
        ArrayList<Block> stack = new ArrayList<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Block h = order.get(i);
            Loop loop = null;
            for (Edge e : h.predecessors()) {
                if (dom.dominates(h, e.from())) {
                    if (loop == null) {
                        loop = new Loop(h);
                    }
                    loop.backEdges.add(e);
                    stack.add(e.from());
                }
            }
            if (loop == null) {
                continue;
            }
            loop.members.set(h.id());
            while (!stack.isEmpty()) {
                Block b = stack.remove(stack.size() - 1);
                if (loop.members.get(b.id())) {
                    continue;
                }
                loop.members.set(b.id());
                for (Edge e : b.predecessors()) {
                    if (dom.isReachable(e.from())) {
                        stack.add(e.from());
                    }
                }
            }
            for (int k = i; k < order.size(); k++) {
                Block b = order.get(k);
                if (loop.members.get(b.id())) {
                    loop.blocks.add(b);
                    Loop inner = innermost[b.id()];
                    if (inner == null) {
                        innermost[b.id()] = loop;
                    } else {
                        while (inner.parent != null && inner.parent != loop) {
                            inner = inner.parent;
                        }
                        if (inner != loop) {
                            inner.parent = loop;
                        }
                    }
                }
            }
            loops.add(loop);
        }
        for (int i = loops.size() - 1; i >= 0; i--) {
            Loop l = loops.get(i);
            l.depth = l.parent == null ? 1 : l.parent.depth + 1;
        }
        return new LoopForest(loops, innermost);
    }

    /** All loops, inner before outer. */
    public List<Loop> loops() {
        return Collections.unmodifiableList(loops);
    }

    /** The innermost loop a block is in, or null. */
    public @Nullable Loop innermost(Block b) {
        return b.id() < innermost.length ? innermost[b.id()] : null;
    }

    /** Number of loops around a block. */
    public int depth(Block b) {
        Loop l = innermost(b);
        return l == null ? 0 : l.depth;
    }
}
