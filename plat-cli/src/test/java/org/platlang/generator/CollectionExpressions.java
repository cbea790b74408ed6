package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import org.platlang.generator.PlatType.DictOf;
import org.platlang.generator.PlatType.FunctionOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.SetOf;
import org.platlang.generator.PlatType.Simple;

/** Lists, Dicts and Sets, new ones or made from others. */
final class CollectionExpressions {
    private final Maker maker;

    CollectionExpressions(Maker maker) {
        this.maker = maker;
    }

    Piece list(ListOf t, int depth) {
        Choice c = maker.choice;
        int d = depth - 1;
        PlatType element = t.element();
        return switch (c.below(14)) {
            case 0, 1 -> mapped(t, d);
            case 2 ->
                Piece.expression(
                        t,
                        "(",
                        maker.expr(t, d),
                        ").filter(f = ",
                        maker.expr(new FunctionOf(List.of(element), Simple.BOOL), d),
                        ")");
            case 3 ->
                Piece.expression(
                        t,
                        "(",
                        maker.expr(t, d),
                        ").slice(start = ",
                        maker.small(-1, 2),
                        ", end = ",
                        maker.small(0, 5),
                        ")");
            case 4 -> Piece.expression(t, "(", maker.expr(t, d), ").concat(other = ", maker.expr(t, d), ")");
            case 5 -> Piece.expression(t, "(", maker.expr(t, d), ").copy()");
            case 6 ->
                Piece.expression(
                        t, "List::filled(length = ", maker.small(0, 3), ", value = ", maker.expr(element, d), ")");
            case 7 -> {
                if (element == Simple.STRING) {
                    yield Piece.expression(
                            t,
                            "(",
                            maker.expr(element, d),
                            ")."
                                    + c.of(
                                            "chars()",
                                            "words()",
                                            "lines()",
                                            "split(delimiter = \",\")",
                                            "split(delimiter = \"\")"));
                }
                yield PlatType.isKey(element)
                        ? Piece.expression(t, "(", maker.expr(new SetOf(element), d), ").to_list()")
                        : literal(t, d);
            }
            case 8 -> {
                PlatType key = maker.types.key(0);
                yield Piece.expression(t, "(", maker.expr(new DictOf(key, element), d), ").values()");
            }
            case 9 ->
                PlatType.isKey(element)
                        ? Piece.expression(t, "(", maker.expr(new DictOf(element, maker.types.any(1)), d), ").keys()")
                        : literal(t, d);
            default -> literal(t, d);
        };
    }

    private Piece mapped(ListOf t, int d) {
        PlatType from = maker.types.any(1);
        return Piece.expression(
                t,
                "(",
                maker.expr(new ListOf(from), d),
                ").map(f = ",
                maker.expr(new FunctionOf(List.of(from), t.element()), d),
                ")");
    }

    private Piece literal(ListOf t, int d) {
        List<Piece> items = items(t.element(), d);
        return items.isEmpty()
                ? maker.expressions.ascribed(t, "[]")
                : Piece.expression(t, "[", Piece.joined(items, ", "), "]");
    }

    private List<Piece> items(PlatType type, int d) {
        List<Piece> items = new ArrayList<>();
        for (int i = maker.choice.between(0, 4); i > 0; i--) {
            items.add(maker.expr(type, d));
        }
        return items;
    }

    Piece dict(DictOf t, int depth) {
        int d = depth - 1;
        if (maker.choice.percent(15)) {
            return Piece.expression(t, "(", maker.expr(t, d), ").copy()");
        }
        List<Piece> entries = new ArrayList<>();
        for (int i = maker.choice.between(0, 4); i > 0; i--) {
            entries.add(Piece.of("(", maker.expr(t.key(), d), "): ", maker.expr(t.value(), d)));
        }
        return entries.isEmpty()
                ? maker.expressions.ascribed(t, "{}")
                : Piece.expression(t, "({", Piece.joined(entries, ", "), "})");
    }

    Piece set(SetOf t, int depth) {
        int d = depth - 1;
        if (maker.choice.percent(30)) {
            return Piece.expression(
                    t,
                    "(",
                    maker.expr(t, d),
                    ")." + maker.choice.of("union", "intersection", "difference") + "(other = ",
                    maker.expr(t, d),
                    ")");
        }
        List<Piece> items = items(t.element(), d);
        return items.isEmpty()
                ? maker.expressions.ascribed(t, "Set{}")
                : Piece.expression(t, "Set{", Piece.joined(items, ", "), "}");
    }
}
