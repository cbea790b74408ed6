package org.platlang.mach;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of machine instructions in SSA form over virtual registers (each written once, by an instruction or as a
 * block parameter). After allocation the same object holds physical locations and the frame's needs.
 */
public final class MachFunction {
    public final String name;
    /** Blocks in layout order; the entry first, cold ones last. */
    public List<MachBlock> blocks = new ArrayList<>();

    private byte[] classes = new byte[64];
    private boolean[] numbers = new boolean[64];
    private @Nullable MachInst[] remat = new MachInst[64];
    private int vregCount;
    private int blockCount;

    /** Source position of the function, -1 none. */
    public int position = -1;
    /** Bytes for outgoing stack arguments. */
    public int outgoingBytes;
    /** True where something is called, so that the frame is on a call chain and the entry polls. */
    public boolean hasCalls;
    /** True where Plat functions are called, or task bodies run in place, so that the stack below may become arbitrarily deep. */
    public boolean callsPlat;
    /** Spill slots of 8 bytes, set by allocation. */
    public int slotCount;
    /** Callee-saved registers written, as a bit set; set by allocation. */
    public long savedRegs;

    /**
     * The block at whose beginning the frame is made, or null: before the entry. Blocks before it in the layout have no
     * frame, and are left only by returning or into it.
     */
    public @Nullable MachBlock frameBlock;

    public MachFunction(String name) {
        this.name = name;
    }

    /** A new virtual register. */
    public int newVreg(RegClass cls) {
        int v = vregCount++;
        if (v == classes.length) {
            classes = Arrays.copyOf(classes, v * 2);
            numbers = Arrays.copyOf(numbers, v * 2);
            remat = Arrays.copyOf(remat, v * 2);
        }
        classes[v] = (byte) cls.ordinal();
        return v;
    }

    public int vregCount() {
        return vregCount;
    }

    public MachBlock newBlock() {
        return new MachBlock(blockCount++);
    }

    public int blockCount() {
        return blockCount;
    }

    /** Ordinal of the register class. */
    public int classOf(int vreg) {
        return classes[vreg];
    }

    /** Says that the register never holds a reference. */
    public void setNumber(int vreg) {
        numbers[vreg] = true;
    }

    /** True where it is known to hold no reference. */
    public boolean isNumber(int vreg) {
        return numbers[vreg];
    }

    /** Says that the register's value can be recomputed anywhere by a copy of {@code inst}, which has no uses. */
    public void setRemat(int vreg, MachInst inst) {
        remat[vreg] = inst;
    }

    /** The instruction that recomputes the register, if it is a constant. */
    public @Nullable MachInst rematOf(int vreg) {
        return remat[vreg];
    }
}
