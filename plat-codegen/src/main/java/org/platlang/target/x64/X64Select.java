package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/**
 * Instruction selection: SSA to machine instructions over virtual registers.
 *
 * <p>Bottom-up: blocks are taken in postorder and each from its end, so that every user of a value has been selected
 * when the value is reached; a value that no user has asked for in a register was folded into them (or is dead) and is
 * left out. A load is folded only by {@link #foldableLoad}. Constants are made at their use, or before the outermost
 * loop without calls, and allocation may recompute them anywhere.
 *
 * <p>The upper bits of I8, I16 and I32 registers are undefined, so truncation is nothing; where they are known to be
 * zero ({@link X64ZeroExtended}), so is widening.
 */
final class X64Select {
    private static final int NOT_ASKED = -1;

    private final Function f;
    final MachFunction mf;
    private final LoopForest loops;
    private final int[] vregs;
    private final MachBlock[] blocks;
    private final boolean[] loopCalls;

    /** Machine blocks behind the first of the current IR block, in order, and those for the cold end. */
    private final ArrayList<MachBlock> tail = new ArrayList<>();

    private final ArrayList<MachBlock> outOfLine = new ArrayList<>();
    /** Constants made before a loop: the block before it, the value, its register. */
    private final ArrayList<Hoisted> hoisted = new ArrayList<>();

    /** Values of the current block that have been selected already. */
    private final Set<Value> sunk = new HashSet<>();

    private final X64ZeroExtended zeroExtended = new X64ZeroExtended();

    private MachBlock current;
    /** The current machine block's instructions, last first. */
    private ArrayList<MachInst> reversed = new ArrayList<>();
    /** Instructions of the value being selected, in order. */
    private final ArrayList<MachInst> sequence = new ArrayList<>();

    private Value at;

    private record Hoisted(Block before, Value constant, int vreg) {}

    /** Scalars spread over lanes before a loop. */
    private record Spread(Block before, Value scalar, int from, int vreg) {}

    private final ArrayList<Spread> spreads = new ArrayList<>();
    private final X64Pairs pairs;

    private X64Select(Function f) {
        this.f = f;
        this.mf = new MachFunction(f.symbol());
        this.mf.position = f.position();
        this.loops = LoopForest.of(f, Dominators.of(f));
        this.pairs = X64Pairs.of(f); // makes values, so before the table of all
        this.vregs = new int[f.valueIdLimit()];
        Arrays.fill(vregs, NOT_ASKED);
        this.blocks = new MachBlock[f.blockIdLimit()];
        this.loopCalls = new boolean[f.blockIdLimit()];
        this.current = new MachBlock(-1);
        this.at = f.entry().terminator();
    }

    /** The machine code of {@code f}, before allocation. Requires a verified function. */
    static MachFunction select(Function f) {
        X64Select s = new X64Select(f);
        s.run();
        return s.mf;
    }

