package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.LoopForest;

/**
 * Purpose: takes the poll, the bounds checks and the widening of indices out of small counted loops.
 *
 * <p>Algorithm: the loop gets a fast copy that makes at most {@value #CHUNK} trips at a time. A block in front, the
 * dispatcher, computes where the chunk ends and whether every checked index of the chunk is in bounds; if so the copy runs,
 * without checks, counting in I64 so that indices need no extension, and comes back to the dispatcher for the next chunk
 * (there the poll is). If not, the loop runs as it was, and panics exactly where it did. (Range check elimination by
 * pre-loops, as in HotSpot; Würthinger, Wimmer, Mössenböck, "Array bounds check elimination for the Java HotSpot client
 * compiler", 2007, has the conditions; chunks are our addition.)
 *
 * <p>A chunk is {@code i, i + step, ... < e} with {@code i < e <= bound}, in I64, where nothing wraps; when the chunk ends,
 * the loop's own condition, on the value wrapped to I32, decides whether to go on. An index is the induction variable plus
 * invariants; in bounds for the first and the last trip it is in bounds for all, since {@code step > 0}.
 *
 * <p>Requires: {@link LoopRotate}, {@link Licm}; Simplify, Gvn and Dce after. Not done: loops with calls, allocation or
 * inner loops, more than {@value #MAX_SIZE} instructions, or bodies so slow that nothing is gained (division, square
 * root); I64 induction variables; indices that are multiples of the variable.
 */
public final class ChunkLoops {
    private static final int CHUNK = 1024;
    private static final int MAX_SIZE = 60;

    private final Function f;
    private final LoopForest.Loop loop;

    // What counts.
    private Value param;
    private Value next;
    private Value step;
    private Value bound;
    private boolean inclusive;
    private Edge back;
    private Edge exit;

    /** An index that is the variable plus invariants; the copy has it as one sum in I64. */
    private static final class Index {
        final Value sum;
        final List<Value> added = new ArrayList<>();
        final List<Value> subtracted = new ArrayList<>();
        final List<Value> lengths = new ArrayList<>();

        Index(Value sum) {
            this.sum = sum;
        }
    }

    private final Map<Value, Index> indices = new IdentityHashMap<>();
    private final List<Index> order = new ArrayList<>();
    private final List<Value> checks = new ArrayList<>();

    private ChunkLoops(Function f, LoopForest.Loop loop) {
        this.f = f;
        this.loop = loop;
        this.back = loop.backEdges().get(0);
        this.exit = back;
        Value any = back.from().terminator();
        this.param = any;
        this.next = any;
        this.step = any;
        this.bound = any;
    }

    public static boolean run(Function f, PassContext context) {
        if (f.blocks().size() == 1) {
            return false;
        }
        LoopForest forest = Preheaders.forest(f);
        ArrayList<ChunkLoops> found = new ArrayList<>();
        for (LoopForest.Loop loop : forest.loops()) {
            if (isSmall(loop, forest)) {
                ChunkLoops c = new ChunkLoops(f, loop);
                if (c.isCounted() && c.collect()) {
                    found.add(c);
                }
            }
        }
        // The loops are innermost and so disjoint: changing one leaves what is known of the others.
        for (ChunkLoops c : found) {
            c.transform();
        }
        if (!found.isEmpty()) {
            org.platlang.ir.Cfg.removeTrivialParams(f);
        }
        return !found.isEmpty();
    }

    private static boolean isSmall(LoopForest.Loop loop, LoopForest forest) {
        if (loop.backEdges().size() != 1
                || loop.header().isShortLoop()
                || loop.header().isCold()) {
            return false;
        }
        long trips = InductionVariables.constantTrips(loop);
        if (trips >= 0 && trips <= 64) {
            return false;
        }
        int n = 0;
        for (Block b : loop.blocks()) {
            if (forest.innermost(b) != loop) {
                return false;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                switch (v.op()) {
                    case CALL,
                            CALL_INDIRECT,
                            CALL_RUNTIME,
                            ALLOC,
                            WORKER_LOAD,
                            WORKER_STORE,
                            POLL,
                            SDIV,
                            SREM,
                            FDIV,
                            FSQRT -> {
                        return false;
                    }
                    case ICONST, FCONST, NULL, SYMBOL_ADDR -> {}
                    default -> n++;
                }
            }
        }
        return n <= MAX_SIZE;
    }

    private boolean invariant(Value v) {
        return !loop.contains(v.block()) || v.isConst();
    }

