package org.platlang.generator;

import java.util.List;
import org.platlang.generator.PlatType.Simple;

/** Literals of the types without parts, those at the edges more often than others. */
final class Literals {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "abc",
            "Zebra",
            " x ",
            "a,b,,c",
            "12",
            "-7",
            "3.5",
            "true",
            "ä",
            "€uro",
            "😀",
            "naïve 日本",
            "Ab\\n\\tc",
            "\\\"q\\\"",
            "\\${",
            "$",
            "aaa",
            "0",
            "x y  z",
            "\\u{1F600}!",
            "9999999999",
            "\\\\");
    private static final List<String> FLOATS = List.of(
            "0.0",
            "1.0",
            "0.5",
            "1.5",
            "0.1",
            "3.25",
            "100.0",
            "1e10",
            "1e-7",
            "2.5",
            "16777216.0",
            "1e38",
            "123456.789");

    /** In the range of a Float8, which a literal must not leave. */
    private static final List<String> NARROW_FLOATS =
            List.of("0.0", "1.0", "0.5", "1.5", "0.1", "3.25", "100.0", "2.5", "448.0", "0.015625", "0.002", "17.0");

    private final Maker maker;

    Literals(Maker maker) {
        this.maker = maker;
    }

    Piece of(Simple type) {
        return Piece.expression(type, text(type));
    }

    String text(Simple type) {
        Choice c = maker.choice;
        return switch (type) {
            case BOOL -> c.percent(50) ? "true" : "false";
            case STRING -> "\"" + c.of(TEXTS) + "\"";
            case DURATION ->
                signed(c.of("0", "1", "7", "250", "1500", "90") + c.of("ns", "us", "ms", "s", "min"), c.percent(20));
            case UNIT -> "()";
            case FLOAT8, FLOAT16 -> signed(c.of(NARROW_FLOATS) + "_" + type.suffix(), c.percent(30));
            case FLOAT32, FLOAT64 -> signed(c.of(FLOATS) + "_" + type.suffix(), c.percent(30));
            case INT8, INT16, INT32, INT64 -> integer(type, c);
        };
    }

    private static String signed(String text, boolean negative) {
        return negative ? "(-" + text + ")" : text;
    }

    private static String integer(Simple type, Choice c) {
        int bits = type.bits();
        long value = switch (c.below(10)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> -1;
            case 3 -> -1L << (bits - 1);
            case 4 -> ~(-1L << (bits - 1));
            case 5 -> 1L << c.below(bits - 1);
            case 6 -> c.bits() >> (64 - bits);
            default -> c.between(-20, 100);
        };
        return value < 0 ? "(" + value + type.suffix() + ")" : value + type.suffix();
    }
}
