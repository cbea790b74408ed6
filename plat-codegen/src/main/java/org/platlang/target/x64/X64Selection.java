package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.LoopForest;
import org.platlang.ir.analysis.ReferenceStores;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/**
 * A machine function while it is being selected: which values users have asked for and in which registers, the
 * instructions of the current block (last first) and of the current value (in order), and the edges. What one value
 * becomes is decided by the classes named after kinds of opcodes.
 */
final class X64Selection {
    private static final int NOT_ASKED = -1;

    final Function f;
    final MachFunction mf;
    final X64Constants constants;
    /** Virtual register of each value by id. */
    private final int[] vregs;
    /** First machine block of each block by id; null where it cannot be reached. */
    final MachBlock[] blocks;

    /** Machine blocks behind the first of the current IR block, in order, and those for the cold end. */
    final ArrayList<MachBlock> tail = new ArrayList<>();

    final ArrayList<MachBlock> outOfLine = new ArrayList<>();

    /** Stores before which the collector may have to be told. */
    final ReferenceStores references;

    private final X64ZeroExtended zeroExtended = new X64ZeroExtended();

    MachBlock current;
    /** The current machine block's instructions, last first. */
    private ArrayList<MachInst> reversed = new ArrayList<>();
    /** Instructions of the value being selected, in order. */
    final ArrayList<MachInst> sequence = new ArrayList<>();

    /** The value being selected. */
    Value at;

    /** Requires that {@code f} gets no further values. */
    X64Selection(Function f, LoopForest loops) {
        this.f = f;
        this.mf = new MachFunction(f.symbol());
        this.mf.position = f.position();
        this.constants = new X64Constants(this, loops);
        this.references = ReferenceStores.of(f);
        this.vregs = new int[f.valueIdLimit()];
        Arrays.fill(vregs, NOT_ASKED);
        this.blocks = new MachBlock[f.blockIdLimit()];
        this.current = new MachBlock(-1);
        this.at = f.entry().terminator();
    }

    // What users ask for.

    /** The register that holds {@code v}: asks for it. */
    int ask(Value v) {
        int r = vregs[v.id()];
        if (r == NOT_ASKED) {
            r = mf.newVreg(X64Abi.classOf(v.type()));
            if (v.type() != IrType.REF) {
                mf.setNumber(r);
            }
            vregs[v.id()] = r;
        }
        return r;
    }

    /** True where a user has asked for {@code v} in a register. */
    boolean isAsked(Value v) {
        return vregs[v.id()] != NOT_ASKED;
    }

    /** The register that the value being selected is to be put in. */
    int result(Value v) {
        return ask(v);
    }

    /** A register with {@code v}; a constant is made here. */
    int use(Value v) {
        Value x = strip(v);
        while (x.op() == Opcode.ZEXT && x.arg(0).type() == IrType.I32 && zeroExtended.of(x.arg(0))) {
            x = strip(x.arg(0));
        }
        if (x.op().isConstant()) {
            return constants.register(x);
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

    /** A new register with a constant, made here. */
    int immediate(int size, long value) {
        int r = mf.newVreg(RegClass.GENERAL);
        MachInst inst = X64Constants.integer(size == 8 ? IrType.I64 : IrType.I32, value);
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
    boolean isFoldable(Value v) {
        return v.useCount() == 1 && vregs[v.id()] == NOT_ASKED && !v.op().isConstant();
    }

    /**
     * The one test for folding loads: {@code v} is a load of {@code bytes} with the instruction being selected as its
     * only user, and nothing between the two can change memory.
     */
    boolean foldableLoad(Value v, int bytes) {
        if (!v.op().isLoad()
                || v.type().bytes() != bytes
                || v.mem().header() != 0
                || !isFoldable(v)
                || v.block() != at.block()) {
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

    // Instructions.

    /** Appends an instruction: constants that it uses must have been asked for before. */
    MachInst emit(X64Op op, int size) {
        MachInst inst = new MachInst(op, size).at(at.position());
        sequence.add(inst);
        return inst;
    }

    /** Appends the instruction that makes {@code v} of these uses. */
    MachInst emitAfterUse(X64Op op, Value v, int... uses) {
        return emit(op, Math.max(4, v.type().bytes())).defs(result(v)).uses(uses);
    }

    void unary(X64Op op, Value v) {
        int x = use(v.arg(0));
        emitAfterUse(op, v, x);
    }

    int newVreg(RegClass cls) {
        return mf.newVreg(cls);
    }

    static int[] append(int[] list, int operand) {
        int[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = operand;
        return longer;
    }

    // Blocks and edges.

    /** Goes to the end of {@code b}, whose instructions are then selected from the last to the first. */
    void begin(Block b) {
        current = blocks[b.id()];
        reversed = new ArrayList<>();
        tail.clear();
    }

    /** Gives the block the instructions selected since {@link #begin} or the last {@link #splitHere}. */
    void finish() {
        Collections.reverse(reversed);
        current.insts = reversed;
    }

    /** Ends the value being selected: its instructions go before those of the values behind it. */
    void flush() {
        for (int i = sequence.size() - 1; i >= 0; i--) {
            reversed.add(sequence.get(i));
        }
        sequence.clear();
    }

    /** Ends the current machine block here: what has been selected of it goes to a new block with these parameters. */
    MachBlock splitHere(int... params) {
        MachBlock rest = mf.newBlock();
        rest.loopDepth = current.loopDepth;
        rest.cold = current.cold;
        Collections.reverse(reversed);
        rest.insts = reversed;
        rest.succs = current.succs;
        rest.succArgs = current.succArgs;
        rest.raiser = current.raiser;
        current.raiser = null;
        rest.params = params;
        reversed = new ArrayList<>();
        return rest;
    }

    /**
     * The landing pad to which a block split off by {@link #splitHere} leads: of an instruction that was directly before it,
     * and of which another block makes the call. The block goes on to its other successor only.
     */
    MachBlock takeUnwindEdge(MachBlock rest) {
        MachBlock pad = rest.succs.get(1);
        rest.succs = List.of(rest.succs.get(0));
        rest.succArgs = List.of(rest.succArgs.get(0));
        return pad;
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

    /** Gives {@code b} the instructions of the value being selected so far. */
    void takeSequence(MachBlock b) {
        b.insts.addAll(sequence);
        sequence.clear();
    }

    /** A further block between the current one, whose terminator is being selected, and its successors. */
    MachBlock chainBlock() {
        MachBlock b = mf.newBlock();
        b.loopDepth = current.loopDepth;
        b.cold = current.cold;
        tail.add(b);
        return b;
    }

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
}