    /** Whether the back edge is taken while next (or the variable, inclusively) is below an invariant bound. */
    private boolean isCounted() {
        Block latch = back.from();
        Value end = latch.terminator();
        if (end.op() != Opcode.BRANCH
                || latch.successor(0).to() == latch.successor(1).to()) {
            return false;
        }
        boolean first = back == latch.successor(0);
        exit = latch.successor(first ? 1 : 0);
        Value c = end.arg(0);
        if (loop.contains(exit.to()) || !c.op().isIntCompare() || c.arg(0).type() != IrType.I32) {
            return false;
        }
        Opcode op = first ? c.op() : c.op().negated();
        Value x = c.arg(0);
        Value y = c.arg(1);
        if (op == Opcode.SGT || op == Opcode.SGE || (op == Opcode.NE && invariant(x))) {
            op = op.swapped();
            x = c.arg(1);
            y = c.arg(0);
        }
        if (!invariant(y) || (op != Opcode.SLT && op != Opcode.SLE && op != Opcode.NE)) {
            return false;
        }
        bound = y;
        inclusive = op != Opcode.SLT;
        for (Value p : loop.header().params()) {
            if (p.type() != IrType.I32) {
                continue;
            }
            Value n = back.arg(p.paramIndex());
            Value s = stepOf(n, p);
            if (s == null || (op == Opcode.NE ? !(p == x && s.isConst(1)) : n != x)) {
                continue;
            }
            param = p;
            next = n;
            step = s;
            return true;
        }
        return false;
    }

    private @Nullable Value stepOf(Value n, Value p) {
        if (n.op() != Opcode.ADD || !loop.contains(n.block())) {
            return null;
        }
        Value s = n.arg(0) == p ? n.arg(1) : n.arg(1) == p ? n.arg(0) : null;
        return s == null || !invariant(s) || (s.isConst() && s.intValue() <= 0) ? null : s;
    }

