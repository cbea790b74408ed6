package org.platlang.generator;

import java.util.List;

/**
 * A method that can be called.
 *
 * @param rank as {@link FunctionDecl#rank}; an override has that of what it overrides
 */
record Method(String name, List<Parameter> parameters, PlatType result, boolean isVirtual, int rank) {
    /** A named parameter. */
    record Parameter(String name, PlatType type) {}
}
