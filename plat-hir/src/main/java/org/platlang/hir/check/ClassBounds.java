package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.TypeExpr;

/**
 * Classes as bounds (§6): in the body of {@code fn f<T: Animal>}, a T is used as the Animal it is. Items may stand in any
 * order, so those written on them are looked at when every item is known.
 */
final class ClassBounds {
    private final Map<TypeParam, ClassType> bounds = new IdentityHashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private boolean itemsKnown;

    private final Set<TypeParam> unknown = new HashSet<>();

    private record Pending(Env env, TypeParam parameter, TypeExpr written, List<TypeParam> scope) {}

    /** Takes note of a bound that is none of the language's own. */
    void declare(Env env, TypeParam parameter, TypeExpr written, List<TypeParam> scope) {
        Pending bound = new Pending(env, parameter, written, scope);
        if (itemsKnown) {
            resolve(bound);
        } else {
            pending.add(bound);
        }
    }

    /** From now on every name has its item. */
    void itemsKnown() {
        itemsKnown = true;
        pending.forEach(this::resolve);
        pending.clear();
    }

    private void resolve(Pending bound) {
        Env env = bound.env();
        TypeExpr written = bound.written();
        if (written instanceof TypeExpr.Named n
                && n.path().size() == 1
                && !env.types.isType(n.name().text(), bound.scope())) {
            unknown.add(bound.parameter());
            unknown(env, n.name().text(), written.span());
            return;
        }
        Type type = env.types.resolve(written, bound.scope());
        if (Types.hasError(type)) {
            return;
        }
        if (!(type instanceof ClassType c)) {
            env.report(
                    Diagnostic.at(DiagnosticCode.E0202, written.span(), "`" + TypePrinter.show(type) + "` is no bound")
                            .help("a bound is a class, or one of Equal, Ordered, Hash, Text, Number and Sendable"));
            return;
        }
        ClassType earlier = bounds.putIfAbsent(bound.parameter(), c);
        if (earlier != null) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0205,
                            written.span(),
                            "type parameter `" + bound.parameter().name() + "` has two classes as bounds")
                    .help("name the one that extends the other"));
        }
    }

    /** Whether a bound of the parameter is unknown and reported: what it was to promise shall not be missed at each use. */
    boolean isUnknown(TypeParam parameter) {
        return unknown.contains(parameter);
    }

    private static void unknown(Env env, String name, Span at) {
        List<String> known = new ArrayList<>();
        for (Bound b : Bound.values()) {
            known.add(b.displayName());
        }
        known.addAll(env.classNames());
        Diagnostic d = Diagnostic.at(DiagnosticCode.E0202, at, "there is no bound `" + name + "`");
        Optional<String> near = Suggest.nearest(name, known);
        env.report(
                near.isPresent()
                        ? d.help("did you mean `" + near.get() + "`?").fix("write `" + near.get() + "`", at, near.get())
                        : d.help("a bound is a class, or one of Equal, Ordered, Hash, Text, Number and Sendable"));
    }

    /** The class that a type parameter's types extend; null where none is asked for. */
    @Nullable
    ClassType of(TypeParam parameter) {
        return bounds.get(parameter);
    }

    /** A value's type as the class it has members of: itself, or the bound of a type parameter; null if it is no class. */
    @Nullable
    ClassType seenAs(Type type) {
        return switch (type) {
            case ClassType c -> c;
            case TypeVar v -> bounds.get(v.parameter());
            default -> null;
        };
    }

    /** Whether a type argument extends the class that its parameter asks for. */
    boolean meets(Env env, Type argument, TypeParam parameter, Map<TypeParam, Type> by) {
        ClassType bound = bounds.get(parameter);
        ClassType actual = seenAs(argument);
        if (bound == null || Types.hasError(argument)) {
            return true;
        }
        ClassType seen = actual == null ? null : Inheritance.as(env, actual, bound.symbol());
        return seen != null && Body.accepts(Types.substitute(bound, by), seen);
    }
}
