package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/**
 * A statement (§4). Assignment and jumps stand here and not among the expressions: they are allowed only as statements,
 * as the last thing of a block and as the body of an arm; such an arm's body is a block that holds just the statement.
 */
public sealed interface Stmt {
    Span span();

    /**
     * {@code let pattern = value;}, {@code let x: T = value;} (a {@link Pattern.Binding}), {@code let pattern = value
     * else { … };}. Whether the pattern can fail is for the checker.
     */
    record Let(Pattern pattern, Expr value, Optional<Expr.Block> otherwise, Span span) implements Stmt {}

    /** {@code var x: T = value;}: always a plain name ({@code _} too). */
    record Var(Identifier name, Optional<TypeExpr> type, Expr value, Span span) implements Stmt {}

    /**
     * {@code target = value}, {@code target += value} ….
     *
     * @param operator the binary operator of a compound assignment; empty for {@code =}
     * @param target a {@link Expr.Path} of one segment without type arguments, a {@link Expr.Member} without type
     *     arguments, or an {@link Expr.Index}; {@link Expr.Invalid} where it was reported
     */
    record Assign(Optional<BinaryOperator> operator, Expr target, Expr value, Span span) implements Stmt {}

    /** An expression whose value is dropped. */
    record Expression(Expr expression, Span span) implements Stmt {}

    /** {@code while (c) { … }}. */
    record While(Optional<Identifier> label, Condition condition, Expr.Block body, Span span) implements Stmt {}

    /**
     * {@code for (x: T in list) { … }}, {@code for (k: K, v: V in dict) { … }}.
     *
     * @param variables one or two
     */
    record For(Optional<Identifier> label, List<LoopVariable> variables, Expr iterated, Expr.Block body, Span span)
            implements Stmt {}

    /** {@code defer { … }}. */
    record Defer(Expr.Block body, Span span) implements Stmt {}

    /** {@code return}, {@code return e}: of a function, lambda, or {@code spawn} body or race arm. */
    record Return(Optional<Expr> value, Span span) implements Stmt {}

    /** {@code break}, {@code break 'label e}. */
    record Break(Optional<Identifier> label, Optional<Expr> value, Span span) implements Stmt {}

    /** {@code continue}, {@code continue 'label}. */
    record Continue(Optional<Identifier> label, Span span) implements Stmt {}

    /** Text that is no statement; reported already. What it might have declared is unknown. */
    record Invalid(Span span) implements Stmt {}

    /** A variable of a {@code for} or of a list {@code race}; the name may be {@code _}. */
    record LoopVariable(Identifier name, Optional<TypeExpr> type, Span span) {}

    /** What an {@code if} or {@code while} tests. */
    sealed interface Condition {
        Span span();

        /** A Bool. */
        record Test(Expr value, Span span) implements Condition {}

        /** {@code let pattern = value}. */
        record Let(Pattern pattern, Expr value, Span span) implements Condition {}
    }
}
