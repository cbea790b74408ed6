package org.platlang.opt;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Value;

/**
 * Copies code: single instructions under a map of values, and a whole block for one of the edges that lead to it. The
 * latter is both loop rotation (the header, for the edge that enters) and jump threading (a test, for an edge along which
 * its outcome is known).
 */
final class BlockCopy {
    private BlockCopy() {}

    /** What stands for {@code v} in the copy. */
    static Value mapped(Map<Value, Value> map, Value v) {
        Value m = map.get(v);
        return m == null ? v : m;
    }

    static List<Value> mapped(Map<Value, Value> map, List<Value> values) {
        ArrayList<Value> out = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            out.add(mapped(map, values.get(i)));
        }
        return out;
    }

    private static Value[] mappedArgs(Map<Value, Value> map, Value v) {
        Value[] args = new Value[v.argCount()];
        for (int i = 0; i < args.length; i++) {
            args[i] = mapped(map, v.arg(i));
        }
        return args;
    }

    /** Appends a copy of an instruction that is no terminator, and enters it in the map. */
    static void append(Block to, Value v, Map<Value, Value> map, int position) {
        Value c = to.append(v.op(), v.type(), v.aux(), position, mappedArgs(map, v));
        c.setObjectOf(v.objectOf());
        if (v.type() != IrType.VOID) {
            map.put(v, c);
        }
    }

    /** Ends {@code to} by a copy of a terminator, without its edges. */
    static void terminate(Block to, Value v, Map<Value, Value> map, int position) {
        to.terminate(v.op(), v.aux(), position, mappedArgs(map, v));
    }

    /**
     * Gives an edge its own copy of the block it leads to. Requires that other edges lead there too. Leaves trivial
     * parameters behind, among them those of the copy, which the caller removes, and unreachable loops where it has
     * found any.
     *
     * <p>The copy has parameters of its own, although only the one edge leads to it: along a back edge the arguments may
     * be values of the very block, and as such are about to get a second definition. As arguments they are read where the
     * edge leaves, and so repaired like any other use.
     */
    static Block forEdge(Function f, Edge e) {
        Block b = e.to();
        if (b.predecessors().size() < 2) {
            throw new IllegalArgumentException("b" + b.id() + " has no other edge in");
        }
        Block c = f.newBlock();
        c.setCold(b.isCold());
        Map<Value, Value> map = new IdentityHashMap<>();
        for (int i = 0; i < b.params().size(); i++) {
            map.put(b.param(i), c.addParam(b.param(i).type()));
        }
        Value end = b.terminator();
        for (Value v = b.first(); v != null && v != end; v = v.next()) {
            append(c, v, map, v.position());
        }
        terminate(c, end, map, end.position());
        for (int i = 0; i < b.successors().size(); i++) {
            Edge s = b.successor(i);
            c.addSuccessor(s.to(), mapped(map, s.args()));
        }
        e.redirect(c, new ArrayList<>(e.args()));
        for (Value p : new ArrayList<>(b.params())) {
            SsaRepair.run(f, p, c, mapped(map, p));
        }
        for (Value v = b.first(); v != null && v != end; v = v.next()) {
            if (v.useCount() > 0) {
                SsaRepair.run(f, v, c, mapped(map, v));
            }
        }
        return c;
    }
}
