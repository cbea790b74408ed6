package org.platlang.parser.ast;

/** The type suffix of a number (§1). */
public enum NumberSuffix {
    NONE(""),
    I8("i8"),
    I16("i16"),
    I32("i32"),
    I64("i64"),
    F8("f8"),
    F16("f16"),
    F32("f32"),
    F64("f64");

    private final String text;

    NumberSuffix(String text) {
        this.text = text;
    }

    /** As written in the source, without an underscore before it. */
    public String text() {
        return text;
    }
}
