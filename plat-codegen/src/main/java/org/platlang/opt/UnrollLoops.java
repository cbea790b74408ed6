package org.platlang.opt;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Purpose: several trips of a tiny loop in one, so that counting, comparing and branching are paid once for all.
 *
 * <p>Algorithm: a loop of one block that {@link ChunkLoops} made, {@code do body while (i + step < end)}, gets a copy with
 * {@value #MAX_TRIPS} (or fewer) bodies in a row, used while that many trips are left; the loop itself does the rest.
 * Trips are not reordered, so memory and rounding are untouched. Requires: ChunkLoops, and Simplify to have folded its
 * copy into one block; Simplify after it moves the constants of the counters into addresses.
 */
public final class UnrollLoops {
    private static final int MAX_TRIPS = 8;
    private static final int MAX_TOTAL = 48;

    private UnrollLoops() {}

    public static boolean run(Function f, PassContext context) {
        boolean changed = false;
        for (Block b : new ArrayList<>(f.blocks())) {
            if (b.isShortLoop() && !b.isCold()) {
                changed |= unroll(f, b);
            }
        }
        if (changed) {
            Cfg.removeTrivialParams(f);
        }
        return changed;
    }

    private static boolean unroll(Function f, Block b) {
        Value end = b.terminator();
        if (end.op() != Opcode.BRANCH
                || b.successor(0).to() != b
                || b.predecessors().size() != 2) {
            return false;
        }
        Edge back = b.successor(0);
        Edge exit = b.successor(1);
        Edge entry = b.predecessor(0) == back ? b.predecessor(1) : b.predecessor(0);
        Value test = end.arg(0);
        if (exit.to() == b || test.op() != Opcode.SLT) {
            return false;
        }
        Value next = test.arg(0);
        Value limit = test.arg(1);
        if (next.op() != Opcode.ADD
                || next.type() != IrType.I64
                || next.arg(0).op() != Opcode.PARAM
                || next.arg(0).block() != b
                || limit.block() == b) {
            return false;
        }
        Value counter = next.arg(0);
        Value step = next.arg(1);
        if (back.arg(counter.paramIndex()) != next || (step.block() == b && !step.isConst())) {
            return false;
        }
        int size = 0;
        for (Value v = b.first(); v != null; v = v.next()) {
            if (v.op() == Opcode.POLL || v.op().isCall()) {
                return false;
            }
            size += v.op().isConstant() ? 0 : 1;
        }
        int trips = MAX_TRIPS;
        while (trips > 1 && trips * (size - 2) > MAX_TOTAL) {
            trips /= 2;
        }
        if (trips < 2) {
            return false;
        }
        if (entry.from().terminator().op() != Opcode.JUMP) {
            entry = SplitCriticalEdges.split(f, entry).successor(0);
        }
        copy(f, b, entry, back, exit, counter, step, limit, trips);
        return true;
    }

    private static void copy(
            Function f, Block b, Edge entry, Edge back, Edge exit, Value counter, Value step, Value limit, int trips) {
        int position = b.terminator().position();
        Block u = f.newBlock();
        u.setShortLoop(true);
        ArrayList<Value> values = new ArrayList<>();
        for (Value p : b.params()) {
            values.add(u.addParam(p.type()));
        }
        Value uCounter = values.get(counter.paramIndex());
        Map<Value, Value> map = new IdentityHashMap<>();
        Value end = b.terminator();
        for (int trip = 0; trip < trips; trip++) {
            map.clear();
            for (int i = 0; i < values.size(); i++) {
                map.put(b.param(i), values.get(i));
            }
            if (step.isConst() && trip > 0) {
                // All counters from the first, not in a chain: the constants then go into addresses.
                Value c = u.append(Opcode.ICONST, IrType.I64, new Aux.Int(trip * step.intValue()), position);
                map.put(counter, u.append(Opcode.ADD, IrType.I64, Aux.NONE, position, uCounter, c));
            }
            for (Value v = b.first(); v != null && v != end; v = v.next()) {
                BlockCopy.append(u, v, map, v.position());
            }
            values = new ArrayList<>(BlockCopy.mapped(map, back.args()));
        }
        // Further round: as many trips are left once more.
        Value uNext = values.get(counter.paramIndex());
        Block from = entry.from();
        List<Value> entryArgs = new ArrayList<>(entry.args());
        from.removeTerminator();
        Value lastStart = lastStart(from, step, limit, trips, position);
        Value again = u.append(Opcode.SLT, IrType.I8, Aux.NONE, position, uNext, lastStart);
        Block rest = f.newBlock();
        u.terminate(Opcode.BRANCH, new Aux.Branch(Aux.Likely.LIKELY), position, again);
        u.addSuccessor(u, values);
        u.addSuccessor(rest, List.of());
        Value more = rest.append(Opcode.SLT, IrType.I8, Aux.NONE, position, uNext, limit);
        rest.terminate(Opcode.BRANCH, new Aux.Branch(Aux.Likely.UNKNOWN), position, more);
        List<Value> exitArgs = BlockCopy.mapped(map, exit.args());
        Value start = entryArgs.get(counter.paramIndex());
        Value enough = from.append(Opcode.SLT, IrType.I8, Aux.NONE, position, start, lastStart);
        from.terminate(Opcode.BRANCH, new Aux.Branch(Aux.Likely.LIKELY), position, enough);
        from.addSuccessor(u, entryArgs);
        from.addSuccessor(b, entryArgs);
        rest.addSuccessor(b, values);
        rest.addSuccessor(exit.to(), exitArgs);
        for (Value p : new ArrayList<>(b.params())) {
            SsaRepair.run(f, p, u, BlockCopy.mapped(map, p));
        }
        for (Value v = b.first(); v != null && v != end; v = v.next()) {
            if (v.useCount() > 0 && v.type() != IrType.VOID) {
                SsaRepair.run(f, v, u, BlockCopy.mapped(map, v));
            }
        }
    }

    /** limit - (trips - 1) * step: a counter below it has that many trips left. Nothing wraps: chunks are small. */
    private static Value lastStart(Block b, Value step, Value limit, int trips, int position) {
        Value n = b.append(Opcode.ICONST, IrType.I64, new Aux.Int(trips - 1), position);
        Value ahead = b.append(Opcode.MUL, IrType.I64, Aux.NONE, position, step, n);
        return b.append(Opcode.SUB, IrType.I64, Aux.NONE, position, limit, ahead);
    }
}
