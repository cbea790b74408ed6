package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.Simple;

/** Strings: interpolation with and without formats, and methods. */
final class TextExpressions {
    private static final Simple S = Simple.STRING;
    private final Maker maker;

    TextExpressions(Maker maker) {
        this.maker = maker;
    }

    private Piece e(Object... parts) {
        return Piece.expression(S, parts);
    }

    Piece of(int depth) {
        Choice c = maker.choice;
        int d = depth - 1;
        return switch (c.below(18)) {
            case 0, 1, 2, 3, 4 -> interpolated(d);
            case 5, 6 -> e("(", text(d), " + ", text(d), ")");
            case 7 -> e("(", text(d), ").substring(start = ", maker.small(-1, 3), ", end = ", maker.small(0, 8), ")");
            case 8 -> e("(", text(d), ")." + c.of("to_upper", "to_lower", "trim", "trim_left", "reverse") + "()");
            case 9 ->
                e("(", text(d), ")." + c.of("replace", "replace_all") + "(from = ", text(0), ", to = ", text(0), ")");
            case 10 -> e("(", text(d), ").repeat(count = ", maker.small(-1, 3), ")");
            case 11 ->
                e(
                        "(",
                        text(d),
                        ")." + c.of("pad_left", "pad_right") + "(width = ",
                        maker.small(0, 9),
                        ", fill = ",
                        text(0),
                        ")");
            case 12 -> e("(", text(d), ").char_at(index = ", maker.small(-1, 4), ")");
            case 13 -> e("(", text(d), ").join(items = ", maker.expr(new ListOf(S), d), ")");
            case 14 -> e("(", anything(d), ").to_string()");
            case 15 -> e("(", text(d), ")[", maker.small(-1, 4), "].unwrap_or(default = ", text(0), ")");
            case 16 -> e("(", maker.expr(new ListOf(maker.types.any(1)), d), ").join(separator = ", text(0), ")");
            default -> e("String::from_code(value = ", maker.expr(Simple.INT32, d), ")");
        };
    }

    private Piece text(int depth) {
        return maker.expr(S, depth);
    }

    private Piece anything(int depth) {
        return maker.expr(maker.types.any(2), depth);
    }

    private Piece interpolated(int depth) {
        List<Object> parts = new ArrayList<>(List.of("\""));
        for (int i = maker.choice.between(1, 3); i > 0; i--) {
            parts.add(maker.choice.of("", " ", "é", "-", "\\n"));
            parts.add(shown(maker.types.any(2), depth));
        }
        parts.add("\"");
        return e(parts.toArray());
    }

    /** {@code ${value:format}}. */
    private Piece shown(PlatType type, int depth) {
        return Piece.of("${(", maker.expr(type, depth), ")" + format(type) + "}");
    }

    private String format(PlatType type) {
        Choice c = maker.choice;
        if (c.percent(65)) {
            return "";
        }
        String fill = c.of("", "", "*", "é");
        String align = c.of("<", "^", ">");
        String place = c.percent(40) ? fill + align : "";
        String width = c.percent(60) ? String.valueOf(c.between(1, 12)) : "";
        String spec = "";
        if (type instanceof Simple s && s.isInteger()) {
            spec = c.percent(50)
                    ? place + c.of("", "+") + c.of("", "0") + width
                    : place + c.of("", "#") + c.of("", "0") + width + c.of("x", "X", "b", "o");
        } else if (type instanceof Simple s && s.isFloat()) {
            String digits = c.percent(60) ? "." + c.between(0, 6) : "";
            spec = place + c.of("", "+") + c.of("", "0") + width + digits + c.of("", "", "e");
        } else if (type == S) {
            spec = place + width + (c.percent(40) ? "." + c.between(0, 4) : "");
        } else {
            spec = place + width;
        }
        // A 0 directly before the width is the flag; alone it would be a width of nothing.
        return spec.isEmpty() || spec.equals("0") ? "" : ":" + spec;
    }
}
