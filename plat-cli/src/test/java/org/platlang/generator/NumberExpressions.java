package org.platlang.generator;

import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.Simple;

/** Integers of all widths, floats and durations. */
final class NumberExpressions {
    private final Maker maker;

    NumberExpressions(Maker maker) {
        this.maker = maker;
    }

    Piece of(Simple type, int depth) {
        return type.isInteger() ? integer(type, depth - 1) : floating(type, depth - 1);
    }

    private Piece e(PlatType type, Object... parts) {
        return Piece.expression(type, parts);
    }

    private Piece integer(Simple t, int d) {
        Choice c = maker.choice;
        Piece a = maker.expr(t, d);
        return switch (c.below(20)) {
            case 0, 1, 2, 3, 4, 5 ->
                e(t, "(", a, " " + c.of("+", "-", "*", "&", "|", "^") + " ", maker.expr(t, d), ")");
            case 6, 7 -> divided(t, a, d);
            case 8 -> e(t, "(", a, " " + c.of("<<", ">>") + " ", maker.expr(c.of(PlatType.INTEGERS), d), ")");
            case 9 -> e(t, "(" + c.of("-", "~") + "(", a, "))");
            case 10, 11 -> cast(t, d);
            case 12 -> e(t, "(", a, ").pow(exponent = ", maker.small(0, 6), ")");
            case 13 ->
                e(
                        t,
                        "(",
                        a,
                        ")." + c.of("shift_right_logical", "rotate_left") + "(by = ",
                        maker.expr(c.of(PlatType.INTEGERS), d),
                        ")");
            case 14 -> e(t, "(", a, ").saturating_" + c.of("add", "sub", "mul") + "(other = ", maker.expr(t, d), ")");
            case 15 ->
                e(
                        t,
                        "(",
                        a,
                        ").checked_" + c.of("add", "sub", "mul") + "(other = ",
                        maker.expr(t, d),
                        ").unwrap_or(default = ",
                        maker.expr(t, d - 1),
                        ")");
            case 16 -> common(t, a, d);
            case 17 -> e(t, "(", maker.expr(new ListOf(t), d), ").sum()");
            default -> t == Simple.INT32 ? counted(d) : t == Simple.INT64 ? long64(d) : cast(t, d);
        };
    }

    /** By zero now and then, but seldom. */
    private Piece divided(Simple t, Piece a, int d) {
        String operator = " " + maker.choice.of("/", "%") + " ";
        if (maker.choice.percent(35)) {
            String literal = maker.literals.text(t);
            return e(t, "(", a, operator, literal.startsWith("0") ? "7" + t.suffix() : literal, ")");
        }
        Piece b = maker.expr(t, d);
        return maker.choice.percent(4)
                ? e(t, "(", a, operator, b, ")")
                : e(t, "(", a, operator, "(", b, " | 1" + t.suffix() + "))");
    }

    private Piece cast(Simple t, int d) {
        return e(
                t, "cast(value = ", maker.expr(maker.choice.of(PlatType.NUMBERS), d), ", target = " + t.source() + ")");
    }

    private Piece common(Simple t, Piece a, int d) {
        return switch (maker.choice.below(4)) {
            case 0 -> e(t, "abs(value = ", a, ")");
            case 1 -> e(t, "(", a, ").abs()");
            case 2 ->
                e(t, "clamp(value = ", a, ", low = ", maker.expr(t, d - 1), ", high = ", maker.expr(t, d - 1), ")");
            default -> e(t, maker.choice.of("min", "max") + "(a = ", a, ", b = ", maker.expr(t, d), ")");
        };
    }

    private Piece counted(int d) {
        Choice c = maker.choice;
        Simple t = Simple.INT32;
        return switch (c.below(8)) {
            case 0, 1 ->
                e(
                        t,
                        "(",
                        maker.expr(c.of(PlatType.INTEGERS), d),
                        ")." + c.of("count_ones", "leading_zeros", "trailing_zeros") + "()");
            case 2 -> e(t, "(", maker.expr(Simple.STRING, d), ")." + c.of("length", "byte_length") + "()");
            case 3 -> e(t, "(", maker.expr(Simple.STRING, d), ").compare(other = ", maker.expr(Simple.STRING, d), ")");
            case 4 -> e(t, "(", maker.expr(new ListOf(maker.types.any(1)), d), ").length()");
            case 5 ->
                e(
                        t,
                        "(",
                        maker.expr(Simple.STRING, d),
                        ").code_at(index = ",
                        maker.small(-1, 4),
                        ").unwrap_or(default = -1)");
            case 6 -> e(t, "(", maker.expr(new PlatType.SetOf(maker.types.key(1)), d), ").length()");
            default ->
                e(t, "(", maker.expr(Simple.STRING, d), ").parse_int().unwrap_or(default = ", maker.expr(t, d), ")");
        };
    }

    private Piece long64(int d) {
        return maker.choice.percent(50)
                ? e(
                        Simple.INT64,
                        "(",
                        maker.expr(Simple.DURATION, d),
                        ")." + maker.choice.of("nanos", "micros", "millis", "seconds", "minutes") + "()")
                : e(
                        Simple.INT64,
                        "(",
                        maker.expr(Simple.STRING, d),
                        ").parse_int64().unwrap_or(default = ",
                        maker.expr(Simple.INT64, d),
                        ")");
    }

    private Piece floating(Simple t, int d) {
        Choice c = maker.choice;
        Piece a = maker.expr(t, d);
        return switch (c.below(14)) {
            case 0, 1, 2, 3, 4 -> e(t, "(", a, " " + c.of("+", "-", "*", "/", "%") + " ", maker.expr(t, d), ")");
            case 5 -> e(t, "(-(", a, "))");
            case 6, 7 -> e(t, "(", a, ")." + c.of("floor", "ceil", "round", "trunc", "sqrt") + "()");
            case 8, 9 -> cast(t, d);
            case 10, 11 -> common(t, a, d);
            case 12 -> e(t, "(", maker.expr(new ListOf(t), d), ").sum()");
            default ->
                t == Simple.FLOAT64
                        ? e(t, "(", maker.expr(Simple.STRING, d), ").parse_float().unwrap_or(default = ", a, ")")
                        : e(t, "cast(value = ", maker.expr(Simple.FLOAT64, d), ", target = " + t.source() + ")");
        };
    }

    Piece duration(int depth) {
        int d = depth - 1;
        Simple t = Simple.DURATION;
        return switch (maker.choice.below(4)) {
            case 0 -> e(t, "(", maker.expr(t, d), " * ", maker.expr(Simple.INT64, d), ")");
            case 1 -> e(t, "(", maker.expr(t, d), " / (", maker.expr(Simple.INT64, d), " | 1i64))");
            default -> e(t, "(", maker.expr(t, d), " " + maker.choice.of("+", "-") + " ", maker.expr(t, d), ")");
        };
    }

    /** Of a type parameter: arithmetic where its bound allows it. */
    Piece ofParameter(PlatType.Variable t, int depth) {
        if (!t.has("Number")) {
            return maker.expressions.leaf(t);
        }
        return e(
                t,
                "(",
                maker.expr(t, depth - 1),
                " " + maker.choice.of("+", "-", "*") + " ",
                maker.expr(t, depth - 1),
                ")");
    }
}
