package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirLambda;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** Function values: lambdas, and named functions used as values. */
final class Lambdas {
    private final Body body;

    Lambdas(Body body) {
        this.body = body;
    }

    HirExpr lambda(Expr.Lambda e, Want want) {
        FunctionType wanted = want.typeOrNull() instanceof FunctionType t
                        && t.parameters().size() == e.parameters().size()
                ? t
                : null;
        if (want.typeOrNull() instanceof FunctionType t && wanted == null) {
            return wrongCount(e, t);
        }
        Frame outer = body.frame;
        Want result = Want.VALUE;
        if (e.result().isPresent()) {
            Type written = body.env.types.resolve(e.result().get(), body.typeParameters);
            result = written == Primitive.UNIT
                    ? Want.DROP
                    : Want.type(written, Reason.Kind.RESULT, e.result().get().span());
        } else if (wanted != null && !Types.hasHoles(wanted.result())) {
            Reason reason = want.reason();
            result = wanted.result() == Primitive.UNIT
                    ? Want.DROP
                    : reason == null
                            ? Want.type(
                                    wanted.result(),
                                    Reason.Kind.RESULT,
                                    e.span().atStart())
                            : Want.type(wanted.result(), reason);
        }
        Frame inner = new Frame(Frame.Kind.LAMBDA, outer, result);
        body.frame = inner;
        inner.open();
        List<HirLocal> own = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < e.parameters().size(); i++) {
            Expr.LambdaParameter p = e.parameters().get(i);
            Naming.SNAKE.check(p.name(), "parameter", body.env.sink);
            Type type =
                    parameterType(p, wanted == null ? null : wanted.parameters().get(i));
            types.add(type);
            own.add(body.parameter(p.name().text(), type, p.name().span()));
        }
        HirExpr checked = body.control.functionBody(e.body(), result, "");
        body.close();
        body.frame = outer;
        Type type = switch (result.kind()) {
            case DROP -> Primitive.UNIT;
            case TYPE -> result.type();
            case VALUE, HINT -> body.concurrency.inferred(inner, checked, e.body());
        };
        List<HirLocal> parameters = new ArrayList<>();
        List<HirExpr> captures = new ArrayList<>();
        Concurrency.captures(inner, parameters, captures, e.span());
        parameters.addAll(own);
        FunctionRef ref =
                file(HirFunction.Kind.LAMBDA, "lambda", parameters, inner.localCount(), type, checked, e.span());
        return new HirLambda(ref, List.copyOf(captures), new FunctionType(List.copyOf(types), type), e.span());
    }

    /** A lambda with more or fewer parameters than are wanted; its body would be checked against guesses. */
    private HirExpr wrongCount(Expr.Lambda e, FunctionType wanted) {
        int given = e.parameters().size();
        Span list = given == 0
                ? e.span()
                : e.parameters()
                        .get(0)
                        .name()
                        .span()
                        .to(e.parameters().get(given - 1).span());
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0301,
                        list,
                        "a function of " + Arguments.count(wanted.parameters().size(), "parameter")
                                + " is wanted here, this one has " + (given == 0 ? "none" : Integer.toString(given)))
                .note("its type must be `" + Mismatch.shown(wanted) + "`"));
        return Body.invalid(e.span());
    }

    private FunctionRef file(
            HirFunction.Kind kind,
            String name,
            List<HirLocal> parameters,
            int locals,
            Type result,
            HirExpr checked,
            Span span) {
        FunctionSymbol symbol = new FunctionSymbol(body.symbol.toString(), 0, body.number(name), body.typeParameters);
        FunctionRef ref = FunctionRef.of(symbol, Env.variables(body.typeParameters));
        body.env.bodies.put(symbol, new HirFunction(ref, kind, List.copyOf(parameters), locals, result, checked, span));
        return ref;
    }

    private Type parameterType(Expr.LambdaParameter p, @Nullable Type wanted) {
        if (p.type().isPresent()) {
            return body.env.types.resolve(p.type().get(), body.typeParameters);
        }
        if (wanted == null || Types.hasHoles(wanted)) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0309,
                            p.name().span(),
                            "the type of parameter `" + p.name().text() + "` is not known")
                    .help("declare it: `" + p.name().text() + ": T`"));
            return Primitive.ERROR;
        }
        return wanted;
    }

    /** A named function as a value: a lambda that calls it. */
    HirExpr named(Item.FunctionItem item, Expr.PathSegment segment) {
        Signature s = body.env.function(item.symbol()).signature();
        Span span = segment.span();
        Map<TypeParam, Type> by = new HashMap<>(body.names.typeArguments(s, segment));
        if (by.size() < s.typeParameters().size()) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0208,
                                    span,
                                    "generic function `" + s.name() + "` is used as a value without type arguments")
                            .help("write `" + s.name() + "<…>`"),
                    span);
        }
        List<Type> types = new ArrayList<>();
        List<HirLocal> parameters = new ArrayList<>();
        List<HirExpr> arguments = new ArrayList<>();
        int id = 0;
        for (Parameter p : s.parameters()) {
            Type t = Types.substitute(p.type(), by);
            HirLocal local = new HirLocal(id++, p.name(), t, false, span);
            types.add(t);
            parameters.add(local);
            arguments.add(new HirLocalGet(local, span));
        }
        Type result = Types.substitute(s.result(), by);
        List<Type> typeArguments = new ArrayList<>();
        for (TypeParam p : s.typeParameters()) {
            typeArguments.add(by.getOrDefault(p, Primitive.ERROR));
        }
        HirExpr call = new HirCall(FunctionRef.of(item.symbol(), typeArguments), List.copyOf(arguments), result, span);
        FunctionRef ref = file(HirFunction.Kind.LAMBDA, "lambda", parameters, id, result, call, span);
        return new HirLambda(ref, List.of(), new FunctionType(List.copyOf(types), result), span);
    }
}
