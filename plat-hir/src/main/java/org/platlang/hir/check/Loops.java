package org.platlang.hir.check;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Frame.Loop;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirForEach;
import org.platlang.hir.tree.HirExpr.HirForRange;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirRange;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Stmt;

/** {@code for} over ranges, lists, strings, channels; dictionaries and classes are written as other loops. */
final class Loops {
    private final Body body;

    Loops(Body body) {
        this.body = body;
    }

    HirExpr forLoop(Stmt.For s) {
        List<Stmt.LoopVariable> variables = s.variables();
        Stmt.LoopVariable last = variables.get(variables.size() - 1);
        Type written = null;
        if (last.type().isPresent()) {
            written = body.env.types.resolve(last.type().get(), body.typeParameters);
        }
        Expr.Member par = ParallelLoops.par(s.iterated());
        if (par != null) {
            HirExpr items = body.expr(par.receiver(), hint(inner(par.receiver()), written));
            if (items.type() instanceof ListType || items.type() instanceof RangeType) {
                return body.parallel.loop(s, items, s.iterated().span());
            }
        }
        HirExpr iterated = Awaiting.iterated(body, body.expr(s.iterated(), hint(s.iterated(), written)), s.iterated());
        Type declaredBase = null;
        Type element = elementType(iterated, s.iterated().span(), variables.size() == 2);
        boolean unknown = element == Primitive.ERROR;
        if (written != null) {
            Type seen = Inheritance.properSubclass(body.env, element, written);
            if (seen != null) {
                declaredBase = written;
            }
            if (seen == null && !Body.accepts(written, element)) {
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0301,
                                last.span(),
                                "`" + last.name().text() + "` is declared as `" + Mismatch.shown(written)
                                        + "`, but the elements are `" + Mismatch.shown(element) + "`")
                        .secondary(s.iterated().span(), "this is `" + Mismatch.shown(iterated.type()) + "`"));
            }
            element = seen == null ? written : element;
        }
        body.frame.open();
        Optional<HirLocal> index = Optional.empty();
        if (variables.size() == 2) {
            index = Optional.of(firstVariable(variables.get(0), iterated));
        }
        Naming.SNAKE.check(last.name(), "variable", body.env.sink);
        HirLocal local = body.frame.newLocal(
                last.name().text(), element, false, last.name().span());
        HirLocal visible = declaredBase == null
                ? local
                : body.frame.newLocal(
                        last.name().text(), declaredBase, false, last.name().span());
        body.declare(visible, true);
        Loop loop = body.control.open(s.label(), false, Want.DROP);
        HirExpr inner = Body.asUnit(body.control.block(s.body(), Want.DROP));
        body.control.close();
        body.close();
        if (declaredBase instanceof ClassType base) {
            // The elements are of a subclass of the declared type.
            HirExpr up = Inheritance.upcast(new HirLocalGet(local, local.span()), base);
            inner = new HirBlock(List.of(new HirLet(visible, up, local.span())), inner, inner.span());
        }
        if (iterated instanceof HirRange r) {
            return new HirForRange(loop.label, local, r.start(), r.end(), r.inclusive(), inner, s.span());
        }
        if (iterated.type() instanceof DictType || iterated.type() instanceof SetType) {
            return unknown || Types.hasError(element)
                    ? Body.invalid(s.span())
                    : DictLoops.loop(body, loop.label, index, local, iterated, inner, s.span());
        }
        if (iterated.type() instanceof ClassType) {
            return unknown || Types.hasError(element)
                    ? Body.invalid(s.span())
                    : ClassLoops.loop(body, loop.label, local, iterated, inner, s.span());
        }
        return new HirForEach(loop.label, index, local, iterated, inner, s.span());
    }

    private static Expr inner(Expr e) {
        return e instanceof Expr.Parenthesized p ? inner(p.inner()) : e;
    }

    /** {@code for (i: Int64 in 0..10)}: the declared type decides for the range's literals. */
    private static Want hint(Expr iterated, @Nullable Type written) {
        if (written == null || Types.hasError(written)) {
            return Want.VALUE;
        }
        return switch (iterated) {
            case Expr.Range r -> Want.hint(new RangeType(written));
            case Expr.ListLiteral l -> Want.hint(new ListType(written));
            default -> Want.VALUE;
        };
    }

    private Type elementType(HirExpr iterated, Span span, boolean two) {
        Type type = iterated.type();
        if (type == Primitive.ERROR || type == Primitive.NEVER) {
            return Primitive.ERROR;
        }
        if (type instanceof ListType t) {
            return t.element();
        }
        if (type == Primitive.STRING) {
            return Primitive.STRING;
        }
        if (type instanceof DictType t) {
            if (two) {
                return t.value();
            }
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0322,
                            span,
                            "`" + Mismatch.shown(type) + "` gives a key and a value at a time")
                    .help("write `for (key, value in …)`, or iterate over its `keys()` or `values()`"));
            return Primitive.ERROR;
        }
        if (two) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0322, span, "two variables cannot run over `" + Mismatch.shown(type) + "`")
                    .note("lists give index and element, dictionaries key and value"));
            return Primitive.ERROR;
        }
        if (type instanceof SetType t) {
            return t.element();
        }
        if (type instanceof ChannelType t) {
            return t.element();
        }
        if (type instanceof RangeType t) {
            return t.element();
        }
        if (type instanceof ClassType t) {
            Type element = ClassLoops.element(body.env, t, span);
            if (element != null) {
                return element;
            }
        }
        Diagnostic d =
                Diagnostic.at(DiagnosticCode.E0322, span, "`" + Mismatch.shown(type) + "` cannot be iterated over");
        if (Types.isInteger(type)) {
            d = d.help("to count, iterate over a range: `0.." + span.text() + "`")
                    .fix("make it a range", span.atStart(), "0..");
        }
        if (type instanceof ClassType) {
            d = d.note("a class can that has `fn length() -> Int32` and `fn get(index: Int32) -> Option<T>`");
        }
        body.env.report(d);
        return Primitive.ERROR;
    }

    /** The index of an element, or the key of an entry. */
    private HirLocal firstVariable(Stmt.LoopVariable v, HirExpr iterated) {
        Type type = iterated.type() instanceof DictType t ? t.key() : Primitive.INT32;
        Naming.SNAKE.check(v.name(), "variable", body.env.sink);
        if (v.type().isPresent()) {
            Type written = body.env.types.resolve(v.type().get(), body.typeParameters);
            if (!Body.accepts(written, type) && !Body.isError(iterated)) {
                body.env.error(
                        DiagnosticCode.E0301,
                        v.span(),
                        "the " + (iterated.type() instanceof DictType ? "keys are" : "index of an element is") + " `"
                                + Mismatch.shown(type) + "`, not `" + Mismatch.shown(written) + "`");
            }
        }
        HirLocal local =
                body.frame.newLocal(v.name().text(), type, false, v.name().span());
        body.declare(local, true);
        return local;
    }
}
