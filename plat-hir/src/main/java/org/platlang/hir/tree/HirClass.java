package org.platlang.hir.tree;

import java.util.List;
import java.util.Optional;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.lexer.source.Span;

/**
 * One instance of a class. Fields stand in declaration order, which is that of their indexes; layout is free
 * to differ.
 *
 * @param toStringMethod {@code fn to_string(self) -> String}, where the class defines it: its text
 * @param equalsMethod {@code fn equals(self, other) -> Bool}, where the class defines it; else {@code ==} is
 *     identity
 * @param hashMethod {@code fn hash(self) -> Int64}, where the class defines it: its hash as a key; else that of its
 *     identity
 */
public record HirClass(
        ClassType type,
        List<Field> fields,
        Optional<FunctionRef> toStringMethod,
        Optional<FunctionRef> equalsMethod,
        Optional<FunctionRef> hashMethod,
        Span span) {

    /**
     * A field.
     *
     * @param mutable whether it can be assigned after {@code init}
     */
    public record Field(String name, Type type, boolean mutable) {}

    /** Unique in the program. */
    public String name() {
        return TypePrinter.unique(type);
    }
}
