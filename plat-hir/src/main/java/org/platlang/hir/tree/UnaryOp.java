package org.platlang.hir.tree;

/** Unary operators; operand and result have the same type. */
public enum UnaryOp {
    /** Of integers (wrapping), floats and Duration. */
    NEGATE("-"),
    /** Of integers: all bits inverted. */
    COMPLEMENT("~"),
    /** Of Bool. */
    NOT("not");

    private final String text;

    UnaryOp(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
