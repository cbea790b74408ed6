package org.platlang.hir.check;

import static org.platlang.hir.check.BuiltinFunctions.p;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.BuiltinMethods.Found;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirFieldGet;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * Methods of Dict and Set, all of them Plat code in the {@link Prelude}; and what that code alone may do: see the fields
 * of a Dict, and ask for the hash of a key.
 */
final class DictMethods {
    private DictMethods() {}

    private static final String OF_DICT = "get get_or set insert remove has_key contains has_value keys values length"
            + " is_empty clear merge copy update to_string";
    private static final String OF_SET = "add remove contains clear length is_empty union intersection difference"
            + " is_subset_of is_superset_of is_disjoint_from to_list copy to_string";

    static Found ofDict(Env env, String name) {
        return switch (name) {
            case "insert" -> new Found(env.prelude.signature("dict_set"), OF_DICT);
            case "contains" -> new Found(env.prelude.signature("dict_has_key"), OF_DICT);
            default -> find(env, "dict_", name, OF_DICT);
        };
    }

    static Found ofSet(Env env, String name) {
        return find(env, "set_", name, OF_SET);
    }

    private static Found find(Env env, String prefix, String name, String names) {
        boolean known = (" " + names + " ").contains(" " + name + " ");
        return new Found(known ? env.prelude.signature(prefix.concat(name)) : null, names);
    }

    /** A call of one of a Dict's functions; its type parameters are those of the Dict. */
    static HirExpr call(Body body, String function, DictType type, List<HirExpr> arguments, Span span) {
        return call(body, function, List.of(type.key(), type.value()), arguments, span);
    }

    static HirExpr call(Body body, String function, SetType type, List<HirExpr> arguments, Span span) {
        return call(body, function, List.of(type.element()), arguments, span);
    }

    private static HirExpr call(Body body, String function, List<Type> types, List<HirExpr> arguments, Span span) {
        Signature s = body.env.prelude.signature(function);
        Map<TypeParam, Type> by = new HashMap<>();
        for (int i = 0; i < types.size(); i++) {
            by.put(s.typeParameters().get(i), types.get(i));
        }
        return Emit.call(s, by, arguments, Types.substitute(s.result(), by), span);
    }

    /** {@code dict[key]!} and {@code dict.get(key)!} as one operation, whose panic names the key; else null. */
    static @Nullable HirExpr present(Body body, HirExpr value, Span span) {
        if (value instanceof HirCall c
                && c.function().symbol().owner().equals("std")
                && c.function().symbol().name().equals("dict_get")
                && c.arguments().get(0).type() instanceof DictType t) {
            return call(body, "dict_at", t, c.arguments(), span);
        }
        return null;
    }

    // ---- for the library only

    private static final TypeVar KEY = new TypeVar(BuiltinTypes.DICT_K);
    private static final TypeVar VALUE = new TypeVar(BuiltinTypes.DICT_V);

    private static final List<HirClass.Field> FIELDS = List.of(
            new HirClass.Field("slots", new ListType(Primitive.INT32), true),
            new HirClass.Field(
                    "entries", new ListType(new EnumType(BuiltinTypes.DICT_ENTRY, List.of(KEY, VALUE))), true),
            new HirClass.Field("live", Primitive.INT32, true),
            new HirClass.Field("limit", Primitive.INT32, true),
            new HirClass.Field("added", Primitive.INT32, true),
            new HirClass.Field("removed", Primitive.INT32, true));

    /** A Dict's field, where the library reads it; else null. */
    static @Nullable HirExpr field(Env env, HirExpr object, Expr.Member m) {
        if (!(object.type() instanceof DictType t) || !env.module.isLibrary()) {
            return null;
        }
        Map<TypeParam, Type> by = Map.of(BuiltinTypes.DICT_K, t.key(), BuiltinTypes.DICT_V, t.value());
        for (int i = 0; i < FIELDS.size(); i++) {
            HirClass.Field f = FIELDS.get(i);
            if (f.name().equals(m.name().text())) {
                return new HirFieldGet(object, i, Types.substitute(f.type(), by), m.span());
            }
        }
        return null;
    }

    /** What Dict and Set are in a monomorphic program. */
    static Map<ClassSymbol, HirClass> classes(Env env) {
        return Map.of(
                BuiltinTypes.DICT, declaration(env, BuiltinTypes.DICT, List.of(KEY, VALUE), FIELDS, "dict_"),
                BuiltinTypes.SET,
                        declaration(
                                env, BuiltinTypes.SET, List.of(new TypeVar(BuiltinTypes.SET_T)), List.of(), "set_"));
    }

    private static HirClass declaration(
            Env env, ClassSymbol symbol, List<Type> own, List<HirClass.Field> fields, String prefix) {
        return new HirClass(
                new ClassType(symbol, own),
                Optional.empty(),
                fields,
                List.of(),
                Optional.of(function(env, prefix.concat("to_string"), own)),
                Optional.of(function(env, prefix.concat("equals"), own)),
                Optional.empty(),
                false,
                Prelude.NOWHERE);
    }

    private static FunctionRef function(Env env, String name, List<Type> own) {
        if (!(env.prelude.signature(name).target() instanceof Signature.Target.Function f)) {
            throw new IllegalStateException(name);
        }
        return FunctionRef.of(f.symbol(), own);
    }

    /** An operation that only the library may use; null if there is none of the name. */
    static @Nullable Signature primitive(String name) {
        TypeParam k = new TypeParam("K", List.of(Bound.HASH));
        TypeParam v = new TypeParam("V", List.of());
        TypeVar key = new TypeVar(k);
        DictType table = new DictType(key, Primitive.UNIT);
        SetType set = new SetType(key);
        return switch (name) {
            case "dict_allocate" -> {
                TypeVar value = new TypeVar(v);
                yield op(name, List.of(k, v), Intrinsic.DICT_NEW, List.of(key, value), new DictType(key, value));
            }
            case "set_table" -> op(name, List.of(k), Intrinsic.SET_TABLE, List.of(key), table, p("set", set));
            case "set_of" -> op(name, List.of(k), Intrinsic.SET_OF, List.of(key), set, p("table", table));
            case "key_hash" -> op(name, List.of(k), Intrinsic.KEY_HASH, List.of(key), Primitive.INT32, p("value", key));
            case "key_equals" ->
                op(name, List.of(k), Intrinsic.KEY_EQUALS, List.of(key), Primitive.BOOL, p("a", key), p("b", key));
            case "key_calls_back" ->
                op(name, List.of(k), Intrinsic.KEY_CALLS_BACK, List.of(key), Primitive.BOOL, p("value", key));
            case "text_nested" ->
                op(
                        name,
                        List.of(v),
                        Intrinsic.TEXT_NESTED,
                        List.of(new TypeVar(v)),
                        Primitive.STRING,
                        p("value", new TypeVar(v)));
            default -> null;
        };
    }

    private static Signature op(
            String name,
            List<TypeParam> typeParameters,
            Intrinsic op,
            List<Type> typeArguments,
            Type result,
            Parameter... parameters) {
        return new Signature(
                name,
                typeParameters,
                List.of(parameters),
                result,
                new Signature.Target.Op(op, typeArguments),
                false,
                null);
    }
}
