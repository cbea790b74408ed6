package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.platlang.hir.type.Type.ClassType;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** {@code init}: generated from the fields, or written; either makes the instance and returns it. */
final class Inits {
    private Inits() {}

    /** {@code init} with a parameter per field. */
    static HirFunction generated(Env env, FunctionHeader header) {
        ClassType type = (ClassType) header.signature().result();
        Span span = header.span();
        List<HirLocal> parameters = new ArrayList<>();
        int id = 0;
        for (Parameter p : header.signature().parameters()) {
            parameters.add(new HirLocal(id++, p.name(), p.type(), false, p.span() == null ? span : p.span()));
        }
        HirLocal self = new HirLocal(id++, "self", type, false, span);
        List<HirExpr> body = new ArrayList<>();
        body.add(new HirLet(self, new HirNew(type, span), span));
        for (int i = 0; i < parameters.size(); i++) {
            body.add(new HirFieldSet(new HirLocalGet(self, span), i, new HirLocalGet(parameters.get(i), span), span));
        }
        return new HirFunction(
                FunctionRef.of(header.symbol(), Env.variables(header.typeParameters())),
                HirFunction.Kind.FUNCTION,
                List.copyOf(parameters),
                id,
                type,
                new HirBlock(List.copyOf(body), new HirLocalGet(self, span), span),
                span);
    }

    /** The body of a written {@code init}: defaults first, then what is written, then the instance. */
    static HirExpr written(Body body, FunctionHeader header, Expr.Block block) {
        ClassType type = (ClassType) header.signature().result();
        ClassHeader owner = body.env.classHeader(type.symbol());
        Span span = header.span();
        HirLocal self = body.frame.newLocal("self", type, false, span);
        body.frame.bindings.add(0, new Frame.Binding(self, false, false));
        body.initSelf = self;
        List<HirExpr> all = new ArrayList<>();
        all.add(new HirLet(self, new HirNew(type, span), span));
        for (int i = 0; i < owner.fields.size(); i++) {
            FieldHeader f = owner.fields.get(i);
            if (f.defaultValue() instanceof Signature.Default.Written d) {
                HirExpr value = body.env.defaults.constant(d, Map.of(), f.span());
                if (value == null) {
                    FunctionSymbol symbol = d.function();
                    value = new HirCall(
                            FunctionRef.of(symbol, Env.variables(symbol.typeParameters())),
                            List.of(),
                            f.type(),
                            f.span());
                }
                all.add(new HirFieldSet(new HirLocalGet(self, f.span()), i, value, f.span()));
            }
        }
        HirExpr written = body.control.block(block, Want.DROP);
        FieldsSet.check(body, owner, self, all.size() - 1, written, block);
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
