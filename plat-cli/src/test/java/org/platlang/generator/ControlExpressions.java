package org.platlang.generator;

import java.util.List;
import org.platlang.generator.PlatType.DictOf;
import org.platlang.generator.PlatType.FunctionOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.Simple;

/** What has any type: branches, matches, blocks, loops with a value, and what is taken out of an Option or a collection. */
final class ControlExpressions {
    private final Maker maker;

    ControlExpressions(Maker maker) {
        this.maker = maker;
    }

    Piece of(PlatType type, int depth) {
        int d = depth - 1;
        return switch (maker.choice.below(14)) {
            case 0, 1, 2 ->
                Piece.expression(
                        type,
                        "(if (",
                        maker.expr(Simple.BOOL, d),
                        ") { ",
                        maker.expr(type, d),
                        " } else { ",
                        maker.expr(type, d),
                        " })");
            case 3, 4, 5 -> matched(type, d);
            case 6 -> block(type, d);
            case 7 -> loop(type, d);
            case 8 ->
                Piece.expression(
                        type,
                        "(",
                        maker.expr(PlatType.option(type), d),
                        ").unwrap_or(default = ",
                        maker.expr(type, d),
                        ")");
            case 9 ->
                Piece.expression(
                        type,
                        "(",
                        maker.expr(PlatType.result(type, Simple.STRING), d),
                        ").unwrap_or(default = ",
                        maker.expr(type, d),
                        ")");
            case 10 ->
                Piece.expression(
                        type,
                        "(",
                        maker.expr(new ListOf(type), d),
                        ")[",
                        maker.small(-1, 3),
                        "].unwrap_or(default = ",
                        maker.expr(type, d),
                        ")");
            case 11 -> {
                PlatType key = maker.types.key(1);
                yield Piece.expression(
                        type,
                        "(",
                        maker.expr(new DictOf(key, type), d),
                        ").get_or(key = ",
                        maker.expr(key, d),
                        ", default = ",
                        maker.expr(type, d),
                        ")");
            }
            case 12 -> reduced(type, d);
            default ->
                maker.choice.percent(12)
                        ? Piece.expression(type, "(", maker.expr(PlatType.option(type), d), ")!")
                        : block(type, d);
        };
    }

    private Piece matched(PlatType type, int d) {
        PlatType of = maker.types.any(2);
        return Piece.expression(
                type,
                "(match ",
                maker.expr(of, d),
                " { ",
                maker.patterns.arms(of, d, () -> maker.expr(type, d)),
                " })");
    }

    private Piece block(PlatType type, int d) {
        int mark = maker.scope.mark();
        PlatType of = maker.types.any(2);
        Piece value = maker.expr(of, d);
        String name = maker.local("v");
        maker.scope.add(name, of, false);
        Piece let = Piece.statement("let " + name + ": " + of.source() + " = ", value, ";");
        Piece made = Piece.expression(type, "({", let, maker.expr(type, d), "})");
        maker.scope.backTo(mark);
        return made;
    }

    /** Left by its break in a round that is counted. */
    private Piece loop(PlatType type, int d) {
        String count = maker.local("n");
        int rounds = maker.choice.between(1, 3);
        int mark = maker.scope.mark();
        maker.scope.add(count, Simple.INT32, false);
        maker.budget.enterLoop(rounds);
        Piece made = Piece.expression(
                type,
                "({ var " + count + ": Int32 = 0; loop { " + count + " += 1; if (" + count + " >= " + rounds + " or ",
                maker.expr(Simple.BOOL, d),
                ") { break ",
                maker.expr(type, d),
                "; } } })");
        maker.budget.leaveLoop(rounds);
        maker.scope.backTo(mark);
        return made;
    }

    private Piece reduced(PlatType type, int d) {
        PlatType from = maker.types.any(1);
        return Piece.expression(
                type,
                "(",
                maker.expr(new ListOf(from), d),
                ").reduce(initial = ",
                maker.expr(type, d),
                ", f = ",
                maker.expr(new FunctionOf(List.of(type, from), type), d),
                ")");
    }
}
