package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Where single values are live, worked out backwards from their uses for those that are asked about. An argument of an edge is
 * used at the end of the block that the edge leaves.
 */
final class ReferenceLiveness {
    private final Map<Value, BitSet> liveIn = new IdentityHashMap<>();

    /** Whether a value is live when control enters a block. */
    boolean isLiveIn(Value v, Block b) {
        return liveIn.computeIfAbsent(v, ReferenceLiveness::compute).get(b.id());
    }

    private boolean isLiveOut(Value v, Block b) {
        for (Edge e : b.successors()) {
            if (isLiveIn(v, e.to())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value that was there before {@code place} is needed after it. */
    boolean isLiveAfter(Value v, Value place) {
        Block b = place.block();
        if (isLiveOut(v, b)) {
            return true;
        }
        for (int i = 0; i < v.useCount(); i++) {
            Value user = v.user(i);
            if (user.block() == b && user != place && isBehind(user, place)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an instruction stands behind another one of its block. */
    static boolean isBehind(Value later, Value earlier) {
        if (later.block() != earlier.block() || later.op() == Opcode.PARAM) {
            return false;
        }
        for (Value v = earlier.next(); v != null; v = v.next()) {
            if (v == later) {
                return true;
            }
        }
        return false;
    }

    private static BitSet compute(Value v) {
        Block home = v.block();
        BitSet in = new BitSet(home.function().blockIdLimit());
        ArrayList<Block> work = new ArrayList<>();
        for (int i = 0; i < v.useCount(); i++) {
            Block b = v.user(i).block();
            if (b != home) {
                enter(b, in, work);
            }
        }
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            for (Edge e : b.predecessors()) {
                if (e.from() != home) {
                    enter(e.from(), in, work);
                }
            }
        }
        return in;
    }

    private static void enter(Block b, BitSet in, ArrayList<Block> work) {
        if (!in.get(b.id())) {
            in.set(b.id());
            work.add(b);
        }
    }
}
