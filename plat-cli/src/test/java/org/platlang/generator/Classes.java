package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.ClassOf;
import org.platlang.generator.PlatType.Simple;

/**
 * Classes: fields, an {@code init} sometimes, methods that are overridden, text, equality and hash.
 *
 * <p>No object can be reached from itself, so that texts end: fields hold what was declared earlier only, and those of
 * subclasses, whose instances can stand in older fields, nothing that holds instances.
 */
final class Classes {
    private final Maker maker;

    Classes(Maker maker) {
        this.maker = maker;
    }

    Piece one() {
        Choice c = maker.choice;
        Optional<ClassDecl> above =
                maker.classes.isEmpty() || c.percent(45) ? Optional.empty() : Optional.of(c.of(maker.classes));
        List<PlatType.Variable> own = new ArrayList<>();
        Optional<ClassOf> base = above.map(b -> c.percent(50) ? maker.types.classOf(b, 1) : passedOn(b, own));
        if (above.isEmpty() && c.percent(35)) {
            for (int i = c.between(1, 2); i > 0; i--) {
                own.add(new PlatType.Variable(maker.local("T"), c.of("", "Text", "Equal + Text")));
            }
        }
        ClassDecl made = new ClassDecl(maker.typeName("C"), own, base);
        int inherited = made.fields().size();
        List<Object> parts = new ArrayList<>();
        parts.add("class " + made.name() + Declarations.declared(own)
                + base.map(b -> " : " + b.source()).orElse("") + " {\n");
        for (int i = base.isPresent() ? c.between(0, 2) : c.between(1, 3); i > 0; i--) {
            PlatType type = base.isPresent()
                    ? maker.types.simple()
                    : !own.isEmpty() && c.percent(60) ? ofParameter(c.of(own)) : maker.types.any(1);
            ClassDecl.Field field = new ClassDecl.Field(maker.local("a"), type, c.percent(70));
            made.fields().add(field);
            parts.add((field.mutable() ? "var " : "let ") + field.name() + ": " + maker.types.written(type) + ";\n");
        }
        if (c.percent(30)) {
            parts.add(init(made, inherited));
        }
        if (base.isEmpty()) {
            root(made, parts);
        } else {
            overrides(made, parts);
        }
        maker.classes.add(made);
        for (int i = c.between(0, 2); i > 0; i--) {
            Method method = method(own);
            parts.add(method(made, method, method.isVirtual() ? "virtual " : "", false));
            made.methods().add(method);
        }
        parts.add("}");
        return Piece.item(parts.toArray());
    }

    /** The base with parameters of the new class, filled in here, as its arguments. */
    private ClassOf passedOn(ClassDecl base, List<PlatType.Variable> own) {
        base.parameters().forEach(p -> own.add(new PlatType.Variable(maker.local("T"), p.bounds())));
        return new ClassOf(base, List.copyOf(own));
    }

    private PlatType ofParameter(PlatType.Variable t) {
        return switch (maker.choice.below(4)) {
            case 0 -> new PlatType.ListOf(t);
            case 1 -> PlatType.option(t);
            default -> t;
        };
    }

    private Method method(List<PlatType.Variable> own) {
        Choice c = maker.choice;
        List<PlatType.Variable> typeParameters = new ArrayList<>();
        List<Method.Parameter> parameters = new ArrayList<>();
        if (c.percent(25)) {
            PlatType.Variable t = new PlatType.Variable(maker.local("T"), c.of("", "Text", "Number", "Ordered + Text"));
            typeParameters.add(t);
            parameters.add(new Method.Parameter(maker.local("p"), t));
        }
        for (int i = c.between(0, 2); i > 0; i--) {
            PlatType type = !own.isEmpty() && c.percent(40) ? c.of(own) : maker.types.any(1);
            parameters.add(new Method.Parameter(maker.local("p"), type));
        }
        PlatType result = !typeParameters.isEmpty() && c.percent(60)
                ? typeParameters.get(0)
                : !own.isEmpty() && c.percent(40) ? c.of(own) : maker.types.any(1);
        boolean isVirtual = typeParameters.isEmpty() && c.percent(60);
        return new Method(maker.local("m"), typeParameters, parameters, result, isVirtual, maker.nextRank());
    }

