package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.platlang.generator.PlatType.ClassOf;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.Simple;

/** Arms of a match: exhaustive by a last arm that takes all, or by every variant. */
final class Patterns {
    private final Maker maker;

    Patterns(Maker maker) {
        this.maker = maker;
    }

    /** Arms for a value of the type; each body is made with the pattern's bindings in scope. */
    Piece arms(PlatType type, int depth, Supplier<Piece> body) {
        List<Piece> arms = new ArrayList<>();
        if (type instanceof EnumOf e && maker.choice.percent(50)) {
            for (EnumDecl.Variant v : e.declaration().variants()) {
                if (maker.choice.percent(40)) {
                    arms.add(arm(() -> variantPattern(e, v, 1), true, depth, body));
                }
                arms.add(arm(() -> variantPattern(e, v, 0), false, depth, body));
            }
            return Piece.joined(arms, ", ");
        }
        for (int i = maker.choice.between(0, 3); i > 0; i--) {
            arms.add(arm(() -> refutable(type, 2), maker.choice.percent(30), depth, body));
        }
        arms.add(arm(() -> irrefutable(type), false, depth, body));
        return Piece.joined(arms, ", ");
    }

    /** The pattern's bindings come into scope when it is made. */
    private Piece arm(Supplier<Piece> pattern, boolean guarded, int depth, Supplier<Piece> body) {
        int mark = maker.scope.mark();
        Piece made = pattern.get();
        Piece guard = guarded ? Piece.of(" if ", maker.expr(Simple.BOOL, depth - 1)) : Piece.nothing();
        Piece arm = Piece.of(made, guard, " -> ", body.get());
        maker.scope.backTo(mark);
        return arm;
    }

    /** Fields that match anything where the depth is 0. */
    private Piece variantPattern(EnumOf type, EnumDecl.Variant v, int depth) {
        List<Piece> fields = new ArrayList<>();
        for (EnumDecl.Field f : type.declaration().fields(v, type.arguments())) {
            Piece inner = depth > 0 ? refutable(f.type(), depth - 1) : irrefutable(f.type());
            fields.add(v.named() ? Piece.of(f.name() + " = ", inner) : inner);
        }
        String name = type.declaration().name() + "::" + v.name();
        return fields.isEmpty() ? Piece.of(name) : Piece.of(name + "(", Piece.joined(fields, ", "), ")");
    }

    private Piece irrefutable(PlatType type) {
        if (maker.choice.percent(35)) {
            return Piece.of("_");
        }
        String name = maker.local("b");
        maker.scope.add(name, type, false);
        return Piece.of(maker.choice.percent(30) ? name + ": " + type.source() : name);
    }

    Piece refutable(PlatType type, int depth) {
        Choice c = maker.choice;
        if (c.percent(20)) {
            return irrefutable(type);
        }
        return switch (type) {
            case EnumOf e -> variantPattern(e, c.of(e.declaration().variants()), depth);
            case ClassOf k
            when !k.subclasses().isEmpty() -> {
                ClassOf sub = c.of(k.subclasses());
                String name = maker.local("b");
                maker.scope.add(name, sub, false);
                yield Piece.of(name + ": " + sub.source());
            }
            case Simple s -> simple(s);
            default -> irrefutable(type);
        };
    }

    private Piece simple(Simple s) {
        Choice c = maker.choice;
        if (s.isInteger()) {
            return switch (c.below(3)) {
                case 0 -> Piece.of(plain(s));
                case 1 -> Piece.of(plain(s) + " | " + plain(s) + " | " + c.between(101, 120));
                default -> {
                    int low = c.between(-20, 100);
                    yield Piece.of(low + "..=" + (low + c.between(0, 20)));
                }
            };
        }
        return switch (s) {
            case BOOL -> Piece.of(c.percent(50) ? "true" : "false");
            case STRING -> Piece.of(maker.literals.text(s));
            case FLOAT8, FLOAT16, FLOAT32, FLOAT64, DURATION -> Piece.of(plain(s));
            default -> irrefutable(s);
        };
    }

    /** A literal without parentheses. */
    private String plain(Simple s) {
        String text = maker.literals.text(s);
        return text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
    }
}
