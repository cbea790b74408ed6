package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The variables that can be used at a place. */
final class Scope {
    /** A variable, or a field of {@code self}: what its name says can be read, and assigned where mutable. */
    record Variable(String name, PlatType type, boolean mutable) {}

    private final List<Variable> variables = new ArrayList<>();

    void add(String name, PlatType type, boolean mutable) {
        variables.add(new Variable(name, type, mutable));
    }

    int mark() {
        return variables.size();
    }

    void backTo(int mark) {
        while (variables.size() > mark) {
            variables.remove(variables.size() - 1);
        }
    }

    /** What a lambda sees: everything, nothing of it assignable. */
    Scope captured() {
        Scope inner = new Scope();
        variables.forEach(v -> inner.add(v.name(), v.type(), false));
        return inner;
    }

    List<Variable> all() {
        return List.copyOf(variables);
    }

    List<Variable> matching(Predicate<Variable> test) {
        return variables.stream().filter(test).toList();
    }

    Optional<Variable> any(Choice choice, Predicate<Variable> test) {
        List<Variable> found = matching(test);
        return found.isEmpty() ? Optional.empty() : Optional.of(choice.of(found));
    }
}
