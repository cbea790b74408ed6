package org.platlang.hir.check;

import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCast;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.parser.ast.Expr;

/** {@code cast} (§3): between numbers, and between a newtype and its base. */
final class Casts {
    private Casts() {}

    static HirExpr cast(Body body, Expr.Cast e) {
        Type target = body.env.types.resolve(e.target(), body.typeParameters);
        Want hint = target instanceof TypeVar v && v.parameter().isNewtype()
                ? wanted(body.env.newtypes.base(v.parameter()), e)
                : Want.VALUE;
        HirExpr value = body.expr(e.value(), hint);
        Type from = value.type();
        if (from == Primitive.NEVER) {
            return value;
        }
        if (Types.hasError(target) || from == Primitive.ERROR) {
            return new HirExpr.HirInvalid(target, e.span());
        }
        if ((isNumber(body, from) && isNumber(body, target))
                || body.env.newtypes.converts(from, target)
                || opensDuration(body, from, target)) {
            return new HirCast(value, target, e.span());
        }
        if (from instanceof TaskType task && Awaiting.ofNumber(task) && isNumber(body, target)) {
            Awaiting.missing(body, e.value(), task);
            return new HirExpr.HirInvalid(target, e.span());
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0314,
                e.span(),
                "`" + Mismatch.shown(from) + "` cannot be cast to `" + Mismatch.shown(target) + "`");
        if (target == Primitive.STRING) {
            d = d.help("the text of a value is `\"${…}\"` or `.to_string()`");
        } else if (from == Primitive.STRING && isNumber(body, target)) {
            d = d.help("read a number with `parse_int()`, `parse_int64()` or `parse_float()`");
        } else {
            d = d.note("`cast` converts between numeric types, and between a newtype and its base");
        }
        body.env.report(d);
        return new HirExpr.HirInvalid(target, e.span());
    }

    /** What becomes a newtype is built as one of its base; anything else may be that, or a newtype over this one. */
    private static Want wanted(Type base, Expr.Cast e) {
        return OpenExpressions.isBuilt(e.value())
                ? Want.type(base, Reason.Kind.ANNOTATION, e.target().span())
                : Want.hint(base);
    }

    /** Library code may see the nanoseconds of a Duration. */
    private static boolean opensDuration(Body body, Type from, Type to) {
        return from == Primitive.DURATION && to == Primitive.INT64 && body.env.module.isLibrary();
    }

    private static boolean isNumber(Body body, Type t) {
        return t instanceof TypeVar ? Bounds.holds(t, Bound.NUMBER, body.env) : Types.isNumeric(t);
    }
}
