package org.platlang.hir.check;

import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * The branches of an {@code if} or {@code match}, checked one after the other: where the value is dropped each for
 * itself, where a type is wanted against it, else the first that returns decides for those after it.
 */
final class Branches {
    private final Body body;
    private final Want outer;
    private Want want;
    private Type type = Primitive.NEVER;
    private @Nullable Join join;

    Branches(Body body, Want want) {
        this.body = body;
        this.outer = want;
        this.want = want;
    }

    HirExpr next(Expr e) {
        HirExpr h = body.expr(e, want);
        if (outer.isDrop()) {
            h = Body.asUnit(h);
        }
        join(h, e);
        return h;
    }

    private void join(HirExpr h, Expr e) {
        Type t = h.type();
        if (join != null) {
            join.add(h, e);
            type = join.type();
            return;
        }
        if (t == Primitive.NEVER || type != Primitive.NEVER) {
            return;
        }
        type = t;
        if (t instanceof ClassType && outer.isOpen()) {
            // The branches may be of different classes with a common base.
            join = new Join(body, Reason.Kind.BRANCH);
            join.add(h, e);
            if (outer.kind() == Want.Kind.VALUE) {
                want = Want.hint(t);
            }
            return;
        }
        if (outer.isOpen() && !Types.hasError(t)) {
            Span at = e instanceof Expr.Block b && b.result().isPresent()
                    ? b.result().get().span()
                    : e.span();
            want = Want.type(t, Reason.Kind.BRANCH, at);
        }
    }

    /** A branch as one of the type of the whole, which is known once all have been checked. */
    HirExpr fit(HirExpr h) {
        HirExpr up = body.upcast(h, type());
        return up == null ? h : up;
    }

    /** The place of an {@code else} that is not there. */
    HirExpr missingElse(Expr.If e) {
        Type wanted = outer.kind() == Want.Kind.TYPE ? outer.type() : Primitive.UNIT;
        boolean fine = Body.accepts(wanted, Primitive.UNIT)
                && (outer.isDrop() || type == Primitive.NEVER || type == Primitive.UNIT || type == Primitive.ERROR);
        if (!fine) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0319,
                            e.span(),
                            "this `if` has no `else`, and so no value where the condition does not hold")
                    .help("add `else { … }`"));
            return Body.invalid(e.span());
        }
        type = Primitive.UNIT;
        return new HirUnit(e.span().atEnd());
    }

    /** Of the whole: NEVER where no branch returns. */
    Type type() {
        if (type == Primitive.NEVER || outer.kind() != Want.Kind.TYPE || Types.hasHoles(outer.type())) {
            return type;
        }
        return outer.type();
    }
}
