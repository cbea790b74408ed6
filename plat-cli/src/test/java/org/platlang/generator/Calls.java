package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.ClassOf;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.FunctionOf;
import org.platlang.generator.PlatType.Simple;

/** Calls of functions, methods and function values, fields of instances, and lambdas. */
final class Calls {
    /** What a call of a method does at most, and one of a function value: their bodies keep to it. */
    static final double METHOD = 60;

    static final double LAMBDA = 25;
    /** How often a lambda given to a method of List may run, about. */
    private static final double ROUNDS = 5;

    private final Maker maker;

    Calls(Maker maker) {
        this.maker = maker;
    }

    /** A call that gives the type, if something at hand does. */
    Optional<Piece> of(PlatType type, int depth) {
        return switch (maker.choice.below(5)) {
            case 0 -> member(type, depth);
            case 1 -> value(type, depth);
            case 2 -> opened(type, depth);
            default -> function(type, depth);
        };
    }

    private Optional<Piece> function(PlatType type, int depth) {
        List<FunctionDecl> fit = maker.functions.stream()
                .filter(f -> f.rank() < maker.rank && (f.result().equals(type) || isParameter(f, type)))
                .toList();
        if (fit.isEmpty()) {
            return Optional.empty();
        }
        FunctionDecl f = maker.choice.of(fit);
        if (!maker.budget.take(f.cost())) {
            return Optional.empty();
        }
        List<PlatType> arguments = typeArguments(f.typeParameters(), f.result(), type);
        if (arguments.size() < f.typeParameters().size()) {
            return Optional.empty();
        }
        List<Piece> values = new ArrayList<>();
        for (Method.Parameter p : f.parameters()) {
            if (p.name().equals(FunctionDecl.FUEL)) {
                values.add(Piece.of(p.name() + " = ", maker.small(0, 4)));
                continue;
            }
            PlatType t = PlatType.substitute(p.type(), f.typeParameters(), arguments);
            values.add(Piece.of(p.name() + " = ", maker.expr(t, depth - 1)));
        }
        String name = f.name() + PlatType.angled(arguments);
        return Optional.of(Piece.expression(type, name + "(", Piece.joined(values, ", "), ")"));
    }

    /** The value of a newtype. */
    private Optional<Piece> opened(PlatType type, int depth) {
        List<PlatType.NewtypeOf> fit =
                maker.newtypes.stream().filter(n -> n.base().equals(type)).toList();
        if (fit.isEmpty()) {
            return function(type, depth);
        }
        PlatType.NewtypeOf n = maker.choice.of(fit);
        Piece value = maker.expr(n, depth - 1);
        return Optional.of(
                maker.choice.percent(30)
                        ? Piece.expression(type, "cast(value = ", value, ", target = " + type.source() + ")")
                        : Piece.expression(type, "(", value, ").value()"));
    }

    private static boolean isParameter(FunctionDecl f, PlatType type) {
        return f.typeParameters().stream().anyMatch(p -> p.equals(f.result()) && allows(p, type));
    }

    private static boolean allows(PlatType.Variable p, PlatType type) {
        return (!p.has("Number") || (type instanceof Simple s && s.isNumber()))
                && (!p.has("Ordered") || PlatType.isOrdered(type))
                && (!p.has("Equal") || PlatType.isEqual(type))
                && (!p.has("Text") || PlatType.isText(type))
                && (!p.has("Hash") || PlatType.isKey(type));
    }

    /** Fewer than wanted where none is found for a parameter. */
    private List<PlatType> typeArguments(List<PlatType.Variable> parameters, PlatType result, PlatType type) {
        List<PlatType> arguments = new ArrayList<>();
        for (PlatType.Variable p : parameters) {
            if (p.equals(result)) {
                arguments.add(type);
                continue;
            }
            for (int tries = 0; tries < 8; tries++) {
                PlatType t = p.has("Number") || p.has("Ordered") || p.has("Hash")
                        ? maker.types.simple()
                        : maker.types.any(1);
                if (allows(p, t)) {
                    arguments.add(t);
                    break;
                }
            }
        }
        return arguments;
    }

    private Optional<Piece> member(PlatType type, int depth) {
        List<Piece> found = new ArrayList<>();
        for (Scope.Variable v : maker.scope.all()) {
            if (v.type() instanceof ClassOf c) {
                for (ClassDecl.Field f : c.fields()) {
                    if (f.type().equals(type)) {
                        found.add(Piece.expression(type, v.name() + "." + f.name()));
                    }
                }
                methods(v, c.declaration().methods(), c.declaration().parameters(), c.arguments(), type, depth, found);
            } else if (v.type() instanceof EnumOf e) {
                methods(v, e.declaration().methods(), e.declaration().parameters(), e.arguments(), type, depth, found);
            }
            if (found.size() > 6) {
                break;
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(maker.choice.of(found));
    }

    private void methods(
            Scope.Variable v,
            List<Method> methods,
            List<PlatType.Variable> parameters,
            List<PlatType> arguments,
            PlatType type,
            int depth,
            List<Piece> found) {
        for (Method general : methods) {
            Method m = general.in(parameters, arguments);
            boolean fits = m.result().equals(type)
                    || m.typeParameters().stream().anyMatch(p -> p.equals(m.result()) && allows(p, type));
            if (m.rank() >= maker.rank || !fits || !maker.budget.take(METHOD)) {
                continue;
            }
            List<PlatType> own = typeArguments(m.typeParameters(), m.result(), type);
            if (own.size() < m.typeParameters().size()) {
                continue;
            }
            List<Piece> values = new ArrayList<>();
            for (Method.Parameter p : m.in(m.typeParameters(), own).parameters()) {
                values.add(Piece.of(p.name() + " = ", maker.expr(p.type(), depth - 1)));
            }
            found.add(Piece.expression(
                    type, v.name() + "." + m.name() + PlatType.angled(own) + "(", Piece.joined(values, ", "), ")"));
        }
    }

    private Optional<Piece> value(PlatType type, int depth) {
        Optional<Scope.Variable> v = maker.scope.any(
                maker.choice,
                x -> x.type() instanceof FunctionOf f && f.result().equals(type));
        if (v.isEmpty() || !maker.budget.take(LAMBDA)) {
            return Optional.empty();
        }
        List<Piece> values = new ArrayList<>();
        for (PlatType p : ((FunctionOf) v.get().type()).parameters()) {
            values.add(maker.expr(p, depth - 1));
        }
        return Optional.of(Piece.expression(type, "(" + v.get().name() + ")(", Piece.joined(values, ", "), ")"));
    }

    Piece lambda(FunctionOf type, int depth) {
        maker.budget.take(LAMBDA * ROUNDS);
        Scope inner = maker.scope.captured();
        Maker.Saved saved = maker.enterBody(inner, LAMBDA, Optional.of(type.result()));
        List<Piece> parameters = new ArrayList<>();
        for (PlatType p : type.parameters()) {
            String name = maker.local("p");
            inner.add(name, p, false);
            parameters.add(Piece.of(name + ": " + maker.types.written(p)));
        }
        Piece early = depth > 1 && maker.choice.percent(25)
                ? Piece.statement(
                        "if (",
                        maker.expr(Simple.BOOL, depth - 1),
                        ") { return ",
                        maker.expr(type.result(), depth - 1),
                        "; }")
                : Piece.nothing();
        Piece result = maker.expr(type.result(), depth - 1);
        saved.restore();
        return Piece.expression(
                type,
                "(fn(",
                Piece.joined(parameters, ", "),
                ") -> " + type.result().source() + " { ",
                early,
                result,
                " })");
    }
}
