package org.platlang.parser;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.FormatSpec;
import org.platlang.parser.ast.NumberSuffix;
import org.platlang.parser.grammar.PlatParser;
import org.platlang.parser.grammar.PlatParser.InterpolationContext;

/** Numbers, durations, strings (§1). The lexer guarantees their shape; here they get their values. */
final class LiteralBuilder {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);

    /** Digits of a duration's exponent beyond which it is certainly out of range or no whole nanosecond. */
    private static final int MAX_EXPONENT = 400;

    private final Build build;

    LiteralBuilder(Build build) {
        this.build = build;
    }

    Expr literal(Token token) {
        return switch (token.getType()) {
            case PlatParser.INT -> integer(token);
            case PlatParser.FLOAT -> floating(token);
            case PlatParser.DURATION -> duration(token);
            case PlatParser.TRUE -> new Expr.BoolLiteral(true, build.span(token));
            case PlatParser.FALSE -> new Expr.BoolLiteral(false, build.span(token));
            default -> throw new IllegalArgumentException(token.toString());
        };
    }

    private Expr integer(Token token) {
        String text = build.text(token);
        int radix = 10;
        if (text.length() > 2 && text.charAt(0) == '0') {
            char kind = text.charAt(1);
            radix = kind == 'x' ? 16 : kind == 'b' ? 2 : kind == 'o' ? 8 : 10;
        }
        int end = text.indexOf('i');
        NumberSuffix suffix = end < 0 ? NumberSuffix.NONE : suffix(text.substring(end));
        if (end < 0) {
            end = text.length();
        }
        long value = 0;
        boolean tooLarge = false;
        for (int i = radix == 10 ? 0 : 2; i < end; i++) {
            char c = text.charAt(i);
            if (c == '_') {
                continue;
            }
            int digit = Character.digit(c, radix);
            tooLarge |= Long.compareUnsigned(value, Long.divideUnsigned(-1L, radix)) > 0;
            value = value * radix + digit;
            tooLarge |= Long.compareUnsigned(value, digit) < 0;
        }
        if (tooLarge) {
            build.sink.report(build.error(
                            DiagnosticCode.E0107, build.span(token), "this number needs more than 64 bits")
                    .help("the largest integer type is Int64, up to 9223372036854775807; a float is written `1e30`"));
            return new Expr.Invalid(build.span(token));
        }
        if (radix == 10 && end > 1 && text.charAt(0) == '0') {
            leadingZero(text, end, build.span(token));
        }
        return new Expr.IntLiteral(value, radix == 10, suffix, build.span(token));
    }

    /** Elsewhere a leading zero makes a number octal; where that would be another number, the reader is told. */
    private void leadingZero(String text, int end, Span span) {
        String digits = withoutUnderscores(text, end).replaceFirst("^0+(?=.)", "");
        String suffix = text.substring(end);
        if (digits.length() == 1 && digits.charAt(0) < '8') {
            return;
        }
        Diagnostic d = Diagnostic.at(DiagnosticCode.W0008, span, "`" + text + "` is the decimal number " + digits)
                .note("a leading zero means nothing in Plat; octal numbers begin with `0o`");
        if (digits.chars().allMatch(c -> c < '8')) {
            d = d.fix("if it is octal, write `0o" + digits + suffix + "`", span, "0o" + digits + suffix);
        }
        build.sink.report(d.fix("if it is decimal, write `" + digits + suffix + "`", span, digits + suffix));
    }

    private Expr floating(Token token) {
        String text = build.text(token);
        int end = text.indexOf('f');
        NumberSuffix suffix = end < 0 ? NumberSuffix.NONE : suffix(text.substring(end));
        return new Expr.FloatLiteral(
                withoutUnderscores(text, end < 0 ? text.length() : end), suffix, build.span(token));
    }

    private static NumberSuffix suffix(String text) {
        for (NumberSuffix suffix : NumberSuffix.values()) {
            if (suffix.text().equals(text)) {
                return suffix;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static String withoutUnderscores(String text, int end) {
        StringBuilder digits = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) != '_') {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    private Expr duration(Token token) {
        String text = build.text(token);
        int end = text.length();
        while (Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        long unit = switch (text.substring(end)) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw new IllegalArgumentException(text);
        };
        String digits = withoutUnderscores(text, end);
        Span span = build.span(token);
        if (hugeExponent(digits)) {
            return outOfRange(span);
        }
        BigDecimal exact = new BigDecimal(digits).multiply(BigDecimal.valueOf(unit));
        if (exact.compareTo(LEAST.negate()) > 0) {
            return outOfRange(span);
        }
        if (exact.stripTrailingZeros().scale() > 0) {
            build.sink.report(build.error(DiagnosticCode.E0107, span, "a duration is a whole number of nanoseconds")
                    .label("this has a fraction of one"));
            return new Expr.Invalid(span);
        }
        return new Expr.DurationLiteral(exact.longValue(), span);
    }

    private static boolean hugeExponent(String digits) {
        int e = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        if (e < 0) {
            return false;
        }
        int value = 0;
        for (int i = e + 1; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 10);
            if (digit >= 0) {
                value = Math.min(value * 10 + digit, 1_000_000);
            }
        }
        return value > MAX_EXPONENT;
    }

    private Expr outOfRange(Span span) {
        build.sink.report(build.error(DiagnosticCode.E0107, span, "this duration is out of range")
                .help("durations count nanoseconds in 64 bits: at most about 292 years"));
        return new Expr.Invalid(span);
    }

    // ---- strings

    Expr string(PlatParser.StringContext context) {
        Span span = build.span(context);
        if (context.RAW_STRING() != null) {
            String text = build.text(context.getStart());
            int hashes = text.indexOf('"') - 1;
            return new Expr.StringLiteral(text.substring(hashes + 2, text.length() - hashes - 1), span);
        }
        List<Expr.StringPart> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int plainStart = -1;
        int plainEnd = -1;
        for (int i = 0; i < context.getChildCount(); i++) {
            ParseTree child = context.getChild(i);
            if (child instanceof InterpolationContext interpolation) {
                if (plain.length() > 0) {
                    parts.add(new Expr.StringPart.Text(plain.toString(), build.file.span(plainStart, plainEnd)));
                    plain.setLength(0);
                }
                plainStart = -1;
                parts.add(interpolation(interpolation));
            } else if (child instanceof TerminalNode terminal) {
                Token token = terminal.getSymbol();
                int type = token.getType();
                if (type == PlatParser.STRING_TEXT) {
                    plain.append(build.file.text(), token.getStartIndex(), token.getStopIndex() + 1);
                } else if (type == PlatParser.ESCAPE) {
                    escape(token, plain);
                } else {
                    continue;
                }
                plainStart = plainStart < 0 ? token.getStartIndex() : plainStart;
                plainEnd = token.getStopIndex() + 1;
            }
        }
        if (parts.isEmpty()) {
            return new Expr.StringLiteral(plain.toString(), span);
        }
        if (plain.length() > 0) {
            parts.add(new Expr.StringPart.Text(plain.toString(), build.file.span(plainStart, plainEnd)));
        }
        return new Expr.InterpolatedString(parts, span);
    }

    private void escape(Token token, StringBuilder out) {
        char kind = build.file.text().charAt(token.getStartIndex() + 1);
        switch (kind) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case '0' -> out.append('\0');
            case 'u' -> {
                int code = 0;
                for (int i = token.getStartIndex() + 3; i < token.getStopIndex(); i++) {
                    code = Math.min(
                            code * 16 + Character.digit(build.file.text().charAt(i), 16), 0x110000);
                }
                if (code > 0x10FFFF || code >= 0xD800 && code <= 0xDFFF) {
                    build.sink.report(build.error(
                                    DiagnosticCode.E0106, build.span(token), "there is no character with this number")
                            .help("characters go from `\\u{0}` to `\\u{10FFFF}`, without `\\u{D800}` to `\\u{DFFF}`"));
                } else {
                    out.appendCodePoint(code);
                }
            }
            default -> out.append(kind);
        }
    }

    private Expr.StringPart interpolation(InterpolationContext context) {
        Expr value = build.expressions.expression(context.expression());
        Optional<FormatSpec> format = Optional.empty();
        if (context.FORMAT_COLON() != null) {
            if (context.FORMAT_SPEC() == null) {
                build.sink.report(build.error(
                                DiagnosticCode.E0115,
                                build.span(context.FORMAT_COLON().getSymbol()),
                                "the format after `:` is empty")
                        .help("leave the `:` out, or write a format such as `.2`, `05` or `>10`"));
            } else {
                format = FormatParser.parse(build, context.FORMAT_SPEC().getSymbol());
            }
        }
        return new Expr.StringPart.Interpolation(value, format, build.span(context));
    }
}
