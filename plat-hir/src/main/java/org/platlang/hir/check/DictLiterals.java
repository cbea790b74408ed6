package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** {@code {"a": 1}} and {@code Set{1, 2}}: an empty collection, filled in written order. */
final class DictLiterals {
    private DictLiterals() {}

    /** The type of keys, values or elements while it is being found. */
    private static final class Part {
        private @Nullable Type type;
        private boolean found;
        private Want want = Want.VALUE;
        private @Nullable Join join;

        Part(Want whole, @Nullable Type wanted, boolean empty) {
            if (wanted != null) {
                Reason reason = whole.reason();
                want = whole.kind() == Want.Kind.TYPE && reason != null ? Want.type(wanted, reason) : Want.hint(wanted);
                // Of a hint the elements decide, unless there are none.
                if ((empty || whole.kind() == Want.Kind.TYPE) && !Types.hasHoles(wanted)) {
                    type = wanted;
                }
            }
        }

        HirExpr check(Body body, Expr e) {
            HirExpr h = body.expr(e, want);
            if (type == null && h.type() != Primitive.NEVER) {
                type = h.type();
                found = true;
                want = Want.type(h.type(), Reason.Kind.ELEMENT, e.span());
                if (type instanceof ClassType) {
                    join = new Join(body, Reason.Kind.ELEMENT);
                    want = Want.hint(type);
                }
            }
            if (join != null) {
                join.add(h, e);
                type = join.type();
            }
            return h;
        }

        /** A checked one as the type of all. */
        HirExpr fitted(Body body, HirExpr h) {
            HirExpr up = type == null ? null : body.upcast(h, type);
            return up == null ? h : up;
        }
    }

    static HirExpr dict(Body body, Expr.DictLiteral e, Want want) {
        DictType wanted = want.typeOrNull() instanceof DictType t ? t : null;
        Part keys =
                new Part(want, wanted == null ? null : wanted.key(), e.entries().isEmpty());
        Part values = new Part(
                want, wanted == null ? null : wanted.value(), e.entries().isEmpty());
        List<List<HirExpr>> entries = new ArrayList<>();
        for (Expr.DictEntry entry : e.entries()) {
            HirExpr key = keys.check(body, entry.key());
            entries.add(List.of(key, values.check(body, entry.value())));
        }
        Type key = keys.type;
        Type value = values.type;
        if (key == null || value == null) {
            if (!e.entries().isEmpty()) { // none comes to be: the first one never returns
                List<HirExpr> first = entries.get(0);
                return key == null ? first.get(0) : new HirBlock(List.of(first.get(0)), first.get(1), e.span());
            }
            if (want.typeOrNull() == Primitive.ERROR) {
                return Body.invalid(e.span());
            }
            return unknown(body, e.span(), "the types of this empty Dict are", "let d: Dict[String, Int32] = {};");
        }
        DictType type = new DictType(key, value);
        if (keys.found) {
            body.env.keys.dict(key, value, e.entries().get(0).key().span());
        }
        if (Types.hasError(type)) {
            return Body.invalid(e.span());
        }
        HirLocal made = body.frame.newLocal("$dict", type, false, e.span());
        List<HirExpr> steps = new ArrayList<>();
        steps.add(new HirLet(made, DictMethods.call(body, "dict_new", type, List.of(), e.span()), e.span()));
        for (List<HirExpr> entry : entries) {
            Span span = entry.get(0).span().to(entry.get(1).span());
            List<HirExpr> arguments = List.of(
                    new HirLocalGet(made, span), keys.fitted(body, entry.get(0)), values.fitted(body, entry.get(1)));
            steps.add(DictMethods.call(body, "dict_set", type, arguments, span));
        }
        return new HirBlock(List.copyOf(steps), new HirLocalGet(made, e.span()), e.span());
    }

    static HirExpr set(Body body, Expr.SetLiteral e, Want want) {
        Part elements = new Part(
                want,
                want.typeOrNull() instanceof SetType t ? t.element() : null,
                e.elements().isEmpty());
        List<HirExpr> values = new ArrayList<>();
        for (Expr x : e.elements()) {
            values.add(elements.check(body, x));
        }
        Type element = elements.type;
        if (element == null) {
            if (!e.elements().isEmpty()) {
                return values.get(0); // it never returns
            }
            if (want.typeOrNull() == Primitive.ERROR) {
                return Body.invalid(e.span());
            }
            return unknown(body, e.span(), "the element type of this empty Set is", "let s: Set[Int32] = Set{};");
        }
        SetType type = new SetType(element);
        if (elements.found) {
            body.env.keys.set(element, e.elements().get(0).span());
        }
        if (Types.hasError(type)) {
            return Body.invalid(e.span());
        }
        HirLocal made = body.frame.newLocal("$set", type, false, e.span());
        List<HirExpr> steps = new ArrayList<>();
        steps.add(new HirLet(made, DictMethods.call(body, "set_new", type, List.of(), e.span()), e.span()));
        for (HirExpr v : values) {
            List<HirExpr> arguments = List.of(new HirLocalGet(made, v.span()), elements.fitted(body, v));
            steps.add(DictMethods.call(body, "set_add", type, arguments, v.span()));
        }
        return new HirBlock(List.copyOf(steps), new HirLocalGet(made, e.span()), e.span());
    }

    private static HirExpr unknown(Body body, Span span, String what, String example) {
        return body.error(
                Diagnostic.at(DiagnosticCode.E0309, span, what + " not known")
                        .help("say it where it goes: `" + example + "`"),
                span);
    }
}
