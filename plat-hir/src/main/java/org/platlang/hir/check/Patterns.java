package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatOr;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Pattern;

/** Patterns against the type they take apart. */
final class Patterns {
    private final Body body;

    Patterns(Body body) {
        this.body = body;
    }

    /** Checks a pattern and makes its bindings visible in the innermost block. */
    HirPattern declare(Pattern pattern, Type type) {
        Map<String, HirLocal> bound = new LinkedHashMap<>();
        HirPattern result = check(pattern, type, bound, null);
        for (HirLocal local : bound.values()) {
            body.declare(local, true);
        }
        return result;
    }

    /** Whether something in the pattern was reported. */
    static boolean isError(HirPattern p) {
        return switch (p) {
            case PatWildcard w -> w.type() == Primitive.ERROR;
            case PatBinding b -> b.type() == Primitive.ERROR;
            case PatLiteral l -> l.value() instanceof HirExpr.HirInvalid;
            case PatRange r -> false;
            case PatVariant v -> anyError(v.fields());
            case HirPattern.PatClass c -> isError(c.inner());
            case PatOr o -> anyError(o.alternatives());
        };
    }

    private static boolean anyError(List<HirPattern> list) {
        for (HirPattern p : list) {
            if (isError(p)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param bound the variables this alternative binds so far
     * @param first the variables of the first alternative of an {@code |}, which the others must bind too; else null
     */
    private HirPattern check(
            Pattern pattern, Type type, Map<String, HirLocal> bound, @Nullable Map<String, HirLocal> first) {
        return switch (pattern) {
            case Pattern.Wildcard p -> new PatWildcard(type, p.span());
            case Pattern.Invalid p -> wrong(p.span());
            case Pattern.Binding p -> binding(p, type, bound, first);
            case Pattern.Literal p -> literal(p, type);
            case Pattern.Range p -> range(p, type);
            case Pattern.Variant p -> variant(p, type, bound, first);
            case Pattern.Or p -> or(p, type, bound, first);
        };
    }

    private static HirPattern wrong(Span span) {
        return new PatWildcard(Primitive.ERROR, span);
    }

    private HirPattern mismatch(Span span, String what, Type type) {
        if (!Types.hasError(type)) {
            body.env.error(
                    DiagnosticCode.E0402, span, what + " cannot match a value of type `" + Mismatch.shown(type) + "`");
        }
        return wrong(span);
    }

    private HirPattern binding(
            Pattern.Binding p, Type type, Map<String, HirLocal> bound, @Nullable Map<String, HirLocal> first) {
        Type declared = type;
        ClassType tested = null;
        if (p.type().isPresent()) {
            declared = body.env.types.resolve(p.type().get(), body.typeParameters);
            if (!Body.accepts(declared, type)) {
                tested = Inheritance.properSubclass(body.env, declared, type);
            }
            if (tested == null && !Body.accepts(declared, type)) {
                Diagnostic d = Diagnostic.at(
                        DiagnosticCode.E0402,
                        p.type().get().span(),
                        "`" + p.name().text() + "` is declared as `" + Mismatch.shown(declared)
                                + "`, but the value there is `" + Mismatch.shown(type) + "`");
                body.env.report(
                        type instanceof ClassType
                                ? d.note("a typed binding tests for a subclass of what is matched, and `"
                                        + Mismatch.shown(declared) + "` is none")
                                : d.help("leave the type out, or write `" + Mismatch.shown(type) + "`"));
                declared = Primitive.ERROR; // one mistake, one report
            }
        }
        String name = p.name().text();
        if (name.equals("_")) {
            Type seen = declared == Primitive.ERROR ? declared : type;
            return ofClass(tested, type, new PatWildcard(tested == null ? seen : tested, p.span()));
        }
        Naming.SNAKE.check(p.name(), "variable", body.env.sink);
        HirLocal earlier = bound.get(name);
        if (earlier != null) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0205, p.name().span(), "`" + name + "` is bound twice in this pattern")
                    .secondary(earlier.span(), "first bound here"));
            return wrong(p.span());
        }
        HirLocal same = first == null ? null : first.get(name);
        if (same != null) {
            if (!Body.accepts(same.type(), declared)) {
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0407,
                                p.name().span(),
                                "`" + name + "` is `" + Mismatch.shown(declared) + "` here and `"
                                        + Mismatch.shown(same.type()) + "` in the first alternative")
                        .secondary(same.span(), "bound here first"));
                return wrong(p.span());
            }
            bound.put(name, same);
            return ofClass(tested, type, new PatBinding(same, p.span()));
        }
        HirLocal local = body.frame.newLocal(name, declared, false, p.name().span());
        bound.put(name, local);
        return ofClass(tested, type, new PatBinding(local, p.span()));
    }

    /** The pattern behind a class test, where there is one. */
    private static HirPattern ofClass(@Nullable ClassType tested, Type type, HirPattern inner) {
        return tested != null && type instanceof ClassType c
                ? new HirPattern.PatClass(c, tested, inner, inner.span())
                : inner;
    }

    private HirPattern literal(Pattern.Literal p, Type type) {
        HirExpr value = value(p, type);
        if (Types.hasError(type) || Body.isError(value)) {
            return wrong(p.span());
        }
        if (!Types.same(value.type(), type)) {
            return mismatch(p.span(), "`" + p.span().text() + "`", type);
        }
        return new PatLiteral(value, p.span());
    }

    private HirExpr value(Pattern.Literal p, Type type) {
        Want hint = Types.isNumeric(type) ? Want.hint(type) : Want.VALUE;
        return switch (p.value()) {
            case Expr.IntLiteral i -> body.literals.integer(i, p.negative(), p.span(), hint);
            case Expr.FloatLiteral f -> body.literals.floating(f, p.negative(), p.span(), hint);
            case Expr.DurationLiteral d -> body.literals.duration(d, p.negative(), p.span());
            default -> body.expr(p.value(), hint);
        };
    }

    private HirPattern range(Pattern.Range p, Type type) {
        HirExpr low = value(p.low(), type);
        HirExpr high = value(p.high(), type);
        if (Types.hasError(type) || Body.isError(low) || Body.isError(high)) {
            return wrong(p.span());
        }
        if (!(low instanceof HirInt a) || !(high instanceof HirInt b) || !Types.isInteger(type)) {
            return mismatch(p.span(), "a range", type);
        }
        if (!Types.same(a.type(), type) || !Types.same(b.type(), type)) {
            return mismatch(p.span(), "a range of `" + Mismatch.shown(a.type()) + "`", type);
        }
        boolean empty = p.inclusive() ? a.value() > b.value() : a.value() >= b.value();
        if (empty) {
            body.env.error(DiagnosticCode.E0410, p.span(), "this range is empty and matches nothing");
            return wrong(p.span());
        }
        return new PatRange(a.value(), p.inclusive() ? b.value() : b.value() - 1, type, p.span());
    }

    // ---- variants

    private HirPattern variant(
            Pattern.Variant p, Type type, Map<String, HirLocal> bound, @Nullable Map<String, HirLocal> first) {
        if (!(type instanceof EnumType t)) {
            for (Pattern.Field f : p.fields()) {
                check(f.pattern(), Primitive.ERROR, bound, first);
            }
            Headers.Item item = p.path().size() == 1 ? body.env.item(p.name().text()) : null;
            if (item instanceof Headers.Item.ConstantItem || item instanceof Headers.Item.TaskLocalItem) {
                body.env.report(
                        Diagnostic.at(DiagnosticCode.E0402, p.span(), "a pattern cannot name a " + Hints.itemKind(item))
                                .help("bind a name and compare in a guard: `x if x == "
                                        + p.name().text() + " -> …`"));
                return wrong(p.span());
            }
            if (p.path().size() == 1 && !p.hasParentheses() && !Types.hasError(type)) {
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0402,
                                p.span(),
                                "variant `" + p.name().text() + "` cannot match a value of type `"
                                        + Mismatch.shown(type) + "`")
                        .help("a name that begins with a capital is a variant; a variable is written in snake_case")
                        .fix(
                                "write `" + Naming.SNAKE.mend(p.name().text()) + "`",
                                p.span(),
                                Naming.SNAKE.mend(p.name().text())));
                return wrong(p.span());
            }
            return mismatch(p.span(), "variant `" + p.name().text() + "`", type);
        }
        EnumHeader header = body.env.enumHeader(t.symbol());
        List<Identifier> path = p.path().size() == 1 ? p.path() : body.env.paths.join(p.path(), body.typeParameters);
        if (path == null || path.size() > 1) {
            Identifier enumName = path == null ? p.name() : path.get(path.size() - 2);
            EnumHeader named = path == null || path.size() > 2 ? null : body.names.enumNamed(enumName);
            if (named == null
                    && path != null
                    && path.size() == 2
                    && body.env.types.isType(enumName.text(), body.typeParameters)) {
                body.env.error(
                        DiagnosticCode.E0402,
                        p.span(),
                        "`" + enumName.text() + "` is no enum, and has no variant `"
                                + p.name().text() + "`");
            } else if (path != null && path.size() > 2) {
                body.names.nothingInside(path);
            } else if (named == null && path != null) {
                body.env.types.apply(enumName, List.of(), List.of(), enumName.span());
            }
            if (named != header) {
                for (Pattern.Field f : p.fields()) {
                    check(f.pattern(), Primitive.ERROR, bound, first);
                }
                return named == null ? wrong(p.span()) : mismatch(p.span(), "a `" + enumName.text() + "`", type);
            }
        }
        int index = header.variant(p.name().text());
        if (index < 0) {
            for (Pattern.Field f : p.fields()) {
                check(f.pattern(), Primitive.ERROR, bound, first);
            }
            body.names.unknownVariant(header, p.name(), p.span());
            return wrong(p.span());
        }
        VariantHeader v = header.variants.get(index);
        return fields(p, t, header, index, v, bound, first);
    }

    private HirPattern fields(
            Pattern.Variant p,
            EnumType t,
            EnumHeader header,
            int index,
            VariantHeader v,
            Map<String, HirLocal> bound,
            @Nullable Map<String, HirLocal> first) {
        Map<TypeParam, Type> by = Bounds.bind(header.symbol.typeParameters(), t.arguments());
        int count = v.fields().size();
        @Nullable HirPattern[] found = new HirPattern[count];
        int position = 0;
        boolean reported = false;
        for (Pattern.Field f : p.fields()) {
            int at = f.name().isPresent() ? fieldIndex(v, f.name().get().text()) : position;
            position++;
            if (at < 0 || at >= count) {
                check(f.pattern(), Primitive.ERROR, bound, first);
                reported = true;
                surplus(v, f, count);
                continue;
            }
            Type fieldType = Types.substitute(v.fields().get(at).type(), by);
            HirPattern checked = check(f.pattern(), fieldType, bound, first);
            if (found[at] != null) {
                reported = true;
                body.env.error(
                        DiagnosticCode.E0411,
                        f.span(),
                        "field `" + v.fields().get(at).name() + "` is matched twice");
            }
            found[at] = checked;
        }
        List<HirPattern> fields = new ArrayList<>(count);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HirPattern f = found[i];
            if (f == null) {
                missing.add("`" + v.fields().get(i).name() + "`");
                f = new PatWildcard(Types.substitute(v.fields().get(i).type(), by), p.span());
            }
            fields.add(f);
        }
        if (!missing.isEmpty() && !reported && !p.hasParentheses()) {
            String blanks = "_" + ", _".repeat(missing.size() - 1);
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0411,
                            p.span(),
                            "variant `" + v.name() + "` carries " + Arguments.count(count, "value"))
                    .note("`_` stands for what does not matter")
                    .fix(
                            "write `" + p.span().text() + "(" + blanks + ")`",
                            p.span().atEnd(),
                            "(" + blanks + ")"));
        } else if (!missing.isEmpty() && !reported) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0411,
                            p.span(),
                            "variant `" + v.name() + "` has " + (missing.size() == 1 ? "a field " : "fields ")
                                    + String.join(", ", missing) + " that this pattern leaves out")
                    .help("write `_` for what does not matter"));
        }
        if (count == 0 && p.hasParentheses() && p.fields().isEmpty()) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0411, p.span(), "variant `" + v.name() + "` takes no parentheses")
                    .fix("remove them", p.name().span().atEnd().to(p.span().atEnd()), ""));
        }
        return new PatVariant(t, index, List.copyOf(fields), p.span());
    }

    private void surplus(VariantHeader v, Pattern.Field f, int count) {
        if (f.name().isEmpty()) {
            body.env.error(
                    DiagnosticCode.E0411,
                    f.span(),
                    count == 0
                            ? "variant `" + v.name() + "` carries no values"
                            : "variant `" + v.name() + "` has " + count + (count == 1 ? " field" : " fields")
                                    + ", this is one too many");
            return;
        }
        Identifier name = f.name().get();
        List<String> known = new ArrayList<>();
        for (VariantField x : v.fields()) {
            known.add(x.name());
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0411, name.span(), "variant `" + v.name() + "` has no field `" + name.text() + "`");
        Optional<String> near = Suggest.nearest(name.text(), known);
        body.env.report(near.isPresent() ? UnknownNames.didYouMean(d, name.span(), near.get()) : d);
    }

    private static int fieldIndex(VariantHeader v, String name) {
        for (int i = 0; i < v.fields().size(); i++) {
            if (v.fields().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private HirPattern or(Pattern.Or p, Type type, Map<String, HirLocal> bound, @Nullable Map<String, HirLocal> first) {
        List<HirPattern> alternatives = new ArrayList<>();
        Map<String, HirLocal> before = new LinkedHashMap<>(bound);
        Map<String, HirLocal> lead = new LinkedHashMap<>(before);
        alternatives.add(check(p.alternatives().get(0), type, lead, first));
        boolean reported = false;
        Map<String, HirLocal> known = new LinkedHashMap<>(lead);
        if (first != null) {
            known.putAll(first);
        }
        for (int i = 1; i < p.alternatives().size(); i++) {
            Pattern alternative = p.alternatives().get(i);
            Map<String, HirLocal> own = new LinkedHashMap<>(before);
            alternatives.add(check(alternative, type, own, known));
            for (Map.Entry<String, HirLocal> e : lead.entrySet()) {
                if (!own.containsKey(e.getKey()) && !reported && !isError(alternatives.get(i))) {
                    reported = true; // what the alternatives bind is one mistake
                    body.env.report(Diagnostic.at(
                                    DiagnosticCode.E0407,
                                    alternative.span(),
                                    "`" + e.getKey() + "` is not bound in this alternative")
                            .secondary(e.getValue().span(), "bound here")
                            .help("every alternative binds the same names; `_` binds none"));
                }
            }
            for (Map.Entry<String, HirLocal> e : own.entrySet()) {
                if (!lead.containsKey(e.getKey()) && !reported) {
                    reported = true;
                    body.env.report(Diagnostic.at(
                                    DiagnosticCode.E0407,
                                    e.getValue().span(),
                                    "`" + e.getKey() + "` is not bound in the first alternative")
                            .help("every alternative binds the same names; `_` binds none"));
                }
            }
        }
        bound.putAll(lead);
        return new PatOr(List.copyOf(alternatives), type, p.span());
    }
}
