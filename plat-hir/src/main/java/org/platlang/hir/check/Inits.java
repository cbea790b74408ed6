package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FieldHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirFieldSet;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirNew;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** {@code init}: generated from the fields, or written; either makes the instance and returns it. */
final class Inits {
    private Inits() {}

    /** {@code init} with a parameter per field. */
    static void generated(Env env, FunctionHeader header) {
        FunctionSymbol onSelf = onSelf(env, header);
        ClassType type = (ClassType) header.signature().result();
        Span span = header.span();
        List<HirLocal> parameters = parameters(header);
        int id = parameters.size();
        HirLocal self = new HirLocal(id++, "self", type, false, span);
        List<HirExpr> body = new ArrayList<>();
        if (onSelf == null) {
            body.add(new HirLet(self, new HirNew(type, span), span));
        }
        for (int i = 0; i < parameters.size(); i++) {
            body.add(new HirFieldSet(new HirLocalGet(self, span), i, new HirLocalGet(parameters.get(i), span), span));
        }
        FunctionSymbol made = onSelf == null ? header.symbol() : onSelf;
        if (onSelf != null) {
            parameters.add(0, self);
        }
        HirFunction function = new HirFunction(
                FunctionRef.of(made, Env.variables(header.typeParameters())),
                HirFunction.Kind.FUNCTION,
                List.copyOf(parameters),
                id,
                type,
                new HirBlock(List.copyOf(body), new HirLocalGet(self, span), span),
                span);
        env.bodies.put(made, function);
        wrap(env, header);
    }

    private static List<HirLocal> parameters(FunctionHeader header) {
        List<HirLocal> parameters = new ArrayList<>();
        for (Parameter p : header.signature().parameters()) {
            Span at = p.span();
            parameters.add(new HirLocal(parameters.size(), p.name(), p.type(), false, at == null ? header.span() : at));
        }
        return parameters;
    }

    /** The function that initialises an instance made already, where some subclass calls it; else null. */
    static @Nullable FunctionSymbol onSelf(Env env, FunctionHeader header) {
        ClassType type = (ClassType) header.signature().result();
        return env.classHeader(type.symbol()).initOnSelf;
    }

    /** Where there is a function that initialises an instance, {@code init} makes one and calls it. */
    static void wrap(Env env, FunctionHeader header) {
        FunctionSymbol onSelf = onSelf(env, header);
        if (onSelf == null) {
            return;
        }
        ClassType type = (ClassType) header.signature().result();
        Span span = header.span();
        List<HirLocal> parameters = parameters(header);
        List<HirExpr> arguments = new ArrayList<>();
        arguments.add(new HirNew(type, span));
        for (HirLocal p : parameters) {
            arguments.add(new HirLocalGet(p, span));
        }
        List<Type> own = Env.variables(header.typeParameters());
        env.bodies.put(
                header.symbol(),
                new HirFunction(
                        FunctionRef.of(header.symbol(), own),
                        HirFunction.Kind.FUNCTION,
                        List.copyOf(parameters),
                        parameters.size(),
                        type,
                        new HirCall(FunctionRef.of(onSelf, own), List.copyOf(arguments), type, span),
                        span));
    }

    /** The local {@code self} of a written {@code init}. */
    static HirLocal self(Body body, FunctionHeader header) {
        HirLocal self = body.frame.newLocal("self", header.signature().result(), false, header.span());
        body.frame.bindings.add(0, new Frame.Binding(self, false, false));
        body.initSelf = self;
        return self;
    }

    /** The body of a written {@code init}: defaults first, then what is written, then the instance. */
    static HirExpr written(Body body, FunctionHeader header, HirLocal self, Expr.Block block) {
        ClassType type = (ClassType) header.signature().result();
        ClassHeader owner = body.env.classHeader(type.symbol());
        Span span = header.span();
        List<HirExpr> all = new ArrayList<>();
        if (owner.initOnSelf == null) {
            all.add(new HirLet(self, new HirNew(type, span), span));
        }
        HirExpr written = body.control.block(block, Want.DROP);
        // Where the base's init is called, that gives the inherited fields their defaults.
        int first = FieldsSet.callsSuper(body, owner, written) ? owner.inherited : 0;
        for (int i = first; i < owner.fields.size(); i++) {
            FieldHeader f = owner.fields.get(i);
            if (f.defaultValue() instanceof Signature.Default.Written d) {
                HirExpr value = body.env.defaults.constant(d, Map.of(), f.span());
                if (value == null) {
                    FunctionSymbol symbol = d.function();
                    Map<TypeParam, Type> by = d.bound(Map.of());
                    value = new HirCall(
                            FunctionRef.of(symbol, Types.substitute(Env.variables(symbol.typeParameters()), by)),
                            List.of(),
                            f.type(),
                            f.span());
                }
                all.add(new HirFieldSet(new HirLocalGet(self, f.span()), i, value, f.span()));
            }
        }
        owner.initEscapes = FieldsSet.check(body, owner, self, first, written, block);
        HirExpr end;
        if (written.type() == Primitive.NEVER) {
            end = written;
        } else {
            all.add(Body.asUnit(written));
            end = new HirLocalGet(
                    self, new Span(span.file(), block.span().end(), block.span().end()));
        }
        return new HirBlock(List.copyOf(all), end, block.span());
    }

    /** {@code return e} where the function's value is dropped: {@code return self} in an {@code init}, else Unit. */
    static HirExpr returned(Body body, Expr e) {
        HirLocal self = body.frame.kind == Frame.Kind.FUNCTION ? body.initSelf : null;
        if (self != null) {
            if (!(e instanceof Expr.Self)) {
                HirExpr h = body.expr(e, Want.VALUE);
                body.env.report(Diagnostic.at(DiagnosticCode.E0301, e.span(), "`init` returns `self` and nothing else")
                        .label("this is `" + Mismatch.shown(h.type()) + "`"));
            }
            return new HirLocalGet(self, e.span());
        }
        HirExpr h = body.expr(e, Want.VALUE);
        if (!Body.accepts(Primitive.UNIT, h.type())) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0301,
                            e.span(),
                            "this function returns nothing, and here is a value of type `" + Mismatch.shown(h.type())
                                    + "`")
                    .help("declare the result type: `-> " + Mismatch.shown(h.type()) + "`"));
        }
        return h.type() == Primitive.UNIT || h.type() == Primitive.NEVER ? h : new HirUnit(e.span());
    }

    static HirExpr returnedNothing(Body body, Span span) {
        HirLocal self = body.frame.kind == Frame.Kind.FUNCTION ? body.initSelf : null;
        return self == null ? new HirUnit(span) : new HirLocalGet(self, span);
    }

    /** Whether the expression is {@code self} inside the {@code init} that makes it: there, {@code let} fields are set. */
    static boolean isOwnField(Body body, Expr receiver) {
        return body.initSelf != null && receiver instanceof Expr.Self && body.frame.kind == Frame.Kind.FUNCTION;
    }
}
