package org.platlang.mach;

/**
 * Where a value is after allocation, as an int: a physical register (numbers of {@link Target}) if not negative, else
 * a spill slot of 8 bytes in the frame.
 */
public final class Loc {
    /** No location: a value that is recomputed where it is needed. */
    public static final int NONE = Integer.MIN_VALUE;

    private Loc() {}

    public static int slot(int number) {
        return ~number;
    }

    public static boolean isReg(int loc) {
        return loc >= 0;
    }

    public static boolean isSlot(int loc) {
        return loc < 0 && loc != NONE;
    }

    /** The number of a slot location. */
    public static int slotNumber(int loc) {
        return ~loc;
    }
}
