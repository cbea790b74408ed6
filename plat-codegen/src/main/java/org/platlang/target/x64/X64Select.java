package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;

/**
 * Instruction selection: SSA to machine instructions over virtual registers. Here are the order in which values are
 * taken and the table of opcodes; what each becomes is in the classes for integers, floats, comparisons, memory,
 * allocation, calls and switches.
 *
 * <p>Bottom-up: blocks are taken in postorder and each from its end, so that every user of a value has been selected
 * when the value is reached; a value that no user has asked for in a register was folded into them (or is dead) and is
 * left out. A load is folded only by {@link X64Selection#foldableLoad}. Constants are made at their use, or before the
 * outermost loop without calls ({@link X64Constants}), and allocation may recompute them anywhere.
 *
 * <p>The upper bits of I8, I16 and I32 registers are undefined, so truncation is nothing; where they are known to be
 * zero ({@link X64ZeroExtended}), so is widening.
 */
final class X64Select {
    private final Function f;
    private final LoopForest loops;
    private final X64Pairs pairs;
    private final X64Selection s;
    private final X64Memory memory;
    private final X64Integers integers;
    private final X64Floats floats;
    private final X64Compares compares;
    private final X64Calls calls;
    private final X64Allocation allocation;

    /** Values of the current block that have been selected already. */
    private final Set<Value> sunk = new HashSet<>();

    private X64Select(Function f) {
        this.f = f;
        this.loops = LoopForest.of(f, Dominators.of(f));
        this.pairs = X64Pairs.of(f); // makes values, so before the table of all
        this.s = new X64Selection(f, loops);
        this.memory = new X64Memory(s, pairs);
        this.integers = new X64Integers(s, memory);
        this.floats = new X64Floats(s, memory);
        this.compares = new X64Compares(s, memory);
        this.calls = new X64Calls(s, memory);
        this.allocation = new X64Allocation(s);
    }

    /** The machine code of {@code f}, before allocation. Requires a verified function. */
    static MachFunction select(Function f) {
        X64Select x = new X64Select(f);
        x.run();
        return x.s.mf;
    }

