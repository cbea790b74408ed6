package org.platlang.hir.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;

/** The functions that are there without a declaration. */
final class BuiltinFunctions {
    private BuiltinFunctions() {}

    /** For suggestions. */
    static final List<String> NAMES = List.of(
            "print",
            "eprint",
            "write",
            "read_line",
            "assert",
            "panic",
            "min",
            "max",
            "abs",
            "clamp",
            "time_now",
            "time_monotonic",
            "time_sleep",
            "sleep",
            "process_exit",
            "yield_now",
            "channel_init",
            "env_get",
            "env_set",
            "env_vars",
            "process_args",
            "random_int",
            "random_float",
            "random_seed");

    static boolean isOne(String name) {
        return switch (name) {
            case "print", "eprint", "write", "read_line", "assert", "panic", "min", "max", "abs", "clamp" -> true;
            case "time_now", "time_monotonic", "time_sleep", "sleep", "process_exit", "process_args" -> true;
            case "yield_now", "channel_init", "task_cancelled", "env_get", "env_set", "env_vars" -> true;
            case "random_int", "random_float", "random_seed" -> true;
            case "dir_create", "dir_create_all", "dir_remove", "dir_list" -> true;
            case "symlink_create", "symlink_read", "symlink_delete" -> true;
            default -> name.startsWith("tcp_") || name.startsWith("udp_") || name.startsWith("file_");
        };
    }

    /** Whether it is one in the prelude, which knows more of them. */
    static boolean isOne(String name, Env env) {
        return isOne(name)
                || (env.module.isLibrary()
                        && (partOfRange(name) != null
                                || DictMethods.primitive(name) != null
                                || env.prelude.has(name)
                                || forLibrary(name, env) != null));
    }

    /** Functions that only library code may call. */
    private static @Nullable Signature forLibrary(String name, Env env) {
        Intrinsic function = mathematical(name);
        if (function != null) {
            return function.signature().startsWith("(value")
                    ? op(name, function, Primitive.FLOAT64, p("value", Primitive.FLOAT64))
                    : op(name, function, Primitive.FLOAT64, p("a", Primitive.FLOAT64), p("b", Primitive.FLOAT64));
        }
        Type bytes = new Type.ListType(Primitive.INT8);
        TypeVar t = new TypeVar(new TypeParam("T", List.of()));
        Parameter duration = p("duration", Primitive.DURATION);
        return switch (name) {
            case "pause" -> op(name, Intrinsic.SLEEP, Primitive.UNIT, p("duration", Primitive.DURATION));
            case "allocation_count" -> op(name, Intrinsic.ALLOCATION_COUNT, Primitive.INT64);
            case "gc_figure" -> op(name, Intrinsic.GC_FIGURE, Primitive.INT64, p("which", Primitive.INT32));
            case "gc_now" -> op(name, Intrinsic.GC_NOW, Primitive.UNIT);
            case "arguments" -> op(name, Intrinsic.PROCESS_ARGS, new Type.ListType(Primitive.STRING));
            case "receive_within" ->
                generic(
                        name,
                        Intrinsic.CHANNEL_RECV_WITHIN,
                        t,
                        BuiltinTypes.option(BuiltinTypes.option(t)),
                        p("channel", new Type.ChannelType(t)),
                        duration);
            case "await_within" ->
                generic(
                        name,
                        Intrinsic.TASK_AWAIT_WITHIN,
                        t,
                        BuiltinTypes.option(t),
                        p("task", new Type.TaskType(t)),
                        duration);
            case "random_between" ->
                op(name, Intrinsic.RANDOM_INT, Primitive.INT64, p("min", Primitive.INT64), p("max", Primitive.INT64));
            case "random_start" -> op(name, Intrinsic.RANDOM_SEED, Primitive.UNIT, p("seed", Primitive.INT64));
            case "unsigned_quotient" ->
                op(name, Intrinsic.RANGE_ROUNDS, Primitive.INT64, p("span", Primitive.INT64), p("by", Primitive.INT64));
            case "bytes_add_text" ->
                op(name, Intrinsic.BYTES_ADD_TEXT, Primitive.INT32, p("bytes", bytes), p("text", Primitive.STRING));
            case "bytes_to_text" -> op(name, Intrinsic.BYTES_TO_TEXT, Primitive.STRING, p("bytes", bytes));
            default -> null;
        };
    }

    /** What {@code float_sin} is for {@code std::math}, and for the method {@code sin}. */
    static @Nullable Intrinsic mathematical(String name) {
        return switch (name) {
            case "float_sin" -> Intrinsic.MATH_SIN;
            case "float_cos" -> Intrinsic.MATH_COS;
            case "float_tan" -> Intrinsic.MATH_TAN;
            case "float_asin" -> Intrinsic.MATH_ASIN;
            case "float_acos" -> Intrinsic.MATH_ACOS;
            case "float_atan" -> Intrinsic.MATH_ATAN;
            case "float_sinh" -> Intrinsic.MATH_SINH;
            case "float_cosh" -> Intrinsic.MATH_COSH;
            case "float_tanh" -> Intrinsic.MATH_TANH;
            case "float_exp" -> Intrinsic.MATH_EXP;
            case "float_exp_m1" -> Intrinsic.MATH_EXP_M1;
            case "float_ln" -> Intrinsic.MATH_LN;
            case "float_ln_1p" -> Intrinsic.MATH_LN_1P;
            case "float_log2" -> Intrinsic.MATH_LOG2;
            case "float_log10" -> Intrinsic.MATH_LOG10;
            case "float_cbrt" -> Intrinsic.MATH_CBRT;
            case "float_atan2" -> Intrinsic.MATH_ATAN2;
            case "float_pow" -> Intrinsic.MATH_POW;
            case "float_hypot" -> Intrinsic.MATH_HYPOT;
            default -> null;
        };
    }

