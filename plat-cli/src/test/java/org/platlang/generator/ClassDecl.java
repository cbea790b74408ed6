package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A class of the program. */
public final class ClassDecl {
    /** A field; those of the base come first. */
    record Field(String name, PlatType type, boolean mutable) {}

    private final String name;
    private final Optional<ClassDecl> base;
    private final List<Field> fields = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();
    private final List<ClassDecl> subclasses = new ArrayList<>();

    ClassDecl(String name, Optional<ClassDecl> base) {
        this.name = name;
        this.base = base;
        if (base.isPresent()) {
            fields.addAll(base.get().fields);
            methods.addAll(base.get().methods);
            base.get().subclasses.add(this);
        }
    }

    String name() {
        return name;
    }

    Optional<ClassDecl> base() {
        return base;
    }

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

    /** Itself and all that extend it, directly or not. */
    List<ClassDecl> family() {
        List<ClassDecl> all = new ArrayList<>(List.of(this));
        subclasses.forEach(s -> all.addAll(s.family()));
        return all;
    }
}
