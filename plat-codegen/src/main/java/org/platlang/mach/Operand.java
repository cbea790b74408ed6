package org.platlang.mach;

/**
 * Operands of machine instructions, packed in an int: the virtual register and what allocation must respect. An int
 * and not a record because there are several per instruction and the compiler's start-up time counts.
 *
 * <p>An <em>early</em> use ends before results are written, so it may share their registers; a <em>late</em> use does
 * not. A <em>fixed</em> operand is copied into (or out of) its physical register right at the instruction. An
 * <em>any</em> operand may also be a stack slot.
 */
public final class Operand {
    private static final int REG_BITS = 22;
    private static final int REG_MASK = (1 << REG_BITS) - 1;
    private static final int FIXED_SHIFT = REG_BITS;
    private static final int FIXED_MASK = 0x7F;
    private static final int LATE = 1 << 29;
    private static final int ANY = 1 << 30;

    private Operand() {}

    /** A use in a register, or a result in a register. */
    public static int reg(int vreg) {
        return vreg;
    }

    /** A use in a register that stays intact until results are written. */
    public static int late(int vreg) {
        return vreg | LATE;
    }

    /** A use in a register or a stack slot. */
    public static int any(int vreg) {
        return vreg | ANY;
    }

    /** A use in a register or a stack slot that stays intact until results are written. */
    public static int anyLate(int vreg) {
        return vreg | ANY | LATE;
    }

    /** An operand that is in physical register {@code reg} at the instruction. */
    public static int fixed(int vreg, int reg) {
        return vreg | (reg + 1) << FIXED_SHIFT;
    }

    public static int vreg(int operand) {
        return operand & REG_MASK;
    }

    public static boolean isFixed(int operand) {
        return (operand >>> FIXED_SHIFT & FIXED_MASK) != 0;
    }

    /** The physical register of a fixed operand. */
    public static int fixedReg(int operand) {
        return (operand >>> FIXED_SHIFT & FIXED_MASK) - 1;
    }

    public static boolean isLate(int operand) {
        return (operand & LATE) != 0;
    }

    public static boolean isAny(int operand) {
        return (operand & ANY) != 0;
    }

    /** The same constraint on another virtual register. */
    public static int withVreg(int operand, int vreg) {
        return operand & ~REG_MASK | vreg;
    }
}
