package org.platlang.generator;

import org.platlang.generator.PlatType.DictOf;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.SetOf;
import org.platlang.generator.PlatType.Simple;

/** Loops of every form, each with a bound of its own that no shrinking takes away. */
final class Loops {
    private final Maker maker;

    Loops(Maker maker) {
        this.maker = maker;
    }

    Piece one(int depth) {
        Choice c = maker.choice;
        return switch (c.below(9)) {
            case 0, 1 -> overNumbers(depth);
            case 2, 3 -> overList(depth);
            case 4 -> overText(depth);
            case 5 -> overPairs(depth);
            case 6 -> c.percent(50) ? overSet(depth) : overRangeValue(depth);
            case 7 -> counted(depth);
            default -> whileLet(depth);
        };
    }

    private Piece value(PlatType type) {
        return maker.expr(type, Statements.DEPTH - 1);
    }

    /** The loop around a body in which these variables are known. */
    private Piece loop(int depth, int rounds, Object head, Piece start, Scope.Variable... variables) {
        String label = maker.choice.percent(35) ? "'" + maker.local("l") : "";
        int mark = maker.scope.mark();
        for (Scope.Variable v : variables) {
            maker.scope.add(v.name(), v.type(), v.mutable());
        }
        if (!label.isEmpty()) {
            maker.labels.add(label);
        }
        maker.loopDepth++;
        maker.budget.enterLoop(rounds);
        Piece body = maker.statements.some(maker.choice.between(1, 3), depth - 1);
        maker.budget.leaveLoop(rounds);
        maker.loopDepth--;
        if (!label.isEmpty()) {
            maker.labels.remove(label);
        }
        maker.scope.backTo(mark);
        return Piece.of(label.isEmpty() ? "" : label + ": ", head, " {\n", start, body, "}");
    }

    private static Scope.Variable fixed(String name, PlatType type) {
        return new Scope.Variable(name, type, false);
    }

    private Piece overNumbers(int depth) {
        Choice c = maker.choice;
        Simple type = c.of(PlatType.INTEGERS);
        String i = maker.local("i");
        Piece from;
        Piece to;
        if (c.percent(15)) {
            from = Piece.of("(" + type.source() + "::MAX - 2" + type.suffix() + ")");
            to = Piece.of("=" + type.source() + "::MAX");
        } else if (c.percent(40)) {
            from = Piece.of("0" + type.suffix());
            to = Piece.of(
                    "clamp(value = ", value(type), ", low = 0" + type.suffix() + ", high = 4" + type.suffix() + ")");
        } else {
            int start = c.between(-2, 3);
            from = Piece.of("(" + start + type.suffix() + ")");
            to = Piece.of((c.percent(30) ? "=" : "") + "(" + (start + c.between(0, 4)) + type.suffix() + ")");
        }
        Piece head = Piece.of("for (" + i + ": " + type.source() + " in ", from, "..", to, ")");
        return Piece.statement(loop(depth, 4, head, Piece.nothing(), fixed(i, type)));
    }

    private Piece overList(int depth) {
        PlatType element = maker.types.any(1);
        String x = maker.local("x");
        String i = maker.local("i");
        boolean counts = maker.choice.percent(30);
        Piece head = Piece.of(
                "for (" + (counts ? i + ": Int32, " : "") + x + ": " + element.source() + " in ",
                value(new ListOf(element)),
                ")");
        return Piece.statement(
                counts
                        ? loop(depth, 4, head, Piece.nothing(), fixed(i, Simple.INT32), fixed(x, element))
                        : loop(depth, 4, head, Piece.nothing(), fixed(x, element)));
    }

    private Piece overText(int depth) {
        String x = maker.local("x");
        Piece head = Piece.of("for (" + x + ": String in (", value(Simple.STRING), ").substring(start = 0, end = 4))");
        return Piece.statement(loop(depth, 4, head, Piece.nothing(), fixed(x, Simple.STRING)));
    }

    private Piece overPairs(int depth) {
        PlatType key = maker.types.key(1);
        PlatType content = maker.types.any(1);
        String k = maker.local("k");
        String x = maker.local("x");
        Piece head = Piece.of(
                "for (" + k + ": " + key.source() + ", " + x + ": " + content.source() + " in ",
                value(new DictOf(key, content)),
                ")");
        return Piece.statement(loop(depth, 4, head, Piece.nothing(), fixed(k, key), fixed(x, content)));
    }

    private Piece overSet(int depth) {
        PlatType element = maker.types.key(1);
        String x = maker.local("x");
        Piece head = Piece.of("for (" + x + ": " + element.source() + " in ", value(new SetOf(element)), ")");
        return Piece.statement(loop(depth, 4, head, Piece.nothing(), fixed(x, element)));
    }

    private Piece overRangeValue(int depth) {
        Simple element = maker.choice.of(PlatType.INTEGERS);
        String x = maker.local("x");
        Piece head =
                Piece.of("for (" + x + ": " + element.source() + " in ", value(new PlatType.RangeOf(element)), ")");
        return Piece.statement(loop(depth, 5, head, Piece.nothing(), fixed(x, element)));
    }

    /** {@code while} with a condition, or {@code loop}; both count their rounds. */
    private Piece counted(int depth) {
        int rounds = maker.choice.between(1, 4);
        String n = maker.local("n");
        Scope.Variable count = fixed(n, Simple.INT32);
        String declared = "var " + n + ": Int32 = 0;\n";
        if (maker.choice.percent(50)) {
            Piece head = Piece.of("while (" + n + " < " + rounds + " and ", value(Simple.BOOL), ")");
            return Piece.statement("{\n", declared, loop(depth, rounds, head, Piece.of(n + " += 1;\n"), count), "\n}");
        }
        Piece start = Piece.of(n + " += 1;\nif (" + n + " > " + rounds + ") { break; }\n");
        return Piece.statement("{\n", declared, loop(depth, rounds, "loop", start, count), "\n}");
    }

    private Piece whileLet(int depth) {
        EnumOf of = (EnumOf) PlatType.option(maker.types.any(1));
        String n = maker.local("n");
        String x = maker.local("x");
        Piece head = Piece.of("while (let Option::Some(" + x + ") = ", value(of), ")");
        Piece start = Piece.of(n + " += 1;\nif (" + n + " > 3) { break; }\n");
        Piece loop = loop(
                depth,
                3,
                head,
                start,
                fixed(n, Simple.INT32),
                fixed(x, of.arguments().get(0)));
        return Piece.statement("{\n", "var " + n + ": Int32 = 0;\n", loop, "\n}");
    }
}
