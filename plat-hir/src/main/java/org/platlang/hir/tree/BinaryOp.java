package org.platlang.hir.tree;

/**
 * Binary operators that evaluate both sides. Unless noted, both operands and the result have one numeric type
 * (or DURATION, as INT64); comparisons give Bool.
 */
public enum BinaryOp {
    /** Integers wrap. Also DURATION + DURATION. */
    ADD("+"),
    /** Integers wrap. Also DURATION - DURATION. */
    SUB("-"),
    /** Integers wrap. Also DURATION × INT64 → DURATION (in this order). */
    MUL("*"),
    /** Integers truncate, MIN / -1 wraps; division by zero panics. Also DURATION / INT64 → DURATION. */
    DIV("/"),
    /** Sign of the dividend; integers: by zero panics, MIN % -1 is 0. Floats as C's fmod. */
    REM("%"),
    /** Integers only. */
    BIT_AND("&"),
    /** Integers only. */
    BIT_OR("|"),
    /** Integers only. */
    BIT_XOR("^"),
    /** Integers; the right side may have another integer type and counts modulo the left side's width. */
    SHIFT_LEFT("<<"),
    /** Arithmetic; otherwise as SHIFT_LEFT. */
    SHIFT_RIGHT(">>"),
    LESS("<"),
    LESS_EQUAL("<="),
    GREATER(">"),
    GREATER_EQUAL(">=");

    private final String text;

    BinaryOp(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean isComparison() {
        return compareTo(LESS) >= 0;
    }
}
