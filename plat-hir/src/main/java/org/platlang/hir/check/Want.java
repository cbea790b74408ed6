package org.platlang.hir.check;

import org.jspecify.annotations.Nullable;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;

/**
 * What the surroundings want of an expression.
 *
 * @param type UNIT unless the kind is TYPE or HINT; may have holes
 * @param reason present for TYPE
 */
record Want(Kind kind, Type type, @Nullable Reason reason) {

    enum Kind {
        /** A value of whatever type it has. */
        VALUE,
        /** Nothing: the value is dropped. */
        DROP,
        /** A value of exactly this type. */
        TYPE,
        /** A value; where the expression leaves its type open, this one. */
        HINT
    }

    static final Want VALUE = new Want(Kind.VALUE, Primitive.UNIT, null);
    static final Want DROP = new Want(Kind.DROP, Primitive.UNIT, null);

    static Want type(Type type, Reason reason) {
        return new Want(Kind.TYPE, type, reason);
    }

    static Want type(Type type, Reason.Kind kind, Span span) {
        return new Want(Kind.TYPE, type, Reason.of(kind, span));
    }

    static Want hint(Type type) {
        return new Want(Kind.HINT, type, null);
    }

    boolean isDrop() {
        return kind == Kind.DROP;
    }

    /** Whether values of several types would do, though not at once: the first of several decides for the others. */
    boolean isOpen() {
        return kind == Kind.VALUE || kind == Kind.HINT || (kind == Kind.TYPE && Types.hasHoles(type));
    }

    /** The wanted type or hint, or null. */
    @Nullable
    Type typeOrNull() {
        return kind == Kind.TYPE || kind == Kind.HINT ? type : null;
    }
}
