package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCallValue;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** Calls of function values: their arguments have places, and no names. */
final class ValueCalls {
    private ValueCalls() {}

    static HirExpr call(Body body, HirExpr callee, Expr.Call e) {
        if (Types.hasError(callee.type())) {
            return body.calls.wrong(e);
        }
        if (!(callee.type() instanceof FunctionType type)) {
            body.calls.arguments(e);
            return body.error(
                    DiagnosticCode.E0308,
                    e.callee().span(),
                    "a value of type `" + Mismatch.shown(callee.type()) + "` cannot be called");
        }
        List<HirExpr> values = new ArrayList<>();
        for (int i = 0; i < e.arguments().size(); i++) {
            Expr.Argument a = e.arguments().get(i);
            if (a.name().isPresent()) {
                Span named = a.name().get().span();
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0307,
                                named,
                                "a function value takes its arguments by position, without names")
                        .fix("remove the name", named.to(a.value().span().atStart()), ""));
            }
            Want want = i < type.parameters().size()
                    ? Want.type(
                            type.parameters().get(i),
                            Reason.Kind.OPERAND,
                            e.callee().span())
                    : Want.VALUE;
            values.add(body.expr(a.value(), want));
        }
        if (values.size() != type.parameters().size()) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0305,
                                    e.span(),
                                    "this function takes "
                                            + Arguments.count(type.parameters().size(), "argument") + ", "
                                            + values.size() + (values.size() == 1 ? " is" : " are") + " given")
                            .note("its type is `" + Mismatch.shown(type) + "`"),
                    e.span());
        }
        return new HirCallValue(callee, List.copyOf(values), type.result(), e.span());
    }
}
