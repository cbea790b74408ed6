package org.platlang.parser;

import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.FormatSpec;
import org.platlang.parser.ast.FormatSpec.Alignment;
import org.platlang.parser.ast.FormatSpec.Style;

/** Format specifications (§5): {@code [[fill]<|^|>][+][#][0][width][.digits][x|X|b|o|e]}. */
final class FormatParser {
    /** The largest width and number of digits: what the compiled form of a format has room for. */
    private static final int MAX_NUMBER = 65_535;

    private final String text;
    private int at;
    private boolean tooLarge;

    private FormatParser(String text) {
        this.text = text;
    }

    /** The specification in a FORMAT_SPEC token; empty if it is malformed, which is reported. */
    static Optional<FormatSpec> parse(Build build, Token token) {
        FormatParser parser = new FormatParser(build.text(token));
        Optional<FormatSpec> spec = parser.parse(build.span(token));
        if (spec.isEmpty()) {
            int start = token.getStartIndex() + parser.at;
            int end = Math.max(start, token.getStopIndex() + 1);
            if (parser.tooLarge) {
                build.sink.report(build.error(
                                DiagnosticCode.E0115,
                                build.file.span(start, end),
                                "widths and numbers of digits go up to " + MAX_NUMBER)
                        .help("for a longer text there are `pad_left`, `pad_right` and `substring`"));
                return spec;
            }
            build.sink.report(build.error(
                            DiagnosticCode.E0115, build.file.span(start, end), "this is not a format Plat knows")
                    .label(start == end ? "something is missing here" : "")
                    .help("a format is `[[fill]<|^|>][+][#][0][width][.digits][x|X|b|o|e]`:"
                            + " `.2` two decimals, `05` width 5 with zeros, `>10` at the right of 10, `x` hex"));
        }
        return spec;
    }

    private Optional<FormatSpec> parse(Span span) {
        int fill = ' ';
        Alignment alignment = Alignment.DEFAULT;
        int first = text.codePointAt(0);
        int second = Character.charCount(first);
        if (second < text.length() && alignment(text.charAt(second)) != Alignment.DEFAULT) {
            if (first == ':') {
                return Optional.empty();
            }
            fill = first;
            alignment = alignment(text.charAt(second));
            at = second + 1;
        } else if (alignment(text.charAt(0)) != Alignment.DEFAULT) {
            alignment = alignment(text.charAt(0));
            at = 1;
        }
        boolean plus = accept('+');
        boolean alternate = accept('#');
        boolean zero = accept('0');
        int width = number();
        int digits = -1;
        if (!tooLarge && accept('.')) {
            digits = number();
            if (digits < 0) {
                return Optional.empty();
            }
        }
        if (tooLarge) {
            return Optional.empty();
        }
        Style style = at < text.length() ? style(text.charAt(at)) : Style.PLAIN;
        if (style != Style.PLAIN) {
            at++;
        }
        if (at < text.length()) {
            return Optional.empty();
        }
        return Optional.of(new FormatSpec(fill, alignment, plus, alternate, zero, width, digits, style, span));
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** A number without sign; -1 if none stands here. One that is too large is not passed. */
    private int number() {
        int start = at;
        int value = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = Math.min(value * 10 + text.charAt(at) - '0', MAX_NUMBER + 1);
            at++;
        }
        if (value > MAX_NUMBER) {
            tooLarge = true;
            at = start;
        }
        return at == start ? -1 : value;
    }

    private static Alignment alignment(char c) {
        return switch (c) {
            case '<' -> Alignment.LEFT;
            case '^' -> Alignment.CENTER;
            case '>' -> Alignment.RIGHT;
            default -> Alignment.DEFAULT;
        };
    }

    private static Style style(char c) {
        return switch (c) {
            case 'x' -> Style.HEX_LOWER;
            case 'X' -> Style.HEX_UPPER;
            case 'b' -> Style.BINARY;
            case 'o' -> Style.OCTAL;
            case 'e' -> Style.EXPONENT;
            default -> Style.PLAIN;
        };
    }
}
