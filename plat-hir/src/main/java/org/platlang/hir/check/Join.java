package org.platlang.hir.check;

import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * The type that several values have together where none is wanted: class instances meet at their nearest common base
 * class, all others must have the type of the first. A value that does not fit is reported.
 */
final class Join {
    private final Body body;
    private final Reason.Kind kind;
    private Type type = Primitive.NEVER;
    private @Nullable Span first;

    Join(Body body, Reason.Kind kind) {
        this.body = body;
        this.kind = kind;
    }

    void add(HirExpr h, Expr e) {
        Type t = h.type();
        if (t == Primitive.NEVER || Types.hasError(t) || Types.same(t, type)) {
            return;
        }
        Span at = e instanceof Expr.Block b && b.result().isPresent()
                ? b.result().get().span()
                : e.span();
        if (first == null) {
            type = t;
            first = at;
            return;
        }
        ClassType common =
                type instanceof ClassType a && t instanceof ClassType b ? Inheritance.common(body.env, a, b) : null;
        if (common != null) {
            type = common;
        } else {
            Mismatch.report(body, h, Want.type(type, kind, first), e);
        }
    }

    /** NEVER where no value was added. */
    Type type() {
        return type;
    }
}
