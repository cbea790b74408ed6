package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Bound;
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
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;

/** Methods of built-in types: each type's table, and what all have in common. */
final class BuiltinMethods {
    private BuiltinMethods() {}

    /** A table: signatures by name, built when asked for. */
    record Found(@Nullable Signature signature, String names) {
        static final Found NOTHING = new Found(null, "");
    }

    static HirExpr call(Body body, HirExpr receiver, Expr.Member m, Expr.Call e, Want want) {
        Identifier name = m.name();
        Type type = receiver.type();
        if (Types.hasError(type)) {
            // What the receiver lacks has been reported; a lambda would ask for the types that follow from it.
            for (Expr.Argument a : e.arguments()) {
                if (!(a.value() instanceof Expr.Lambda)) {
                    body.expr(a.value(), Want.VALUE);
                }
            }
            return Body.invalid(e.span());
        }
        if (name.text().equals("to_string")) {
            return toText(body, receiver, e, m);
        }
        if (type instanceof EnumType t && (BuiltinTypes.isOption(t) || BuiltinTypes.isResult(t))) {
            HirExpr special = OptionMethods.special(body, receiver, t, m, e, want);
            if (special != null) {
                return special;
            }
        }
        if (ParallelLoops.par(e) != null && (type instanceof ListType || type instanceof RangeType)) {
            return body.parallel.alone(e, name);
        }
        return apply(body, receiver, Mismatch.shown(type), find(body.env, type, name.text()), m, e, want);
    }

    /** A call of what was found; {@code owner} is what messages call the receiver's type. */
    static HirExpr apply(
            Body body, HirExpr receiver, String owner, Found found, Expr.Member m, Expr.Call e, Want want) {
        Identifier name = m.name();
        Type type = receiver.type();
        Signature s = found.signature();
        if (s == null) {
            body.calls.arguments(e);
            List<String> known = List.of(found.names().split(" "));
            Diagnostic d = MethodCalls.noMethod(name, owner, known);
            Diagnostic hinted =
                    Hints.member(body, d, type, name.text(), m.receiver().span());
            return body.error(d.fixIts().isEmpty() || Hints.isInside(body, type, name.text()) ? hinted : d, e.span());
        }
        Map<TypeParam, Type> fixed = new HashMap<>();
        if (s.target() instanceof Signature.Target.Function f) {
            // A function of the prelude, whose first parameter is the receiver.
            Type self = s.parameters().get(0).type();
            fixed.putAll(receiverArguments(s, self, type));
            List<Parameter> rest = s.parameters().subList(1, s.parameters().size());
            s = new Signature(owner + "." + name.text(), s.typeParameters(), rest, s.result(), f, false, null);
        }
        List<TypeParam> open = new ArrayList<>(s.typeParameters());
        open.removeAll(fixed.keySet());
        fixed.putAll(body.names.typeArguments(open, m.typeArguments(), m.span(), s.name()));
        return body.arguments.apply(s, fixed, receiver, e.arguments(), want, name.span(), e.span());
    }

    /** The type arguments that the receiver fixes. */
    private static Map<TypeParam, Type> receiverArguments(Signature s, Type self, Type actual) {
        Map<TypeParam, Type> holes = new HashMap<>();
        Map<TypeParam, TypeParam> back = new HashMap<>();
        for (TypeParam p : s.typeParameters()) {
            TypeParam hole = TypeParam.hole(p);
            holes.put(p, new TypeVar(hole));
            back.put(hole, p);
        }
        Map<TypeParam, Type> found = new HashMap<>();
        Types.unify(Types.substitute(self, holes), actual, found);
        Map<TypeParam, Type> fixed = new HashMap<>();
        for (Map.Entry<TypeParam, Type> f : found.entrySet()) {
            TypeParam p = back.get(f.getKey());
            if (p != null) {
                fixed.put(p, f.getValue());
            }
        }
        return fixed;
    }

