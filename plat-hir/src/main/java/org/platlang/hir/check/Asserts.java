package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirEquals;
import org.platlang.hir.tree.HirExpr.HirIf;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Primitive;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * {@code assert(condition = c, message = "…")}: a branch to a panic, whose message holds the source of the condition
 * and, for a comparison, the values of both sides. The message is evaluated only if the assertion fails.
 */
final class Asserts {
    private Asserts() {}

    static HirExpr check(Body body, Expr.Call e) {
        Signature s = new Signature(
                "assert",
                List.of(),
                List.of(
                        BuiltinFunctions.p("condition", Primitive.BOOL),
                        new Signature.Parameter(
                                "message",
                                "",
                                Primitive.STRING,
                                Signature.Default.of(new HirString("", Prelude.NOWHERE)),
                                null)),
                Primitive.UNIT,
                new Signature.Target.Op(Intrinsic.PANIC, List.of()),
                false,
                null);
        HirExpr call = body.arguments.apply(
                s, Map.of(), null, e.arguments(), Want.VALUE, e.callee().span(), e.span());
        List<HirExpr> before = new ArrayList<>();
        HirExpr last = call;
        if (call instanceof HirExpr.HirBlock b) {
            before.addAll(b.statements());
            last = b.result();
        }
        if (!(last instanceof HirIntrinsic given)) {
            return call;
        }
        return branch(body, before, given.arguments().get(0), given.arguments().get(1), e.span());
    }

    private static HirExpr branch(Body body, List<HirExpr> before, HirExpr condition, HirExpr message, Span span) {
        List<Part> text = new ArrayList<>();
        text.add(words("assertion failed: " + condition.span().text(), span));
        HirExpr tested = condition;
        if (condition instanceof HirEquals c) {
            HirExpr left = keep(body, "$left", c.left(), before);
            HirExpr right = keep(body, "$right", c.right(), before);
            tested = new HirEquals(left, right, c.negated(), c.span());
            sides(text, left, right, span);
        } else if (condition instanceof HirBinary c && c.op().isComparison()) {
            HirExpr left = keep(body, "$left", c.left(), before);
            HirExpr right = keep(body, "$right", c.right(), before);
            tested = new HirBinary(c.op(), left, right, c.type(), c.span());
            sides(text, left, right, span);
        }
        if (!(message instanceof HirString m)) {
            text.add(words(": ", span));
            text.add(new Part(message, Optional.empty()));
        } else if (!m.value().isEmpty()) {
            text.add(words(": " + m.value(), span));
        }
        HirExpr panic = new HirIntrinsic(
                Intrinsic.PANIC,
                List.of(),
                List.of(new HirInterpolate(List.copyOf(text), span)),
                Primitive.NEVER,
                span);
        HirExpr test = new HirIf(tested, new HirUnit(span), panic, Primitive.UNIT, span);
        return Statements.sequence(before, test, span);
    }

    private static HirExpr keep(Body body, String name, HirExpr h, List<HirExpr> before) {
        if (Statements.isRepeatable(h) || h.type() == Primitive.NEVER) {
            return h;
        }
        HirLocal local = body.frame.newLocal(name, h.type(), false, h.span());
        before.add(new HirLet(local, h, h.span()));
        return new HirLocalGet(local, h.span());
    }

    private static void sides(List<Part> text, HirExpr left, HirExpr right, Span span) {
        text.add(words(" (left: ", span));
        text.add(new Part(left, Optional.empty()));
        text.add(words(", right: ", span));
        text.add(new Part(right, Optional.empty()));
        text.add(words(")", span));
    }

    private static Part words(String text, Span span) {
        return new Part(new HirString(text, span), Optional.empty());
    }
}
