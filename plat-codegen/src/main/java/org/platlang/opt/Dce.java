package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Purpose: removes instructions and block parameters whose values nothing observable needs, cycles of parameters that
 * only feed each other too.
 *
 * <p>Algorithm: marks from what has effects; an edge argument counts as needed only where its parameter is. Cost:
 * linear.
 */
public final class Dce {
    private Dce() {}

    public static boolean run(Function f, PassContext context) {
        BitSet live = new BitSet(f.valueIdLimit());
        ArrayList<Value> work = new ArrayList<>();
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (!v.isRemovableIfUnused()) {
                    mark(v, live, work);
                }
            }
        }
        for (Value p : f.params()) {
            live.set(p.id());
        }
        while (!work.isEmpty()) {
            Value v = work.remove(work.size() - 1);
            if (v.op() == Opcode.PARAM) {
                Block b = v.block();
                for (int i = 0; i < b.predecessors().size(); i++) {
                    mark(b.predecessor(i).arg(v.paramIndex()), live, work);
                }
            }
            for (int i = 0; i < v.argCount(); i++) {
                mark(v.arg(i), live, work);
            }
        }
        return sweep(f, live);
    }

    private static void mark(Value v, BitSet live, ArrayList<Value> work) {
        if (!live.get(v.id())) {
            live.set(v.id());
            work.add(v);
        }
    }

    private static boolean sweep(Function f, BitSet live) {
        // Dead values may use each other in cycles, through parameters: each dead parameter is first passed itself
        // everywhere (it goes with its arguments below), which leaves dead instructions without cycles.
        ArrayList<Value> dead = new ArrayList<>();
        ArrayList<Value> deadParams = new ArrayList<>();
        for (Block b : f.blocks()) {
            for (Value p : b.params()) {
                if (!live.get(p.id())) {
                    deadParams.add(p);
                }
            }
            for (Value v = b.last(); v != null; v = v.prev()) {
                if (!live.get(v.id())) {
                    dead.add(v);
                }
            }
        }
        for (Value p : deadParams) {
            for (Edge e : p.block().predecessors()) {
                e.setArg(p.paramIndex(), p);
            }
        }
        // Now dead instructions are used by dead instructions only, without a cycle.
        int left = dead.size();
        while (left > 0) {
            int kept = 0;
            for (int i = 0; i < left; i++) {
                Value v = dead.get(i);
                if (v.useCount() == 0) {
                    v.remove();
                } else {
                    dead.set(kept++, v);
                }
            }
            if (kept == left) {
                throw new IllegalStateException("dead values use each other in " + f.symbol());
            }
            left = kept;
        }
        for (Value p : deadParams) {
            p.block().removeParam(p.paramIndex());
        }
        return !dead.isEmpty() || !deadParams.isEmpty();
    }
}