    private static HirExpr toText(Body body, HirExpr receiver, Expr.Call e, Expr.Member m) {
        if (!e.arguments().isEmpty()) {
            body.calls.arguments(e);
            return body.error(
                    Diagnostic.at(DiagnosticCode.E0306, e.span(), "`to_string` takes no arguments")
                            .help("a format stands in an interpolation: `\"${value:.2}\"`"),
                    e.span());
        }
        body.text.requireText(receiver.type(), m.receiver().span());
        return Emit.text(receiver);
    }

    /** The names of the methods a built-in type has. */
    static List<String> names(Env env, Type type) {
        String names = find(env, type, "").names();
        return names.isEmpty() ? List.of() : List.of(names.split(" "));
    }

    private static Found find(Env env, Type type, String name) {
        return switch (type) {
            case Primitive p -> {
                if (p == Primitive.STRING) {
                    yield StringMethods.find(name);
                }
                if (p.isNumeric()) {
                    yield NumberMethods.find(env, p, name);
                }
                if (p == Primitive.DURATION) {
                    yield new Found(
                            env.prelude.has("duration_" + name) ? env.prelude.signature("duration_" + name) : null,
                            "nanos micros millis seconds minutes hours");
                }
                yield Found.NOTHING;
            }
            case ListType t -> ListMethods.find(env, t, name);
            case EnumType t -> OptionMethods.find(env, t, name);
            case TaskType t -> taskMethod(env, t, name);
            case ChannelType t -> channelMethod(env, t, name);
            case RangeType t -> rangeMethod(env, name);
            case DictType t -> DictMethods.ofDict(env, name);
            case SetType t -> DictMethods.ofSet(env, name);
            case ClassType t -> Found.NOTHING;
            case FunctionType t -> Found.NOTHING;
            case TypeVar t -> {
                if (t.parameter().isNewtype()) {
                    yield new Found(name.equals("value") ? env.newtypes.value(t) : null, "value to_string");
                }
                yield t.parameter().has(Bound.NUMBER)
                        ? new Found(
                                name.equals("abs")
                                        ? op(t.parameter().name(), name, Intrinsic.ABS, List.of(t), t)
                                        : null,
                                "abs to_string")
                        : Found.NOTHING;
            }
        };
    }

    /** A method that is an intrinsic with the receiver as first argument. */
    static Signature op(
            String owner, String name, Intrinsic op, List<Type> typeArguments, Type result, Parameter... parameters) {
        return new Signature(
                owner.concat(".").concat(name),
                List.of(),
                List.of(parameters),
                result,
                new Signature.Target.Op(op, typeArguments),
                false,
                null);
    }

    /** A method that is HIR written at the call. */
    static Signature derived(String owner, String name, Signature.Form form, Type result, Parameter... parameters) {
        return new Signature(
                owner.concat(".").concat(name),
                List.of(),
                List.of(parameters),
                result,
                new Signature.Target.Derived(form),
                false,
                null);
    }

    private static Found taskMethod(Env env, TaskType t, String name) {
        List<Type> types = List.of(t.result());
        Signature s = switch (name) {
            case "cancel" ->
                op(
                        "Task",
                        name,
                        Intrinsic.TASK_CANCEL,
                        types,
                        Primitive.UNIT,
                        new Parameter(
                                "reason",
                                "",
                                Primitive.STRING,
                                Signature.Default.of(new HirString("", Prelude.NOWHERE)),
                                null));
            case "await" -> op("Task", name, Intrinsic.TASK_AWAIT, types, t.result());
            case "await_timeout" -> env.prelude.signature("task_await_timeout");
            case "is_done" -> op("Task", name, Intrinsic.TASK_IS_DONE, types, Primitive.BOOL);
            default -> null;
        };
        return new Found(s, "await await_timeout cancel is_done");
    }

