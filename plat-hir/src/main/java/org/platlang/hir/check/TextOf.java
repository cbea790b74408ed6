package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.FormatSpec;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Expr.StringPart;
import org.platlang.parser.ast.FormatSpec.Style;

/** Interpolated strings and their formats. */
final class TextOf {
    /** What the runtime has room for. */
    private static final int MAX_DECIMALS = 1100;

    private final Body body;

    TextOf(Body body) {
        this.body = body;
    }

    HirExpr interpolated(Expr.InterpolatedString e) {
        List<Part> parts = new ArrayList<>();
        for (StringPart part : e.parts()) {
            switch (part) {
                case StringPart.Text t -> parts.add(new Part(new HirString(t.value(), t.span()), Optional.empty()));
                case StringPart.Interpolation i -> {
                    HirExpr value = body.expr(i.value(), Want.VALUE);
                    Optional<FormatSpec> format = Optional.empty();
                    if (value.type() instanceof TaskType task && i.format().isPresent()) {
                        value = Awaiting.missing(body, i.value(), task);
                    }
                    requireText(value.type(), i.value().span());
                    if (i.format().isPresent() && !Body.isError(value)) {
                        format = Optional.of(format(i.format().get(), value.type()));
                    }
                    parts.add(new Part(value, format));
                }
            }
        }
        return new HirInterpolate(List.copyOf(parts), e.span());
    }

    /** Every type has a text; a type parameter must say so. */
    void requireText(Type type, Span span) {
        if (type instanceof TaskType task) {
            Awaiting.text(body, span, task);
        }
        if (type instanceof TypeVar v && !Bounds.holds(type, Bound.TEXT, body.env)) {
            String name = v.parameter().name();
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0311,
                            span,
                            "the text of a `" + name + "` is asked for, and `" + name + "` may be any type")
                    .help("declare `" + name + ": Text`"));
        }
    }

    private FormatSpec format(org.platlang.parser.ast.FormatSpec f, Type type) {
        boolean integer = Types.isInteger(type);
        boolean floating = Types.isFloat(type);
        String shown = Mismatch.shown(type);
        switch (f.style()) {
            case HEX_LOWER, HEX_UPPER, BINARY, OCTAL -> {
                if (!integer) {
                    unsuitable(f, "`x`, `X`, `b` and `o` are for integers, this is `" + shown + "`");
                }
            }
            case EXPONENT -> {
                if (!floating) {
                    unsuitable(f, "`e` is for floats, this is `" + shown + "`");
                }
            }
            case PLAIN -> {
                if (f.alternate()) {
                    unsuitable(f, "`#` goes with `x`, `X`, `b` or `o`");
                }
            }
        }
        if (f.digits() >= 0 && !floating && type != Primitive.STRING) {
            unsuitable(f, "a precision is for floats and Strings, this is `" + shown + "`");
        }
        if (floating && f.digits() > MAX_DECIMALS) {
            unsuitable(f, "a float has at most " + MAX_DECIMALS + " decimals here; no double needs more than 1074");
        }
        if ((f.plus() || f.zero()) && !integer && !floating) {
            unsuitable(f, "`" + (f.plus() ? "+" : "0") + "` is for numbers, this is `" + shown + "`");
        }
        if (f.plus() && f.style() != Style.PLAIN && f.style() != Style.EXPONENT) {
            unsuitable(f, "`+` does not go with `x`, `X`, `b` or `o`");
        }
        FormatSpec.Align align = switch (f.alignment()) {
            case DEFAULT -> FormatSpec.Align.DEFAULT;
            case LEFT -> FormatSpec.Align.LEFT;
            case CENTER -> FormatSpec.Align.CENTER;
            case RIGHT -> FormatSpec.Align.RIGHT;
        };
        char form = switch (f.style()) {
            case PLAIN -> 0;
            case HEX_LOWER -> 'x';
            case HEX_UPPER -> 'X';
            case BINARY -> 'b';
            case OCTAL -> 'o';
            case EXPONENT -> 'e';
        };
        return new FormatSpec(
                f.fill(), align, f.plus(), f.alternate(), f.zero(), Math.max(0, f.width()), f.digits(), form);
    }

    private void unsuitable(org.platlang.parser.ast.FormatSpec f, String message) {
        body.env.error(DiagnosticCode.E0315, f.span(), message);
    }
}
