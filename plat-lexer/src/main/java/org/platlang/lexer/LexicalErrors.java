package org.platlang.lexer;

import java.util.List;
import java.util.Locale;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.SourceFile;

/** The wording of every report about a malformed token. */
final class LexicalErrors {
    private static final String[] SUFFIXES = {
        "i8", "i16", "i32", "i64", "f8", "f16", "f32", "f64", "ns", "us", "ms", "s", "min", "h"
    };

    private LexicalErrors() {}

    static void unclosedString(DiagnosticSink sink, SourceFile file, int start) {
        int lineEnd = file.lineEnd(file.line(start));
        sink.report(Diagnostic.at(DiagnosticCode.E0104, file.span(start, lineEnd), "this string is never closed")
                .label("it begins here")
                .help("put a `\"` where the text should end; a `\"` inside the text is written `\\\"`"));
    }

    static void unclosedRawString(DiagnosticSink sink, SourceFile file, int start, int contents, String end) {
        sink.report(Diagnostic.at(DiagnosticCode.E0104, file.span(start, contents), "this raw string is never closed")
                .label("it begins here and ends with `" + end + "`")
                .help("put `" + end + "` where the text should end"));
    }

    static void unclosedInterpolation(DiagnosticSink sink, SourceFile file, int string, int end) {
        sink.report(Diagnostic.at(DiagnosticCode.E0102, file.span(end, end), "this `${` is not closed")
                .label("a `}` is missing before the line ends")
                .secondary(file.span(string, string + 1), "in the string that begins here"));
    }

    static void lineCommentInInterpolation(DiagnosticSink sink, SourceFile file, int start) {
        sink.report(Diagnostic.at(
                        DiagnosticCode.E0108, file.span(start, start + 2), "a `//` comment cannot stand inside `${…}`")
                .help("use `/* … */`, or put the comment before the string"));
    }

    static void unclosedComment(DiagnosticSink sink, SourceFile file, int start, int depth) {
        Diagnostic report = Diagnostic.at(
                        DiagnosticCode.E0105, file.span(start, start + 2), "this comment is never closed")
                .label("it begins here")
                .help("put a `*/` where the comment should end");
        sink.report(depth > 1 ? report.note("comments nest: each `/*` inside needs a `*/` of its own") : report);
    }

    static void badEscape(DiagnosticSink sink, SourceFile file, int start, int end) {
        String text = file.text().substring(start, end);
        Diagnostic report = Diagnostic.at(
                DiagnosticCode.E0106, file.span(start, end), "`" + text + "` is not an escape Plat knows");
        if (text.startsWith("\\u")) {
            report = report.help("a character by its number is written with hex digits in braces: `\\u{1F600}`");
        } else if (text.startsWith("\\x")) {
            report = report.help("write `\\u{…}` with the number of the character in hex: `\\u{41}` is `A`");
        } else if (text.equals("\\(")) {
            String line = file.text();
            int close = line.indexOf(')', end);
            int quote = line.indexOf('"', end);
            boolean simple = close > end && (quote < 0 || close < quote) && line.indexOf('(', end) < 0
                    || close > end && line.indexOf('(', end) > close;
            report = report.help("a value is put into a string by `${…}`");
            if (simple && (quote < 0 || close < quote)) {
                report = report.fix(
                        "write `${" + line.substring(end, close) + "}`",
                        file.span(start, close + 1),
                        "${" + line.substring(end, close) + "}");
            }
        } else if (text.equals("\\'")) {
            report = report.help("`'` needs no escape in a string").fix("write `'`", file.span(start, end), "'");
        } else if (text.equals("\\{") || text.equals("\\}")) {
            report = report.help("braces need no escape; it is `${` that begins an interpolation, and `\\$` escapes it")
                    .fix("write the brace alone", file.span(start, end), text.substring(1));
        } else {
            report = report.help("the escapes are `\\n \\t \\r \\0 \\\\ \\\" \\$ \\u{…}`; a backslash itself is `\\\\`")
                    .fix("write a backslash", file.span(start, start + 1), "\\\\");
        }
        sink.report(report);
    }

    static void charLiteral(DiagnosticSink sink, SourceFile file, int start, int end) {
        String inner = file.text().substring(start + 1, end - 1);
        String text = inner.equals("\"") ? "\"\\\"\"" : inner.equals("\\'") ? "\"'\"" : "\"" + inner + "\"";
        boolean one = inner.length() == 1 || inner.length() == 2 && inner.charAt(0) == '\\';
        sink.report(Diagnostic.at(
                        DiagnosticCode.E0108,
                        file.span(start, end),
                        one ? "Plat has no character literals" : "strings are written with double quotes")
                .help(one ? "a character is a String of length 1" : "a `'` begins a label such as `'outer:`")
                .fix("write `" + text + "`", file.span(start, end), text));
    }

