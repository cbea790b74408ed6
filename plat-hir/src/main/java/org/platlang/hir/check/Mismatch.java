package org.platlang.hir.check;

import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** The words for a value of another type than the one wanted, with the ways out that suit the two types. */
final class Mismatch {
    private Mismatch() {}

    static void report(Body body, HirExpr h, Want want, Expr e) {
        Type actual = h.type();
        Type wanted = want.type();
        Span at = e instanceof Expr.Block b && b.result().isPresent()
                ? b.result().get().span()
                : e.span();
        boolean task = actual instanceof TaskType t && Body.accepts(wanted, t.result());
        // Types of the same name from two modules are told apart by their paths.
        boolean alike = shown(wanted).equals(shown(actual));
        String expected = alike ? TypePrinter.unique(wanted) : shown(wanted);
        String found = alike ? TypePrinter.unique(actual) : shown(actual);
        Diagnostic d = Diagnostic.at(
                        task ? DiagnosticCode.E0325 : DiagnosticCode.E0301,
                        at,
                        "expected `" + expected + "`, found `" + found + "`")
                .label("this is `" + found + "`");
        Reason reason = want.reason();
        if (reason != null && !reason.span().equals(at) && reason.span().file() == at.file()) {
            d = d.secondary(reason.span(), reason.explain(wanted));
        }
        body.env.report(advise(d, actual, wanted, at, e));
    }

    static String shown(Type type) {
        return TypePrinter.show(type);
    }

    private static Diagnostic advise(Diagnostic d, Type actual, Type wanted, Span at, Expr e) {
        String source = at.text();
        if (actual instanceof TaskType t && Body.accepts(wanted, t.result())) {
            return d.help("wait for the task's result: `.await()`").fix("append `.await()`", at.atEnd(), ".await()");
        }
        if (Types.isNumeric(actual) && Types.isNumeric(wanted)) {
            String cast = "cast(value = " + source + ", target = " + shown(wanted) + ")";
            return d.help("numbers are converted explicitly: `cast(value = …, target = " + shown(wanted) + ")`")
                    .fix("convert with `cast`", at, cast);
        }
        if (BuiltinTypes.isOption(actual) && accepts(wanted, actual, 0)) {
            return d.help("unwrap it: `!` panics on `None`; `unwrap_or(default = …)`, `match` and `?` do not")
                    .fix("append `!`", at.atEnd(), "!");
        }
        if (BuiltinTypes.isResult(actual) && accepts(wanted, actual, 0)) {
            return d.help("take the value out: `?` returns the error, `unwrap()` panics, `match` handles both");
        }
        if (BuiltinTypes.isOption(wanted) && accepts(actual, wanted, 0)) {
            return d.help("wrap it: `Option::Some(…)`")
                    .fix("wrap in `Option::Some`", at, "Option::Some(" + source + ")");
        }
        if (BuiltinTypes.isResult(wanted) && accepts(actual, wanted, 0)) {
            return d.help("wrap it: `Result::Ok(…)`").fix("wrap in `Result::Ok`", at, "Result::Ok(" + source + ")");
        }
        if (wanted == Primitive.STRING && actual != Primitive.UNIT && !(e instanceof Expr.Block)) {
            return d.help("its text is `\"${…}\"`").fix("interpolate it", at, "\"${" + source + "}\"");
        }
        if (wanted == Primitive.BOOL && Types.isNumeric(actual)) {
            return d.help("compare it: `… != 0`");
        }
        return d;
    }

    private static boolean accepts(Type inner, Type outer, int argument) {
        return outer instanceof EnumType t && Body.accepts(inner, t.arguments().get(argument));
    }
}
