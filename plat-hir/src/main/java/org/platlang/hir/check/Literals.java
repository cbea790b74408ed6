package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirListLiteral;
import org.platlang.hir.tree.HirExpr.HirRange;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
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
import org.platlang.parser.ast.NumberSuffix;

/** Numbers, lists, ranges: literals that take their type from what is wanted. */
final class Literals {
    private final Body body;

    Literals(Body body) {
        this.body = body;
    }

    /**
     * An integer literal.
     *
     * @param negative whether a {@code -} before it belongs to it
     * @param span with the sign
     */
    HirExpr integer(Expr.IntLiteral e, boolean negative, Span span, Want want) {
        Type wanted = want.typeOrNull();
        if (e.suffix() == NumberSuffix.NONE && Types.isFloat(wanted == null ? Primitive.UNIT : wanted)) {
            return integerForFloat(e, negative, span, wanted == null ? Primitive.FLOAT64 : wanted);
        }
        Primitive type = suffixType(e.suffix());
        if (type == null) {
            type = wanted instanceof Primitive p && p.isInteger() ? p : Primitive.INT32;
        }
        return new HirInt(value(e, negative, span, type), type, span);
    }

    private HirExpr integerForFloat(Expr.IntLiteral e, boolean negative, Span span, Type wanted) {
        String written = span.text();
        String mended = e.decimal() ? written + ".0" : (negative ? "-" : "") + Long.toUnsignedString(e.value()) + ".0";
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0302, span, "integer literal where `" + Mismatch.shown(wanted) + "` is wanted")
                .fix("write `" + mended + "`", span, mended));
        return new HirFloat(negative ? -(double) e.value() : (double) e.value(), wanted, span);
    }

    private long value(Expr.IntLiteral e, boolean negative, Span span, Primitive type) {
        long magnitude = e.value();
        boolean fits;
        if (e.decimal()) {
            long limit = negative ? -(type.minValue() + 1) + 1 : type.maxValue();
            fits = Long.compareUnsigned(magnitude, limit) <= 0;
        } else {
            fits = type.bits() == 64 || magnitude >>> type.bits() == 0;
        }
        if (!fits) {
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0303, span, "`" + span.text() + "` does not fit in `" + type.displayName() + "`");
            d = d.note("`" + type.displayName() + "` holds " + type.minValue() + " to " + type.maxValue());
            boolean wider = e.suffix() == NumberSuffix.NONE
                    && e.decimal()
                    && type == Primitive.INT32
                    && Long.compareUnsigned(magnitude, Long.MAX_VALUE) <= 0;
            body.env.report(
                    wider
                            ? d.help("an integer is Int32 where nothing says otherwise; an Int64 is declared"
                                    + " `let x: Int64 = …` or written with `i64`")
                            : d);
            return 0;
        }
        int unused = 64 - type.bits();
        long value = e.decimal() ? magnitude : magnitude << unused >> unused;
        return negative ? -value : value;
    }

    private static @Nullable Primitive suffixType(NumberSuffix suffix) {
        return switch (suffix) {
            case NONE -> null;
            case I8 -> Primitive.INT8;
            case I16 -> Primitive.INT16;
            case I32 -> Primitive.INT32;
            case I64 -> Primitive.INT64;
            case F8 -> Primitive.FLOAT8;
            case F16 -> Primitive.FLOAT16;
            case F32 -> Primitive.FLOAT32;
            case F64 -> Primitive.FLOAT64;
        };
    }

    HirExpr floating(Expr.FloatLiteral e, boolean negative, Span span, Want want) {
        Primitive type = suffixType(e.suffix());
        if (type == null) {
            type = want.typeOrNull() instanceof Primitive p && p.isFloat() ? p : Primitive.FLOAT64;
        }
        double value = NarrowFloats.parse(e.digits(), type);
        if (Double.isInfinite(value)) {
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0303, span, "`" + span.text() + "` does not fit in `" + type.displayName() + "`");
            return body.error(d.note("the largest `" + type.displayName() + "` is " + NarrowFloats.max(type)), span);
        }
        return new HirFloat(negative ? -value : value, type, span);
    }

    HirExpr duration(Expr.DurationLiteral e, boolean negative, Span span) {
        if (e.nanoseconds() < 0 && !negative) {
            return body.error(
                    Diagnostic.at(DiagnosticCode.E0107, span, "this duration is out of range")
                            .help("durations count nanoseconds in 64 bits: at most about 292 years"),
                    span);
        }
        return new HirInt(negative ? -e.nanoseconds() : e.nanoseconds(), Primitive.DURATION, span);
    }

    HirExpr list(Expr.ListLiteral e, Want want) {
        Type wanted = want.typeOrNull();
        Want elementWant = Want.VALUE;
        Type element = null;
        if (wanted instanceof ListType t) {
            elementWant = want.kind() == Want.Kind.TYPE && want.reason() != null
                    ? Want.type(t.element(), want.reason())
                    : Want.hint(t.element());
            // Of a hint the elements decide, unless there are none.
            boolean decided = want.kind() == Want.Kind.TYPE || e.elements().isEmpty();
            if (decided && !Types.hasHoles(t.element())) {
                element = t.element();
            }
        }
        List<HirExpr> elements = new ArrayList<>(e.elements().size());
        Join join = null;
        for (Expr x : e.elements()) {
            HirExpr h = body.expr(x, elementWant);
            elements.add(h);
            if (element == null && h.type() != Primitive.NEVER) {
                element = h.type();
                elementWant = Want.type(element, Reason.Kind.ELEMENT, x.span());
                if (element instanceof ClassType && want.kind() != Want.Kind.TYPE) {
                    join = new Join(body, Reason.Kind.ELEMENT);
                    elementWant = Want.hint(element);
                }
            }
            if (join != null) {
                join.add(h, x);
            }
        }
        if (element == null) {
            if (!e.elements().isEmpty()) {
                element = Primitive.NEVER;
            } else if (wanted instanceof DictType || wanted instanceof SetType) {
                String literal = wanted instanceof DictType ? "{}" : "Set{}";
                return body.error(
                        Diagnostic.at(
                                        DiagnosticCode.E0301,
                                        e.span(),
                                        "expected `" + Mismatch.shown(wanted) + "`, found an empty list")
                                .fix("write `" + literal + "`", e.span(), literal),
                        e.span());
            } else if (wanted == Primitive.ERROR) {
                return Body.invalid(e.span());
            } else {
                return body.error(
                        Diagnostic.at(
                                        DiagnosticCode.E0309,
                                        e.span(),
                                        "the element type of this empty list is not known")
                                .help("say it where the list goes: `let xs: List[Int32] = [];`"),
                        e.span());
            }
        }
        if (join != null && join.type() instanceof ClassType common) {
            element = common;
        }
        for (int i = 0; i < elements.size(); i++) {
            HirExpr up = body.upcast(elements.get(i), element);
            elements.set(i, up == null ? elements.get(i) : up);
        }
        return new HirListLiteral(new ListType(element), List.copyOf(elements), e.span());
    }

    HirExpr range(Expr.Range e, Want want) {
        Want endWant = want.typeOrNull() instanceof RangeType t ? Want.hint(t.element()) : Want.VALUE;
        HirExpr start;
        HirExpr end;
        if (OpenExpressions.isLiteral(e.start()) && !OpenExpressions.isLiteral(e.end())) {
            end = body.expr(e.end(), endWant);
            start = body.expr(e.start(), other(end, e.end()));
        } else {
            start = body.expr(e.start(), endWant);
            end = body.expr(e.end(), other(start, e.start()));
        }
        Type type = start.type();
        if (type == Primitive.ERROR || end.type() == Primitive.ERROR) {
            return Body.invalid(e.span());
        }
        if (!Types.isInteger(type)) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0304,
                                    e.span(),
                                    "a range of `" + Mismatch.shown(type) + "` cannot be made")
                            .help("ranges are of integers"),
                    e.span());
        }
        if (!Body.accepts(type, end.type())) {
            // A start that is an open literal took no type from an end that is no number.
            Mismatch.report(
                    body, end, Want.type(type, Reason.Kind.RANGE_END, e.start().span()), e.end());
            return Body.invalid(e.span());
        }
        return new HirRange(new RangeType(type), start, end, e.inclusive(), e.span());
    }

    private static Want other(HirExpr end, Expr source) {
        return Types.isNumeric(end.type()) ? Want.type(end.type(), Reason.Kind.RANGE_END, source.span()) : Want.VALUE;
    }
}
