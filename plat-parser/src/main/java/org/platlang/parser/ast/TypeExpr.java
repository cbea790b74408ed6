package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/** A type as written (§3). */
public sealed interface TypeExpr {
    Span span();

    /**
     * {@code Int32}, {@code List[T]}, {@code a::b::Box<T>}; square and angle brackets are not told apart.
     *
     * @param path at least one name; the last is the type
     * @param arguments empty if none were written
     */
    record Named(List<Identifier> path, List<TypeExpr> arguments, Span span) implements TypeExpr {
        /** The type's own name. */
        public Identifier name() {
            return path.get(path.size() - 1);
        }
    }

    /** {@code fn(A, B) -> R}; without a result it is Unit. */
    record Function(List<TypeExpr> parameters, Optional<TypeExpr> result, Span span) implements TypeExpr {}

    /** Text that is no type; reported already, agrees with everything. */
    record Invalid(Span span) implements TypeExpr {}
}