    private void run() {
        List<Block> order = Cfg.reversePostorder(f);
        for (Block b : order) {
            MachBlock m = s.mf.newBlock();
            m.loopDepth = loops.depth(b);
            m.cold = b.isCold() && b != f.entry();
            LoopForest.Loop loop = loops.innermost(b);
            m.loopHeader = loop != null && loop.header() == b;
            s.blocks[b.id()] = m;
            if (b != f.entry()) {
                int[] params = new int[b.params().size()];
                for (int i = 0; i < params.length; i++) {
                    params[i] = s.ask(b.param(i));
                }
                m.params = params;
            }
        }
        s.constants.markCallingLoops(order);
        ArrayList<List<MachBlock>> made = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            made.add(List.of());
        }
        int[] place = new int[f.blockIdLimit()];
        for (int i = order.size() - 1; i >= 0; i--) {
            Block b = order.get(i);
            place[b.id()] = i;
            block(b);
            made.set(i, List.copyOf(s.tail));
        }
        s.constants.insertHoisted(made, place);
        X64Layout.layOut(s, made, place);
    }

    private void block(Block b) {
        s.begin(b);
        for (Value v = b.last(); v != null; v = v.prev()) {
            s.at = v;
            if (v != b.last() && (sunk.remove(v) || pairs.isFirst(v))) {
                continue;
            }
            if (!s.isAsked(v) && !hasEffect(v)) {
                continue;
            }
            value(v);
            s.flush();
            if (v == b.last()) {
                sinkSteps(b);
            }
        }
        if (b == f.entry()) {
            calls.entryParams();
            s.flush();
        }
        s.finish();
    }

    /**
     * Puts {@code i + c} that goes to the parameter {@code i} itself directly before the terminator, behind the other
     * uses of {@code i}, so that both can have one register.
     */
    private void sinkSteps(Block b) {
        for (Edge e : b.successors()) {
            for (int k = 0; k < e.args().size(); k++) {
                Value a = e.arg(k);
                if ((a.op() == Opcode.ADD || a.op() == Opcode.SUB)
                        && a.block() == b
                        && a.arg(1).op().isConstant()
                        && a.arg(0) == e.to().param(k)
                        && usedAtEndOnly(a, b)
                        && sunk.add(a)) {
                    s.at = a;
                    value(a);
                    s.flush();
                }
            }
        }
    }

    /** True where {@code a} is used in {@code b} by nothing but the terminator and what is fused with it. */
    private boolean usedAtEndOnly(Value a, Block b) {
        Value end = b.terminator();
        for (int i = 0; i < a.useCount(); i++) {
            Value user = a.user(i);
            if (user == end || user.block() != b) {
                continue;
            }
            boolean fused = user.op().isCompare() && user.useCount() == 1 && user.user(0) == end && !s.isAsked(user);
            boolean nothing = user.op() == Opcode.TRUNC && !s.isAsked(user) && usedAtEndOnly(user, b);
            if (!fused && !nothing) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEffect(Value v) {
        return switch (v.op().effect()) {
            case PURE, TRAPS, READS, PROJECTS -> false;
            case WRITES, ALLOCATES, CALLS, POLLS, ENDS -> true;
        };
    }

    private void value(Value v) {
        switch (v.op()) {
            case PARAM, PROJ -> {}
            case ICONST, FCONST, NULL, SYMBOL_ADDR -> {} // made at their uses

            // ---- integers: op src, dst ----
            case ADD -> integers.add(v);
            case SUB -> integers.binary(X64Op.SUB, v);
            case AND -> integers.binary(X64Op.AND, v);
            case OR -> integers.binary(X64Op.OR, v);
            case XOR -> integers.binary(X64Op.XOR, v);
            case MUL -> integers.multiply(v);
            case MULHI -> integers.multiplyHigh(X64Op.IMUL_HIGH, v);
            case UMULHI -> integers.multiplyHigh(X64Op.MUL_HIGH, v);
            case SDIV -> integers.divide(v, X64Regs.RAX);
            case SREM -> integers.divide(v, X64Regs.RDX);
            case NEG -> s.unary(X64Op.NEG, v);
            case NOT -> s.unary(X64Op.NOT, v);
            case SHL -> integers.shift(X64Op.SHL, v);
            case SHR -> integers.shift(X64Op.SAR, v);
            case USHR -> integers.shift(X64Op.SHR, v);
            case CLZ -> integers.leadingZeros(v);
            case CTZ -> integers.trailingZeros(v);
            case POPCNT -> integers.populationCount(v);

            // ---- comparisons: cmp b, a; setcc ----
            case EQ, NE, SLT, SLE, SGT, SGE, ULT, ULE, UGT, UGE, FEQ, FNE, FLT, FLE, FGT, FGE -> compares.set(v);
            case SELECT -> compares.select(v);

            // ---- floats ----
            case FADD -> floats.binary(X64Op.FADD, v);
            case FSUB -> floats.binary(X64Op.FSUB, v);
            case FMUL -> floats.binary(X64Op.FMUL, v);
            case FDIV -> floats.binary(X64Op.FDIV, v);
            case FNEG -> s.unary(X64Op.FNEG, v);
            case FABS -> s.unary(X64Op.FABS, v);
            case FSQRT -> floats.fromFloatSource(X64Op.FSQRT, v, v.type().bytes());

            // ---- conversions ----
            case SEXT -> integers.extend(v, true);
            case ZEXT -> integers.extend(v, false);
            case TRUNC -> integers.truncate(v);
            case ITOF -> floats.fromInt(v);
            case FTOI -> floats.toInt(v);
            case FCONV ->
                floats.fromFloatSource(X64Op.CVT_FLOAT, v, v.arg(0).type().bytes());
            case BITCAST -> floats.bitcast(v);

            // ---- memory ----
            case LOAD, LOAD_INDEXED -> memory.load(v);
            case STORE, STORE_INDEXED -> memory.store(v);
            case ALLOC -> allocation.allocate(v);
            case WORKER_LOAD -> memory.workerLoad(v);
            case WORKER_STORE -> memory.workerStore(v);

            // ---- calls ----
            case CALL -> calls.call(v, 0);
            case CALL_INDIRECT -> calls.call(v, 0);
            case CALL_RUNTIME -> calls.call(v, 1);
            case POLL -> calls.poll(v);

            // ---- terminators ----
            case JUMP -> jump(v.block().successor(0));
            case BRANCH -> compares.branch(v);
            case SWITCH -> X64Switch.select(s, v);
            case TRY -> guard(v.block());
            case RETURN -> calls.returnValues(v);
            case UNREACHABLE -> s.emit(X64Op.TRAP, 8);
        }
    }

    /** The end of a block whose last call may raise: that call takes the unwind edge, a jump the other. */
    private void guard(Block b) {
        Edge normal = b.successor(0);
        Edge unwind = b.successor(1);
        if (!normal.args().isEmpty() || !unwind.args().isEmpty()) {
            throw new IllegalStateException("an edge of the TRY of b" + b.id() + " has arguments");
        }
        s.emit(X64Op.JUMP, 8);
        s.setEdges(List.of(s.target(normal), s.target(unwind)), List.of(new int[0], new int[0]));
    }

    private void jump(Edge edge) {
        int[] args = s.edgeArgs(edge);
        s.emit(X64Op.JUMP, 8);
        s.setEdges(List.of(s.target(edge)), List.of(args));
    }
}
