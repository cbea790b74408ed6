package org.platlang.parser.ast;

/** The prefix operators (§5). */
public enum UnaryOperator {
    NOT("not"),
    NEGATE("-"),
    COMPLEMENT("~");

    private final String symbol;

    UnaryOperator(String symbol) {
        this.symbol = symbol;
    }

    /** As written in the source. */
    public String symbol() {
        return symbol;
    }
}
