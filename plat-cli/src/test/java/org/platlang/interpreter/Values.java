package org.platlang.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;

/** The values that are no Java numbers, Booleans or Strings. Identity is that of the Java object. */
final class Values {
    private Values() {}

    /** The one value of type Unit. */
    enum Unit {
        UNIT
    }

    /** A list: mutable, shared by reference. */
    static final class PlatList {
        final ArrayList<Object> items;

        PlatList(List<?> items) {
            this.items = new ArrayList<>(items);
        }
    }

    /** An instance of a class. A field of a reference type is null until {@code init} has set it. */
    static final class Instance {
        final HirClass type;
        final @Nullable Object[] fields;

        Instance(HirClass type) {
            this.type = type;
            this.fields = new Object[type.fields().size()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = zero(type.fields().get(i).type());
            }
        }

        private static @Nullable Object zero(Type type) {
            return switch (type) {
                case Primitive p when p == Primitive.BOOL -> (Object) false;
                case Primitive p when p == Primitive.FLOAT64 -> (Object) 0.0;
                case Primitive p when p.isFloat() -> (Object) 0.0f;
                case Primitive p when p.isInteger() || p == Primitive.DURATION -> (Object) 0L;
                case Primitive p when p == Primitive.UNIT -> Unit.UNIT;
                default -> null;
            };
        }
    }

    /** A value of an enum. */
    record Variant(int index, List<Object> payload) {}

    /** The integers start, start + step, … up to the end; the step may be negative, but never 0. */
    record Range(long start, long end, boolean inclusive, long step) {}

    /** A function with the values of its captures. */
    static final class Closure {
        final HirFunction function;
        final List<Object> captures;

        Closure(HirFunction function, List<Object> captures) {
            this.function = function;
            this.captures = captures;
        }
    }
}
