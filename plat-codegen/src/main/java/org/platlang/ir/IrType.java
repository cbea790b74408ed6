package org.platlang.ir;

/** The type of one machine scalar. Plat's {@code Bool} is {@link #I8} with the values 0 and 1. */
public enum IrType {
    I8(1, "i8"),
    I16(2, "i16"),
    I32(4, "i32"),
    I64(8, "i64"),
    F32(4, "f32"),
    F64(8, "f64"),
    /** A reference to the start of an object of the collected heap or of static data, or null. Never interior. */
    REF(8, "ref"),
    /** No value: the type of stores, terminators and calls without result. */
    VOID(0, "void");

    private final int bytes;
    private final String text;

    IrType(int bytes, String text) {
        this.bytes = bytes;
        this.text = text;
    }

    /** Size in memory, and natural alignment, in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Width in bits. */
    public int bits() {
        return bytes * 8;
    }

    public boolean isInteger() {
        return ordinal() <= I64.ordinal();
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    /** True for what lives in a general register: integers and references. */
    public boolean isGeneral() {
        return isInteger() || this == REF;
    }

    /** The word of the textual form. */
    public String text() {
        return text;
    }

    /** {@code value} wrapped to this integer type's width and sign-extended again: the canonical form of a constant. */
    public long wrap(long value) {
        return switch (this) {
            case I8 -> (byte) value;
            case I16 -> (short) value;
            case I32 -> (int) value;
            default -> value;
        };
    }

    /** The low {@link #bits} bits of {@code value}, zero-extended. */
    public long zeroExtend(long value) {
        return switch (this) {
            case I8 -> value & 0xFF;
            case I16 -> value & 0xFFFF;
            case I32 -> value & 0xFFFF_FFFFL;
            default -> value;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
