package org.platlang.hir.check;

import java.util.HashMap;
import java.util.Map;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.parser.ast.Expr;

/** {@code super.init(…)} and {@code super.m(…)}: calls of what the base class has, whatever the instance's class. */
final class Supers {
    private final Body body;

    Supers(Body body) {
        this.body = body;
    }

    HirExpr call(Expr.SuperCall e, Want want) {
        Binding b = body.lookup("self");
        if (b == null || !(b.local.type() instanceof ClassType type)) {
            return wrong(
                    e,
                    Diagnostic.at(DiagnosticCode.E0343, e.span(), "there is no `super` here")
                            .note("`super` is the base class, within the methods of a class"));
        }
        b.read = true;
        ClassType base = Inheritance.base(body.env, type);
        if (base == null) {
            return wrong(
                    e,
                    Diagnostic.at(
                            DiagnosticCode.E0343,
                            e.span(),
                            "class `" + type.symbol().name() + "` has no base class"));
        }
        HirExpr self = new HirLocalGet(b.local, e.span());
        return e.method().text().equals("init") ? init(e, base, self) : method(e, base, self, want);
    }

    private HirExpr init(Expr.SuperCall e, ClassType base, HirExpr self) {
        if (body.initSelf == null || body.frame.kind != Frame.Kind.FUNCTION) {
            return wrong(
                    e,
                    Diagnostic.at(
                                    DiagnosticCode.E0343,
                                    e.span(),
                                    "`super.init` initialises an instance that is being made: it is called in `init` only")
                            .help("make another instance with `" + base.symbol().name() + ".init(…)`"));
        }
        ClassHeader header = body.env.classHeader(base.symbol());
        FunctionHeader init = header.init;
        if (init == null || header.initOnSelf == null) {
            body.calls.arguments(e.arguments());
            return Body.invalid(e.span());
        }
        HirExpr call = body.arguments.apply(
                init.signature().to(new Signature.Target.Function(header.initOnSelf)),
                Inheritance.by(base),
                Inheritance.upcast(self, base),
                e.arguments(),
                Want.VALUE,
                e.method().span(),
                e.span());
        return Body.isError(call) ? call : Body.asUnit(call);
    }

    private HirExpr method(Expr.SuperCall e, ClassType base, HirExpr self, Want want) {
        Inheritance.Found found = Inheritance.find(body.env, base, e.method().text());
        if (found == null) {
            body.calls.arguments(e.arguments());
            return MethodCalls.unknown(
                    body,
                    e.method(),
                    Mismatch.shown(base),
                    Inheritance.methodNames(body.env, body.env.classHeader(base.symbol())),
                    e.span());
        }
        FunctionHeader method = found.method();
        Visibility.check(body.env, method, e.method().span());
        Signature s = method.signature().to(new Signature.Target.Function(method.symbol()));
        Map<TypeParam, Type> fixed = new HashMap<>(Inheritance.by(found.owner()));
        return body.arguments.apply(
                s,
                fixed,
                method.kind() == FunctionKind.STATIC ? null : Inheritance.upcast(self, found.owner()),
                e.arguments(),
                want,
                e.method().span(),
                e.span());
    }

    private HirExpr wrong(Expr.SuperCall e, Diagnostic d) {
        body.calls.arguments(e.arguments());
        return body.error(d, e.span());
    }
}
