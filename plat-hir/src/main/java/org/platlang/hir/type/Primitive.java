package org.platlang.hir.type;

/** The types without parts. {@code Int} and {@code Float} are only names for INT64 and FLOAT64. */
public enum Primitive implements Type {
    BOOL("Bool", Kind.OTHER, 8),
    INT8("Int8", Kind.INTEGER, 8),
    INT16("Int16", Kind.INTEGER, 16),
    INT32("Int32", Kind.INTEGER, 32),
    INT64("Int64", Kind.INTEGER, 64),
    FLOAT8("Float8", Kind.FLOAT, 8),
    FLOAT16("Float16", Kind.FLOAT, 16),
    FLOAT32("Float32", Kind.FLOAT, 32),
    FLOAT64("Float64", Kind.FLOAT, 64),
    STRING("String", Kind.OTHER, 0),
    /** Nanoseconds in a signed 64-bit integer. */
    DURATION("Duration", Kind.OTHER, 64),
    /** One value, {@code ()}; no scalar. */
    UNIT("Unit", Kind.OTHER, 0),
    /** No value: of expressions that do not return. Agrees with every type. */
    NEVER("Never", Kind.OTHER, 0),
    /** Of expressions already reported as wrong. Agrees with every type; never reaches a monomorphic program. */
    ERROR("<error>", Kind.OTHER, 0);

    private enum Kind {
        INTEGER,
        FLOAT,
        OTHER
    }

    private final String displayName;
    private final Kind kind;
    private final int bits;

    Primitive(String displayName, Kind kind, int bits) {
        this.displayName = displayName;
        this.kind = kind;
        this.bits = bits;
    }

    /** The name as written in programs. */
    public String displayName() {
        return displayName;
    }

    public boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    public boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /** Whether it is a float that takes the way over Float32 for arithmetic. */
    public boolean isNarrowFloat() {
        return this == FLOAT8 || this == FLOAT16;
    }

    /** Whether arithmetic is defined: integers and floats, not Duration. */
    public boolean isNumeric() {
        return kind != Kind.OTHER;
    }

    /** Width of the value in bits; 0 for types that are no plain machine word. */
    public int bits() {
        return bits;
    }

    /** The least value of an integer type. */
    public long minValue() {
        return -1L << (bits - 1);
    }

    /** The greatest value of an integer type. */
    public long maxValue() {
        return ~minValue();
    }
}
