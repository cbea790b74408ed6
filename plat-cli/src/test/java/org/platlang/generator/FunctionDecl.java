package org.platlang.generator;

import java.util.List;
import org.platlang.generator.PlatType.Variable;

/**
 * A function that can be called.
 *
 * @param cost how much a call may do
 * @param rank functions and methods call those of lower rank only
 */
record FunctionDecl(
        String name,
        List<Variable> typeParameters,
        List<Method.Parameter> parameters,
        PlatType result,
        double cost,
        int rank) {
    /** The first parameter of a function that calls itself: it does so with less, and not without any. */
    static final String FUEL = "fuel";

    boolean isRecursive() {
        return !parameters.isEmpty() && parameters.get(0).name().equals(FUEL);
    }
}
