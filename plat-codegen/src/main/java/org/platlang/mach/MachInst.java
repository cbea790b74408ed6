package org.platlang.mach;

import org.jspecify.annotations.Nullable;

/**
 * One machine instruction. Mutable: selection fills it in, allocation adds the locations.
 *
 * <p>Operands are {@link Operand} ints before allocation ({@link #defs}, {@link #uses}); allocation leaves these and
 * writes {@link Loc}s into {@link #defLocs} and {@link #useLocs}. Which use plays which part is the op's business; a
 * memory operand names its base and index by their numbers among the uses.
 */
public final class MachInst {
    /** No register in this part of the memory operand. */
    public static final int NO_REG = -1;
    /** The base is the worker register. */
    public static final int WORKER_BASE = -2;
    /** The base is the stack pointer: outgoing arguments. */
    public static final int STACK_BASE = -3;
    /** The base is the incoming argument area above the frame. */
    public static final int INCOMING_BASE = -4;

    private static final int[] NONE = {};

    public final MachOp op;
    /** Operand size in bytes: 1, 2, 4 or 8. */
    public int size;
    /** Size of the source where it differs from {@link #size} (widening loads, conversions), else 0. */
    public int sourceSize;

    public int[] defs = NONE;
    public int[] uses = NONE;
    public int[] defLocs = NONE;
    public int[] useLocs = NONE;

    /** True where the instruction has a memory operand. */
    public boolean hasMemory;
    /** Number among the uses, or one of the constants above. */
    public int base = NO_REG;

    public int index = NO_REG;
    public int scale = 1;
    public int disp;
    /** Symbol of the memory operand, of the call, of the address taken. */
    public @Nullable String symbol;

    /** True where the memory operand is the first of a comparison's two. */
    public boolean memoryFirst;
    /** Size of the value that a fused comparison moves. */
    public int moveSize;
    /** Number of the successor for each index of a jump table. */
    public int[] table = NONE;

    /** True where {@link #imm} is the last source. */
    public boolean hasImm;

    public long imm;
    /** The target's condition code. */
    public int cond;
    /** Physical registers overwritten besides the results, as a bit set. */
    public long clobbers;
    /** Index of the source position in the module's table, -1 none. */
    public int position = -1;
    /** Of an instruction that may stop: which of the first 64 spill slots are read later. Set by allocation. */
    public long liveSlots;
    /** Order number given by allocation: even, increasing along the layout. */
    public int order;

    public MachInst(MachOp op, int size) {
        this.op = op;
        this.size = size;
    }

    public MachInst defs(int... operands) {
        this.defs = operands;
        return this;
    }

    public MachInst uses(int... operands) {
        this.uses = operands;
        return this;
    }

    public MachInst imm(long value) {
        this.imm = value;
        this.hasImm = true;
        return this;
    }

    public MachInst symbol(String name) {
        this.symbol = name;
        return this;
    }

    public MachInst cond(int code) {
        this.cond = code;
        return this;
    }

    public MachInst at(int sourcePosition) {
        this.position = sourcePosition;
        return this;
    }

    /** Gives the instruction a memory operand. */
    public MachInst memory(int baseUse, int indexUse, int scale, int disp) {
        this.hasMemory = true;
        this.base = baseUse;
        this.index = indexUse;
        this.scale = scale;
        this.disp = disp;
        return this;
    }

    /** Exchanges the first two uses. Requires a commutative op without memory operand in them. */
    public void commute() {
        int first = uses[0];
        uses[0] = Operand.withVreg(first, Operand.vreg(uses[1]));
        uses[1] = Operand.withVreg(uses[1], Operand.vreg(first));
    }
}