    /** Finds the indices; false where there is nothing to gain. */
    private boolean collect() {
        for (Block b : loop.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.ZEXT || v.op() == Opcode.SEXT) {
                    if (v.type() == IrType.I64 && v.arg(0).type() == IrType.I32) {
                        index(v.arg(0));
                    }
                } else if (v.op() == Opcode.BRANCH) {
                    check(b, v);
                }
            }
        }
        return true;
    }

    /** Notes a test {@code index <u length} whose failure leaves for a panic. */
    private void check(Block b, Value branch) {
        Value c = branch.arg(0);
        if (c.op() != Opcode.ULT
                || c.arg(0).type() != IrType.I32
                || loop.contains(b.successor(1).to())) {
            return;
        }
        Value length = c.arg(1);
        boolean isLength = length.op() == Opcode.LOAD
                && length.mem().kind().tag() == MemKind.Tag.ARRAY_LENGTH
                && invariant(length);
        Index i = isLength ? index(c.arg(0)) : null;
        if (i != null) {
            if (!i.lengths.contains(length)) {
                i.lengths.add(length);
            }
            if (!checks.contains(c)) {
                checks.add(c);
            }
        }
    }

    private @Nullable Index index(Value v) {
        Index known = indices.get(v);
        if (known != null) {
            return known;
        }
        Index i = new Index(v);
        if (!isSum(v, i, 0)) {
            return null;
        }
        indices.put(v, i);
        order.add(i);
        return i;
    }

    private boolean isSum(Value v, Index i, int depth) {
        if (v == param) {
            return true;
        }
        if (depth > 3 || !loop.contains(v.block())) {
            return false;
        }
        if (v.op() == Opcode.ADD) {
            if (invariant(v.arg(1)) && isSum(v.arg(0), i, depth + 1)) {
                i.added.add(v.arg(1));
                return true;
            }
            if (invariant(v.arg(0)) && isSum(v.arg(1), i, depth + 1)) {
                i.added.add(v.arg(0));
                return true;
            }
        }
        if (v.op() == Opcode.SUB && invariant(v.arg(1)) && isSum(v.arg(0), i, depth + 1)) {
            i.subtracted.add(v.arg(1));
            return true;
        }
        return false;
    }

    // The change.

    private void transform() {
        Block header = loop.header();
        Block pre = loop.preheader();
        if (pre == null) {
            throw new IllegalStateException("loop without preheader at b" + header.id());
        }
        Edge into = pre.successor(0);
        int position = back.from().terminator().position();
        Block dispatch = f.newBlock();
        ArrayList<Value> params = new ArrayList<>();
        for (Value p : header.params()) {
            params.add(dispatch.addParam(p.type()));
        }
        List<Value> entryArgs = new ArrayList<>(into.args());
        into.redirect(dispatch, entryArgs);
        Make64 make = new Make64(dispatch, position);

        // e = min(bound, i + CHUNK * step); ok = step > 0 && i < e && every index in bounds
        Value i64 = make.wide(params.get(param.paramIndex()));
        Value step64 = make.wide(step);
        Value limit = inclusive ? make.plus(make.wide(bound), make.number(1)) : make.wide(bound);
        Value far = make.plus(
                i64,
                step.isConst()
                        ? make.number(step.intValue() * CHUNK)
                        : make.op(Opcode.SHL, step64, make.number(Integer.numberOfTrailingZeros(CHUNK))));
        Value end = make.select(make.op(Opcode.SLT, far, limit), far, limit);
        Value ok = make.op(Opcode.SLT, i64, end);
        if (!step.isConst()) {
            ok = make.op(Opcode.AND, ok, make.op(Opcode.SGT, step64, make.number(0)));
        }
        Map<Index, Value> bases = new IdentityHashMap<>();
        for (Index i : order) {
            Value base = make.number(0);
            for (Value a : i.added) {
                base = make.plus(base, make.wide(a));
            }
            for (Value s : i.subtracted) {
                base = make.op(Opcode.SUB, base, make.wide(s));
            }
            bases.put(i, base);
            Value first = make.plus(base, i64);
            ok = make.op(Opcode.AND, ok, make.op(Opcode.SGE, first, make.number(0)));
            Value behind = make.plus(base, end);
            for (Value length : i.lengths) {
                ok = make.op(Opcode.AND, ok, make.op(Opcode.SLE, behind, make.wide(length)));
            }
            if (i.lengths.isEmpty()) {
                ok = make.op(Opcode.AND, ok, make.op(Opcode.SLE, behind, make.number(1L << 31)));
            }
        }

        // The way to the loop as it was.
        Block slow = f.newBlock();
        slow.terminate(Opcode.JUMP, Aux.NONE, position);
        slow.addSuccessor(header, params);

        // The copy.
        Map<Value, Value> map = new IdentityHashMap<>();
        Map<Block, Block> blocks = new IdentityHashMap<>();
        for (Block b : loop.blocks()) {
            Block c = f.newBlock();
            c.setCold(b.isCold());
            blocks.put(b, c);
            for (Value p : b.params()) {
                map.put(p, c.addParam(p == param ? IrType.I64 : p.type()));
            }
        }
        Block fastHeader = copyOf(blocks, header);
        fastHeader.setShortLoop(true);
        Value counter = BlockCopy.mapped(map, param);
        Value narrow = fastHeader.append(Opcode.TRUNC, IrType.I32, Aux.NONE, position, counter);
        map.put(param, narrow);
        Map<Value, Value> wide = new IdentityHashMap<>();
        for (Index i : order) {
            Value base = bases.get(i);
            if (base != null) {
                boolean plain = base.isConst(0);
                wide.put(
                        i.sum,
                        plain ? counter : fastHeader.append(Opcode.ADD, IrType.I64, Aux.NONE, position, counter, base));
            }
        }
        Value next64 = counter;
        // The loop's condition, where nothing else uses it, is made behind the chunk.
        Value test = back.from().terminator().arg(0);
        Value condition = test.block() == back.from() && test.useCount() == 1
                ? test
                : back.from().terminator();
        for (Block b : loop.blocks()) {
            Block c = copyOf(blocks, b);
            Value stop = b.terminator();
            for (Value v = b.first(); v != null && v != stop; v = v.next()) {
                if (v == next) {
                    next64 = c.append(Opcode.ADD, IrType.I64, Aux.NONE, v.position(), counter, step64);
                    map.put(v, c.append(Opcode.TRUNC, IrType.I32, Aux.NONE, v.position(), next64));
                } else if (v == condition) {
                    continue;
                } else if (checks.contains(v)) {
                    map.put(v, c.append(Opcode.ICONST, IrType.I8, new Aux.Int(1), v.position()));
                } else if ((v.op() == Opcode.ZEXT || v.op() == Opcode.SEXT)
                        && v.type() == IrType.I64
                        && wide.containsKey(v.arg(0))) {
                    map.put(v, BlockCopy.mapped(wide, v.arg(0)));
                } else {
                    BlockCopy.append(c, v, map, v.position());
                }
            }
        }
        Block after = f.newBlock();
        for (Block b : loop.blocks()) {
            Block c = copyOf(blocks, b);
            Value stop = b.terminator();
            if (b == back.from()) {
                // Within the chunk: on; behind it: the loop's own condition decides.
                Value more = c.append(Opcode.SLT, IrType.I8, Aux.NONE, position, next64, end);
                c.terminate(Opcode.BRANCH, new Aux.Branch(Aux.Likely.LIKELY), position, more);
                ArrayList<Value> again = new ArrayList<>(BlockCopy.mapped(map, back.args()));
                again.set(param.paramIndex(), next64);
                c.addSuccessor(fastHeader, again);
                c.addSuccessor(after, List.of());
                Aux.Branch hint = new Aux.Branch(Aux.Likely.UNKNOWN);
                if (condition == test) {
                    BlockCopy.append(after, test, map, test.position());
                }
                after.terminate(Opcode.BRANCH, hint, position, BlockCopy.mapped(map, stop.arg(0)));
                Edge first = b.successor(0);
                Edge second = b.successor(1);
                after.addSuccessor(first == back ? dispatch : first.to(), BlockCopy.mapped(map, first.args()));
                after.addSuccessor(second == back ? dispatch : second.to(), BlockCopy.mapped(map, second.args()));
                continue;
            }
            BlockCopy.terminate(c, stop, map, stop.position());
            for (Edge e : b.successors()) {
                Block inside = blocks.get(e.to());
                c.addSuccessor(inside == null ? e.to() : inside, BlockCopy.mapped(map, e.args()));
            }
        }
        Block start = f.newBlock();
        start.terminate(Opcode.JUMP, Aux.NONE, position);
        ArrayList<Value> fastArgs = new ArrayList<>(params);
        fastArgs.set(param.paramIndex(), i64);
        start.addSuccessor(fastHeader, fastArgs);
        dispatch.terminate(Opcode.BRANCH, new Aux.Branch(Aux.Likely.LIKELY), position, ok);
        dispatch.addSuccessor(start, List.of());
        dispatch.addSuccessor(slow, List.of());
        repair(map, blocks);
        slow.setCold(true);
        for (Block b : loop.blocks()) {
            b.setCold(true);
        }
    }

    /** Values of the loop used behind it now have a second definition, in the copy. */
    private void repair(Map<Value, Value> map, Map<Block, Block> blocks) {
        BitSet copies = new BitSet();
        for (Block c : blocks.values()) {
            copies.set(c.id());
        }
        for (Block b : loop.blocks()) {
            for (Value p : b.params()) {
                repair(p, map, blocks, copies);
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                repair(v, map, blocks, copies);
            }
        }
    }

    private void repair(Value v, Map<Value, Value> map, Map<Block, Block> blocks, BitSet copies) {
        for (int i = 0; i < v.useCount(); i++) {
            if (!loop.contains(v.user(i).block())) {
                Value copy = map.get(v);
                if (copy != null) {
                    SsaRepair.runOutside(f, v, copyOf(blocks, v.block()), copy, loop, copies);
                }
                return;
            }
        }
    }

    private static Block copyOf(Map<Block, Block> blocks, Block b) {
        Block c = blocks.get(b);
        if (c == null) {
            throw new IllegalStateException("b" + b.id() + " is not in the loop");
        }
        return c;
    }

    /** Appends I64 arithmetic to a block. */
    private static final class Make64 {
        private final Block b;
        private final int position;
        private final Map<Value, Value> widened = new IdentityHashMap<>();

        Make64(Block b, int position) {
            this.b = b;
            this.position = position;
        }

        Value number(long n) {
            return b.append(Opcode.ICONST, IrType.I64, new Aux.Int(n), position);
        }

        Value wide(Value v) {
            Value known = widened.get(v);
            if (known == null) {
                known = v.isConst() ? number(v.intValue()) : b.append(Opcode.SEXT, IrType.I64, Aux.NONE, position, v);
                widened.put(v, known);
            }
            return known;
        }

        Value op(Opcode op, Value x, Value y) {
            return b.append(op, op.isCompare() ? IrType.I8 : x.type(), Aux.NONE, position, x, y);
        }

        Value plus(Value x, Value y) {
            return x.isConst(0) ? y : op(Opcode.ADD, x, y);
        }

        Value select(Value c, Value x, Value y) {
            return b.append(Opcode.SELECT, x.type(), Aux.NONE, position, c, x, y);
        }
    }
}
