package org.platlang.hir.check;

import static org.platlang.hir.check.BuiltinFunctions.p;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.BuiltinMethods.Found;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;

/** Methods of integers and floats. */
final class NumberMethods {
    private NumberMethods() {}

    private static final String INTEGER_NAMES = "shift_right_logical count_ones leading_zeros trailing_zeros pow"
            + " checked_add checked_sub checked_mul saturating_add saturating_sub saturating_mul rotate_left abs"
            + " to_string";
    private static final String FLOAT_NAMES = "is_nan is_infinite floor ceil round trunc fract sign sqrt cbrt pow hypot"
            + " exp exp_m1 ln ln_1p log log2 log10 sin cos tan asin acos atan atan2 sinh cosh tanh"
            + " to_radians to_degrees bits abs to_string";

    static Found find(Env env, Primitive type, String name) {
        return type.isInteger()
                ? new Found(integer(type, name), INTEGER_NAMES)
                : new Found(floating(env, type, name), FLOAT_NAMES);
    }

    private static @Nullable Signature integer(Primitive t, String name) {
        return switch (name) {
            case "shift_right_logical" -> shift(t, name, Intrinsic.INT_SHIFT_RIGHT_LOGICAL);
            case "rotate_left" -> shift(t, name, Intrinsic.INT_ROTATE_LEFT);
            case "count_ones" -> op(t, name, Intrinsic.INT_COUNT_ONES, Primitive.INT32);
            case "leading_zeros" -> op(t, name, Intrinsic.INT_LEADING_ZEROS, Primitive.INT32);
            case "trailing_zeros" -> op(t, name, Intrinsic.INT_TRAILING_ZEROS, Primitive.INT32);
            case "pow" -> op(t, name, Intrinsic.INT_POW, t, p("exponent", Primitive.INT32));
            case "checked_add" -> op(t, name, Intrinsic.INT_CHECKED_ADD, BuiltinTypes.option(t), p("other", t));
            case "checked_sub" -> op(t, name, Intrinsic.INT_CHECKED_SUB, BuiltinTypes.option(t), p("other", t));
            case "checked_mul" -> op(t, name, Intrinsic.INT_CHECKED_MUL, BuiltinTypes.option(t), p("other", t));
            case "saturating_add" -> op(t, name, Intrinsic.INT_SATURATING_ADD, t, p("other", t));
            case "saturating_sub" -> op(t, name, Intrinsic.INT_SATURATING_SUB, t, p("other", t));
            case "saturating_mul" -> op(t, name, Intrinsic.INT_SATURATING_MUL, t, p("other", t));
            case "abs" -> op(t, name, Intrinsic.ABS, t);
            default -> null;
        };
    }

    private static @Nullable Signature floating(Env env, Primitive t, String name) {
        return switch (name) {
            case "is_nan" -> op(t, name, Intrinsic.FLOAT_IS_NAN, Primitive.BOOL);
            case "is_infinite" -> op(t, name, Intrinsic.FLOAT_IS_INFINITE, Primitive.BOOL);
            case "floor" -> op(t, name, Intrinsic.FLOAT_FLOOR, t);
            case "ceil" -> op(t, name, Intrinsic.FLOAT_CEIL, t);
            case "round" -> op(t, name, Intrinsic.FLOAT_ROUND, t);
            case "trunc" -> op(t, name, Intrinsic.FLOAT_TRUNC, t);
            case "sqrt" -> op(t, name, Intrinsic.FLOAT_SQRT, t);
            case "bits" -> op(t, name, Intrinsic.FLOAT_BITS, bitsOf(t));
            case "abs" -> op(t, name, Intrinsic.ABS, t);
            // Each type has a function of its own, since the default base is what E is in that type.
            case "log" -> env.prelude.signature("float_log" + t.bits());
            case "fract", "sign", "to_radians", "to_degrees" -> {
                Signature wide = env.prelude.signature("float_" + name);
                yield t == Primitive.FLOAT64 ? wide : mathematical(t, name, wide.target());
            }
            case "pow" -> mathematical(t, name, math(name), p("exponent", t));
            case "hypot" -> mathematical(t, name, math(name), p("other", t));
            case "atan2" -> mathematical(t, name, math(name), p("x", t));
            default ->
                BuiltinFunctions.mathematical("float_" + name) == null ? null : mathematical(t, name, math(name));
        };
    }

    private static Signature.Target math(String name) {
        return new Signature.Target.Op(
                Objects.requireNonNull(BuiltinFunctions.mathematical("float_" + name)), List.of());
    }

    /** What is computed as a Float64, whatever {@code t} is. */
    private static Signature mathematical(Primitive t, String name, Signature.Target target, Parameter... parameters) {
        return new Signature(
                t.displayName() + "." + name,
                List.of(),
                List.of(parameters),
                t,
                t == Primitive.FLOAT64 ? target : new Signature.Target.Widened(target),
                false,
                null);
    }

    private static Type bitsOf(Primitive t) {
        return switch (t) {
            case FLOAT8 -> Primitive.INT8;
            case FLOAT16 -> Primitive.INT16;
            case FLOAT32 -> Primitive.INT32;
            default -> Primitive.INT64;
        };
    }

    private static Signature op(Primitive t, String name, Intrinsic op, Type result, Parameter... parameters) {
        return BuiltinMethods.op(t.displayName(), name, op, List.of(t), result, parameters);
    }

    /** The count may have any integer type; which one is the second type argument. */
    private static Signature shift(Primitive t, String name, Intrinsic op) {
        TypeParam u = new TypeParam("U", List.of(Bound.NUMBER));
        TypeVar v = new TypeVar(u);
        return new Signature(
                t.displayName() + "." + name,
                List.of(u),
                List.of(p("by", v)),
                t,
                new Signature.Target.Op(op, List.of(t, v)),
                false,
                null);
    }

    /** {@code Float64::from_bits}, or null. */
    static @Nullable Signature fromBits(Primitive t, String name) {
        return name.equals("from_bits")
                ? BuiltinMethods.op(
                        t.displayName(), name, Intrinsic.FLOAT_FROM_BITS, List.of(t), t, p("bits", bitsOf(t)))
                : null;
    }
}
