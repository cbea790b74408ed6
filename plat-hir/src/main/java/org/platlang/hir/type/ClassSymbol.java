package org.platlang.hir.type;

import java.util.List;

/** The identity of a class declaration; what it contains is known from the checker's later phases only. */
public final class ClassSymbol {
    private final String module;
    private final String name;
    private final List<TypeParam> typeParameters;

    public ClassSymbol(String module, String name, List<TypeParam> typeParameters) {
        this.module = module;
        this.name = name;
        this.typeParameters = List.copyOf(typeParameters);
    }

    /** The module's path, {@code a::b}; {@code std} for built-in ones, {@code main} for a file without {@code mod}. */
    public String module() {
        return module;
    }

    public String name() {
        return name;
    }

    public List<TypeParam> typeParameters() {
        return typeParameters;
    }

    /** Unique in a program: {@code module::Name}. */
    public String qualifiedName() {
        return module.concat("::").concat(name);
    }

    @Override
    public String toString() {
        return qualifiedName();
    }
}
