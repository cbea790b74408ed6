package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.ClassOf;
import org.platlang.generator.PlatType.DictOf;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.FunctionOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.RangeOf;
import org.platlang.generator.PlatType.SetOf;
import org.platlang.generator.PlatType.Simple;

/** An expression of a wanted type: what any type allows here, what is special to a type in the file of its kind. */
final class Expressions {
    private final Maker maker;
    private final NumberExpressions numbers;
    private final TextExpressions texts;
    private final TruthExpressions truths;
    private final CollectionExpressions collections;
    private final ControlExpressions control;
    private final Calls calls;

    Expressions(Maker maker) {
        this.maker = maker;
        this.numbers = new NumberExpressions(maker);
        this.texts = new TextExpressions(maker);
        this.truths = new TruthExpressions(maker);
        this.collections = new CollectionExpressions(maker);
        this.control = new ControlExpressions(maker);
        this.calls = new Calls(maker);
    }

    Piece make(PlatType type, int depth) {
        if (depth <= 0 || !maker.budget.take(1)) {
            return leaf(type);
        }
        int chance = maker.choice.below(100);
        if (chance < 18) {
            Optional<Piece> known = variable(type);
            if (known.isPresent()) {
                return known.get();
            }
        } else if (chance < 36) {
            Optional<Piece> call = calls.of(type, depth);
            if (call.isPresent()) {
                return call.get();
            }
        } else if (chance < 48) {
            return control.of(type, depth);
        }
        return switch (type) {
            case Simple s when s.isNumber() -> numbers.of(s, depth);
            case Simple s when s == Simple.BOOL -> truths.of(depth);
            case Simple s when s == Simple.STRING -> texts.of(depth);
            case Simple s when s == Simple.DURATION -> numbers.duration(depth);
            case Simple s -> leaf(s);
            case ListOf t -> collections.list(t, depth);
            case DictOf t -> collections.dict(t, depth);
            case SetOf t -> collections.set(t, depth);
            case EnumOf t -> enumValue(t, depth);
            case ClassOf t -> instance(t, depth);
            case FunctionOf t -> calls.lambda(t, depth);
            case RangeOf t -> range(t);
            case PlatType.NewtypeOf t -> newtype(t, maker.expr(t.base(), depth - 1));
            case PlatType.Variable t -> numbers.ofParameter(t, depth);
        };
    }

    Optional<Piece> variable(PlatType type) {
        List<Scope.Variable> known =
                new ArrayList<>(maker.scope.matching(v -> v.type().equals(type)));
        maker.constants.stream().filter(v -> v.type().equals(type)).forEach(known::add);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(Piece.expression(type, maker.choice.of(known).name()));
    }

    /** Something of the type without anything that goes on in depth. */
    Piece leaf(PlatType type) {
        if (maker.choice.percent(65) || type instanceof PlatType.Variable) {
            Optional<Piece> known = variable(type);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return switch (type) {
            case Simple s -> maker.literals.of(s);
            case ListOf t -> {
                List<Piece> items = new ArrayList<>();
                for (int i = maker.choice.between(0, 2); i > 0; i--) {
                    items.add(leaf(t.element()));
                }
                yield items.isEmpty() ? ascribed(t, "[]") : Piece.expression(t, "[", Piece.joined(items, ", "), "]");
            }
            case DictOf t ->
                maker.choice.percent(40)
                        ? ascribed(t, "{}")
                        : Piece.expression(t, "({(", leaf(t.key()), "): ", leaf(t.value()), "})");
            case SetOf t ->
                maker.choice.percent(40) ? ascribed(t, "Set{}") : Piece.expression(t, "Set{", leaf(t.element()), "}");
            case EnumOf t -> enumValue(t, 0);
            case ClassOf t -> instance(t, 0);
            case FunctionOf t -> calls.lambda(t, 0);
            case RangeOf t -> range(t);
            case PlatType.NewtypeOf t -> newtype(t, leaf(t.base()));
            case PlatType.Variable t -> ascribed(t, "panic(message = \"no value of type " + t.source() + "\")");
        };
    }

    /** A value whose type cannot be seen from it alone, or is to be a wider one. */
    Piece ascribed(PlatType type, Object value) {
        String name = maker.local("t");
        return Piece.expression(
                type, "({ let " + name + ": " + maker.types.written(type) + " = ", value, "; " + name + " })");
    }

    private Piece enumValue(EnumOf type, int depth) {
        EnumDecl declaration = type.declaration();
        List<EnumDecl.Variant> fit = depth > 0
                ? declaration.variants()
                : declaration.variants().stream()
                        .filter(v -> v.fields().stream().noneMatch(f -> declaration.mentions(f.type())))
                        .toList();
        EnumDecl.Variant variant = maker.choice.of(fit);
        List<Piece> payload = new ArrayList<>();
        for (EnumDecl.Field f : declaration.fields(variant, type.arguments())) {
            Piece value = declaration.mentions(f.type()) ? recursive(f.type(), depth) : maker.expr(f.type(), depth - 1);
            payload.add(variant.named() ? Piece.of(f.name() + " = ", value) : value);
        }
        String name = type.source() + "::" + variant.name();
        return payload.isEmpty()
                ? Piece.expression(type, name)
                : Piece.expression(type, name + "(", Piece.joined(payload, ", "), ")");
    }

    /** In a loop a value must not hold one made in the round before: it would grow without bound. */
    private Piece recursive(PlatType type, int depth) {
        return type instanceof EnumOf e && (maker.budget.inLoop() || maker.choice.percent(50))
                ? enumValue(e, Math.min(depth, 2) - 1)
                : maker.expr(type, Math.min(depth, 2) - 1);
    }

    private Piece newtype(PlatType.NewtypeOf type, Piece value) {
        return maker.choice.percent(30)
                ? Piece.expression(type, "cast(value = ", value, ", target = " + type.name() + ")")
                : Piece.expression(type, type.name() + ".init(value = ", value, ")");
    }

    private Piece instance(ClassOf type, int depth) {
        ClassOf made = maker.choice.of(type.family());
        List<Piece> arguments = new ArrayList<>();
        for (ClassDecl.Field f : made.fields()) {
            arguments.add(Piece.of(f.name() + " = ", maker.expr(f.type(), depth - 1)));
        }
        Piece call = Piece.of(made.source() + ".init(", Piece.joined(arguments, ", "), ")");
        return made.equals(type) ? Piece.expression(type, call) : ascribed(type, call);
    }

    private Piece range(RangeOf type) {
        int start = maker.choice.between(-3, 5);
        int end = start + maker.choice.between(-1, 5);
        String suffix = type.element().suffix();
        String dots = maker.choice.percent(30) ? "..=" : "..";
        String plain = "((" + start + suffix + ")" + dots + "(" + end + suffix + "))";
        return Piece.expression(
                type,
                switch (maker.choice.below(4)) {
                    case 0 -> plain + ".reverse()";
                    case 1 -> plain + ".step(by = " + maker.choice.between(1, 3) + suffix + ")";
                    default -> plain;
                });
    }
}
