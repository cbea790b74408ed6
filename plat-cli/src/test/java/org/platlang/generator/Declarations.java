package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.Simple;

/** Functions, generic and recursive ones among them, and enums. */
final class Declarations {
    private static final double FUNCTION = 400;
    /** A recursive function calls itself twice at most, with at most 4 of fuel. */
    private static final double CALLS = 31;

    private static final List<String> BOUNDS =
            List.of("", "", "Text", "Equal + Text", "Number", "Number + Text", "Ordered + Text", "Hash + Text");

    private final Maker maker;

    Declarations(Maker maker) {
        this.maker = maker;
    }

    Piece function() {
        Choice c = maker.choice;
        String name = maker.functionName();
        List<PlatType.Variable> typeParameters = new ArrayList<>();
        if (c.percent(25)) {
            for (int i = c.between(1, 2); i > 0; i--) {
                typeParameters.add(new PlatType.Variable(maker.local("T"), c.of(BOUNDS)));
            }
        }
        boolean recursive = typeParameters.isEmpty() && c.percent(20);
        Scope scope = new Scope();
        List<Method.Parameter> parameters = new ArrayList<>();
        if (recursive) {
            parameters.add(new Method.Parameter(FunctionDecl.FUEL, Simple.INT32));
        }
        typeParameters.forEach(t -> parameters.add(new Method.Parameter(maker.local("p"), t)));
        for (int i = c.between(0, 3); i > 0; i--) {
            PlatType type = typeParameters.isEmpty() || c.percent(50)
                    ? maker.types.anyOrFunction(2)
                    : c.percent(50) ? new PlatType.ListOf(c.of(typeParameters)) : c.of(typeParameters);
            parameters.add(new Method.Parameter(maker.local("p"), type));
        }
        parameters.forEach(p -> scope.add(p.name(), p.type(), false));
        PlatType result = !typeParameters.isEmpty() && c.percent(70)
                ? c.of(typeParameters)
                : c.percent(30) ? PlatType.option(maker.types.any(1)) : maker.types.anyOrFunction(2);
        int rank = maker.nextRank();
        Maker.Saved saved = maker.enterBody(scope, recursive ? FUNCTION / 8 : FUNCTION, Optional.of(result));
        Piece start = Piece.nothing();
        if (recursive) {
            start = Piece.of(
                    "if (fuel <= 0) { return ", maker.expr(result, 1), "; }\n", again(name, parameters, result), "\n");
        }
        Piece body = maker.statements.some(c.between(1, 5), 2);
        Piece last = maker.expr(result, Statements.DEPTH);
        double cost = maker.budget.spent() * (recursive ? CALLS : 1) + 1;
        saved.restore();
        maker.functions.add(new FunctionDecl(name, typeParameters, parameters, result, cost, rank));
        return Piece.item(
                "fn " + name + declared(typeParameters) + "(" + written(parameters) + ") -> "
                        + maker.types.written(result) + " {",
                start,
                body,
                last,
                "}");
    }

    /** The calls of the function itself, their results in variables. */
    private Piece again(String name, List<Method.Parameter> parameters, PlatType result) {
        List<Piece> calls = new ArrayList<>();
        for (int i = maker.choice.between(1, 2); i > 0; i--) {
            List<Piece> values = new ArrayList<>(List.of(Piece.of("fuel = fuel - 1")));
            for (Method.Parameter p : parameters.subList(1, parameters.size())) {
                values.add(Piece.of(p.name() + " = ", maker.expr(p.type(), 2)));
            }
            String v = maker.local("v");
            calls.add(Piece.statement(
                    "let " + v + ": " + result.source() + " = " + name + "(", Piece.joined(values, ", "), ");"));
            maker.scope.add(v, result, false);
        }
        return Piece.sequence(calls);
    }

    static String declared(List<PlatType.Variable> typeParameters) {
        if (typeParameters.isEmpty()) {
            return "";
        }
        List<String> texts = new ArrayList<>();
        typeParameters.forEach(t -> texts.add(t.name() + (t.bounds().isEmpty() ? "" : ": " + t.bounds())));
        return "<" + String.join(", ", texts) + ">";
    }

    static String declaredParameters(List<Method.Parameter> parameters) {
        List<String> texts = new ArrayList<>();
        parameters.forEach(p -> texts.add(p.name() + ": " + p.type().source()));
        return String.join(", ", texts);
    }

    /** As {@link #declaredParameters}, with aliases. */
    private String written(List<Method.Parameter> parameters) {
        List<String> texts = new ArrayList<>();
        parameters.forEach(p -> texts.add(p.name() + ": " + maker.types.written(p.type())));
        return String.join(", ", texts);
    }

