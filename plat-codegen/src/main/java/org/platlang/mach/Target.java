package org.platlang.mach;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What allocation and printing ask of a port. Physical registers are numbered from 0, general ones and vector ones in
 * one space of at most 64, so that sets are longs.
 */
public interface Target {
    /** Registers that allocation may use, of the class with this ordinal, best first. */
    int[] allocatable(int regClass);

    /** Registers that keep their value across a call, as a bit set. */
    long calleeSaved();

    /** Name of the full register, for dumps. */
    String regName(int reg);

    /** A copy from one location to another, of which at most one is a slot; appended to {@code out}. */
    void moveInto(int toLoc, int fromLoc, int regClass, List<MachInst> out);

    /** A copy between two slots, through a register that allocation never hands out; appended to {@code out}. */
    void moveSlots(int toSlot, int fromSlot, int regClass, List<MachInst> out);

    /** Exchanges two registers of a class; appended to {@code out}. */
    void swap(int a, int b, int regClass, List<MachInst> out);

    /** Recomputes a constant into a location; appended to {@code out}. */
    void rematerialize(MachInst template, int toLoc, List<MachInst> out);

    /** Sets a general register to 0; appended to {@code out}. */
    void clear(int reg, List<MachInst> out);

    /**
     * The three-operand form of a tied instruction whose first use is in {@code sourceLoc} and lives on, or null where
     * there is none.
     */
    @Nullable
    MachInst untied(MachInst inst, int destReg, int sourceReg);
}
