package org.platlang.parser.ast;

/**
 * The binary operators (§5), loosest first, with the level they are folded at: a higher level binds tighter, operators
 * of one level associate to the left. Comparisons ({@code < <= > >=}) never chain; ranges are {@link Expr.Range}.
 */
public enum BinaryOperator {
    OR("or", 1),
    AND("and", 2),
    EQUAL("==", 4),
    NOT_EQUAL("!=", 4),
    LESS("<", 5),
    LESS_EQUAL("<=", 5),
    GREATER(">", 5),
    GREATER_EQUAL(">=", 5),
    BIT_OR("|", 6),
    BIT_XOR("^", 7),
    BIT_AND("&", 8),
    SHIFT_LEFT("<<", 10),
    SHIFT_RIGHT(">>", 10),
    ADD("+", 11),
    SUBTRACT("-", 11),
    MULTIPLY("*", 12),
    DIVIDE("/", 12),
    REMAINDER("%", 12);

    /** The level of {@code not}, between {@code and} and {@code ==}. */
    public static final int NOT_LEVEL = 3;
    /** The level of {@code ..} and {@code ..=}. */
    public static final int RANGE_LEVEL = 9;

    private final String symbol;
    private final int level;

    BinaryOperator(String symbol, int level) {
        this.symbol = symbol;
        this.level = level;
    }

    /** As written in the source. */
    public String symbol() {
        return symbol;
    }

    public int level() {
        return level;
    }

    /** Whether it is one of {@code == != < <= > >=}. */
    public boolean isComparison() {
        return level == 4 || level == 5;
    }
}
