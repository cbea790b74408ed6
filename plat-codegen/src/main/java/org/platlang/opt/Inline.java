package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Positions;
import org.platlang.ir.Value;

/**
 * Purpose: replaces calls of small functions, and of functions with one call site, by their bodies.
 *
 * <p>Algorithm: the pipeline goes bottom-up over the call graph, so a callee has its final early form and its size is what
 * the copy costs. Size counts instructions, without constants and cold blocks. A tiny function that calls itself is
 * inlined into itself, level by level, from a copy of its first form: the calls saved pay for entry polls and register
 * traffic (for fib each level about halves the number of calls). Positions get the call as their parent, so a backtrace
 * shows the inlined frames.
 *
 * <p>In a protected region (a TRY follows the call) whatever may raise in the copy gets a TRY of its own with the same
 * unwind edge. A callee with a loop stays a call there: the loop would need a poll with a TRY, which no loop pass sees
 * through.
 *
 * <p>Requires: callees are processed before. Ensures: only calls present before are inlined, so it ends. Not done:
 * devirtualisation, partial inlining.
 */
public final class Inline {
    private static final int SMALL = 24;
    private static final int SMALL_IN_LOOP = 48;
    private static final int ONLY_CALL = 400;
    private static final int CALLER_LIMIT = 4000;
    private static final int RECURSIVE_BODY = 16;
    private static final int RECURSIVE_TOTAL = 90;

    private Inline() {}

    public static boolean run(Function f, PassContext context) {
        boolean changed = inlineCallees(f, context);
        return inlineSelf(f, context) || changed;
    }

    private static boolean inlineCallees(Function f, PassContext context) {
        int size = size(f);
        boolean changed = false;
        for (Value call : calls(f)) {
            Function callee = context.module().function(call.symbol()).orElse(null);
            if (callee == null || callee == f || !context.isProcessed(callee)) {
                continue;
            }
            int cost = size(callee);
            if (size + cost > CALLER_LIMIT && callee.inlining() != Function.Inlining.ALWAYS) {
                continue;
            }
            if (wants(call, callee, cost, context) && !(call.isGuarded() && hasLoop(callee))) {
                into(f, call, callee, context);
                size += cost;
                changed = true;
            }
        }
        return changed;
    }

    private static boolean wants(Value call, Function callee, int cost, PassContext context) {
        if (callee.inlining() != Function.Inlining.BY_SIZE) {
            return callee.inlining() == Function.Inlining.ALWAYS;
        }
        if (callsItself(callee)) {
            return false;
        }
        if (call.block().isCold()) {
            return cost <= 2;
        }
        if (context.isOnlyCall(callee)) {
            return cost <= ONLY_CALL;
        }
        int limit = context.isInLoop(call.block()) ? SMALL_IN_LOOP : SMALL;
        for (int i = 0; i < call.argCount(); i++) {
            limit += call.arg(i).op().isConstant() ? 4 : 1;
        }
        return cost <= limit;
    }

