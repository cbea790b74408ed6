package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/** A pattern (§8). */
public sealed interface Pattern {
    Span span();

    /** {@code _} without a type. */
    record Wildcard(Span span) implements Pattern {}

    /**
     * {@code x} or {@code x: T}. Without a type the name begins with a small letter or {@code _} and one: a bare name
     * with a capital is a {@link Variant}. With a type any name (also {@code _}) stands here.
     */
    record Binding(Identifier name, Optional<TypeExpr> type, Span span) implements Pattern {}

    /**
     * A literal: a number, duration, string without interpolation or Bool.
     *
     * @param negative a {@code -} stands before it (numbers and durations only)
     * @param value one of the literal records of {@link Expr}, the sign not applied
     */
    record Literal(boolean negative, Expr value, Span span) implements Pattern {}

    /** {@code 1..=5}, {@code -5..-2}. */
    record Range(Literal low, Literal high, boolean inclusive, Span span) implements Pattern {}

    /**
     * {@code None}, {@code Shape::Rect(w, h)}, {@code Rect(height = h, width = _)}.
     *
     * @param path at least one name; the last is the variant's
     * @param hasParentheses whether a list of fields was written, be it empty
     */
    record Variant(List<Identifier> path, boolean hasParentheses, List<Field> fields, Span span) implements Pattern {
        /** The variant's own name. */
        public Identifier name() {
            return path.get(path.size() - 1);
        }
    }

    /** {@code A | B | C}: at least two alternatives, none of them an {@code Or}. */
    record Or(List<Pattern> alternatives, Span span) implements Pattern {}

    /** Text that is no pattern; reported already, matches everything, binds nothing. */
    record Invalid(Span span) implements Pattern {}

    /** A field of a variant: by position, or {@code name = pattern}. */
    record Field(Optional<Identifier> name, Pattern pattern, Span span) {}
}
