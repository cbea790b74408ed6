package org.platlang.opt;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Positions;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/** Gives every loop a block to hoist into: the only way in, leading nowhere else. */
final class Preheaders {
    private Preheaders() {}

    /** Makes the missing ones. Returns whether there were any: analyses are stale then. */
    static boolean makeAll(Function f, LoopForest forest) {
        boolean changed = false;
        for (LoopForest.Loop loop : forest.loops()) {
            if (loop.preheader() == null) {
                make(f, loop);
                changed = true;
            }
        }
        return changed;
    }

    /** The loops of a function, all of them with a preheader. */
    static LoopForest forest(Function f) {
        Dominators dom = Dominators.of(f);
        LoopForest forest = LoopForest.of(f, dom);
        return makeAll(f, forest) ? LoopForest.of(f, Dominators.of(f)) : forest;
    }

    static Block make(Function f, LoopForest.Loop loop) {
        Block header = loop.header();
        List<Edge> entries = new ArrayList<>();
        for (Edge e : header.predecessors()) {
            if (!loop.contains(e.from())) {
                entries.add(e);
            }
        }
        Block pre = f.newBlock();
        pre.setCold(header.isCold());
        ArrayList<Value> params = new ArrayList<>();
        for (Value p : header.params()) {
            params.add(entries.size() == 1 ? entries.get(0).arg(p.paramIndex()) : pre.addParam(p.type()));
        }
        pre.terminate(Opcode.JUMP, Aux.NONE, Positions.NONE);
        pre.addSuccessor(header, params);
        for (Edge e : entries) {
            e.redirect(pre, entries.size() == 1 ? List.of() : new ArrayList<>(e.args()));
        }
        return pre;
    }
}