    private static Found channelMethod(Env env, ChannelType t, String name) {
        Type element = t.element();
        List<Type> types = List.of(element);
        String owner = "Channel";
        Signature s = switch (name) {
            case "send" -> op(owner, name, Intrinsic.CHANNEL_SEND, types, Primitive.UNIT, p("value", element));
            case "try_send" ->
                op(
                        owner,
                        name,
                        Intrinsic.CHANNEL_TRY_SEND,
                        types,
                        BuiltinTypes.result(Primitive.UNIT, BuiltinTypes.sendError(element)),
                        p("value", element));
            case "send_timeout" ->
                op(
                        owner,
                        name,
                        Intrinsic.CHANNEL_SEND_TIMEOUT,
                        types,
                        BuiltinTypes.result(Primitive.UNIT, BuiltinTypes.sendError(element)),
                        p("value", element),
                        p("duration", Primitive.DURATION));
            case "recv_timeout" -> env.prelude.signature("channel_recv_timeout");
            case "recv" -> op(owner, name, Intrinsic.CHANNEL_RECV, types, BuiltinTypes.option(element));
            case "try_recv" -> op(owner, name, Intrinsic.CHANNEL_TRY_RECV, types, BuiltinTypes.option(element));
            case "close" -> op(owner, name, Intrinsic.CHANNEL_CLOSE, types, Primitive.UNIT);
            case "length" -> op(owner, name, Intrinsic.CHANNEL_LENGTH, types, Primitive.INT32);
            case "capacity" -> op(owner, name, Intrinsic.CHANNEL_CAPACITY, types, Primitive.INT32);
            case "is_closed" -> op(owner, name, Intrinsic.CHANNEL_IS_CLOSED, types, Primitive.BOOL);
            default -> null;
        };
        return new Found(s, "send try_send send_timeout recv try_recv recv_timeout close length capacity is_closed");
    }

    private static Found rangeMethod(Env env, String name) {
        String names = "length contains reverse step";
        return switch (name) {
            case "length", "contains", "reverse" -> new Found(env.prelude.signature("range_" + name), names);
            case "step" -> new Found(env.prelude.signature("range_step_by"), names);
            default -> new Found(null, names + " par");
        };
    }

    // ---- functions of types

    private static Parameter p(String name, Type type) {
        return BuiltinFunctions.p(name, type);
    }

    /** {@code String::from_code} and its like; null if there is none. */
    static @Nullable Signature staticOf(Expr.PathSegment head, String name, Body body) {
        return switch (head.name().text()) {
            case "String" -> StringMethods.ofType(name);
            case "List" -> {
                TypeParam t = new TypeParam("T", List.of());
                TypeVar v = new TypeVar(t);
                yield name.equals("filled")
                        ? new Signature(
                                "List::filled",
                                List.of(t),
                                List.of(p("length", Primitive.INT32), p("value", v)),
                                new ListType(v),
                                new Signature.Target.Op(Intrinsic.LIST_FILLED, List.of(v)),
                                false,
                                null)
                        : null;
            }
            case "Channel" ->
                name.equals("unbounded") ? channel("Channel::unbounded", Intrinsic.CHANNEL_UNBOUNDED, false, 0) : null;
            case "Float8" -> NumberMethods.fromBits(Primitive.FLOAT8, name);
            case "Float16" -> NumberMethods.fromBits(Primitive.FLOAT16, name);
            case "Float32" -> NumberMethods.fromBits(Primitive.FLOAT32, name);
            case "Float64", "Float" -> NumberMethods.fromBits(Primitive.FLOAT64, name);
            default -> null;
        };
    }

    /** {@code Channel.init(…)}; null for types without an {@code init}. */
    static @Nullable Signature initOf(String type) {
        return type.equals("Channel") ? channel("Channel.init", Intrinsic.CHANNEL_NEW, true, 64) : null;
    }

    private static Signature channel(String name, Intrinsic op, boolean capacity, int otherwise) {
        TypeParam t = new TypeParam("T", List.of());
        TypeVar v = new TypeVar(t);
        List<Parameter> parameters = List.of();
        if (capacity) {
            parameters = List.of(new Parameter(
                    "capacity",
                    "",
                    Primitive.INT32,
                    Signature.Default.of(new HirInt(otherwise, Primitive.INT32, Prelude.NOWHERE)),
                    null));
        }
        return new Signature(
                name, List.of(t), parameters, new ChannelType(v), new Signature.Target.Op(op, List.of(v)), false, null);
    }
}
