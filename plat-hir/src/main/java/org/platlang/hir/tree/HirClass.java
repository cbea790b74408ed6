package org.platlang.hir.tree;

import java.util.List;
import java.util.Optional;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.lexer.source.Span;

/**
 * One instance of a class. Fields stand in declaration order, those of the base class first; that is the order of
 * their indexes, so that an index means the same field in a class and in its base; layout is free to differ within
 * the fields one class adds.
 *
 * @param base the class it extends
 * @param virtuals its virtual methods: those of the base first and in the base's order, so that an index means the same
 *     method in a class and in its base
 * @param toStringMethod {@code fn to_string(self) -> String}, where the class defines or inherits it: its text
 * @param equalsMethod {@code fn equals(self, other) -> Bool}, where the class defines or inherits it; else {@code ==}
 *     is identity
 * @param hashMethod {@code fn hash(self) -> Int64}, where the class defines or inherits it: its hash as a key; else
 *     that of its identity
 * @param instantiated whether the program makes instances of this very class
 */
public record HirClass(
        ClassType type,
        Optional<ClassType> base,
        List<Field> fields,
        List<Virtual> virtuals,
        Optional<FunctionRef> toStringMethod,
        Optional<FunctionRef> equalsMethod,
        Optional<FunctionRef> hashMethod,
        boolean instantiated,
        Span span) {

    /**
     * A field.
     *
     * @param mutable whether it can be assigned after {@code init}
     */
    public record Field(String name, Type type, boolean mutable) {}

    /**
     * A virtual method.
     *
     * @param introduced the method marked {@code virtual} that it is or overrides: names it over all classes
     * @param implementation what runs on an instance of this very class; in a monomorphic program it is there where
     *     some call may reach it
     */
    public record Virtual(FunctionRef introduced, FunctionRef implementation) {}

    /** Unique in the program. */
    public String name() {
        return TypePrinter.unique(type);
    }

    /** Index in {@link #virtuals} of a method this class has, or -1 where it is not virtual. */
    public int virtualIndex(FunctionRef method) {
        for (int i = 0; i < virtuals.size(); i++) {
            if (virtuals.get(i).implementation().name().equals(method.name())) {
                return i;
            }
        }
        return -1;
    }
}