    static void shebang(DiagnosticSink sink, SourceFile file, int start) {
        sink.report(Diagnostic.at(
                        DiagnosticCode.E0108,
                        file.span(start, start + 2),
                        "`#!` may only begin the first line of a file")
                .help("a comment begins with `//`"));
    }

    static void badCharacters(DiagnosticSink sink, SourceFile file, int start, int end) {
        String text = file.text().substring(start, end);
        int code = text.codePointAt(0);
        if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
            sink.report(Diagnostic.at(DiagnosticCode.E0117, file.span(start, end), "this is not the text of a program")
                    .label(text.indexOf('\0') >= 0 ? "a zero byte" : "bytes that are not UTF-8")
                    .help("Plat source is UTF-8 text; is this file a binary, or in another encoding?"));
            return;
        }
        String shown = code < 0x20 || code == 0x7F ? "character U+" + hex(code) : "`" + text + "`";
        Diagnostic report = Diagnostic.at(DiagnosticCode.E0108, file.span(start, end), shown + " has no meaning here");
        switch (code) {
            case '#' ->
                report = report.help(
                        file.text().startsWith("#[", start)
                                ? "Plat has no attributes: a test is a function `test_…` in a `test name { … }` block"
                                : "a comment begins with `//`");
            case '@' -> report = report.help("Plat has neither annotations nor an operator `@`");
            case '`' -> {
                report = Diagnostic.at(
                        DiagnosticCode.E0108, file.span(start, end), "strings are written with double quotes");
                String plain = "\"" + text.substring(1, Math.max(1, text.length() - 1)) + "\"";
                report = text.length() > 2 && plain.indexOf('"', 1) == plain.length() - 1
                        ? report.note("every string interpolates `${…}` and may span lines")
                                .fix("write `" + plain + "`", file.span(start, end), plain)
                        : report.help("every string interpolates `${…}` and may span lines");
            }
            case '\'' -> report = report.help("strings are written with `\"`; a `'` begins a label such as `'outer:`");
            case '\\' -> report = report.help("a statement may go on in the next line without a `\\`");
            case '$' -> report = report.help("`${…}` stands inside a string only");
            case 0x201C, 0x201D, 0x201E, 0x00AB, 0x00BB, 0x2018, 0x2019 -> {
                report = report.help("strings are written with the plain quote `\"`");
                if (end - start > 2) {
                    String plain = "\"" + text.substring(1, text.length() - 1) + "\"";
                    report = report.fix("write `" + plain + "`", file.span(start, end), plain);
                }
            }
            case 0x2013, 0x2014, 0x2212 ->
                report = report.help("minus is written `-`").fix("write `-`", file.span(start, end), "-");
            case 0x00A0, 0x200B, 0xFEFF, 0x3000 ->
                report = Diagnostic.at(
                                DiagnosticCode.E0108,
                                file.span(start, end),
                                "invisible character U+" + hex(code) + " between the words")
                        .help("write a plain space")
                        .fix("write a space", file.span(start, end), " ");
            case 0x2260 -> report = report.fix("write `!=`", file.span(start, end), "!=");
            case 0x2264 -> report = report.fix("write `<=`", file.span(start, end), "<=");
            case 0x2265 -> report = report.fix("write `>=`", file.span(start, end), ">=");
            case 0x2192 -> report = report.fix("write `->`", file.span(start, end), "->");
            default -> {
                if (Character.getType(code) == Character.FORMAT) {
                    report = Diagnostic.at(
                                    DiagnosticCode.E0108,
                                    file.span(start, end),
                                    "invisible character U+" + hex(code) + " between the words")
                            .fix("leave it out", file.span(start, end), "");
                }
                if (Character.isLetter(code)) {
                    String letter = new StringBuilder().appendCodePoint(code).toString();
                    report = Diagnostic.at(
                                    DiagnosticCode.E0108,
                                    file.span(BadCharacters.wordStart(file.text(), start), end),
                                    "a name cannot contain `" + letter + "`")
                            .help("names are made of the letters a–z and A–Z, digits and `_`");
                }
            }
        }
        sink.report(report);
    }

    private static String hex(int code) {
        String digits = Integer.toHexString(code).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    /** A number followed by something that is no suffix: one report, with the likeliest repair. */
    static void badNumber(DiagnosticSink sink, SourceFile file, int start, int end) {
        String text = file.text().substring(start, end);
        Diagnostic report =
                Diagnostic.at(DiagnosticCode.E0107, file.span(start, end), "`" + text + "` is not a number Plat knows");
        sink.report(explainNumber(report, file, text, start, end));
    }

    private static Diagnostic explainNumber(Diagnostic report, SourceFile file, String text, int start, int end) {
        if (text.length() > 1 && text.charAt(0) == '0' && "xXbBoO".indexOf(text.charAt(1)) >= 0) {
            return explainRadix(report, file, text, start);
        }
        int at = 0;
        boolean fraction = false;
        while (at < text.length()
                && (isDigit(text.charAt(at)) || text.charAt(at) == '_' || text.charAt(at) == '.' && !fraction)) {
            fraction |= text.charAt(at) == '.';
            at++;
        }
        String number = text.substring(0, at);
        String rest = text.substring(at);
        if (rest.isEmpty()) {
            return report;
        }
        if (rest.equals("m")) {
            return report.label("minutes or milliseconds?")
                    .help("durations end in `ns`, `us`, `ms`, `s`, `min` or `h`")
                    .fix("write `" + number + "min`", file.span(start, end), number + "min")
                    .fix("write `" + number + "ms`", file.span(start, end), number + "ms");
        }
        if (rest.equals("e") || rest.equals("E")) {
            return report.label("the exponent has no digits").help("an exponent looks like `1e10` or `1e-3`");
        }
        if (fraction && rest.startsWith("i")) {
            return report.label("a number with a fraction cannot have the integer suffix `" + rest + "`")
                    .help("use `f32` or `f64`, or leave the suffix out");
        }
        String unsigned = rest.startsWith("u") ? "i" + rest.substring(1) : "";
        for (String suffix : SUFFIXES) {
            if (suffix.equals(unsigned)) {
                return report.label("Plat has no unsigned types")
                        .fix("write `" + number + suffix + "`", file.span(start, end), number + suffix);
            }
        }
        if (rest.equals("f") || rest.equals("d") || rest.equals("F") || rest.equals("D")) {
            return report.label("`" + rest + "` is no suffix")
                    .help("suffixes of floats are `f8 f16 f32 f64`; without one a float is Float64");
        }
        if (rest.equals("L") || rest.equals("l")) {
            return report.label("`" + rest + "` is no suffix")
                    .fix("write `" + number + "i64`", file.span(start, end), number + "i64");
        }
        String near = unit(rest);
        if (near.isEmpty()) {
            near = nearestSuffix(rest);
        }
        if (!near.isEmpty()) {
            return report.label("`" + rest + "` is no suffix")
                    .fix("did you mean `" + number + near + "`?", file.span(start, end), number + near);
        }
        return report.label("`" + rest + "` is no suffix")
                .help("a number may end in `i8 i16 i32 i64`, `f8 f16 f32 f64`, or a duration's unit `ns us ms s min h`"
                        + "; a name cannot begin with a digit");
    }

    private static Diagnostic explainRadix(Diagnostic report, SourceFile file, String text, int start) {
        char letter = text.charAt(1);
        if (letter < 'a') {
            char small = Character.toLowerCase(letter);
            return report.label("the `" + letter + "` must be small")
                    .fix("write `0" + small + "`", file.span(start, start + 2), "0" + small);
        }
        int radix = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
        String kind = letter == 'x' ? "hex" : letter == 'b' ? "binary" : "octal";
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                continue;
            }
            if (Character.digit(c, radix) < 0) {
                Diagnostic pointed = Diagnostic.at(report.code(), file.span(start + i, start + i + 1), report.message())
                        .label("`" + c + "` is no " + kind + " digit");
                return isDigit(c) ? pointed : pointed.help(kind + " numbers take the suffixes `i8 i16 i32 i64` only");
            }
        }
        return report.label("no digits after `0" + letter + "`");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The unit of a duration that a word stands for; empty if none. */
    private static String unit(String word) {
        return switch (word) {
            case "sec", "secs", "second", "seconds" -> "s";
            case "mins", "minute", "minutes" -> "min";
            case "hr", "hrs", "hour", "hours" -> "h";
            case "msec", "millis", "millisecond", "milliseconds" -> "ms";
            case "usec", "micros", "microsecond", "microseconds" -> "us";
            case "nsec", "nanos", "nanosecond", "nanoseconds" -> "ns";
            default -> "";
        };
    }

    private static String nearestSuffix(String rest) {
        return Suggest.nearest(rest, List.of(SUFFIXES)).orElse("");
    }
}