    Piece newtype() {
        PlatType.NewtypeOf made = new PlatType.NewtypeOf(
                maker.typeName("N"), maker.choice.percent(60) ? maker.types.simple() : maker.types.any(2));
        maker.newtypes.add(made);
        return Piece.item("newtype " + made.name() + " = " + made.base().source() + ";\n");
    }

    Piece alias() {
        List<PlatType.Variable> parameters =
                maker.choice.percent(40) ? List.of(new PlatType.Variable(maker.local("T"), "")) : List.of();
        PlatType target = parameters.isEmpty() ? maker.types.any(2) : around(parameters.get(0));
        AliasDecl made = new AliasDecl(maker.typeName("A"), parameters, target);
        maker.aliases.add(made);
        return Piece.item("type " + made.name() + declared(parameters) + " = " + target.source() + ";\n");
    }

    private PlatType around(PlatType.Variable t) {
        return switch (maker.choice.below(4)) {
            case 0 -> new PlatType.ListOf(t);
            case 1 -> new PlatType.DictOf(Simple.STRING, t);
            case 2 -> PlatType.result(t, Simple.STRING);
            default -> PlatType.option(t);
        };
    }

    Piece enumeration() {
        Choice c = maker.choice;
        List<PlatType.Variable> parameters = new ArrayList<>();
        for (int i = c.percent(30) ? c.between(1, 2) : 0; i > 0; i--) {
            parameters.add(new PlatType.Variable(maker.local("T"), ""));
        }
        EnumDecl made = new EnumDecl(maker.typeName("E"), parameters);
        List<PlatType> own = List.copyOf(parameters);
        boolean recursive = c.percent(30);
        int count = c.between(1, 5);
        for (int i = 0; i < count; i++) {
            boolean named = c.percent(35);
            List<EnumDecl.Field> fields = new ArrayList<>();
            for (int f = c.percent(25) ? 0 : c.between(1, 3); f > 0; f--) {
                PlatType type = !own.isEmpty() && c.percent(50)
                        ? c.of(own)
                        : recursive && i > 0 && c.percent(45) ? new EnumOf(made, own) : maker.types.any(1);
                fields.add(new EnumDecl.Field(named ? maker.local("a") : "field" + fields.size(), type));
            }
            made.variants().add(new EnumDecl.Variant(maker.local("V"), fields, named && !fields.isEmpty()));
        }
        List<String> variants = new ArrayList<>();
        for (EnumDecl.Variant v : made.variants()) {
            List<String> fields = new ArrayList<>();
            v.fields()
                    .forEach(f -> fields.add(
                            (v.named() ? f.name() + ": " : "") + f.type().source()));
            variants.add(v.name() + (fields.isEmpty() ? "" : "(" + String.join(", ", fields) + ")"));
        }
        maker.enums.add(made);
        List<Piece> methods = new ArrayList<>();
        for (int i = c.between(0, 2); i > 0; i--) {
            methods.add(enumMethod(made, own));
        }
        return Piece.item(
                "enum " + made.name() + declared(parameters) + " {\n" + String.join(", ", variants),
                Piece.sequence(methods),
                "}");
    }

    private Piece enumMethod(EnumDecl owner, List<PlatType> own) {
        EnumOf self = new EnumOf(owner, own);
        Method.Parameter parameter = new Method.Parameter(maker.local("p"), maker.types.any(1));
        PlatType result = maker.types.any(1);
        Method method = new Method(maker.local("m"), List.of(), List.of(parameter), result, false, maker.nextRank());
        Scope scope = new Scope();
        scope.add("self", self, false);
        scope.add(parameter.name(), parameter.type(), false);
        Maker.Saved saved = maker.enterBody(scope, Calls.METHOD, Optional.of(result));
        Piece body = Piece.expression(
                result, "(match self { ", maker.patterns.arms(self, 2, () -> maker.expr(result, 2)), " })");
        saved.restore();
        owner.methods().add(method);
        return Piece.statement(
                "fn " + method.name() + "(" + declaredParameters(method.parameters()) + ") -> " + result.source()
                        + " {",
                body,
                "}");
    }

    /** {@code main} of the program. */
    Piece main(String name) {
        Maker.Saved saved = maker.enterBody(new Scope(), 4000, Optional.empty());
        Piece body = maker.statements.some(maker.choice.between(5, 9), 3);
        List<Object> parts = new ArrayList<>(List.of("fn " + name + "() {"));
        for (int i = 0; i < maker.constants.size(); i++) {
            parts.add(Constants.compared(maker.constants.get(i), maker.expressionsOfConstants.get(i)));
        }
        parts.add(body);
        for (Scope.Variable v : maker.scope.all()) {
            parts.add(Piece.statement("print(value = \"" + v.name() + " ${" + v.name() + "}\");"));
        }
        parts.add("}");
        saved.restore();
        return Piece.item(parts.toArray());
    }
}
