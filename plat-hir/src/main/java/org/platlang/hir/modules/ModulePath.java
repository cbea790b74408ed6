package org.platlang.hir.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.Identifier;

/** The name of a module: {@code a::b}. Holds at least one part. */
public record ModulePath(List<String> parts) {
    /** The module of a program's first file where that has no {@code mod}. */
    public static final ModulePath MAIN = new ModulePath(List.of("main"));

    public ModulePath {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a module without a name");
        }
    }

    /** The module that names written with {@code ::} between them stand for. */
    public static ModulePath of(List<Identifier> names) {
        List<String> parts = new ArrayList<>(names.size());
        for (Identifier name : names) {
            parts.add(name.text());
        }
        return new ModulePath(parts);
    }

    /** What the file says of itself; empty if it has no {@code mod}. */
    public static Optional<ModulePath> declaredBy(CompilationUnit unit) {
        return unit.module().map(declaration -> of(declaration.path()));
    }

    /** The module around this one; empty for a path of one name. */
    public Optional<ModulePath> parent() {
        return parts.size() == 1 ? Optional.empty() : Optional.of(new ModulePath(parts.subList(0, parts.size() - 1)));
    }

    /** The module {@code name} below this one. */
    public ModulePath child(String name) {
        List<String> all = new ArrayList<>(parts);
        all.add(name);
        return new ModulePath(all);
    }

    /** The last name, which a {@code use} makes visible. */
    public String name() {
        return parts.get(parts.size() - 1);
    }

    /** Whether the path belongs to the standard library: {@code std} or below. */
    public boolean isStandard() {
        return parts.get(0).equals("std");
    }

    /** {@code a::b}. */
    @Override
    public String toString() {
        return String.join("::", parts);
    }
}
