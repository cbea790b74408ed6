package org.platlang.hir.check;

import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.parser.ast.Identifier;

/** The naming rules of the language (§1), with the mended name as a fix-it. */
enum Naming {
    SNAKE("snake_case"),
    TITLE("TitleCase"),
    UPPER("UPPER_CASE");

    private final String display;

    Naming(String display) {
        this.display = display;
    }

    /** Reports {@code name}, which names a {@code what} ("variable"), unless it has this form. */
    void check(Identifier name, String what, DiagnosticSink sink) {
        if (!fits(name.text())) {
            String mended = mend(name.text());
            sink.report(Diagnostic.at(
                            DiagnosticCode.E0206, name.span(), what + " `" + name.text() + "` is not in " + display)
                    .fix("rename to `" + mended + "`", name.span(), mended));
        }
    }

    boolean fits(String name) {
        int i = 0;
        while (i < name.length() && name.charAt(i) == '_') {
            i++;
        }
        if (i == name.length()) {
            return this == SNAKE;
        }
        char first = name.charAt(i);
        if (this == TITLE ? !isUpper(first) : this == UPPER && !isUpper(first)) {
            return false;
        }
        for (; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean bad = switch (this) {
                case SNAKE -> isUpper(c);
                case TITLE -> c == '_';
                case UPPER -> isLower(c);
            };
            if (bad) {
                return false;
            }
        }
        return true;
    }

    /** The nearest name in this form. */
    String mend(String name) {
        StringBuilder out = new StringBuilder();
        boolean wordStart = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                if (this != TITLE || out.isEmpty()) {
                    out.append('_');
                }
                wordStart = true;
                continue;
            }
            boolean hump = isUpper(c)
                    && i > 0
                    && name.charAt(i - 1) != '_'
                    && (!isUpper(name.charAt(i - 1)) || (i + 1 < name.length() && isLower(name.charAt(i + 1))));
            switch (this) {
                case SNAKE -> out.append(hump ? "_" : "").append(Character.toLowerCase(c));
                case UPPER -> out.append(hump ? "_" : "").append(Character.toUpperCase(c));
                case TITLE -> out.append(wordStart ? Character.toUpperCase(c) : c);
            }
            wordStart = false;
        }
        return out.toString();
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
