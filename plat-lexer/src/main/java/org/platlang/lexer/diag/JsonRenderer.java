package org.platlang.lexer.diag;

import java.util.List;
import org.platlang.lexer.source.Span;

/**
 * Diagnostics for tools: one JSON object a line. Lines and columns count from 1 (columns in code points), {@code start}
 * and {@code end} are UTF-16 offsets; {@code primary} is null for a report about no source text.
 */
public final class JsonRenderer {
    private JsonRenderer() {}

    /** One line, with its line end. */
    public static String render(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder(256);
        out.append("{\"code\":");
        string(diagnostic.code().id(), out);
        out.append(",\"severity\":");
        string(diagnostic.severity().word(), out);
        out.append(",\"message\":");
        string(diagnostic.message(), out);
        out.append(",\"primary\":");
        if (diagnostic.primary().isPresent()) {
            label(diagnostic.primary().get(), out);
        } else {
            out.append("null");
        }
        out.append(",\"secondary\":[");
        for (int i = 0; i < diagnostic.secondary().size(); i++) {
            comma(i, out);
            label(diagnostic.secondary().get(i), out);
        }
        out.append("],\"notes\":");
        strings(diagnostic.notes(), out);
        out.append(",\"help\":");
        strings(diagnostic.help(), out);
        out.append(",\"fixes\":[");
        for (int i = 0; i < diagnostic.fixIts().size(); i++) {
            comma(i, out);
            FixIt fix = diagnostic.fixIts().get(i);
            out.append("{\"title\":");
            string(fix.title(), out);
            out.append(',');
            place(fix.span(), out);
            out.append(",\"replacement\":");
            string(fix.replacement(), out);
            out.append('}');
        }
        return out.append("]}\n").toString();
    }

    private static void label(Label label, StringBuilder out) {
        out.append('{');
        place(label.span(), out);
        out.append(",\"label\":");
        string(label.text(), out);
        out.append('}');
    }

    private static void place(Span span, StringBuilder out) {
        out.append("\"file\":");
        string(span.file().name(), out);
        out.append(",\"line\":").append(span.line());
        out.append(",\"column\":").append(span.column());
        out.append(",\"endLine\":").append(span.file().line(span.end()));
        out.append(",\"endColumn\":").append(span.file().column(span.end()));
        out.append(",\"start\":").append(span.start());
        out.append(",\"end\":").append(span.end());
    }

    private static void strings(List<String> texts, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < texts.size(); i++) {
            comma(i, out);
            string(texts.get(i), out);
        }
        out.append(']');
    }

    private static void comma(int index, StringBuilder out) {
        if (index > 0) {
            out.append(',');
        }
    }

    /** A text as a JSON string. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        string(text, out);
        return out.toString();
    }

    /** A JSON string (RFC 8259); lone surrogates, which UTF-8 cannot carry, are escaped. */
    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean pairStart = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pairStart) {
                        out.append(c).append(text.charAt(++i));
                    } else if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                        out.append("\\u");
                        String hex = Integer.toHexString(c);
                        out.append("0".repeat(4 - hex.length())).append(hex);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
