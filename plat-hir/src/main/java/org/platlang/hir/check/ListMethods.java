package org.platlang.hir.check;

import static org.platlang.hir.check.BuiltinFunctions.p;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.BuiltinMethods.Found;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ListType;

/** Methods of List: the primitive ones are intrinsics, the rest is Plat code in the {@link Prelude}. */
final class ListMethods {
    private ListMethods() {}

    private static final String NAMES = "length len is_empty get set push append pop insert_at remove_at clear contains"
            + " index_of count slice concat extend copy reverse first last sort sort_by swap fill resize reserve map"
            + " filter reduce each all any find sum min max join par to_string";

    static Found find(Env env, ListType t, String name) {
        Signature s = signature(t, t.element(), name);
        if (s == null && env.prelude.has("list_".concat(name))) {
            s = env.prelude.signature("list_".concat(name));
        }
        return new Found(s, NAMES);
    }

    private static @Nullable Signature signature(ListType t, Type e, String name) {
        return switch (name) {
            case "length", "len" -> op(e, name, Intrinsic.LIST_LENGTH, Primitive.INT32);
            case "is_empty" -> BuiltinMethods.derived("List", name, Signature.Form.LIST_IS_EMPTY, Primitive.BOOL);
            case "first" -> BuiltinMethods.derived("List", name, Signature.Form.LIST_FIRST, BuiltinTypes.option(e));
            case "copy" -> BuiltinMethods.derived("List", name, Signature.Form.LIST_COPY, t);
            case "get" -> op(e, name, Intrinsic.LIST_GET, BuiltinTypes.option(e), p("index", Primitive.INT32));
            case "set" -> op(e, name, Intrinsic.LIST_SET, Primitive.UNIT, p("index", Primitive.INT32), p("value", e));
            case "push" -> op(e, name, Intrinsic.LIST_PUSH, Primitive.UNIT, p("value", "item", e));
            case "append" -> op(e, name, Intrinsic.LIST_PUSH, Primitive.UNIT, p("item", "value", e));
            case "pop" -> op(e, name, Intrinsic.LIST_POP, BuiltinTypes.option(e));
            case "insert_at" ->
                op(e, name, Intrinsic.LIST_INSERT_AT, Primitive.UNIT, p("index", Primitive.INT32), p("value", e));
            case "remove_at" ->
                op(e, name, Intrinsic.LIST_REMOVE_AT, BuiltinTypes.option(e), p("index", Primitive.INT32));
            case "clear" -> op(e, name, Intrinsic.LIST_CLEAR, Primitive.UNIT);
            case "reserve" -> op(e, name, Intrinsic.LIST_RESERVE, Primitive.UNIT, p("capacity", Primitive.INT32));
            case "slice" ->
                op(e, name, Intrinsic.LIST_SLICE, t, p("start", Primitive.INT32), p("end", Primitive.INT32));
            case "extend" -> op(e, name, Intrinsic.LIST_EXTEND, Primitive.UNIT, p("other", t));
            default -> null;
        };
    }

    private static Signature op(Type element, String name, Intrinsic op, Type result, Parameter... parameters) {
        return BuiltinMethods.op("List", name, op, List.of(element), result, parameters);
    }
}
