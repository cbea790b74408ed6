package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.Simple;

/**
 * Constants, of what the compiler can work out. The program computes each again as it runs, and says so where the two
 * differ: compiler and interpreter share what works constants out, and would not disagree on them.
 */
final class Constants {
    private static final int DEPTH = 3;

    private final Maker maker;

    Constants(Maker maker) {
        this.maker = maker;
    }

    Piece one() {
        PlatType type = maker.choice.percent(75) ? maker.types.simple() : PlatType.option(maker.types.simple());
        List<EnumDecl> plain = maker.enums.stream()
                .filter(e -> e.parameters().isEmpty() && !e.isRecursive() && isSendable(e))
                .toList();
        if (!plain.isEmpty() && maker.choice.percent(15)) {
            type = new EnumOf(maker.choice.of(plain), List.of());
        }
        String name = maker.constantName();
        Piece value = of(type, DEPTH);
        maker.constants.add(new Scope.Variable(name, type, false));
        maker.expressionsOfConstants.add(value.source());
        return Piece.item("const " + name + ": " + maker.types.written(type) + " = ", value, ";\n");
    }

    private static boolean isSendable(EnumDecl e) {
        return e.variants().stream().allMatch(v -> v.fields().stream().allMatch(f -> f.type() instanceof Simple));
    }

    /** Compares a constant with what its expression gives at run time. */
    static Piece compared(Scope.Variable constant, String expression) {
        String k = constant.name();
        return Piece.statement("{ let again: " + constant.type().source() + " = " + expression + "; if (\"${" + k
                + "}\" != \"${again}\") { print(value = \"" + GeneratedProgram.WRONG_CONSTANT + k + " = ${" + k
                + "}, not ${again}\"); } }");
    }

    private Piece of(PlatType type, int depth) {
        if (maker.choice.percent(15)) {
            List<Scope.Variable> known =
                    maker.constants.stream().filter(k -> k.type().equals(type)).toList();
            if (!known.isEmpty()) {
                return Piece.expression(type, maker.choice.of(known).name());
            }
        }
        return switch (type) {
            case Simple s when depth <= 0 -> maker.literals.of(s);
            case Simple s when maker.choice.percent(10) -> chosen(s, depth - 1);
            case Simple s when s.isInteger() -> integer(s, depth - 1);
            case Simple s when s.isFloat() -> floating(s, depth - 1);
            case Simple s when s == Simple.BOOL -> truth(depth - 1);
            case Simple s when s == Simple.STRING -> text(depth - 1);
            case Simple s when s == Simple.DURATION -> duration(depth - 1);
            case EnumOf e -> variant(e, depth - 1);
            default -> maker.literals.of((Simple) type);
        };
    }

    private Piece chosen(Simple s, int d) {
        return Piece.expression(s, "(if (", of(Simple.BOOL, d), ") { ", of(s, d), " } else { ", of(s, d), " })");
    }

    private Piece integer(Simple t, int d) {
        Choice c = maker.choice;
        return switch (c.below(10)) {
            case 0, 1, 2, 3 ->
                Piece.expression(t, "(", of(t, d), " " + c.of("+", "-", "*", "&", "|", "^") + " ", of(t, d), ")");
            case 4 -> Piece.expression(t, "(", of(t, d), " " + c.of("<<", ">>") + " ", of(Simple.INT32, d), ")");
            case 5 -> Piece.expression(t, "(" + c.of("-", "~") + "(", of(t, d), "))");
            case 6 -> {
                String by = maker.literals.text(t);
                String divisor = by.startsWith("0") ? "7" + t.suffix() : by;
                yield Piece.expression(t, "(", of(t, d), " " + c.of("/", "%") + " ", divisor, ")");
            }
            case 7, 8 -> cast(t, d);
            default -> maker.literals.of(t);
        };
    }

    private Piece cast(Simple t, int d) {
        return Piece.expression(
                t, "cast(value = ", of(maker.choice.of(PlatType.NUMBERS), d), ", target = " + t.source() + ")");
    }

    private Piece floating(Simple t, int d) {
        Choice c = maker.choice;
        return switch (c.below(8)) {
            case 0, 1, 2, 3 ->
                Piece.expression(t, "(", of(t, d), " " + c.of("+", "-", "*", "/", "%") + " ", of(t, d), ")");
            case 4 -> Piece.expression(t, "(-(", of(t, d), "))");
            case 5, 6 -> cast(t, d);
            default -> maker.literals.of(t);
        };
    }

    private Piece truth(int d) {
        Choice c = maker.choice;
        Simple b = Simple.BOOL;
        Simple t = c.of(Simple.INT8, Simple.INT64, Simple.FLOAT16, Simple.FLOAT64, Simple.STRING, Simple.DURATION);
        return switch (c.below(6)) {
            case 0, 1 -> Piece.expression(b, "(", of(t, d), " " + c.of("<", "<=", ">", ">=") + " ", of(t, d), ")");
            case 2 -> Piece.expression(b, "(", of(t, d), " " + c.of("==", "!=") + " ", of(t, d), ")");
            case 3 -> Piece.expression(b, "(", of(b, d), " " + c.of("and", "or") + " ", of(b, d), ")");
            case 4 -> Piece.expression(b, "(not ", of(b, d), ")");
            default -> maker.literals.of(b);
        };
    }

    private Piece text(int d) {
        Choice c = maker.choice;
        Simple s = Simple.STRING;
        return switch (c.below(4)) {
            case 0 -> Piece.expression(s, "(", of(s, d), " + ", of(s, d), ")");
            case 1, 2 -> Piece.expression(s, "\"<${(", of(maker.types.simple(), d), ")}>\"");
            default -> maker.literals.of(s);
        };
    }

    private Piece duration(int d) {
        Choice c = maker.choice;
        Simple t = Simple.DURATION;
        return switch (c.below(5)) {
            case 0, 1 -> Piece.expression(t, "(", of(t, d), " " + c.of("+", "-") + " ", of(t, d), ")");
            case 2 -> Piece.expression(t, "(", of(t, d), " * ", of(Simple.INT32, d), ")");
            case 3 -> Piece.expression(t, "(", of(t, d), " / 7)");
            default -> maker.literals.of(t);
        };
    }

    private Piece variant(EnumOf e, int d) {
        EnumDecl.Variant v = maker.choice.of(e.declaration().variants());
        List<Piece> payload = new ArrayList<>();
        for (EnumDecl.Field f : e.declaration().fields(v, e.arguments())) {
            Piece value = of(f.type(), d);
            payload.add(v.named() ? Piece.of(f.name() + " = ", value) : value);
        }
        String name = e.source() + "::" + v.name();
        return payload.isEmpty()
                ? Piece.expression(e, name)
                : Piece.expression(e, name + "(", Piece.joined(payload, ", "), ")");
    }
}
