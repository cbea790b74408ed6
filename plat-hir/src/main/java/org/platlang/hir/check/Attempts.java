package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirAttempt;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirVariant;
import org.platlang.hir.tree.HirExpr.HirWithTimeout;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** {@code attempt} and {@code with_timeout}, whose body's failure becomes an {@code Err}, and {@code with_local}. */
final class Attempts {
    private final Body body;

    Attempts(Body body) {
        this.body = body;
    }

    HirExpr attempt(Expr.Attempt e, Want want) {
        Span span = e.span();
        HirExpr inner = inner("attempt", e.body(), want);
        EnumType type = BuiltinTypes.result(valueType(want, inner), library("PanicError"));
        List<HirLocal> report = new ArrayList<>();
        List<HirExpr> parts = new ArrayList<>();
        for (String part : List.of("$message", "$place", "$backtrace")) {
            HirLocal local = body.frame.newLocal(part, Primitive.STRING, false, span);
            report.add(local);
            parts.add(new HirLocalGet(local, span));
        }
        return new HirAttempt(
                ok(type, inner), List.copyOf(report), err(type, made("PanicError", parts, span)), type, span);
    }

    HirExpr withTimeout(Expr.WithTimeout e, Want want) {
        Span span = e.span();
        HirExpr duration = body.expr(
                e.duration(),
                Want.type(
                        Primitive.DURATION,
                        new Reason(
                                Reason.Kind.PARAMETER,
                                "duration",
                                "with_timeout",
                                e.duration().span())));
        HirLocal limit = body.frame.newLocal("$duration", Primitive.DURATION, false, span);
        HirExpr inner = inner("with_timeout", e.body(), want);
        EnumType type = BuiltinTypes.result(valueType(want, inner), library("TimeoutError"));
        HirExpr expired = err(type, made("TimeoutError", List.of(new HirLocalGet(limit, span)), span));
        return new HirBlock(
                List.of(new HirLet(limit, duration, span)),
                new HirWithTimeout(new HirLocalGet(limit, span), ok(type, inner), expired, type, span),
                span);
    }

    /** {@code with_local}: its value is the body's. */
    HirExpr withLocal(Expr.WithLocal e, Want want) {
        List<HirExpr.LocalBinding> bindings = TaskLocals.bindings(body, e);
        return new HirExpr.HirWithLocal(List.copyOf(bindings), anew("with_local", e.body(), want), e.span());
    }

    private HirExpr inner(String construct, Expr.Block e, Want want) {
        HirExpr inner = anew(construct, e, wantOfValue(want));
        return wantOfValue(want).isDrop() ? Body.asUnit(inner) : inner;
    }

    /** A body in the current task that for spawns begins anew. */
    private HirExpr anew(String construct, Expr.Block e, Want want) {
        Frame frame = body.frame;
        HirScope scope = frame.scope;
        String anew = frame.anew;
        frame.scope = null;
        frame.anew = construct;
        HirExpr inner = body.control.block(e, want);
        frame.scope = scope;
        frame.anew = anew;
        return inner;
    }

    private static @Nullable Type wantedValue(Want want) {
        return want.typeOrNull() instanceof EnumType t
                        && BuiltinTypes.isResult(t)
                        && !Types.hasHoles(t.arguments().get(0))
                ? t.arguments().get(0)
                : null;
    }

    private static Want wantOfValue(Want want) {
        Type wanted = wantedValue(want);
        if (wanted == null) {
            return Want.VALUE;
        }
        Reason reason = want.reason();
        return wanted == Primitive.UNIT ? Want.DROP : reason == null ? Want.hint(wanted) : Want.type(wanted, reason);
    }

    private static Type valueType(Want want, HirExpr inner) {
        Type wanted = wantedValue(want);
        if (wanted != null && want.kind() == Want.Kind.TYPE) {
            return wanted;
        }
        return inner.type() == Primitive.NEVER ? Primitive.UNIT : inner.type();
    }

    private static HirExpr ok(EnumType type, HirExpr value) {
        return new HirVariant(type, BuiltinTypes.OK, List.of(value), value.span());
    }

    private static HirExpr err(EnumType type, HirExpr error) {
        return new HirVariant(type, BuiltinTypes.ERR, List.of(error), error.span());
    }

    /** The type of a class that the library declares. */
    private ClassType library(String name) {
        return new ClassType(header(name).symbol, List.of());
    }

    private ClassHeader header(String name) {
        ClassHeader header = body.env.prelude.classHeader(name);
        if (header == null) {
            throw new IllegalStateException("no library class " + name);
        }
        return header;
    }

    private HirExpr made(String name, List<HirExpr> arguments, Span span) {
        FunctionHeader init = header(name).init;
        if (init == null) {
            throw new IllegalStateException("no init of library class " + name);
        }
        return new HirCall(FunctionRef.of(init.symbol(), List.of()), List.copyOf(arguments), library(name), span);
    }
}