    private static boolean hasLoop(Function f) {
        BitSet seen = new BitSet(f.blockIdLimit());
        for (Block b : Cfg.reversePostorder(f)) {
            seen.set(b.id());
            for (int i = 0; i < b.successors().size(); i++) {
                if (seen.get(b.successor(i).to().id())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean inlineSelf(Function f, PassContext context) {
        if (f.inlining() == Function.Inlining.NEVER || size(f) > RECURSIVE_BODY || !callsItself(f)) {
            return false;
        }
        Function first = copy(f);
        int cost = size(first);
        boolean changed = false;
        int copied = 0; // not the growth: a body that is nothing but the call does not grow
        while (true) {
            ArrayList<Value> self = new ArrayList<>();
            for (Value call : calls(f)) {
                if (call.symbol().equals(f.symbol()) && !call.block().isCold()) {
                    self.add(call);
                }
            }
            copied += self.size() * (1 + cost);
            if (self.isEmpty() || size(f) + self.size() * cost > RECURSIVE_TOTAL || copied > RECURSIVE_TOTAL) {
                return changed;
            }
            for (Value call : self) {
                into(f, call, first, context);
            }
            changed = true;
        }
    }

    private static boolean callsItself(Function f) {
        for (Value call : calls(f)) {
            if (call.symbol().equals(f.symbol())) {
                return true;
            }
        }
        return false;
    }

    private static List<Value> calls(Function f) {
        ArrayList<Value> calls = new ArrayList<>();
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.CALL) {
                    calls.add(v);
                }
            }
        }
        return calls;
    }

    /** Instructions that cost something on a path that is not cold. */
    static int size(Function f) {
        int n = 0;
        for (Block b : f.blocks()) {
            if (b.isCold() || b.terminator().op() == Opcode.UNREACHABLE) {
                continue;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                switch (v.op()) {
                    case ICONST, FCONST, NULL, SYMBOL_ADDR, PROJ, JUMP, TRY, RETURN -> {}
                    case CALL, CALL_INDIRECT, CALL_RUNTIME, ALLOC -> n += 2 + v.argCount() / 2;
                    default -> n++;
                }
            }
        }
        return n;
    }

    /** Puts the body of {@code callee} in place of {@code call}. */
    private static void into(Function f, Value call, Function callee, PassContext context) {
        Block before = call.block();
        List<IrType> results = call.call().results();
        // The results become parameters of the block that continues.
        Block after = f.newBlock();
        after.setCold(before.isCold());
        for (IrType t : results) {
            after.addParam(t);
        }
        Value tail = call.next();
        while (tail != null && tail.op() == Opcode.PROJ && tail.arg(0) == call) {
            Value projection = tail;
            tail = tail.next();
            projection.replaceAllUses(after.param((int) projection.intValue()));
            projection.remove();
        }
        if (tail == null) {
            throw new IllegalStateException("a call ends its block: " + call);
        }
        before.moveTail(tail, after);
        if (!results.isEmpty()) {
            call.replaceAllUses(after.param(0));
        }
        Optional<Edge> unwind = Optional.empty();
        if (tail.op() == Opcode.TRY) {
            unwind = Optional.of(after.successor(1));
        }
        Map<Value, Value> map = new IdentityHashMap<>();
        for (int i = 0; i < callee.params().size(); i++) {
            map.put(callee.params().get(i), call.arg(i));
        }
        Block entry = copyBody(callee, f, map, after, unwind, call.position(), before.isCold(), context);
        before.terminate(Opcode.JUMP, Aux.NONE, call.position());
        before.addSuccessor(entry, List.of());
        call.remove();
        if (unwind.isPresent()) {
            Edge normal = after.successor(0);
            after.replaceByJump(normal.to(), normal.args());
        }
    }

    private static Block copyBody(
            Function callee,
            Function f,
            Map<Value, Value> map,
            Block after,
            Optional<Edge> unwind,
            int callPosition,
            boolean cold,
            PassContext context) {
        Positions positions = context.module().positions();
        Block[] blocks = new Block[callee.blockIdLimit()];
        List<Block> order = Cfg.reversePostorder(callee);
        for (Block b : order) {
            Block c = f.newBlock();
            c.setCold(cold || b.isCold());
            blocks[b.id()] = c;
            if (b != callee.entry()) {
                for (Value p : b.params()) {
                    map.put(p, c.addParam(p.type()));
                }
            }
        }
        // Where each copy ends: in the block that it begins with, unless a TRY came between.
        Block[] ends = blocks.clone();
        for (Block b : order) {
            Block c = blocks[b.id()];
            Value end = b.terminator();
            for (Value v = b.first(); v != null && v != end; v = v.next()) {
                BlockCopy.append(c, v, map, positions.inlinedAt(v.position(), callPosition));
                if (unwind.isPresent() && endsRaiser(v)) {
                    c = guard(f, c, unwind.get());
                }
            }
            ends[b.id()] = c;
        }
        for (Block b : order) {
            Block c = ends[b.id()];
            Value end = b.terminator();
            int position = positions.inlinedAt(end.position(), callPosition);
            if (end.op() == Opcode.RETURN) {
                c.terminate(Opcode.JUMP, Aux.NONE, position);
                c.addSuccessor(after, BlockCopy.mapped(map, end.args()));
                continue;
            }
            BlockCopy.terminate(c, end, map, position);
            for (Edge e : b.successors()) {
                c.addSuccessor(blocks[e.to().id()], BlockCopy.mapped(map, e.args()));
            }
        }
        return blocks[callee.entry().id()];
    }

    /** True of the last of an instruction that may raise and its PROJs, where no TRY follows. */
    private static boolean endsRaiser(Value v) {
        Value after = v.next();
        if (after != null && after.op() == Opcode.PROJ) {
            return false;
        }
        Value raiser = v.op() == Opcode.PROJ ? v.arg(0) : v;
        return raiser.mayRaise() && !raiser.isGuarded();
    }

    /** Ends a block by a TRY that unwinds as the inlined call did; returns the block to go on in. */
    private static Block guard(Function f, Block b, Edge unwind) {
        Block normal = f.newBlock();
        normal.setCold(b.isCold());
        Value raised = b.last();
        b.terminate(Opcode.TRY, Aux.NONE, raised == null ? Positions.NONE : raised.position());
        b.addSuccessor(normal, List.of());
        b.addSuccessor(unwind.to(), unwind.args());
        return normal;
    }

    /** A copy of a function that belongs to no module. */
    private static Function copy(Function f) {
        ArrayList<IrType> params = new ArrayList<>();
        for (Value p : f.params()) {
            params.add(p.type());
        }
        Function c = new Function(f.symbol(), params, f.results());
        Map<Value, Value> map = new IdentityHashMap<>();
        Block[] blocks = new Block[f.blockIdLimit()];
        List<Block> order = Cfg.reversePostorder(f);
        for (Block b : order) {
            Block to = b == f.entry() ? c.entry() : c.newBlock();
            to.setCold(b.isCold());
            blocks[b.id()] = to;
            for (int i = 0; i < b.params().size(); i++) {
                map.put(
                        b.param(i),
                        b == f.entry() ? to.param(i) : to.addParam(b.param(i).type()));
            }
        }
        for (Block b : order) {
            Value end = b.terminator();
            for (Value v = b.first(); v != null && v != end; v = v.next()) {
                BlockCopy.append(blocks[b.id()], v, map, v.position());
            }
        }
        for (Block b : order) {
            BlockCopy.terminate(
                    blocks[b.id()], b.terminator(), map, b.terminator().position());
            for (Edge e : b.successors()) {
                blocks[b.id()].addSuccessor(blocks[e.to().id()], BlockCopy.mapped(map, e.args()));
            }
        }
        return c;
    }
}
