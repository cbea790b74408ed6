package org.platlang.hir.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Equality, questions and substitution on types. */
public final class Types {
    private Types() {}

    /** Whether two types are the same; structural, type arguments invariant. {@code ERROR} equals only itself. */
    public static boolean same(Type a, Type b) {
        if (a == b) {
            return true;
        }
        return switch (a) {
            case Primitive p -> false;
            case ListType x -> b instanceof ListType y && same(x.element(), y.element());
            case DictType x -> b instanceof DictType y && same(x.key(), y.key()) && same(x.value(), y.value());
            case SetType x -> b instanceof SetType y && same(x.element(), y.element());
            case RangeType x -> b instanceof RangeType y && same(x.element(), y.element());
            case TaskType x -> b instanceof TaskType y && same(x.result(), y.result());
            case ChannelType x -> b instanceof ChannelType y && same(x.element(), y.element());
            case ClassType x ->
                b instanceof ClassType y && x.symbol() == y.symbol() && same(x.arguments(), y.arguments());
            case EnumType x ->
                b instanceof EnumType y && x.symbol() == y.symbol() && same(x.arguments(), y.arguments());
            case FunctionType x ->
                b instanceof FunctionType y && same(x.parameters(), y.parameters()) && same(x.result(), y.result());
            case TypeVar x -> b instanceof TypeVar y && x.parameter() == y.parameter();
        };
    }

    private static boolean same(List<Type> a, List<Type> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether ERROR occurs anywhere in the type: then something was already reported. */
    public static boolean hasError(Type type) {
        if (type instanceof Primitive p) {
            return p == Primitive.ERROR;
        }
        for (Type part : parts(type)) {
            if (hasError(part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the variable of {@code parameter} occurs anywhere in the type. */
    public static boolean mentions(Type type, TypeParam parameter) {
        if (type instanceof TypeVar v) {
            return v.parameter() == parameter;
        }
        for (Type part : parts(type)) {
            if (mentions(part, parameter)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a hole occurs anywhere in the type. */
    public static boolean hasHoles(Type type) {
        if (type instanceof Primitive) {
            return false;
        }
        if (type instanceof TypeVar v) {
            return v.parameter().isHole();
        }
        for (Type part : parts(type)) {
            if (hasHoles(part)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds types for the holes of {@code pattern} that make it {@code actual}, adding them to {@code found}; a hole
     * already found must agree. False where the two cannot be made the same; NEVER and ERROR agree with everything and
     * teach nothing, and so do holes within {@code actual}.
     */
    public static boolean unify(Type pattern, Type actual, Map<TypeParam, Type> found) {
        if (actual == Primitive.ERROR || pattern == Primitive.ERROR || actual == Primitive.NEVER) {
            return true;
        }
        if (pattern instanceof TypeVar v && v.parameter().isHole()) {
            if (hasHoles(actual)) {
                return true;
            }
            Type known = found.get(v.parameter());
            if (known == null || hasError(known)) {
                found.put(v.parameter(), actual);
                return true;
            }
            return hasError(actual) || same(known, actual);
        }
        if (actual instanceof TypeVar v && v.parameter().isHole()) {
            return true;
        }
        if (pattern instanceof Primitive || pattern instanceof TypeVar) {
            return same(pattern, actual);
        }
        if (!sameConstructor(pattern, actual)) {
            return false;
        }
        List<Type> left = parts(pattern);
        List<Type> right = parts(actual);
        for (int i = 0; i < left.size(); i++) {
            if (!unify(left.get(i), right.get(i), found)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameConstructor(Type a, Type b) {
        if (a instanceof ClassType x) {
            return b instanceof ClassType y && x.symbol() == y.symbol();
        }
        if (a instanceof EnumType x) {
            return b instanceof EnumType y && x.symbol() == y.symbol();
        }
        return a.getClass() == b.getClass() && parts(a).size() == parts(b).size();
    }

    /** Whether a type variable occurs anywhere in the type. */
    public static boolean hasVariables(Type type) {
        if (type instanceof TypeVar) {
            return true;
        }
        for (Type part : parts(type)) {
            if (hasVariables(part)) {
                return true;
            }
        }
        return false;
    }

    /** The types a type is directly made of, in written order. */
    public static List<Type> parts(Type type) {
        return switch (type) {
            case Primitive p -> List.of();
            case ListType t -> List.of(t.element());
            case DictType t -> List.of(t.key(), t.value());
            case SetType t -> List.of(t.element());
            case RangeType t -> List.of(t.element());
            case TaskType t -> List.of(t.result());
            case ChannelType t -> List.of(t.element());
            case ClassType t -> t.arguments();
            case EnumType t -> t.arguments();
            case FunctionType t -> {
                List<Type> all = new ArrayList<>(t.parameters());
                all.add(t.result());
                yield all;
            }
            case TypeVar t -> List.of();
        };
    }

    public static boolean isInteger(Type type) {
        return type instanceof Primitive p && p.isInteger();
    }

    public static boolean isFloat(Type type) {
        return type instanceof Primitive p && p.isFloat();
    }

    public static boolean isNumeric(Type type) {
        return type instanceof Primitive p && p.isNumeric();
    }

    /** The type with every variable in {@code by} replaced; other variables stay. */
    public static Type substitute(Type type, Map<TypeParam, Type> by) {
        if (by.isEmpty() || type instanceof Primitive) {
            return type;
        }
        return switch (type) {
            case Primitive p -> p;
            case ListType t -> new ListType(substitute(t.element(), by));
            case DictType t -> new DictType(substitute(t.key(), by), substitute(t.value(), by));
            case SetType t -> new SetType(substitute(t.element(), by));
            case RangeType t -> new RangeType(substitute(t.element(), by));
            case TaskType t -> new TaskType(substitute(t.result(), by));
            case ChannelType t -> new ChannelType(substitute(t.element(), by));
            case ClassType t -> t.arguments().isEmpty() ? t : new ClassType(t.symbol(), substitute(t.arguments(), by));
            case EnumType t -> t.arguments().isEmpty() ? t : new EnumType(t.symbol(), substitute(t.arguments(), by));
            case FunctionType t -> new FunctionType(substitute(t.parameters(), by), substitute(t.result(), by));
            case TypeVar t -> {
                Type found = by.get(t.parameter());
                yield found == null ? t : found;
            }
        };
    }

    /** {@link #substitute(Type, Map)} on each. */
    public static List<Type> substitute(List<Type> types, Map<TypeParam, Type> by) {
        if (types.isEmpty() || by.isEmpty()) {
            return types;
        }
        List<Type> result = new ArrayList<>(types.size());
        for (Type t : types) {
            result.add(substitute(t, by));
        }
        return List.copyOf(result);
    }
}
