package org.platlang.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.generator.PlatType.DictOf;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.Variable;

/** Another name for a type, perhaps with parameters. */
record AliasDecl(String name, List<Variable> parameters, PlatType target) {
    /** How a type is written with this name, if it is one that the name stands for. */
    Optional<String> of(PlatType type) {
        Map<Variable, PlatType> found = new HashMap<>();
        if (!matches(target, type, found)) {
            return Optional.empty();
        }
        List<PlatType> arguments = new ArrayList<>();
        for (Variable p : parameters) {
            if (!found.containsKey(p)) {
                return Optional.empty();
            }
            arguments.add(found.get(p));
        }
        return Optional.of(name + PlatType.angled(arguments));
    }

    private static boolean matches(PlatType pattern, PlatType type, Map<Variable, PlatType> found) {
        return switch (pattern) {
            case Variable v -> found.computeIfAbsent(v, x -> type).equals(type);
            case ListOf p -> type instanceof ListOf t && matches(p.element(), t.element(), found);
            case DictOf p ->
                type instanceof DictOf t && matches(p.key(), t.key(), found) && matches(p.value(), t.value(), found);
            case EnumOf p ->
                type instanceof EnumOf t
                        && p.declaration() == t.declaration()
                        && all(p.arguments(), t.arguments(), found);
            default -> pattern.equals(type);
        };
    }

    private static boolean all(List<PlatType> patterns, List<PlatType> types, Map<Variable, PlatType> found) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!matches(patterns.get(i), types.get(i), found)) {
                return false;
            }
        }
        return true;
    }
}
