package org.platlang.generator;

import java.util.List;

/**
 * A method that can be called.
 *
 * @param rank as {@link FunctionDecl#rank}; an override has that of what it overrides
 */
record Method(
        String name,
        List<PlatType.Variable> typeParameters,
        List<Parameter> parameters,
        PlatType result,
        boolean isVirtual,
        int rank) {
    /** A named parameter. */
    record Parameter(String name, PlatType type) {}

    /** As it is in an instance with these type arguments. */
    Method in(List<PlatType.Variable> of, List<PlatType> arguments) {
        List<Parameter> substituted = parameters.stream()
                .map(p -> new Parameter(p.name(), PlatType.substitute(p.type(), of, arguments)))
                .toList();
        return new Method(
                name, typeParameters, substituted, PlatType.substitute(result, of, arguments), isVirtual, rank);
    }
}