    private void run() {
        List<Block> order = Cfg.reversePostorder(f);
        for (Block b : order) {
            MachBlock m = mf.newBlock();
            m.loopDepth = loops.depth(b);
            m.cold = b.isCold() && b != f.entry();
            LoopForest.Loop loop = loops.innermost(b);
            m.loopHeader = loop != null && loop.header() == b;
            blocks[b.id()] = m;
            if (b != f.entry()) {
                int[] params = new int[b.params().size()];
                for (int i = 0; i < params.length; i++) {
                    params[i] = ask(b.param(i));
                }
                m.params = params;
            }
        }
        markCallingLoops(order);
        ArrayList<List<MachBlock>> made = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            made.add(List.of());
        }
        int[] place = new int[f.blockIdLimit()];
        for (int i = order.size() - 1; i >= 0; i--) {
            Block b = order.get(i);
            place[b.id()] = i;
            block(b);
            made.set(i, List.copyOf(tail));
        }
        insertHoisted(made, place);
        layOut(made, place);
    }

    private void markCallingLoops(List<Block> order) {
        for (Block b : order) {
            LoopForest.Loop loop = loops.innermost(b);
            if (loop == null || b.isCold()) {
                continue;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op().isCall()) {
                    for (LoopForest.Loop l = loop; l != null; l = l.parent()) {
                        loopCalls[l.header().id()] = true;
                    }
                    break;
                }
            }
        }
    }

    private void insertHoisted(List<List<MachBlock>> made, int[] place) {
        for (Hoisted h : hoisted) {
            List<MachBlock> rest = made.get(place[h.before.id()]);
            MachBlock last = rest.isEmpty() ? blocks[h.before.id()] : rest.get(rest.size() - 1);
            last.insts.add(last.insts.size() - 1, constant(h.constant, h.vreg));
        }
        for (Spread s : spreads) {
            List<MachBlock> rest = made.get(place[s.before.id()]);
            MachBlock last = rest.isEmpty() ? blocks[s.before.id()] : rest.get(rest.size() - 1);
            if (s.scalar.op().isConstant()) {
                last.insts.add(last.insts.size() - 1, constant(s.scalar, s.from));
            }
            last.insts.add(
                    last.insts.size() - 1,
                    new MachInst(X64Op.VSPLAT, 8).defs(s.vreg).uses(s.from).at(s.scalar.position()));
        }
    }

    private void layOut(List<List<MachBlock>> made, int[] place) {
        ArrayList<MachBlock> hot = new ArrayList<>();
        ArrayList<MachBlock> cold = new ArrayList<>();
        for (Block b : f.blocks()) {
            MachBlock first = blocks[b.id()];
            if (first == null) {
                continue; // not reachable
            }
            ArrayList<MachBlock> list = first.cold ? cold : hot;
            list.add(first);
            list.addAll(made.get(place[b.id()]));
        }
        cold.addAll(outOfLine);
        ArrayList<MachBlock> all = new ArrayList<>(hot.size() + cold.size() + 8);
        for (MachBlock b : hot) {
            for (MachBlock s : b.succs) {
                s.preds.add(b);
            }
        }
        for (MachBlock b : cold) {
            for (MachBlock s : b.succs) {
                s.preds.add(b);
            }
        }
        ArrayList<MachBlock> coldEnd = new ArrayList<>(cold.size());
        for (MachBlock b : hot) {
            all.add(b);
            splitCritical(b, all, coldEnd);
        }
        for (MachBlock b : cold) {
            coldEnd.add(b);
            splitCritical(b, coldEnd, coldEnd);
        }
        all.addAll(coldEnd);
        mf.blocks = all;
    }

    /** Puts a block on each edge from a block with several successors to one with several predecessors. */
    private void splitCritical(MachBlock b, List<MachBlock> list, List<MachBlock> coldList) {
        if (b.succs.size() < 2) {
            return;
        }
        for (int k = 0; k < b.succs.size(); k++) {
            MachBlock s = b.succs.get(k);
            if (s.preds.size() < 2) {
                continue;
            }
            MachBlock e = mf.newBlock();
            e.loopDepth = Math.min(b.loopDepth, s.loopDepth);
            e.cold = b.cold || s.cold;
            e.insts.add(new MachInst(X64Op.JUMP, 8).at(b.terminator().position));
            e.succs = List.of(s);
            e.succArgs = List.of(b.succArgs.get(k));
            e.preds.add(b);
            ArrayList<MachBlock> succs = new ArrayList<>(b.succs);
            ArrayList<int[]> args = new ArrayList<>(b.succArgs);
            succs.set(k, e);
            args.set(k, new int[0]);
            b.succs = succs;
            b.succArgs = args;
            s.preds.set(s.preds.indexOf(b), e);
            (e.cold ? coldList : list).add(e);
        }
    }

    private void block(Block b) {
        current = blocks[b.id()];
        reversed = new ArrayList<>();
        tail.clear();
        for (Value v = b.last(); v != null; v = v.prev()) {
            at = v;
            if (v != b.last() && (sunk.remove(v) || pairs.isFirst(v))) {
                continue;
            }
            if (vregs[v.id()] == NOT_ASKED && !hasEffect(v)) {
                continue;
            }
            value(v);
            flush();
            if (v == b.last()) {
                sinkSteps(b);
            }
        }
        if (b == f.entry()) {
            entryParams();
            flush();
        }
        java.util.Collections.reverse(reversed);
        current.insts = reversed;
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
                    at = a;
                    value(a);
                    flush();
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
            boolean fused = user.op().isCompare()
                    && user.useCount() == 1
                    && user.user(0) == end
                    && vregs[user.id()] == NOT_ASKED;
            boolean nothing = user.op() == Opcode.TRUNC && vregs[user.id()] == NOT_ASKED && usedAtEndOnly(user, b);
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

    private void flush() {
        for (int i = sequence.size() - 1; i >= 0; i--) {
            reversed.add(sequence.get(i));
        }
        sequence.clear();
    }

    private void entryParams() {
        List<Value> params = f.params();
        ArrayList<IrType> types = new ArrayList<>(params.size());
        for (Value p : params) {
            types.add(p.type());
        }
        int[] where = X64Abi.arguments(types, 0);
        int n = 0;
        int[] defs = new int[params.size()];
        for (int i = 0; i < where.length; i++) {
            int v = vregs[params.get(i).id()];
            if (v != NOT_ASKED && where[i] >= 0) {
                defs[n++] = Operand.fixed(v, where[i]);
            }
        }
        if (n > 0) {
            emit(X64Op.PARAMS, 8).defs(Arrays.copyOf(defs, n));
        }
        for (int i = 0; i < where.length; i++) {
            int v = vregs[params.get(i).id()];
            if (v != NOT_ASKED && where[i] < 0) {
                emit(types.get(i).isFloat() ? X64Op.FLOAD : X64Op.LOAD, 8)
                        .defs(v)
                        .memory(MachInst.INCOMING_BASE, MachInst.NO_REG, 1, 8 * ~where[i]);
            }
        }
    }

    // What users ask for.

    /** Appends an instruction: constants that it uses must have been asked for before. */
    MachInst emit(X64Op op, int size) {
        MachInst inst = new MachInst(op, size).at(at.position());
        sequence.add(inst);
        return inst;
    }

    int newVreg(RegClass cls) {
        return mf.newVreg(cls);
    }

    /** The register that holds {@code v}: asks for it. */
    private int ask(Value v) {
        int r = vregs[v.id()];
        if (r == NOT_ASKED) {
            r = mf.newVreg(X64Abi.classOf(v.type()));
            vregs[v.id()] = r;
        }
        return r;
    }

    /** The register that the value being selected is to be put in. */
    private int result(Value v) {
        return ask(v);
    }

    /** A register with {@code v}; a constant is made here. */
    int use(Value v) {
        Value x = strip(v);
        while (x.op() == Opcode.ZEXT && x.arg(0).type() == IrType.I32 && zeroExtended.of(x.arg(0))) {
            x = strip(x.arg(0));
        }
        if (x.op().isConstant()) {
            return constantReg(x);
        }
        return ask(x);
    }

    /** An operand that may stay in its slot. */
    int any(Value v) {
        return strip(v).op().isConstant() ? use(v) : Operand.any(use(v));
    }

    /** Looks through what changes no bits of a register. */
    static Value strip(Value v) {
        Value x = v;
        while (x.op() == Opcode.TRUNC
                || x.op() == Opcode.BITCAST
                        && x.type().isFloat() == x.arg(0).type().isFloat()) {
            x = x.arg(0);
        }
        return x;
    }

    private int constantReg(Value c) {
        Block b = at.block();
        LoopForest.Loop outer = null;
        if (worthHoisting(c)) {
            for (LoopForest.Loop l = loops.innermost(b); l != null; l = l.parent()) {
                if (loopCalls[l.header().id()] || l.preheader() == null) {
                    break;
                }
                outer = l;
            }
        }
        if (outer == null || b.isCold()) {
            int r = mf.newVreg(X64Abi.classOf(c.type()));
            sequence.add(constant(c, r));
            return r;
        }
        Block before = outer.preheader();
        if (before == null) {
            throw new IllegalStateException("loop without block before it");
        }
        for (Hoisted h : hoisted) {
            if (h.before == before
                    && h.constant.op() == c.op()
                    && h.constant.type() == c.type()
                    && h.constant.aux().equals(c.aux())) {
                return h.vreg;
            }
        }
        int r = mf.newVreg(X64Abi.classOf(c.type()));
        hoisted.add(new Hoisted(before, c, r));
        return r;
    }

    private static boolean worthHoisting(Value c) {
        return switch (c.op()) {
            case FCONST -> Double.doubleToRawLongBits(c.floatValue()) != 0;
            case ICONST, SYMBOL_ADDR -> true;
            default -> false;
        };
    }

    private MachInst constant(Value c, int vreg) {
        MachInst inst = switch (c.op()) {
            case ICONST -> integer(c.type(), c.intValue());
            case NULL -> new MachInst(X64Op.MOVI, 4).imm(0);
            case SYMBOL_ADDR -> new MachInst(X64Op.LEA_SYMBOL, 8).symbol(c.symbol());
            case FCONST -> new MachInst(X64Op.FCONST, c.type().bytes()).imm(X64Target.bits(c.type(), c.floatValue()));
            default -> throw new IllegalArgumentException(c.op().text());
        };
        inst.defs = new int[] {vreg};
        mf.setRemat(vreg, inst);
        return inst;
    }

    private static MachInst integer(IrType type, long value) {
        if (type != IrType.I64 && type != IrType.REF || value == (value & 0xFFFF_FFFFL)) {
            return new MachInst(X64Op.MOVI, 4).imm((int) value);
        }
        return new MachInst(X64Op.MOVI, 8).imm(value);
    }

    /** A new register with a constant, made here. */
    int immediate(int size, long value) {
        int r = mf.newVreg(RegClass.GENERAL);
        MachInst inst = integer(size == 8 ? IrType.I64 : IrType.I32, value);
        inst.defs = new int[] {r};
        mf.setRemat(r, inst);
        sequence.add(inst);
        return r;
    }

    static boolean isImmediate(Value v) {
        return v.op() == Opcode.NULL || v.op() == Opcode.ICONST && X64Address.fits(v.intValue());
    }

    static long immediateOf(Value v) {
        return v.op() == Opcode.NULL ? 0 : v.intValue();
    }

    /** Not asked for in a register and used once: may become part of its user. */
    private boolean isFoldable(Value v) {
        return v.useCount() == 1 && vregs[v.id()] == NOT_ASKED && !v.op().isConstant();
    }

    /**
     * The one test for folding loads: {@code v} is a load of {@code bytes} with the instruction being selected as its
     * only user, and nothing between the two can change memory.
     */
    private boolean foldableLoad(Value v, int bytes) {
        if (!v.op().isLoad() || v.type().bytes() != bytes || !isFoldable(v) || v.block() != at.block()) {
            return false;
        }
        int steps = 0;
        for (Value n = v.next(); n != at; n = n.next()) {
            if (n == null || ++steps > 32) {
                return false;
            }
            switch (n.op().effect()) {
                case PURE, TRAPS, READS, PROJECTS -> {}
                case WRITES, ALLOCATES, CALLS, POLLS, ENDS -> {
                    return false;
                }
            }
        }
        return true;
    }

    // Addresses.

    /** The address of a load or store; a constant is added by it even where others have the sum in no register yet. */
    private X64Address address(Value access) {
        Aux.Mem mem = access.mem();
        X64Address a = new X64Address();
        a.disp = mem.offset();
        boolean indexed = access.op() == Opcode.LOAD_INDEXED || access.op() == Opcode.STORE_INDEXED;
        if (indexed) {
            index(a, access.arg(1), mem.stride());
        }
        Value base = strip(access.arg(0));
        while (base.op() == Opcode.ADD
                && base.arg(1).isConst()
                && vregs[base.id()] == NOT_ASKED
                && X64Address.fits(a.disp + base.arg(1).intValue())) {
            a.disp += base.arg(1).intValue();
            base = strip(base.arg(0));
        }
        if (base.op() == Opcode.SYMBOL_ADDR && a.index < 0) {
            a.symbol = base.symbol();
        } else {
            a.base = base;
        }
        return a;
    }

    private void index(X64Address a, Value indexValue, int stride) {
        Value index = strip(indexValue);
        if (index.op() == Opcode.ADD
                && index.arg(1).isConst()
                && vregs[index.id()] == NOT_ASKED
                && X64Address.fits(a.disp + index.arg(1).intValue() * stride)) {
            a.disp += index.arg(1).intValue() * stride;
            index = strip(index.arg(0));
        }
        if (index.isConst() && X64Address.fits(a.disp + index.intValue() * stride)) {
            a.disp += index.intValue() * stride;
            return;
        }
        int scale = stride;
        while (index.op() == Opcode.SHL && index.arg(1).isConst() && isFoldable(index) && scale < 8) {
            long shift = index.arg(1).intValue() & 63;
            if ((long) scale << shift > 8) {
                break;
            }
            scale <<= (int) shift;
            index = strip(index.arg(0));
        }
        int r = use(index);
        switch (scale) {
            case 1, 2, 4, 8 -> {
                a.index = r;
                a.scale = scale;
            }
            default -> {
                int unit = Integer.lowestOneBit(scale);
                int odd = scale / unit;
                a.index = mf.newVreg(RegClass.GENERAL);
                if (unit <= 8 && (odd == 3 || odd == 5 || odd == 9)) {
                    // lea (i,i,odd-1), t; then t * unit
                    emit(X64Op.LEA, 8).defs(a.index).uses(r, r).memory(0, 1, odd - 1, 0);
                    a.scale = unit;
                } else if (odd == 1) {
                    emit(X64Op.SHL, 8).defs(a.index).uses(r).imm(Integer.numberOfTrailingZeros(scale) - 3);
                    a.scale = 8;
                } else {
                    int by = unit <= 8 ? odd : scale;
                    emit(X64Op.IMUL_IMM, 8).defs(a.index).uses(Operand.any(r)).imm(by);
                    a.scale = unit <= 8 ? unit : 1;
                }
            }
        }
    }

    /** Gives {@code inst} the leading uses and the memory operand. */
    private void operands(MachInst inst, X64Address a, int... leading) {
        int n = leading.length;
        Value base = a.base;
        int baseReg = base == null ? -1 : use(base);
        int[] uses = Arrays.copyOf(leading, n + (baseReg >= 0 ? 1 : 0) + (a.index >= 0 ? 1 : 0));
        int baseUse = MachInst.NO_REG;
        int indexUse = MachInst.NO_REG;
        if (baseReg >= 0) {
            uses[n] = baseReg;
            baseUse = n++;
        }
        if (a.index >= 0) {
            uses[n] = a.index;
            indexUse = n;
        }
        inst.uses = uses;
        inst.memory(baseUse, indexUse, a.scale, (int) a.disp);
        inst.symbol = a.symbol;
    }

    /** Emits an instruction whose uses come from {@link #operands}, which may itself emit constants before it. */
    private MachInst emitMemory(X64Op op, int size, X64Address a, int... leading) {
        MachInst inst = new MachInst(op, size).at(at.position());
        operands(inst, a, leading);
        sequence.add(inst);
        return inst;
    }

    // One value.

    private void value(Value v) {
        switch (v.op()) {
            case PARAM, PROJ -> {}
            case ICONST, FCONST, NULL, SYMBOL_ADDR -> {} // made at their uses

            // ---- integers: op src, dst ----
            case ADD -> add(v);
            case SUB -> binary(X64Op.SUB, v);
            case AND -> binary(X64Op.AND, v);
            case OR -> binary(X64Op.OR, v);
            case XOR -> binary(X64Op.XOR, v);
            case MUL -> multiply(v);
            case MULHI -> multiplyHigh(X64Op.IMUL_HIGH, v);
            case UMULHI -> multiplyHigh(X64Op.MUL_HIGH, v);
            case SDIV -> divide(v, X64Regs.RAX);
            case SREM -> divide(v, X64Regs.RDX);
            case NEG -> emitUnary(X64Op.NEG, v);
            case NOT -> emitUnary(X64Op.NOT, v);
            case SHL -> shift(X64Op.SHL, v);
            case SHR -> shift(X64Op.SAR, v);
            case USHR -> shift(X64Op.SHR, v);
            case CLZ -> leadingZeros(v);
            case CTZ -> trailingZeros(v);
            case POPCNT -> populationCount(v);

            // ---- comparisons: cmp b, a; setcc ----
            case EQ, NE, SLT, SLE, SGT, SGE, ULT, ULE, UGT, UGE, FEQ, FNE, FLT, FLE, FGT, FGE -> {
                int r = result(v);
                MachInst set = compare(v, Fuse.SET, false, new int[0]);
                set.defs = set.cond >= X64Cond.FEQ ? new int[] {r, mf.newVreg(RegClass.GENERAL)} : new int[] {r};
            }
            case SELECT -> select(v);

            // ---- floats ----
            case FADD -> floatBinary(X64Op.FADD, v);
            case FSUB -> floatBinary(X64Op.FSUB, v);
            case FMUL -> floatBinary(X64Op.FMUL, v);
            case FDIV -> floatBinary(X64Op.FDIV, v);
            case FNEG -> emitUnary(X64Op.FNEG, v);
            case FABS -> emitUnary(X64Op.FABS, v);
            case FSQRT -> fromFloatSource(X64Op.FSQRT, v, v.type().bytes());

            // ---- conversions ----
            case SEXT -> extend(v, true);
            case ZEXT -> extend(v, false);
            case TRUNC -> {
                int x = use(v.arg(0));
                emit(X64Op.MOV, 8).defs(result(v)).uses(x);
            }
            case ITOF -> fromInt(v);
            case FTOI ->
                emitAfterUse(X64Op.CVT_TO_INT, v, Operand.late(use(v.arg(0)))).sourceSize =
                        v.arg(0).type().bytes();
            case FCONV -> fromFloatSource(X64Op.CVT_FLOAT, v, v.arg(0).type().bytes());
            case BITCAST -> bitcast(v);

            // ---- memory ----
            case LOAD, LOAD_INDEXED -> load(v);
            case STORE, STORE_INDEXED -> store(v);
            case ALLOC -> allocate(v);
            case WORKER_LOAD ->
                emit(v.type().isFloat() ? X64Op.FLOAD : X64Op.LOAD, v.type().bytes())
                        .defs(result(v))
                        .memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, (int) v.intValue());
            case WORKER_STORE -> {
                X64Address a = new X64Address();
                a.disp = v.intValue();
                storeTo(a, v.arg(0)).base = MachInst.WORKER_BASE;
            }

            // ---- calls ----
            case CALL -> call(v, 0);
            case CALL_RUNTIME -> call(v, 1);
            case POLL -> {
                mf.hasCalls = true;
                emit(X64Op.POLL, 8);
            }

            // ---- terminators ----
            case JUMP -> {
                int[] args = edgeArgs(v.block().successor(0));
                emit(X64Op.JUMP, 8);
                setEdges(List.of(target(v.block().successor(0))), List.of(args));
            }
            case BRANCH -> branch(v);
            case SWITCH -> X64Switch.select(this, v);
            case RETURN -> returnValues(v);
            case UNREACHABLE -> emit(X64Op.TRAP, 8);
        }
    }

    private MachInst emitAfterUse(X64Op op, Value v, int... uses) {
        return emit(op, Math.max(4, v.type().bytes())).defs(result(v)).uses(uses);
    }

    private void emitUnary(X64Op op, Value v) {
        int x = use(v.arg(0));
        emitAfterUse(op, v, x);
    }

    private void add(Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = Math.max(4, v.type().bytes());
        if (size >= 4 && v.type().bytes() >= 4) {
            if (tryScaledAdd(v, x, y, size) || tryScaledAdd(v, y, x, size)) {
                return;
            }
            // lea c(x,y), dst
            if (isImmediate(y) && x.op() == Opcode.ADD && isFoldable(x) && !isImmediate(x.arg(1))) {
                int a = use(x.arg(0));
                int b = use(x.arg(1));
                emit(X64Op.LEA, size).defs(result(v)).uses(a, b).memory(0, 1, 1, (int) immediateOf(y));
                return;
            }
        }
        binary(X64Op.ADD, v);
    }

    /** {@code x + (y << 1..3)}: lea (x,y,scale), dst. */
    private boolean tryScaledAdd(Value v, Value x, Value y, int size) {
        if (y.op() != Opcode.SHL || !isFoldable(y) || !y.arg(1).isConst() || x.op().isConstant()) {
            return false;
        }
        long k = y.arg(1).intValue();
        if (k < 1 || k > 3) {
            return false;
        }
        int a = use(x);
        int b = use(y.arg(0));
        emit(X64Op.LEA, size).defs(result(v)).uses(a, b).memory(0, 1, 1 << (int) k, 0);
        return true;
    }

    private void binary(X64Op op, Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = Math.max(4, v.type().bytes());
        if (op.isCommutative() && (x.op().isConstant() || !y.op().isConstant() && foldableLoad(x, size))) {
            Value t = x;
            x = y;
            y = t;
        }
        if (isImmediate(y)) {
            int a = use(x);
            emit(op, size).defs(result(v)).uses(a).imm(immediateOf(y));
        } else if (foldableLoad(y, size)) {
            int a = use(x);
            emitMemory(op, size, address(y), a).defs(result(v));
        } else {
            int a = use(x);
            int b = any(y);
            emit(op, size).defs(result(v)).uses(a, b);
        }
    }

    private void multiply(Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = Math.max(4, v.type().bytes());
        if (x.isConst()) {
            Value t = x;
            x = y;
            y = t;
        }
        if (!isImmediate(y)) {
            binary(X64Op.IMUL, v);
            return;
        }
        long c = y.intValue();
        if (c == 3 || c == 5 || c == 9) {
            int a = use(x);
            emit(X64Op.LEA, size).defs(result(v)).uses(a, a).memory(0, 1, (int) c - 1, 0);
        } else if (c > 0 && (c & c - 1) == 0) {
            int a = use(x);
            emit(X64Op.SHL, size).defs(result(v)).uses(a).imm(Long.numberOfTrailingZeros(c));
        } else if (foldableLoad(x, size)) {
            emitMemory(X64Op.IMUL_IMM, size, address(x)).defs(result(v)).imm(c);
        } else {
            int a = any(x);
            emit(X64Op.IMUL_IMM, size).defs(result(v)).uses(a).imm(c);
        }
    }

    private void multiplyHigh(X64Op op, Value v) {
        int a = use(v.arg(0));
        int b = use(v.arg(1));
        MachInst inst = emit(op, 8)
                .defs(Operand.fixed(result(v), X64Regs.RDX))
                .uses(Operand.fixed(a, X64Regs.RAX), Operand.late(b));
        inst.clobbers = 1L << X64Regs.RAX | 1L << X64Regs.RDX;
    }

    private void divide(Value v, int resultReg) {
        int bytes = v.type().bytes();
        Value y = v.arg(1);
        int a = use(v.arg(0));
        int b = use(y);
        if (bytes < 4) {
            a = extended(a, bytes, X64Op.MOVSX);
            b = extended(b, bytes, X64Op.MOVSX);
        }
        boolean plain = bytes < 4 || y.isConst() && y.intValue() != -1;
        MachInst inst = emit(plain ? X64Op.IDIV_PLAIN : X64Op.IDIV, Math.max(4, bytes))
                .defs(Operand.fixed(result(v), resultReg))
                .uses(Operand.fixed(a, X64Regs.RAX), Operand.late(b));
        inst.clobbers = 1L << X64Regs.RAX | 1L << X64Regs.RDX;
    }

    /** A new register with the low {@code bytes} of {@code r} widened to 32 bits. */
    private int extended(int r, int bytes, X64Op op) {
        int e = mf.newVreg(RegClass.GENERAL);
        emit(op, 4).defs(e).uses(r).sourceSize = bytes;
        return e;
    }

    private void shift(X64Op op, Value v) {
        int bytes = v.type().bytes();
        int width = v.type().bits();
        int size = Math.max(4, bytes);
        Value count = v.arg(1);
        int x = use(v.arg(0));
        if (bytes < 4 && op != X64Op.SHL) {
            x = extended(x, bytes, op == X64Op.SAR ? X64Op.MOVSX : X64Op.MOVZX);
        }
        if (count.isConst()) {
            emit(op, size).defs(result(v)).uses(x).imm(count.intValue() & (width - 1));
            return;
        }
        int c = use(count);
        if (bytes < 4) {
            int masked = mf.newVreg(RegClass.GENERAL);
            emit(X64Op.AND, 4).defs(masked).uses(c).imm(width - 1);
            c = masked;
        }
        MachInst inst = emit(op, size).defs(result(v)).uses(x, Operand.fixed(c, X64Regs.RCX));
        inst.clobbers = 1L << X64Regs.RCX;
    }

    private void leadingZeros(Value v) {
        int bytes = v.type().bytes();
        int size = Math.max(4, bytes);
        int bits = size * 8;
        int x = use(v.arg(0));
        if (bytes < 4) {
            x = extended(x, bytes, X64Op.MOVZX);
        }
        int none = immediate(size, 2 * bits - 1);
        int highest = mf.newVreg(RegClass.GENERAL);
        emit(X64Op.BSR, size).defs(highest).uses(none, x);
        // bits - 1 - highest; 2 * bits - 1 becomes bits
        if (bytes < 4) {
            int clz = mf.newVreg(RegClass.GENERAL);
            emit(X64Op.XOR, 4).defs(clz).uses(highest).imm(bits - 1);
            emit(X64Op.SUB, 4).defs(result(v)).uses(clz).imm(bits - v.type().bits());
        } else {
            emit(X64Op.XOR, size).defs(result(v)).uses(highest).imm(bits - 1);
        }
    }

    private void trailingZeros(Value v) {
        int bytes = v.type().bytes();
        int size = Math.max(4, bytes);
        int x = use(v.arg(0));
        if (bytes < 4) {
            int stop = mf.newVreg(RegClass.GENERAL);
            emit(X64Op.OR, 4).defs(stop).uses(x).imm(1L << v.type().bits());
            x = stop;
        }
        int none = immediate(size, v.type().bits());
        emit(X64Op.BSF, size).defs(result(v)).uses(none, x);
    }

    /** Adds neighbouring groups of 1, 2, 4 bits, then all bytes by a multiplication (Warren, Hacker's Delight, 5-1). */
    private void populationCount(Value v) {
        int bytes = v.type().bytes();
        int size = Math.max(4, bytes);
        int x = use(v.arg(0));
        if (bytes < 4) {
            x = extended(x, bytes, X64Op.MOVZX);
        }
        long ones = size == 8 ? -1L : 0xFFFF_FFFFL;
        int m1 = immediate(size, 0x5555_5555_5555_5555L & ones);
        int m2 = immediate(size, 0x3333_3333_3333_3333L & ones);
        int m4 = immediate(size, 0x0F0F_0F0F_0F0F_0F0FL & ones);
        int sum = immediate(size, 0x0101_0101_0101_0101L & ones);
        int a = two(X64Op.SUB, size, x, two(X64Op.AND, size, shifted(size, x, 1), m1));
        int b = two(X64Op.ADD, size, two(X64Op.AND, size, a, m2), two(X64Op.AND, size, shifted(size, a, 2), m2));
        int c = two(X64Op.AND, size, two(X64Op.ADD, size, b, shifted(size, b, 4)), m4);
        int d = two(X64Op.IMUL, size, c, sum);
        emit(X64Op.SHR, size).defs(result(v)).uses(d).imm(size * 8L - 8);
    }

    private int two(X64Op op, int size, int x, int y) {
        int r = mf.newVreg(RegClass.GENERAL);
        emit(op, size).defs(r).uses(x, y);
        return r;
    }

    private int shifted(int size, int x, int by) {
        int r = mf.newVreg(RegClass.GENERAL);
        emit(X64Op.SHR, size).defs(r).uses(x).imm(by);
        return r;
    }

    // Comparisons.

    /** What uses the flags of a comparison; the order of the ops of each kind. */
    enum Fuse {
        JUMP(X64Op.CMP_JUMP, X64Op.TEST_JUMP, X64Op.UCOMI_JUMP),
        SET(X64Op.CMP_SET, X64Op.TEST_SET, X64Op.UCOMI_SET),
        MOVE(X64Op.CMP_MOVE, X64Op.TEST_MOVE, X64Op.UCOMI_MOVE);

        final X64Op cmp;
        final X64Op test;
        final X64Op ucomi;

        Fuse(X64Op cmp, X64Op test, X64Op ucomi) {
            this.cmp = cmp;
            this.test = test;
            this.ucomi = ucomi;
        }
    }

    /** The comparison {@code c} itself, fused with a use of its flags. */
    private MachInst compare(Value c, Fuse fuse, boolean negate, int[] leading) {
        if (c.op().isFloatCompare()) {
            return floatCompare(c, fuse, negate, leading);
        }
        Value x = c.arg(0);
        Value y = c.arg(1);
        Opcode op = c.op();
        int size = x.type().bytes();
        if (x.op().isConstant() && !y.op().isConstant()) {
            Value t = x;
            x = y;
            y = t;
            op = op.swapped();
        }
        int cond = X64Cond.ofInt(op);
        if (negate) {
            cond = X64Cond.negate(cond);
        }
        if (isImmediate(y)) {
            long imm = immediateOf(y);
            if (imm == 0 && x.op() == Opcode.AND && isFoldable(x) && cond != X64Cond.B && cond != X64Cond.A) {
                return test(x, size, fuse, leading).cond(cond);
            }
            if (foldableLoad(x, size)) {
                MachInst inst =
                        emitMemory(fuse.cmp, size, address(x), leading).imm(imm).cond(cond);
                inst.memoryFirst = true;
                return inst;
            }
            if (imm == 0) {
                int[] uses = append(leading, use(x));
                return emit(fuse.test, size).uses(uses).cond(cond);
            }
            int[] uses = append(leading, any(x));
            return emit(fuse.cmp, size).uses(uses).imm(imm).cond(cond);
        }
        if (foldableLoad(y, size)) {
            return emitMemory(fuse.cmp, size, address(y), append(leading, use(x)))
                    .cond(cond);
        }
        if (foldableLoad(x, size)) {
            // cmp %y, mem: the condition is about x first, as written.
            MachInst inst = emitMemory(fuse.cmp, size, address(x), append(leading, use(y)))
                    .cond(cond);
            inst.memoryFirst = true;
            return inst;
        }
        int a = use(x);
        int b = any(y);
        return emit(fuse.cmp, size).uses(append(append(leading, a), b)).cond(cond);
    }

    /** {@code test} of the operands of an AND. */
    private MachInst test(Value and, int size, Fuse fuse, int[] leading) {
        Value x = and.arg(0);
        Value y = and.arg(1);
        if (x.op().isConstant()) {
            Value t = x;
            x = y;
            y = t;
        }
        if (isImmediate(y)) {
            int a = any(x);
            return emit(fuse.test, size).uses(append(leading, a)).imm(immediateOf(y));
        }
        int a = use(x);
        int b = use(y);
        return emit(fuse.test, size).uses(append(append(leading, a), b));
    }

    /**
     * Unordered operands set CF, ZF and PF, so A and AE are false for them: less is greater with the operands
     * exchanged, and a negated branch (BE, B) is taken for them.
     */
    private MachInst floatCompare(Value c, Fuse fuse, boolean negate, int[] leading) {
        Value x = c.arg(0);
        Value y = c.arg(1);
        Opcode op = c.op();
        if (op == Opcode.FLT || op == Opcode.FLE) {
            Value t = x;
            x = y;
            y = t;
            op = op.swapped();
        }
        int cond = switch (op) {
            case FGT -> X64Cond.A;
            case FGE -> X64Cond.AE;
            case FEQ -> X64Cond.FEQ;
            case FNE -> X64Cond.FNE;
            default -> throw new IllegalArgumentException(op.text());
        };
        if (negate) {
            cond = X64Cond.negate(cond);
        }
        int size = x.type().bytes();
        if (foldableLoad(y, size)) {
            return emitMemory(fuse.ucomi, size, address(y), append(leading, use(x)))
                    .cond(cond);
        }
        int a = use(x);
        int b = any(y);
        return emit(fuse.ucomi, size).uses(append(append(leading, a), b)).cond(cond);
    }

    /** The condition {@code c}, an I8 of 0 or 1, fused with a use of its flags. */
    private MachInst condition(Value c, Fuse fuse, boolean negate, int[] leading) {
        Value x = c;
        boolean not = negate;
        while (x.op() == Opcode.XOR && x.arg(1).isConst(1) && isFoldable(x)) {
            x = x.arg(0);
            not = !not;
        }
        if (x.op().isCompare() && isFoldable(x)) {
            return compare(x, fuse, not, leading);
        }
        int cond = not ? X64Cond.E : X64Cond.NE;
        if (foldableLoad(x, 1)) {
            MachInst inst = emitMemory(fuse.cmp, 1, address(x), leading).imm(0).cond(cond);
            inst.memoryFirst = true;
            return inst;
        }
        if (x.op() == Opcode.AND && isFoldable(x)) {
            return test(x, 1, fuse, leading).cond(cond);
        }
        int r = use(x);
        return emit(fuse.test, 1).uses(append(leading, r)).cond(cond);
    }

    private void select(Value v) {
        Value ifTrue = v.arg(1);
        Value ifFalse = v.arg(2);
        int t = use(ifTrue);
        int e = use(ifFalse);
        MachInst inst = condition(v.arg(0), Fuse.MOVE, false, new int[] {e, Operand.any(t)});
        if (inst.cond == X64Cond.FEQ) {
            // Two flags must agree; for inequality either one moves the value.
            inst.cond = X64Cond.FNE;
            inst.uses[0] = t;
            inst.uses[1] = Operand.any(e);
        }
        if (ifTrue.op().isConstant() || ifFalse.op().isConstant()) {
            inst.uses[1] = Operand.vreg(inst.uses[1]);
        }
        inst.defs = new int[] {result(v)};
        inst.moveSize = Math.max(4, v.type().bytes());
    }

    // Floats.

    private void floatBinary(X64Op op, Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = v.type().bytes();
        if (op.isCommutative() && (x.op() == Opcode.FCONST || foldableLoad(x, size)) && y.op() != Opcode.FCONST) {
            Value t = x;
            x = y;
            y = t;
        }
        if (foldableLoad(y, size)) {
            int a = use(x);
            emitMemory(op, size, address(y), a).defs(result(v));
        } else {
            int a = use(x);
            int b = any(y);
            emit(op, size).defs(result(v)).uses(a, b);
        }
    }

    /** {@code op} of a float of {@code sourceSize}, from a register, slot or memory. */
    private void fromFloatSource(X64Op op, Value v, int sourceSize) {
        Value x = v.arg(0);
        MachInst inst;
        if (foldableLoad(x, sourceSize)) {
            inst = emitMemory(op, v.type().bytes(), address(x));
        } else {
            int a = any(x);
            inst = emit(op, v.type().bytes()).uses(a);
        }
        inst.defs = new int[] {result(v)};
        inst.sourceSize = sourceSize;
    }

    private void fromInt(Value v) {
        Value x = v.arg(0);
        int from = x.type().bytes();
        MachInst inst;
        if (from >= 4 && foldableLoad(x, from)) {
            inst = emitMemory(X64Op.CVT_FROM_INT, v.type().bytes(), address(x));
        } else {
            int a = any(x);
            inst = emit(X64Op.CVT_FROM_INT, v.type().bytes()).uses(a);
        }
        inst.defs = new int[] {result(v)};
        inst.sourceSize = from;
    }

    private void bitcast(Value v) {
        int x = use(v.arg(0));
        boolean from = v.arg(0).type().isFloat();
        boolean to = v.type().isFloat();
        X64Op op = from == to ? (to ? X64Op.FMOV : X64Op.MOV) : to ? X64Op.MOVQ_TO_FLOAT : X64Op.MOVQ_FROM_FLOAT;
        emit(op, v.type().bytes()).defs(result(v)).uses(x);
    }

    private void extend(Value v, boolean signed) {
        Value x = v.arg(0);
        int from = x.type().bytes();
        int size = Math.max(4, v.type().bytes());
        if (foldableLoad(x, from)) {
            if (signed) {
                MachInst inst = emitMemory(X64Op.LOAD_SIGNED, size, address(x));
                inst.sourceSize = from;
                inst.defs = new int[] {result(v)};
            } else {
                emitMemory(X64Op.LOAD, from, address(x)).defs(result(v)); // loads clear the rest
            }
            return;
        }
        int a = any(x);
        MachInst inst =
                emit(signed ? X64Op.MOVSX : X64Op.MOVZX, size).defs(result(v)).uses(a);
        inst.sourceSize = from;
    }

    // Memory.

    private void load(Value v) {
        emitMemory(v.type().isFloat() ? X64Op.FLOAD : X64Op.LOAD, v.type().bytes(), address(v))
                .defs(result(v));
    }

    private void store(Value v) {
        Value what = v.arg(v.argCount() - 1);
        Value first = pairs.firstOf(v);
        if (first != null) {
            int lanes = lanes(first.arg(2), what);
            emitMemory(X64Op.VSTORE, 8, address(first), lanes);
            return;
        }
        if (tryUpdate(v, what)) {
            return;
        }
        storeTo(address(v), what);
    }

    /** A vector register with {@code x} and {@code y}, which {@link X64Pairs} has found alike. */
    private int lanes(Value x, Value y) {
        if (x == y) {
            return spread(x);
        }
        X64Op op = switch (x.op()) {
            case FADD -> X64Op.VADD;
            case FSUB -> X64Op.VSUB;
            case FMUL -> X64Op.VMUL;
            case FDIV -> X64Op.VDIV;
            default -> X64Op.VLOAD;
        };
        int r;
        if (op == X64Op.VLOAD) {
            r = mf.newVreg(RegClass.VECTOR);
            emitMemory(op, 8, address(x)).defs(r);
        } else {
            int a = lanes(x.arg(0), y.arg(0));
            int b = lanes(x.arg(1), y.arg(1));
            r = mf.newVreg(RegClass.VECTOR);
            emit(op, 8).defs(r).uses(a, b);
        }
        return r;
    }

    private int spread(Value scalar) {
        Block before = pairs.before(at.block());
        for (Spread s : spreads) {
            if (s.before == before && s.scalar == scalar) {
                return s.vreg;
            }
        }
        int from = scalar.op().isConstant() ? mf.newVreg(RegClass.FLOAT) : ask(scalar);
        int r = mf.newVreg(RegClass.VECTOR);
        spreads.add(new Spread(before, scalar, from, r));
        return r;
    }

    private MachInst storeTo(X64Address a, Value what) {
        int size = what.type().bytes();
        if (isImmediate(what)) {
            return emitMemory(X64Op.STORE, size, a).imm(immediateOf(what));
        }
        if (what.op() == Opcode.FCONST) {
            long bits = X64Target.bits(what.type(), what.floatValue());
            if (size == 4 || X64Address.fits(bits)) {
                return emitMemory(X64Op.STORE, size, a).imm(size == 4 ? (int) bits : bits);
            }
        }
        return emitMemory(what.type().isFloat() ? X64Op.FSTORE : X64Op.STORE, size, a, use(what));
    }

    /** {@code [m] = [m] op x}: op x, m. */
    private boolean tryUpdate(Value store, Value what) {
        X64Op op = switch (what.op()) {
            case ADD -> X64Op.ADD_TO;
            case SUB -> X64Op.SUB_TO;
            case AND -> X64Op.AND_TO;
            case OR -> X64Op.OR_TO;
            case XOR -> X64Op.XOR_TO;
            default -> null;
        };
        if (op == null || !isFoldable(what)) {
            return false;
        }
        int size = what.type().bytes();
        Value x = what.arg(0);
        Value y = what.arg(1);
        if (op != X64Op.SUB_TO && !sameAddress(x, store)) {
            Value t = x;
            x = y;
            y = t;
        }
        if (!sameAddress(x, store) || !foldableLoad(x, size)) {
            return false;
        }
        X64Address a = address(store);
        if (isImmediate(y)) {
            emitMemory(op, size, a).imm(immediateOf(y));
        } else {
            emitMemory(op, size, a, use(y));
        }
        return true;
    }

    private static boolean sameAddress(Value load, Value store) {
        if (!(load.op() == Opcode.LOAD && store.op() == Opcode.STORE
                || load.op() == Opcode.LOAD_INDEXED && store.op() == Opcode.STORE_INDEXED)) {
            return false;
        }
        if (load.mem().offset() != store.mem().offset()
                || load.mem().stride() != store.mem().stride()
                || load.arg(0) != store.arg(0)) {
            return false;
        }
        return load.op() == Opcode.LOAD || load.arg(1) == store.arg(1);
    }

    /**
     * Small objects: the next free cell of the worker's run of their size class; the run's memory is zero, so only the
     * descriptor is stored. A used-up run and large objects: the runtime, which sets the descriptor itself.
     */
    private void allocate(Value v) {
        Aux.Alloc alloc = (Aux.Alloc) v.aux();
        int object = result(v);
        mf.hasCalls = true;
        if (alloc.size() > RuntimeAbi.ALLOC_INLINE_MAX || current.cold) {
            callAlloc(alloc, object);
            return;
        }
        int granule = RuntimeAbi.ALLOC_GRANULE;
        int cells = (alloc.size() + granule - 1) / granule;
        int run = RuntimeAbi.WORKER_RUNS + (cells - 1) * 16;
        MachBlock rest = splitHere(object);

        MachBlock fast = mf.newBlock();
        fast.loopDepth = current.loopDepth;
        int next = mf.newVreg(RegClass.GENERAL);
        int end = mf.newVreg(RegClass.GENERAL);
        int desc = mf.newVreg(RegClass.GENERAL);
        emit(X64Op.STORE, 8).uses(end).memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, run);
        MachInst lea =
                new MachInst(X64Op.LEA_SYMBOL, 8).symbol(alloc.descriptor()).defs(desc);
        mf.setRemat(desc, lea);
        sequence.add(lea);
        emit(X64Op.STORE, 8).uses(desc, next).memory(1, MachInst.NO_REG, 1, 0);
        emit(X64Op.JUMP, 8);
        takeSequence(fast);
        fast.succs = List.of(rest);
        fast.succArgs = List.of(new int[] {next});

        MachBlock slow = mf.newBlock();
        slow.loopDepth = current.loopDepth;
        slow.cold = true;
        int made = mf.newVreg(RegClass.GENERAL);
        callAlloc(alloc, made);
        emit(X64Op.JUMP, 8);
        takeSequence(slow);
        slow.succs = List.of(rest);
        slow.succArgs = List.of(new int[] {made});

        emit(X64Op.LOAD, 8).defs(next).memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, run);
        emit(X64Op.LEA, 8).defs(end).uses(next).memory(0, MachInst.NO_REG, 1, cells * granule);
        emit(X64Op.CMP_JUMP, 8)
                .uses(end)
                .memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, run + 8)
                .cond(X64Cond.A);
        setEdges(List.of(slow, fast), List.of(new int[0], new int[0]));
        tail.add(0, fast);
        tail.add(1, rest);
        outOfLine.add(slow);
    }

    private void callAlloc(Aux.Alloc alloc, int object) {
        int desc = mf.newVreg(RegClass.GENERAL);
        MachInst lea =
                new MachInst(X64Op.LEA_SYMBOL, 8).symbol(alloc.descriptor()).defs(desc);
        mf.setRemat(desc, lea);
        sequence.add(lea);
        int size = immediate(8, alloc.size());
        MachInst call = emit(X64Op.CALL, 8)
                .symbol("plat_alloc")
                .uses(Operand.fixed(desc, X64Regs.RSI), Operand.fixed(size, X64Regs.RDX))
                .defs(Operand.fixed(object, X64Regs.RAX));
        call.clobbers = X64Regs.CALLER_SAVED;
    }

    /** Ends the current machine block here: what has been selected of it goes to a new block with a parameter. */
    private MachBlock splitHere(int param) {
        MachBlock rest = mf.newBlock();
        rest.loopDepth = current.loopDepth;
        rest.cold = current.cold;
        java.util.Collections.reverse(reversed);
        rest.insts = reversed;
        rest.succs = current.succs;
        rest.succArgs = current.succArgs;
        rest.params = new int[] {param};
        reversed = new ArrayList<>();
        return rest;
    }

    /** Puts the instructions selected so far aside, so that another block can be filled. */
    List<MachInst> hold() {
        List<MachInst> held = List.copyOf(sequence);
        sequence.clear();
        return held;
    }

    /** Goes on with what was put aside. */
    void resume(List<MachInst> held) {
        sequence.addAll(0, held);
    }

    void takeSequence(MachBlock b) {
        b.insts.addAll(sequence);
        sequence.clear();
    }

    // Calls.

    /** True of a runtime function that may run task bodies on the caller's stack (await in place, scope exit). */
    private static boolean runsPlat(String symbol) {
        return RuntimeAbi.find(symbol)
                .filter(f -> f.kind() == RuntimeAbi.Kind.ASM)
                .isPresent();
    }

    private void call(Value v, int skipped) {
        Aux.Call info = v.call();
        mf.hasCalls = true;
        if (skipped == 0 || runsPlat(info.symbol())) {
            mf.callsPlat = true;
        }
        int n = v.argCount();
        ArrayList<IrType> types = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            types.add(v.arg(i).type());
        }
        int[] where = X64Abi.arguments(types, skipped);
        int[] uses = new int[n];
        int used = 0;
        for (int i = 0; i < n; i++) {
            if (where[i] < 0) {
                int word = ~where[i];
                if (skipped != 0) {
                    throw new IllegalStateException("too many arguments for runtime function " + info.symbol());
                }
                mf.outgoingBytes = Math.max(mf.outgoingBytes, 8 * (word + 1));
                X64Address a = new X64Address();
                a.disp = 8L * word;
                storeTo(a, v.arg(i)).base = MachInst.STACK_BASE;
            } else {
                uses[used++] = Operand.fixed(use(v.arg(i)), where[i]);
            }
        }
        int[] results = X64Abi.results(info.results());
        int[] defs = new int[results.length];
        int defined = 0;
        if (results.length > 0 && vregs[v.id()] != NOT_ASKED) {
            defs[defined++] = Operand.fixed(vregs[v.id()], results[0]);
        }
        for (Value p = v.next(); p != null && p.op() == Opcode.PROJ && p.arg(0) == v; p = p.next()) {
            if (vregs[p.id()] != NOT_ASKED) {
                defs[defined++] = Operand.fixed(vregs[p.id()], results[(int) p.intValue()]);
            }
        }
        MachInst call = emit(X64Op.CALL, 8).symbol(info.symbol());
        call.uses = Arrays.copyOf(uses, used);
        call.defs = Arrays.copyOf(defs, defined);
        call.clobbers = X64Regs.CALLER_SAVED;
    }

    private void returnValues(Value v) {
        int n = v.argCount();
        ArrayList<IrType> types = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            types.add(v.arg(i).type());
        }
        int[] where = X64Abi.results(types);
        int[] uses = new int[n];
        for (int i = 0; i < n; i++) {
            uses[i] = Operand.fixed(use(v.arg(i)), where[i]);
        }
        emit(X64Op.RET, 8).uses(uses);
        setEdges(List.of(), List.of());
    }

    // Edges.

    MachBlock target(Edge e) {
        return blocks[e.to().id()];
    }

    int[] edgeArgs(Edge e) {
        int[] args = new int[e.args().size()];
        for (int i = 0; i < args.length; i++) {
            args[i] = use(e.arg(i));
        }
        return args;
    }

    void setEdges(List<MachBlock> succs, List<int[]> args) {
        current.succs = succs;
        current.succArgs = args;
    }

    private void branch(Value v) {
        Edge first = v.block().successor(0);
        Edge second = v.block().successor(1);
        int[] a = edgeArgs(first);
        int[] b = edgeArgs(second);
        condition(v.arg(0), Fuse.JUMP, false, new int[0]);
        setEdges(List.of(target(first), target(second)), List.of(a, b));
    }

    // For X64Switch.

    /** A further block between the current one, whose terminator is being selected, and its successors. */
    MachBlock chainBlock() {
        MachBlock b = mf.newBlock();
        b.loopDepth = current.loopDepth;
        b.cold = current.cold;
        tail.add(b);
        return b;
    }

    static int[] append(int[] list, int operand) {
        int[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = operand;
        return longer;
    }
}
