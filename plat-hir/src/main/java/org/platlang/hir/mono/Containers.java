package org.platlang.hir.mono;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;

/** {@code Dict} and {@code Set} are classes of the library in a monomorphic program. */
final class Containers {
    private Containers() {}

    /** The type with every Dict and Set in it replaced by its class. */
    static Type represent(Type type) {
        return switch (type) {
            case Primitive p -> p;
            case TypeVar t -> t;
            case DictType t -> new ClassType(BuiltinTypes.DICT, List.of(represent(t.key()), represent(t.value())));
            case SetType t -> new ClassType(BuiltinTypes.SET, List.of(represent(t.element())));
            case ListType t -> {
                Type element = represent(t.element());
                yield element == t.element() ? t : new ListType(element);
            }
            case RangeType t -> t;
            case TaskType t -> {
                Type result = represent(t.result());
                yield result == t.result() ? t : new TaskType(result);
            }
            case ChannelType t -> {
                Type element = represent(t.element());
                yield element == t.element() ? t : new ChannelType(element);
            }
            case ClassType t -> {
                List<Type> arguments = all(t.arguments());
                yield arguments == t.arguments() ? t : new ClassType(t.symbol(), arguments);
            }
            case EnumType t -> {
                List<Type> arguments = all(t.arguments());
                yield arguments == t.arguments() ? t : new EnumType(t.symbol(), arguments);
            }
            case FunctionType t -> {
                List<Type> parameters = all(t.parameters());
                Type result = represent(t.result());
                yield parameters == t.parameters() && result == t.result() ? t : new FunctionType(parameters, result);
            }
        };
    }

    /** The very list where nothing in it changes. */
    private static List<Type> all(List<Type> types) {
        boolean changed = false;
        List<Type> made = new ArrayList<>(types.size());
        for (Type t : types) {
            Type r = represent(t);
            changed |= r != t;
            made.add(r);
        }
        return changed ? List.copyOf(made) : types;
    }

    static boolean isOne(ClassType type) {
        return type.symbol() == BuiltinTypes.DICT || type.symbol() == BuiltinTypes.SET;
    }
}
