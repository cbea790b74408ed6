package org.platlang.hir.tree;

import java.util.List;
import org.platlang.hir.type.Type;
import org.platlang.lexer.source.Span;

/** What an arm of a {@link HirExpr.HirMatch} asks of a value; {@link #type} is the type of that value. */
public sealed interface HirPattern {
    Type type();

    Span span();

    /** Matches anything, binds nothing. */
    record PatWildcard(Type type, Span span) implements HirPattern {}

    /** Matches anything and declares the local, as a {@code HirLet} would. */
    record PatBinding(HirLocal local, Span span) implements HirPattern {
        @Override
        public Type type() {
            return local.type();
        }
    }

    /**
     * Matches an equal value.
     *
     * @param value a {@code HirInt} (integers and Duration), {@code HirFloat}, {@code HirBool}, {@code HirString}
     *     or {@code HirUnit}; NaN matches nothing
     */
    record PatLiteral(HirExpr value, Span span) implements HirPattern {
        @Override
        public Type type() {
            return value.type();
        }
    }

    /** Matches integers from {@code low} to {@code high}, both included; never empty. */
    record PatRange(long low, long high, Type type, Span span) implements HirPattern {}

    /**
     * Matches one variant of an enum.
     *
     * @param fields one pattern per field of the variant, in its order
     */
    record PatVariant(Type.EnumType type, int variant, List<HirPattern> fields, Span span) implements HirPattern {}

    /**
     * Matches instances of a proper subclass (and of its subclasses).
     *
     * @param type a class
     * @param tested a proper subclass of it
     * @param inner for the value as one of {@code tested}: a PatBinding or PatWildcard
     */
    record PatClass(Type.ClassType type, Type.ClassType tested, HirPattern inner, Span span) implements HirPattern {}

    /** Matches what any alternative matches, first to last; all declare the very same locals. */
    record PatOr(List<HirPattern> alternatives, Type type, Span span) implements HirPattern {}
}
