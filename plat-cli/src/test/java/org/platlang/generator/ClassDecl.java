package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.ClassOf;
import org.platlang.generator.PlatType.Variable;

/** A class of the program. */
public final class ClassDecl {
    /** A field; those of the base come first. */
    record Field(String name, PlatType type, boolean mutable) {}

    private final String name;
    private final List<Variable> parameters;
    private final Optional<ClassOf> base;
    private final List<Field> fields = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();
    private final List<ClassDecl> subclasses = new ArrayList<>();

    /** @param base with the parameters of this class, in their order, as arguments, or with arguments of no parameter */
    ClassDecl(String name, List<Variable> parameters, Optional<ClassOf> base) {
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.base = base;
        if (base.isPresent()) {
            ClassOf above = base.get();
            fields.addAll(above.fields());
            above.declaration()
                    .methods()
                    .forEach(m -> methods.add(m.in(above.declaration().parameters(), above.arguments())));
            above.declaration().subclasses.add(this);
        }
    }

    String name() {
        return name;
    }

    List<Variable> parameters() {
        return parameters;
    }

    /** As the type of {@code self}. */
    ClassOf self() {
        return new ClassOf(this, List.copyOf(parameters));
    }

    Optional<ClassOf> base() {
        return base;
    }

    /** In terms of its parameters. */
    List<Field> fields() {
        return fields;
    }

    /** Its own and inherited ones. */
    List<Method> methods() {
        return methods;
    }

    List<ClassDecl> subclasses() {
        return subclasses;
    }
}
