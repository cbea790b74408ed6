package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.type.Bound;
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
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;

/** Which types meet which bounds (§6). */
final class Bounds {
    private Bounds() {}

    static boolean holds(Type type, Bound bound, Env env) {
        if (type instanceof TypeVar v && v.parameter().isNewtype()) {
            Type base = env.newtypes.base(v.parameter());
            return switch (bound) {
                case EQUAL, HASH, TEXT, SENDABLE -> holds(base, bound, env);
                case ORDERED, NUMBER -> false;
            };
        }
        if (type instanceof TypeVar v) {
            Type extended = env.program.classBounds.of(v.parameter());
            return v.parameter().isHole()
                    || env.program.classBounds.isUnknown(v.parameter())
                    || v.parameter().has(bound)
                    || implied(v.parameter(), bound)
                    || (extended != null && holds(extended, bound, env));
        }
        if (type == Primitive.ERROR || type == Primitive.NEVER) {
            return true;
        }
        return switch (bound) {
            case TEXT -> true;
            case EQUAL -> unequal(type, env).isEmpty();
            case NUMBER -> Types.isNumeric(type);
            case ORDERED -> Types.isNumeric(type) || type == Primitive.STRING || type == Primitive.DURATION;
            case HASH -> isHash(type, env, new ArrayList<>());
            case SENDABLE -> isSendable(type, env, new ArrayList<>());
        };
    }

    /** Ordered, Number and Hash values can be compared; numbers can be ordered; every one of them has a text. */
    private static boolean implied(TypeParam p, Bound bound) {
        return switch (bound) {
            case EQUAL -> p.has(Bound.ORDERED) || p.has(Bound.NUMBER) || p.has(Bound.HASH);
            case ORDERED, HASH -> p.has(Bound.NUMBER);
            case SENDABLE -> p.has(Bound.NUMBER) || p.has(Bound.ORDERED);
            case TEXT -> p.has(Bound.NUMBER) || p.has(Bound.ORDERED);
            case NUMBER -> false;
        };
    }

    /** What keeps values of the type from being compared: a function, or a type parameter that may be one, in it. */
    static Optional<Type> unequal(Type type, Env env) {
        return unequal(type, env, new ArrayList<>());
    }

    private static Optional<Type> unequal(Type type, Env env, List<Type> open) {
        return switch (type) {
            case FunctionType t -> Optional.of(t);
            case TypeVar v -> holds(v, Bound.EQUAL, env) ? Optional.empty() : Optional.of(v);
            case ListType t -> unequal(t.element(), env, open);
            case SetType t -> unequal(t.element(), env, open);
            case DictType t -> unequal(t.key(), env, open).or(() -> unequal(t.value(), env, open));
            case EnumType t -> {
                if (isOpen(t, open)) {
                    yield Optional.empty();
                }
                open.add(t);
                for (Type payload : payloads(t, env)) {
                    Optional<Type> found = unequal(payload, env, open);
                    if (found.isPresent()) {
                        yield found;
                    }
                }
                yield Optional.empty();
            }
            // By identity, or by a method.
            case ClassType t -> Optional.empty();
            case TaskType t -> Optional.empty();
            case ChannelType t -> Optional.empty();
            case RangeType t -> Optional.empty();
            case Primitive t -> Optional.empty();
        };
    }

    /** The types of all that the variants of an enum hold. */
    private static List<Type> payloads(EnumType e, Env env) {
        Map<TypeParam, Type> by = bind(e.symbol().typeParameters(), e.arguments());
        List<Type> result = new ArrayList<>();
        for (VariantHeader v : env.enumHeader(e.symbol()).variants) {
            for (VariantField f : v.fields()) {
                result.add(Types.substitute(f.type(), by));
            }
        }
        return result;
    }

    private static boolean isHash(Type type, Env env, List<Type> open) {
        return switch (type) {
            case Primitive p -> p != Primitive.UNIT;
            case EnumType e -> payloadsHold(e, env, open, true);
            case ClassType c -> true;
            case TypeVar v -> holds(v, Bound.HASH, env);
            case ListType t -> false;
            case DictType t -> false;
            case SetType t -> false;
            case RangeType t -> false;
            case TaskType t -> false;
            case ChannelType t -> false;
            case FunctionType t -> false;
        };
    }

    private static boolean isSendable(Type type, Env env, List<Type> open) {
        return switch (type) {
            case Primitive p -> true;
            case EnumType e -> payloadsHold(e, env, open, false);
            case ClassType c -> {
                if (isOpen(c, open)) {
                    yield true;
                }
                open.add(c);
                Map<TypeParam, Type> by = bind(c.symbol().typeParameters(), c.arguments());
                Headers.ClassHeader header = env.classHeader(c.symbol());
                for (Headers.FieldHeader f : header.fields) {
                    if (f.mutable() || !isSendable(Types.substitute(f.type(), by), env, open)) {
                        yield false;
                    }
                }
                // An instance may be one of a subclass, with any type arguments of its own.
                for (Headers.ClassHeader sub : header.subclasses) {
                    if (!isSendable(Inheritance.self(sub), env, open)) {
                        yield false;
                    }
                }
                yield true;
            }
            case TypeVar v -> holds(v, Bound.SENDABLE, env);
            case RangeType t -> true;
            case ChannelType t -> true;
            case TaskType t -> isSendable(t.result(), env, open);
            case FunctionType t -> true;
            case ListType t -> false;
            case DictType t -> false;
            case SetType t -> false;
        };
    }

    private static boolean payloadsHold(EnumType e, Env env, List<Type> open, boolean hash) {
        if (isOpen(e, open)) {
            return true;
        }
        open.add(e);
        for (Type t : payloads(e, env)) {
            if (!(hash ? isHash(t, env, open) : isSendable(t, env, open))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpen(Type type, List<Type> open) {
        if (open.size() > 64) {
            return true;
        }
        for (Type o : open) {
            if (Types.same(o, type)) {
                return true;
            }
        }
        return false;
    }

    /** Parameters to arguments. */
    static Map<TypeParam, Type> bind(List<TypeParam> parameters, List<Type> arguments) {
        if (parameters.isEmpty()) {
            return Map.of();
        }
        Map<TypeParam, Type> by = new HashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            by.put(parameters.get(i), arguments.get(i));
        }
        return by;
    }
}
