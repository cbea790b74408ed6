package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import org.platlang.generator.PlatType.Variable;

/** An enum of the program, or one of the language's. Its variants are filled in after it has been named, so that they can mention it. */
public final class EnumDecl {
    /** One variant. */
    record Variant(String name, List<Field> fields, boolean named) {}

    /** A field of a payload. */
    record Field(String name, PlatType type) {}

    static final EnumDecl OPTION = builtIn("Option", List.of("T"), List.of("None"), List.of("Some"));
    static final EnumDecl RESULT = builtIn("Result", List.of("T", "E"), List.of(), List.of("Ok", "Err"));

    private final String name;
    private final List<Variable> parameters;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    EnumDecl(String name, List<Variable> parameters) {
        this.name = name;
        this.parameters = List.copyOf(parameters);
    }

    private static EnumDecl builtIn(String name, List<String> parameters, List<String> empty, List<String> full) {
        List<Variable> variables =
                parameters.stream().map(p -> new Variable(p, "")).toList();
        EnumDecl made = new EnumDecl(name, variables);
        empty.forEach(v -> made.variants.add(new Variant(v, List.of(), false)));
        for (int i = 0; i < full.size(); i++) {
            made.variants.add(new Variant(full.get(i), List.of(new Field("field0", variables.get(i))), false));
        }
        return made;
    }

    String name() {
        return name;
    }

    List<Variable> parameters() {
        return parameters;
    }

    List<Variant> variants() {
        return variants;
    }

    List<Method> methods() {
        return methods;
    }

    /** The variant's fields in an enum of these type arguments. */
    List<Field> fields(Variant variant, List<PlatType> arguments) {
        return variant.fields().stream()
                .map(f -> new Field(f.name(), PlatType.substitute(f.type(), parameters, arguments)))
                .toList();
    }

    /** Whether a value may hold others of this very enum. */
    boolean isRecursive() {
        return variants.stream().anyMatch(v -> v.fields().stream().anyMatch(f -> mentions(f.type())));
    }

    boolean mentions(PlatType type) {
        return (type instanceof PlatType.EnumOf e && e.declaration() == this)
                || PlatType.parts(type).stream().anyMatch(this::mentions);
    }

    boolean holdsFunctions() {
        return variants.stream()
                .anyMatch(v -> v.fields().stream()
                        .anyMatch(f ->
                                !mentions(f.type()) && !(f.type() instanceof Variable) && !PlatType.isEqual(f.type())));
    }

    boolean isKey() {
        return variants.stream()
                .allMatch(v -> v.fields().stream()
                        .allMatch(f ->
                                f.type() instanceof Variable || (!mentions(f.type()) && PlatType.isKey(f.type()))));
    }
}
