package org.platlang.hir.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.BuiltinMethods.Found;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * Methods of Option and Result. Those that may panic become matches in place, so that the panic names the caller's
 * line; the others are Plat code in the {@link Prelude}.
 */
final class OptionMethods {
    private OptionMethods() {}

    static Found find(Env env, EnumType t, String name) {
        if (BuiltinTypes.isOption(t)) {
            return found(env, "option_".concat(name), "is_some is_none unwrap expect unwrap_or ok_or map and_then");
        }
        if (BuiltinTypes.isResult(t)) {
            return found(
                    env,
                    "result_".concat(name),
                    "is_ok is_err ok err unwrap unwrap_err expect unwrap_or map map_err and_then");
        }
        return Found.NOTHING;
    }

    private static Found found(Env env, String function, String names) {
        return new Found(env.prelude.has(function) ? env.prelude.signature(function) : null, names);
    }

    /** {@code unwrap}, {@code unwrap_err}, {@code expect}; null for every other method. */
    static @Nullable HirExpr special(Body body, HirExpr receiver, EnumType t, Expr.Member m, Expr.Call e, Want want) {
        String name = m.name().text();
        boolean option = BuiltinTypes.isOption(t);
        if (name.equals("unwrap") && e.arguments().isEmpty()) {
            return unwrap(body, receiver, t, e.span());
        }
        if (!option && name.equals("unwrap_err") && e.arguments().isEmpty()) {
            HirLocal ok = body.frame.newLocal("$value", t.arguments().get(0), false, e.span());
            return take(
                    body,
                    receiver,
                    t,
                    BuiltinTypes.ERR,
                    BuiltinTypes.OK,
                    ok,
                    text("unwrap_err on Result::Ok", ok, e.span()),
                    e.span());
        }
        if (name.equals("expect")) {
            // Checked as a call of a function with one String; the message is only used if it comes to a panic.
            Signature s = new Signature(
                    "expect",
                    List.of(),
                    List.of(BuiltinFunctions.p("message", Primitive.STRING)),
                    Primitive.NEVER,
                    new Signature.Target.Op(Intrinsic.PANIC, List.of()),
                    false,
                    null);
            HirExpr call = body.arguments.apply(
                    s, Map.of(), null, e.arguments(), Want.VALUE, m.name().span(), e.span());
            if (!(call instanceof HirIntrinsic panic)) {
                return new HirExpr.HirInvalid(t.arguments().get(0), e.span());
            }
            HirExpr message = panic.arguments().get(0);
            if (option) {
                return take(body, receiver, t, BuiltinTypes.SOME, BuiltinTypes.NONE, null, message, e.span());
            }
            HirLocal err = body.frame.newLocal("$error", t.arguments().get(1), false, e.span());
            HirExpr whole = new HirInterpolate(
                    List.of(part(message), part(new HirString(": ", e.span())), part(shown(err, e.span()))), e.span());
            return take(body, receiver, t, BuiltinTypes.OK, BuiltinTypes.ERR, err, whole, e.span());
        }
        return null;
    }

    /** {@code value!} and {@code value.unwrap()}. */
    static HirExpr unwrap(Body body, HirExpr value, EnumType t, Span span) {
        if (BuiltinTypes.isOption(t)) {
            HirExpr message = new HirString("unwrap on Option::None", span);
            return take(body, value, t, BuiltinTypes.SOME, BuiltinTypes.NONE, null, message, span);
        }
        HirLocal err = body.frame.newLocal("$error", t.arguments().get(1), false, span);
        return take(
                body, value, t, BuiltinTypes.OK, BuiltinTypes.ERR, err, text("unwrap on Result::Err", err, span), span);
    }

    private static HirExpr text(String before, HirLocal value, Span span) {
        return new HirInterpolate(
                List.of(
                        part(new HirString(before + "(", span)),
                        part(shown(value, span)),
                        part(new HirString(")", span))),
                span);
    }

    private static HirExpr shown(HirLocal value, Span span) {
        return new HirLocalGet(value, span);
    }

    private static Part part(HirExpr h) {
        return new Part(h, Optional.empty());
    }

    /** The payload of the good variant; a panic with the message on the other. */
    private static HirExpr take(
            Body body,
            HirExpr value,
            EnumType t,
            int good,
            int bad,
            @Nullable HirLocal badValue,
            HirExpr message,
            Span span) {
        Type result = t.arguments().get(good == BuiltinTypes.ERR && BuiltinTypes.isResult(t) ? 1 : 0);
        HirLocal taken = body.frame.newLocal("$value", result, false, span);
        HirPattern yes = new PatVariant(t, good, List.of(new PatBinding(taken, span)), span);
        List<HirPattern> fields = badValue == null ? List.of() : List.of(new PatBinding(badValue, span));
        HirPattern no = new PatVariant(t, bad, fields, span);
        HirExpr panic = new HirIntrinsic(Intrinsic.PANIC, List.of(), List.of(message), Primitive.NEVER, span);
        return new HirMatch(
                value,
                List.of(
                        new Arm(yes, Optional.empty(), new HirLocalGet(taken, span), span),
                        new Arm(no, Optional.empty(), panic, span)),
                result,
                span);
    }
}
