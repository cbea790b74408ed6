package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Signature.Default;
import org.platlang.hir.check.Signature.Default.Written;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;

/**
 * Default values of parameters and fields. A plain constant is copied to the call; anything else becomes a function
 * of the parameters to its left, so that it is checked once, in its own place, and evaluated at each call.
 */
final class Defaults {
    private final IdentityHashMap<FunctionSymbol, Source> sources = new IdentityHashMap<>();
    private final List<Written> order = new ArrayList<>();

    private static final class Source {
        /** What the value's names are looked up in. */
        final Env env;

        final List<Parameter> left;
        final Type type;
        final Reason reason;

        @Nullable
        HirExpr constant;

        boolean checked;

        Source(Env env, List<Parameter> left, Type type, Reason reason) {
            this.env = env;
            this.left = left;
            this.type = type;
            this.reason = reason;
        }
    }

    void declare(Env env, Written value, List<Parameter> left, Type type, Span typeSpan, String owner, String name) {
        sources.put(
                value.function(),
                new Source(env, left, type, new Reason(Reason.Kind.DEFAULT_VALUE, name, owner, typeSpan)));
        order.add(value);
    }

    /** Checks those that no call has asked for. */
    void checkAll() {
        for (int i = 0; i < order.size(); i++) {
            source(order.get(i));
        }
    }

    /** How many parameters the default's function takes; 0 for a constant. */
    int parameterCount(Written value) {
        return source(value).left.size();
    }

    /** The value itself, where it is a plain constant; type parameters replaced. */
    @Nullable
    HirExpr constant(Default value, Map<TypeParam, Type> by, Span span) {
        HirExpr c = switch (value) {
            case Default.Constant k -> k.value();
            case Written w -> source(w).constant;
        };
        Map<TypeParam, Type> all = value instanceof Written w ? w.bound(by) : by;
        return c == null ? null : copy(c, all, span);
    }

    private Source source(Written value) {
        Source s = sources.get(value.function());
        if (s == null) {
            throw new IllegalStateException("default not declared: " + value.function());
        }
        if (!s.checked) {
            s.checked = true;
            HirExpr checked = Body.checkDefault(s.env, value, s.left, s.type, s.reason);
            if (isPlain(checked)) {
                s.constant = checked;
                s.env.bodies.remove(value.function());
            }
        }
        return s;
    }

    private static boolean isPlain(HirExpr e) {
        return switch (e) {
            case HirExpr.HirInt x -> true;
            case HirExpr.HirFloat x -> true;
            case HirExpr.HirBool x -> true;
            case HirExpr.HirString x -> true;
            case HirExpr.HirUnit x -> true;
            case HirExpr.HirInvalid x -> true;
            case HirExpr.HirVariant x -> x.payload().isEmpty();
            case HirExpr.HirListLiteral x -> x.elements().isEmpty();
            default -> false;
        };
    }

    private static HirExpr copy(HirExpr e, Map<TypeParam, Type> by, Span span) {
        return switch (e) {
            case HirExpr.HirInt x -> new HirExpr.HirInt(x.value(), x.type(), span);
            case HirExpr.HirFloat x -> new HirExpr.HirFloat(x.value(), x.type(), span);
            case HirExpr.HirBool x -> new HirExpr.HirBool(x.value(), span);
            case HirExpr.HirString x -> new HirExpr.HirString(x.value(), span);
            case HirExpr.HirUnit x -> new HirExpr.HirUnit(span);
            case HirExpr.HirInvalid x -> new HirExpr.HirInvalid(x.type(), span);
            case HirExpr.HirVariant x ->
                new HirExpr.HirVariant((Type.EnumType) Types.substitute(x.type(), by), x.variant(), List.of(), span);
            case HirExpr.HirListLiteral x ->
                new HirExpr.HirListLiteral((Type.ListType) Types.substitute(x.type(), by), List.of(), span);
            default -> throw new IllegalStateException("not a plain constant: " + e);
        };
    }
}
