package org.platlang.mach;

/** The register files. A virtual register belongs to one for life. */
public enum RegClass {
    /** General registers: integers and references. */
    GENERAL,
    /** Vector registers: floating point. */
    FLOAT,
    /** The same registers with two lanes of F64: 16 bytes in the frame. */
    VECTOR;

    private static final RegClass[] ALL = values();

    /** The class with this ordinal. */
    public static RegClass of(int ordinal) {
        return ALL[ordinal];
    }
}
