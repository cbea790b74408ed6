package org.platlang.lexer;

import java.util.Locale;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;

/**
 * The invisible characters that change the direction in which text is shown (Unicode's embeddings, overrides and
 * isolates). Hebrew and Arabic need none of them; in a program they make code look like another one (Boucher and
 * Anderson, Trojan Source, 2021). Outside of strings and comments they begin no token and are errors.
 */
final class Directions {
    private Directions() {}

    static boolean isControl(char c) {
        return c >= 0x202A && (c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }

    /** Whether the text between two offsets, a part of a comment or string, holds such a character. */
    static boolean inside(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (isControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Warns of such characters in the text of a string, where they can be written as escapes. */
    static void checkString(DiagnosticSink sink, SourceFile file, int start, int end) {
        check(sink, file, start, end, "this string", true);
    }

    /** Warns of such characters in a comment or raw string, where they can only be left out. */
    static void check(DiagnosticSink sink, SourceFile file, int start, int end, String where) {
        check(sink, file, start, end, where, false);
    }

    private static void check(DiagnosticSink sink, SourceFile file, int start, int end, String where, boolean escapes) {
        String text = file.text();
        int first = -1;
        int last = -1;
        StringBuilder right = new StringBuilder();
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return;
        }
        for (int i = first; i <= last; i++) {
            char c = text.charAt(i);
            if (!isControl(c)) {
                right.append(c);
            } else if (escapes) {
                right.append(escape(c));
            }
        }
        String name = escape(text.charAt(first));
        Diagnostic report = Diagnostic.at(
                        DiagnosticCode.W0009,
                        file.span(first, first + 1),
                        "invisible character U+" + name.substring(3, 7) + " in " + where
                                + " turns the direction of text")
                .note("what follows it may be shown in another order than it is compiled in");
        sink.report(
                escapes
                        ? report.fix("write the escape `" + name + "`", file.span(first, last + 1), right.toString())
                        : report.fix("leave it out", file.span(first, last + 1), right.toString()));
    }

    private static String escape(char c) {
        return "\\u{" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + "}";
    }
}
