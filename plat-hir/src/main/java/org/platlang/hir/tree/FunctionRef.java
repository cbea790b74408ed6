package org.platlang.hir.tree;

import java.util.List;
import org.platlang.hir.type.Type;

/**
 * A function with its type arguments. In a monomorphic program {@link #name} is the unique key under which
 * {@link HirProgram#function} finds the body, and good as a linker symbol once quoted.
 */
public record FunctionRef(FunctionSymbol symbol, List<Type> typeArguments, String name) {
    public static FunctionRef of(FunctionSymbol symbol, List<Type> typeArguments) {
        return new FunctionRef(symbol, List.copyOf(typeArguments), symbol.instanceName(typeArguments));
    }

    @Override
    public String toString() {
        return name;
    }
}