    /** With a parameter per field, as the one made without it has. */
    private Piece init(ClassDecl made, int inherited) {
        List<Method.Parameter> parameters = new ArrayList<>();
        made.fields().forEach(f -> parameters.add(new Method.Parameter(f.name(), f.type())));
        Scope scope = new Scope();
        parameters.forEach(p -> scope.add(p.name(), p.type(), false));
        Maker.Saved saved = maker.enterBody(scope, Calls.METHOD, Optional.empty());
        int rank = maker.rank;
        maker.rank = 0;
        List<Object> body = new ArrayList<>();
        for (Method.Parameter p : parameters.subList(inherited, parameters.size())) {
            body.add("self." + p.name() + " = ");
            body.add(maker.choice.percent(60) ? Piece.expression(p.type(), p.name()) : maker.expr(p.type(), 1));
            body.add(";\n");
        }
        maker.rank = rank;
        saved.restore();
        if (made.base().isPresent()) {
            List<String> up = new ArrayList<>();
            parameters.subList(0, inherited).forEach(p -> up.add(p.name() + " = " + p.name()));
            body.add("super.init(" + String.join(", ", up) + ");\n");
        }
        return Piece.of(
                "init(" + Declarations.declaredParameters(parameters) + ") {\n", Piece.of(body.toArray()), "}\n");
    }

    /** Text, equality and hash: of simple fields only, and without calls. */
    private void root(ClassDecl made, List<Object> parts) {
        List<ClassDecl.Field> simple =
                made.fields().stream().filter(f -> f.type() instanceof Simple).toList();
        if (maker.choice.percent(30)) {
            parts.add(text("virtual", made));
        }
        if (maker.choice.percent(30)) {
            String equal = simple.isEmpty()
                    ? "true"
                    : "self." + simple.get(0).name() + " == other."
                            + simple.get(0).name();
            boolean counts = !simple.isEmpty() && simple.get(0).type() instanceof Simple s && s.isInteger();
            String hash = counts ? "cast(value = self." + simple.get(0).name() + ", target = Int64) % 4i64" : "7i64";
            parts.add("fn equals(other: " + made.self().source() + ") -> Bool { " + equal + " }\n");
            parts.add("fn hash() -> Int64 { " + hash + " }\n");
        }
    }

    private static String text(String mark, ClassDecl made) {
        StringBuilder out = new StringBuilder(mark + " fn to_string() -> String { \"<" + made.name());
        made.fields().stream()
                .filter(f -> f.type() instanceof Simple)
                .forEach(f -> out.append(" ${self.").append(f.name()).append("}"));
        return out.append(">\" }\n").toString();
    }

    private void overrides(ClassDecl made, List<Object> parts) {
        for (Method m : List.copyOf(made.methods())) {
            if (m.isVirtual() && maker.choice.percent(55)) {
                parts.add(method(made, m, "override ", true));
            }
        }
    }

    private Piece method(ClassDecl owner, Method method, String mark, boolean overrides) {
        Scope scope = new Scope();
        scope.add("self", owner.self(), false);
        owner.fields().forEach(f -> scope.add("self." + f.name(), f.type(), f.mutable()));
        method.parameters().forEach(p -> scope.add(p.name(), p.type(), false));
        Maker.Saved saved = maker.enterBody(scope, Calls.METHOD / (overrides ? 2 : 1), Optional.of(method.result()));
        int rank = maker.rank;
        maker.rank = method.rank();
        Piece above = Piece.nothing();
        if (overrides && maker.choice.percent(60)) {
            List<Piece> values = new ArrayList<>();
            method.parameters().forEach(p -> values.add(Piece.of(p.name() + " = ", maker.expr(p.type(), 1))));
            String v = maker.local("v");
            above = Piece.statement(
                    "let " + v + ": " + method.result().source() + " = super." + method.name() + "(",
                    Piece.joined(values, ", "),
                    ");");
            scope.add(v, method.result(), false);
        }
        Piece body = maker.statements.some(maker.choice.between(0, 2), 1);
        Piece result = maker.expr(method.result(), 2);
        maker.rank = rank;
        saved.restore();
        return Piece.statement(
                mark + "fn " + method.name() + Declarations.declared(method.typeParameters()) + "("
                        + Declarations.declaredParameters(method.parameters()) + ") -> "
                        + method.result().source() + " {",
                above,
                body,
                result,
                "}");
    }
}
