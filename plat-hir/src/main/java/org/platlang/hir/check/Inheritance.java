package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirUpcast;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;

/** Questions about classes and their bases (§7). Chains end: {@link ResolveHeaders} has cut cycles. */
final class Inheritance {
    private Inheritance() {}

    /** A method, and the class it was found in as a type. */
    record Found(FunctionHeader method, ClassType owner) {}

    /** The class as a type over its own parameters. */
    static ClassType self(ClassHeader header) {
        return new ClassType(header.symbol, Env.variables(header.symbol.typeParameters()));
    }

    /** What a class type extends, or null. */
    static @Nullable ClassType base(Env env, ClassType type) {
        ClassType base = env.classHeader(type.symbol()).base;
        return base == null ? null : (ClassType) Types.substitute(base, by(type));
    }

    static Map<TypeParam, Type> by(ClassType type) {
        return Bounds.bind(type.symbol().typeParameters(), type.arguments());
    }

    /** The class type as an instance of the class {@code symbol}: itself or one of its bases; null where it is none. */
    static @Nullable ClassType as(Env env, ClassType type, ClassSymbol symbol) {
        ClassType t = type;
        while (t != null && t.symbol() != symbol) {
            t = base(env, t);
        }
        return t;
    }

    /** {@code type} where it is a proper subclass of {@code of}; else null. */
    static @Nullable ClassType properSubclass(Env env, Type type, Type of) {
        if (!(type instanceof ClassType sub) || !(of instanceof ClassType base) || sub.symbol() == base.symbol()) {
            return null;
        }
        ClassType seen = as(env, sub, base.symbol());
        return seen != null && Types.same(seen, base) ? sub : null;
    }

    /** The nearest class that both are, or null. */
    static @Nullable ClassType common(Env env, ClassType a, ClassType b) {
        ClassType t = a;
        while (t != null) {
            ClassType other = as(env, b, t.symbol());
            if (other != null && Types.same(other, t)) {
                return t;
            }
            t = base(env, t);
        }
        return null;
    }

    /** The method of that name the class defines or inherits. */
    static @Nullable Found find(Env env, ClassType type, String name) {
        ClassType t = type;
        while (t != null) {
            FunctionHeader method = env.classHeader(t.symbol()).methods.get(name);
            if (method != null) {
                return new Found(method, t);
            }
            t = base(env, t);
        }
        return null;
    }

    /** Names of all methods, own ones first. */
    static List<String> methodNames(Env env, ClassHeader header) {
        List<String> names = new ArrayList<>();
        ClassType t = self(header);
        while (t != null) {
            names.addAll(env.classHeader(t.symbol()).methods.keySet());
            t = base(env, t);
        }
        return names;
    }

    /** The instance as one of the class {@code to}, which it is: itself where the types are the same. */
    static HirExpr upcast(HirExpr h, ClassType to) {
        return Types.same(h.type(), to) ? h : new HirUpcast(h, to, h.span());
    }

    /** A value whose type is a parameter bounded by a class, as one of that class; any other as it is. */
    static HirExpr bounded(Env env, HirExpr h) {
        ClassType bound = h.type() instanceof TypeVar v ? env.program.classBounds.of(v.parameter()) : null;
        return bound == null ? h : upcast(h, bound);
    }

    /** The virtual methods of a class, the base's first; over the class's own type parameters. */
    static List<HirClass.Virtual> virtuals(Env env, ClassHeader header) {
        List<HirClass.Virtual> result = new ArrayList<>();
        List<Type> own = Env.variables(header.symbol.typeParameters());
        ClassType base = header.base;
        if (base != null) {
            Map<TypeParam, Type> by = by(base);
            for (HirClass.Virtual v : virtuals(env, env.classHeader(base.symbol()))) {
                FunctionHeader override =
                        header.methods.get(v.introduced().symbol().name());
                FunctionRef introduced = substitute(v.introduced(), by);
                FunctionRef implementation =
                        override == null ? substitute(v.implementation(), by) : FunctionRef.of(override.symbol(), own);
                result.add(new HirClass.Virtual(introduced, implementation));
            }
        }
        int inherited = result.size();
        for (FunctionHeader m : header.methods.values()) {
            boolean known = false;
            for (HirClass.Virtual v : result.subList(0, inherited)) {
                known = known
                        || v.introduced().symbol().name().equals(m.symbol().name());
            }
            if (m.overridable() && !known) {
                FunctionRef ref = FunctionRef.of(m.symbol(), own);
                result.add(new HirClass.Virtual(ref, ref));
            }
        }
        return List.copyOf(result);
    }

    private static FunctionRef substitute(FunctionRef ref, Map<TypeParam, Type> by) {
        return FunctionRef.of(ref.symbol(), Types.substitute(ref.typeArguments(), by));
    }

    /** A proper subclass, near or far, that declares a method of the name. */
    static Optional<ClassHeader> redeclaring(ClassHeader header, String method) {
        for (ClassHeader sub : header.subclasses) {
            if (sub.methods.containsKey(method)) {
                return Optional.of(sub);
            }
            Optional<ClassHeader> below = redeclaring(sub, method);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }
}
