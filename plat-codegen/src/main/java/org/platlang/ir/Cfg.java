package org.platlang.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** Orders of the control-flow graph and the clean-ups that need nothing else. */
public final class Cfg {
    private Cfg() {}

    /** The reachable blocks in reverse postorder: a block comes before its successors, back edges apart. */
    public static List<Block> reversePostorder(Function f) {
        int limit = f.blockIdLimit();
        int[] nextSuccessor = new int[limit];
        BitSet seen = new BitSet(limit);
        ArrayList<Block> postorder = new ArrayList<>(f.blocks().size());
        ArrayList<Block> stack = new ArrayList<>();
        stack.add(f.entry());
        seen.set(f.entry().id());
        while (!stack.isEmpty()) {
            Block b = stack.get(stack.size() - 1);
            // Last successor first, so that the reversed order keeps the written order of branches.
            int k = b.successors.size() - 1 - nextSuccessor[b.id()]++;
            if (k < 0) {
                postorder.add(b);
                stack.remove(stack.size() - 1);
                continue;
            }
            Block s = b.successors.get(k).to();
            if (!seen.get(s.id())) {
                seen.set(s.id());
                stack.add(s);
            }
        }
        Collections.reverse(postorder);
        return postorder;
    }

    /** Removes blocks that no path from the entry reaches. Returns whether there were any. */
    public static boolean removeUnreachable(Function f) {
        BitSet live = new BitSet(f.blockIdLimit());
        ArrayList<Block> stack = new ArrayList<>();
        stack.add(f.entry());
        live.set(f.entry().id());
        while (!stack.isEmpty()) {
            Block b = stack.remove(stack.size() - 1);
            for (Edge e : b.successors) {
                if (!live.get(e.to().id())) {
                    live.set(e.to().id());
                    stack.add(e.to());
                }
            }
        }
        BitSet dead = new BitSet(f.blockIdLimit());
        for (Block b : f.blocks()) {
            if (!live.get(b.id())) {
                dead.set(b.id());
            }
        }
        f.removeBlocks(dead);
        return !dead.isEmpty();
    }

    /**
     * Removes parameters that receive one value only, themselves apart, and unused ones. Returns whether there were
     * any. Cycles of parameters that only feed each other stay if something else uses them.
     */
    public static boolean removeTrivialParams(Function f) {
        ArrayDeque<Value> work = new ArrayDeque<>();
        for (Block b : f.blocks()) {
            if (b != f.entry()) {
                work.addAll(b.params);
            }
        }
        boolean changed = false;
        Value p;
        while ((p = work.poll()) != null) {
            if (p.isRemoved() || p.block().predecessors.isEmpty()) {
                continue;
            }
            Block b = p.block();
            int i = p.paramIndex();
            if (p.useCount() == 0) {
                for (Edge e : b.predecessors) {
                    if (e.arg(i).op() == Opcode.PARAM && e.arg(i).block() != f.entry()) {
                        work.add(e.arg(i));
                    }
                }
                b.removeParam(i);
                changed = true;
                continue;
            }
            Value same = uniqueArgument(b, p, i);
            if (same == null) {
                continue;
            }
            // Parameters that were fed by p are fed by the same value now and may have become trivial.
            for (Value user : p.users) {
                if (user.op().isTerminator()) {
                    for (Edge e : user.block().successors) {
                        for (int k = 0; k < e.args.size(); k++) {
                            if (e.args.get(k) == p && e.to().param(k) != p) {
                                work.add(e.to().param(k));
                            }
                        }
                    }
                }
            }
            if (same != p) {
                p.replaceAllUses(same);
                // The parameter's own back-edge arguments now name the other value; they go with the parameter.
                b.removeParam(i);
            }
            changed = true;
        }
        return changed;
    }

    private static @org.jspecify.annotations.Nullable Value uniqueArgument(Block b, Value p, int i) {
        Value same = null;
        for (Edge e : b.predecessors) {
            Value a = e.arg(i);
            if (a == p || a == same) {
                continue;
            }
            if (same != null) {
                return null;
            }
            same = a;
        }
        return same;
    }
}
