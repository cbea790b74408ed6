package org.platlang.generator;

import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.Simple;

/** Bool: comparisons, logic, questions. */
final class TruthExpressions {
    private final Maker maker;

    TruthExpressions(Maker maker) {
        this.maker = maker;
    }

    private Piece e(Object... parts) {
        return Piece.expression(Simple.BOOL, parts);
    }

    Piece of(int depth) {
        Choice c = maker.choice;
        int d = depth - 1;
        return switch (c.below(14)) {
            case 0, 1, 2, 3 -> ordered(d);
            case 4, 5, 6 -> equal(d);
            case 7, 8 -> e("(", truth(d), " " + c.of("and", "or") + " ", truth(d), ")");
            case 9 -> e("(not ", truth(d), ")");
            case 10 -> asked(d);
            case 11 -> {
                PlatType element = maker.types.any(1);
                yield PlatType.isEqual(element)
                        ? e("(", maker.expr(new ListOf(element), d), ").contains(value = ", maker.expr(element, d), ")")
                        : equal(d);
            }
            case 12 -> {
                PlatType key = maker.types.key(1);
                yield e("(", maker.expr(new PlatType.SetOf(key), d), ").contains(value = ", maker.expr(key, d), ")");
            }
            default ->
                e(
                        "(",
                        maker.expr(Simple.STRING, d),
                        ")." + c.of("contains(substring", "starts_with(prefix", "ends_with(suffix") + " = ",
                        maker.expr(Simple.STRING, d),
                        ")");
        };
    }

    private Piece truth(int depth) {
        return maker.expr(Simple.BOOL, depth);
    }

    private Piece ordered(int d) {
        Simple t = maker.choice.of(
                Simple.INT8,
                Simple.INT16,
                Simple.INT32,
                Simple.INT32,
                Simple.INT64,
                Simple.FLOAT8,
                Simple.FLOAT16,
                Simple.FLOAT32,
                Simple.FLOAT64,
                Simple.STRING,
                Simple.DURATION);
        return e("(", maker.expr(t, d), " " + maker.choice.of("<", "<=", ">", ">=") + " ", maker.expr(t, d), ")");
    }

    private Piece equal(int d) {
        PlatType t = maker.types.any(2);
        if (!PlatType.isEqual(t)) {
            t = Simple.INT64;
        }
        return e("(", maker.expr(t, d), " " + maker.choice.of("==", "!=") + " ", maker.expr(t, d), ")");
    }

    private Piece asked(int d) {
        return switch (maker.choice.below(5)) {
            case 0 ->
                e(
                        "(",
                        maker.expr(PlatType.option(maker.types.any(1)), d),
                        ")." + maker.choice.of("is_some", "is_none") + "()");
            case 1 ->
                e(
                        "(",
                        maker.expr(PlatType.result(maker.types.any(1), Simple.STRING), d),
                        ")." + maker.choice.of("is_ok", "is_err") + "()");
            case 2 -> e("(", maker.expr(new ListOf(maker.types.any(1)), d), ").is_empty()");
            case 3 ->
                e(
                        "(",
                        maker.expr(Simple.STRING, d),
                        ")." + maker.choice.of("is_alpha", "is_numeric", "is_empty") + "()");
            default -> e("(", maker.expr(Simple.FLOAT64, d), ")." + maker.choice.of("is_nan", "is_infinite") + "()");
        };
    }
}
