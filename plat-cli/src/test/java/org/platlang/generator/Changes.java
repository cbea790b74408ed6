package org.platlang.generator;

import java.util.Optional;
import org.platlang.generator.PlatType.DictOf;
import org.platlang.generator.PlatType.FunctionOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.SetOf;
import org.platlang.generator.PlatType.Simple;

/** Statements that change an object: a list, a Dict, a Set, an instance. */
final class Changes {
    /** Nothing grows beyond this many elements. */
    private static final int MOST = 12;

    private final Maker maker;

    Changes(Maker maker) {
        this.maker = maker;
    }

    Piece one() {
        Optional<Scope.Variable> object = maker.scope.any(
                maker.choice,
                v -> v.type() instanceof ListOf
                        || v.type() instanceof DictOf
                        || v.type() instanceof SetOf
                        || v.type() instanceof PlatType.ClassOf);
        if (object.isEmpty()) {
            return maker.statements.print();
        }
        String name = object.get().name();
        return switch (object.get().type()) {
            case ListOf t -> list(name, t);
            case DictOf t -> dict(name, t);
            case SetOf t -> set(name, t);
            default -> field();
        };
    }

    private Piece expr(PlatType type) {
        return maker.expr(type, Statements.DEPTH - 1);
    }

    private Piece list(String xs, ListOf t) {
        Choice c = maker.choice;
        PlatType element = t.element();
        String room = "if (" + xs + ".length() < " + MOST + ") { ";
        return switch (c.below(14)) {
            case 0, 1 -> Piece.statement(room + xs + ".push(value = ", expr(element), "); }");
            case 2, 3, 4 ->
                Piece.statement(
                        "if (" + xs + ".length() > ", at(), ") { " + xs + "[", at(), "] = ", expr(element), "; }");
            case 5 -> Piece.statement("print(value = " + xs + ".pop());");
            case 6 -> Piece.statement("print(value = " + xs + ".remove_at(index = ", maker.small(-1, 4), "));");
            case 7 ->
                Piece.statement(
                        room + xs + ".insert_at(index = ",
                        maker.choice.percent(90) ? Piece.of("0") : at(),
                        ", value = ",
                        expr(element),
                        "); }");
            case 8 -> Piece.statement(xs + ".reverse();");
            case 9 -> Piece.statement(room + xs + ".extend(other = ", expr(t), "); }");
            case 10 -> PlatType.isOrdered(element) ? Piece.statement(xs + ".sort();") : sortBy(xs, element);
            case 11 -> compound(xs, element);
            case 12 ->
                c.percent(30)
                        ? Piece.statement(xs + ".clear();")
                        : Piece.statement(xs + ".fill(value = ", expr(element), ");");
            default -> Piece.statement(xs + ".resize(length = ", maker.small(0, 5), ", value = ", expr(element), ");");
        };
    }

    private Piece at() {
        return Piece.of(String.valueOf(maker.choice.below(3)));
    }

    private Piece sortBy(String xs, PlatType element) {
        return Piece.statement(
                xs + ".sort_by(less = ",
                maker.expr(new FunctionOf(java.util.List.of(element, element), Simple.BOOL), 2),
                ");");
    }

    private Piece compound(String xs, PlatType element) {
        int index = maker.choice.below(3);
        return element instanceof Simple s && s.isNumber()
                ? Piece.statement(
                        "if (" + xs + ".length() > " + index + ") { " + xs + "[" + index + "] += ",
                        expr(element),
                        "; }")
                : Piece.statement(
                        "for (i: Int32, x: " + element.source() + " in " + xs + ") { if (i % 2 == 0) { " + xs
                                + "[i] = ",
                        expr(element),
                        "; } }");
    }

    private Piece dict(String d, DictOf t) {
        return switch (maker.choice.below(6)) {
            case 0, 1 -> Piece.statement(d + "[", expr(t.key()), "] = ", expr(t.value()), ";");
            case 2 -> Piece.statement("print(value = " + d + ".remove(key = ", expr(t.key()), "));");
            case 3 ->
                Piece.statement(
                        d + ".update(key = ",
                        expr(t.key()),
                        ", default = ",
                        expr(t.value()),
                        ", f = ",
                        maker.expr(new FunctionOf(java.util.List.of(t.value()), t.value()), 2),
                        ");");
            case 4 -> Piece.statement(d + ".merge(other = ", expr(t), ");");
            default ->
                Piece.statement(
                        "print(value = " + d + ".insert(key = ", expr(t.key()), ", value = ", expr(t.value()), "));");
        };
    }

    private Piece set(String s, SetOf t) {
        return maker.choice.percent(60)
                ? Piece.statement("print(value = " + s + ".add(value = ", expr(t.element()), "));")
                : Piece.statement("print(value = " + s + ".remove(value = ", expr(t.element()), "));");
    }

    private Piece field() {
        Optional<Scope.Variable> field = Statements.field(maker);
        if (field.isEmpty()) {
            return maker.statements.print();
        }
        return Piece.statement(
                field.get().name() + " = ", maker.statements.bounded(field.get().type()), ";");
    }
}