    private static @Nullable Signature partOfRange(String name) {
        TypeParam t = new TypeParam("T", List.of());
        TypeVar v = new TypeVar(t);
        Intrinsic op = switch (name) {
            case "range_start" -> Intrinsic.RANGE_START;
            case "range_end" -> Intrinsic.RANGE_END;
            case "range_is_inclusive" -> Intrinsic.RANGE_IS_INCLUSIVE;
            case "range_step" -> Intrinsic.RANGE_STEP;
            case "range_make" -> Intrinsic.RANGE_MAKE;
            default -> null;
        };
        if (op == null) {
            return null;
        }
        RangeType range = new RangeType(v);
        Type result = switch (op) {
            case RANGE_IS_INCLUSIVE -> Primitive.BOOL;
            case RANGE_STEP -> Primitive.INT64;
            case RANGE_MAKE -> range;
            default -> v;
        };
        return new Signature(
                name,
                List.of(t),
                op == Intrinsic.RANGE_MAKE
                        ? List.of(
                                p("start", v), p("end", v), p("inclusive", Primitive.BOOL), p("step", Primitive.INT64))
                        : List.of(p("range", range)),
                result,
                new Signature.Target.Op(op, List.of(v)),
                false,
                null);
    }

    /** The function, or null where it is not available yet. */
    static @Nullable Signature signature(String name, Env env) {
        if (env.module.isLibrary()) {
            Signature part = partOfRange(name);
            Signature own = part != null ? part : forLibrary(name, env);
            if (own != null) {
                return own;
            }
            Signature primitive = DictMethods.primitive(name);
            if (primitive != null) {
                return primitive;
            }
            if (env.prelude.has(name)) {
                return env.prelude.signature(name);
            }
        }
        return switch (name) {
            case "print" -> ofText(name, Intrinsic.PRINT);
            case "eprint" -> ofText(name, Intrinsic.EPRINT);
            case "write" -> ofText(name, Intrinsic.WRITE);
            case "read_line" -> op(name, Intrinsic.READ_LINE, BuiltinTypes.option(Primitive.STRING));
            case "panic" -> op(name, Intrinsic.PANIC, Primitive.NEVER, p("message", Primitive.STRING));
            case "process_exit" -> op(name, Intrinsic.PROCESS_EXIT, Primitive.NEVER, p("code", Primitive.INT32));
            case "time_now" -> op(name, Intrinsic.TIME_NOW, Primitive.INT64);
            case "time_monotonic" -> op(name, Intrinsic.TIME_MONOTONIC, Primitive.DURATION);
            case "sleep" -> op(name, Intrinsic.SLEEP, Primitive.UNIT, p("duration", Primitive.DURATION));
            case "time_sleep", "random_int", "random_seed", "process_args" -> env.prelude.signature(name);
            case "env_get" ->
                op(name, Intrinsic.ENV_GET, BuiltinTypes.option(Primitive.STRING), p("name", Primitive.STRING));
            case "env_set" ->
                op(name, Intrinsic.ENV_SET, Primitive.BOOL, p("name", Primitive.STRING), p("value", Primitive.STRING));
            case "env_vars" -> op(name, Intrinsic.ENV_VARS, Primitive.STRING);
            case "random_float" -> op(name, Intrinsic.RANDOM_FLOAT, Primitive.FLOAT64);
            case "task_cancelled" -> op(name, Intrinsic.TASK_CANCELLED, Primitive.BOOL);
            case "yield_now" -> op(name, Intrinsic.YIELD_NOW, Primitive.UNIT);
            case "min" -> ofNumbers(name, Intrinsic.MIN, "a", "b");
            case "max" -> ofNumbers(name, Intrinsic.MAX, "a", "b");
            case "abs" -> ofNumbers(name, Intrinsic.ABS, "value");
            case "clamp", "channel_init" -> env.prelude.signature(name);
            default -> null;
        };
    }

    static Parameter p(String name, Type type) {
        return new Parameter(name, "", type, null, null);
    }

    static Parameter p(String name, String other, Type type) {
        return new Parameter(name, other, type, null, null);
    }

    private static Signature op(String name, Intrinsic op, Type result, Parameter... parameters) {
        return new Signature(
                name, List.of(), List.of(parameters), result, new Signature.Target.Op(op, List.of()), false, null);
    }

    private static Signature generic(String name, Intrinsic op, TypeVar t, Type result, Parameter... parameters) {
        return new Signature(
                name,
                List.of(t.parameter()),
                List.of(parameters),
                result,
                new Signature.Target.Op(op, List.of(t)),
                false,
                null);
    }

    private static Signature ofText(String name, Intrinsic op) {
        TypeParam t = new TypeParam("T", List.of(Bound.TEXT));
        return new Signature(
                name,
                List.of(t),
                List.of(p("value", new TypeVar(t))),
                Primitive.UNIT,
                new Signature.Target.Op(op, List.of()),
                false,
                null);
    }

    private static Signature ofNumbers(String name, Intrinsic op, String... parameters) {
        TypeParam t = new TypeParam("T", List.of(Bound.NUMBER));
        TypeVar v = new TypeVar(t);
        List<Parameter> list = parameters.length == 1
                ? List.of(p(parameters[0], v))
                : List.of(p(parameters[0], v), p(parameters[1], v));
        return new Signature(name, List.of(t), list, v, new Signature.Target.Op(op, List.of(v)), false, null);
    }
}
