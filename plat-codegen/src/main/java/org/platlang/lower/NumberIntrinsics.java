package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.lower.OverflowChecks.Overflow;

/** The operations on numbers that the compiler knows by name. */
final class NumberIntrinsics {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerNumbers numbers;

    NumberIntrinsics(FunctionLowering f, LowerNumbers numbers) {
        this.f = f;
        this.b = f.builder();
        this.numbers = numbers;
    }

    List<Value> emit(HirIntrinsic x, List<List<Value>> args) {
        Type type = x.typeArguments().get(0);
        return LowerNarrowFloats.is(type) ? ofNarrowFloat(x, type, args) : plain(x, args);
    }

    private List<Value> ofNarrowFloat(HirIntrinsic x, Type type, List<List<Value>> args) {
        switch (x.op()) {
            case FLOAT_BITS, FLOAT_FROM_BITS -> {
                return args.get(0);
            }
            case ABS -> {
                return List.of(LowerNarrowFloats.abs(b, args.get(0).get(0)));
            }
            default -> {
                List<List<Value>> wide = new ArrayList<>();
                for (List<Value> arg : args) {
                    wide.add(List.of(LowerNarrowFloats.widen(b, type, arg.get(0))));
                }
                List<Value> result = plain(x, wide);
                return x.type().equals(type) ? List.of(LowerNarrowFloats.narrow(b, type, result.get(0))) : result;
            }
        }
    }

    private List<Value> plain(HirIntrinsic x, List<List<Value>> args) {
        Value a = args.get(0).get(0);
        return switch (x.op()) {
            case MIN -> List.of(extreme(a, args.get(1).get(0), true));
            case MAX -> List.of(extreme(a, args.get(1).get(0), false));
            case ABS -> List.of(abs(a));
            case INT_SHIFT_RIGHT_LOGICAL ->
                List.of(numbers.shift(Opcode.USHR, a, args.get(1).get(0)));
            case INT_ROTATE_LEFT -> List.of(rotate(a, args.get(1).get(0)));
            case INT_COUNT_ONES -> List.of(count(Opcode.POPCNT, a));
            case INT_LEADING_ZEROS -> List.of(count(Opcode.CLZ, a));
            case INT_TRAILING_ZEROS -> List.of(count(Opcode.CTZ, a));
            case INT_POW -> List.of(pow(x, a, args.get(1).get(0)));
            case INT_CHECKED_ADD, INT_CHECKED_SUB, INT_CHECKED_MUL -> {
                Overflow o = overflow(x, a, args.get(1).get(0));
                EnumLayout layout = f.layouts().enumLayout((EnumType) x.type());
                Value tag = b.select(o.happened(), b.i32(BuiltinTypes.NONE), b.i32(BuiltinTypes.SOME));
                yield new Variants(f.module(), b)
                        .tagged(layout, tag, layout.variants().get(BuiltinTypes.SOME), List.of(o.wrapped()));
            }
            case INT_SATURATING_ADD, INT_SATURATING_SUB, INT_SATURATING_MUL ->
                List.of(saturating(x, a, args.get(1).get(0)));
            case FLOAT_IS_NAN -> List.of(b.binary(Opcode.FNE, a, a));
            case FLOAT_IS_INFINITE ->
                List.of(b.binary(Opcode.FEQ, b.unary(Opcode.FABS, a), b.fconst(a.type(), Double.POSITIVE_INFINITY)));
            case FLOAT_FLOOR -> List.of(rounded("plat_f64_floor", a));
            case FLOAT_CEIL -> List.of(rounded("plat_f64_ceil", a));
            case FLOAT_ROUND -> List.of(rounded("plat_f64_round", a));
            case FLOAT_TRUNC -> List.of(rounded("plat_f64_trunc", a));
            case FLOAT_SQRT -> List.of(b.unary(Opcode.FSQRT, a));
            case FLOAT_BITS -> List.of(b.convert(Opcode.BITCAST, a.type() == IrType.F32 ? IrType.I32 : IrType.I64, a));
            case FLOAT_FROM_BITS ->
                List.of(b.convert(Opcode.BITCAST, a.type() == IrType.I32 ? IrType.F32 : IrType.F64, a));
            default -> throw f.notYet(x.op().name(), x.span());
        };
    }

    private Value extreme(Value a, Value c, boolean least) {
        Value first = least ? numbers.less(a, c) : numbers.less(c, a);
        Value chosen = b.select(first, a, c);
        if (!a.type().isFloat()) {
            return chosen;
        }
        // Equal ones have the same bits or are the two zeros, of which the negative one is the lesser.
        IrType bits = a.type() == IrType.F32 ? IrType.I32 : IrType.I64;
        Value both = b.binary(
                least ? Opcode.OR : Opcode.AND, b.convert(Opcode.BITCAST, bits, a), b.convert(Opcode.BITCAST, bits, c));
        Value ordered = b.select(b.binary(Opcode.FEQ, a, c), b.convert(Opcode.BITCAST, a.type(), both), chosen);
        // A NaN on the right is chosen already: no comparison with it holds.
        return b.select(b.binary(Opcode.FNE, a, a), a, ordered);
    }

    private Value abs(Value a) {
        if (a.type().isFloat()) {
            return b.unary(Opcode.FABS, a);
        }
        return b.select(numbers.less(a, b.iconst(a.type(), 0)), b.unary(Opcode.NEG, a), a);
    }

    private Value rotate(Value a, Value count) {
        Value back = b.binary(Opcode.SUB, b.iconst(count.type(), 0), count);
        return b.binary(Opcode.OR, numbers.shift(Opcode.SHL, a, count), numbers.shift(Opcode.USHR, a, back));
    }

    /** Bit counts; of narrow integers by their I32 with a helpful rest. */
    private Value count(Opcode op, Value a) {
        int bits = a.type().bits();
        if (bits == 64) {
            return b.convert(Opcode.TRUNC, IrType.I32, b.unary(op, a));
        }
        if (bits == 32) {
            return b.unary(op, a);
        }
        Value wide = b.convert(Opcode.ZEXT, IrType.I32, a);
        return switch (op) {
            case CLZ -> b.binary(Opcode.SUB, b.unary(op, wide), b.i32(32 - bits));
            case CTZ -> b.unary(op, b.binary(Opcode.OR, wide, b.i32(1 << bits)));
            default -> b.unary(op, wide);
        };
    }

    private Value pow(HirIntrinsic x, Value base, Value exponent) {
        Block cold = f.splitUnlikely(b.binary(Opcode.SGE, exponent, b.i32(0)));
        Block hot = b.current();
        b.switchTo(cold);
        f.at(x.span());
        f.panic("negative exponent");
        b.switchTo(hot);
        Value power = f.runtime(
                        "plat_i64_pow", numbers.resize(base, IrType.I64), b.convert(Opcode.SEXT, IrType.I64, exponent))
                .get(0);
        return numbers.resize(power, base.type());
    }

    private Value rounded(String symbol, Value a) {
        if (a.type() == IrType.F64) {
            return f.runtime(symbol, a).get(0);
        }
        // Exact both ways: every F32 is an F64, and its rounding to an integer an F32.
        Value wide = f.runtime(symbol, b.convert(Opcode.FCONV, IrType.F64, a)).get(0);
        return b.convert(Opcode.FCONV, IrType.F32, wide);
    }

    private Overflow overflow(HirIntrinsic x, Value a, Value c) {
        return switch (x.op()) {
            case INT_CHECKED_ADD, INT_SATURATING_ADD -> OverflowChecks.add(b, a, c);
            case INT_CHECKED_SUB, INT_SATURATING_SUB -> OverflowChecks.subtract(b, a, c);
            default -> OverflowChecks.multiply(b, a, c);
        };
    }

    private Value saturating(HirIntrinsic x, Value a, Value c) {
        Overflow o = overflow(x, a, c);
        IrType type = a.type();
        long max = -1L >>> (65 - type.bits());
        Value zero = b.iconst(type, 0);
        // A product overflows downwards where the signs differ, sum and difference where the left side is negative.
        Value sign = x.op() == org.platlang.hir.tree.Intrinsic.INT_SATURATING_MUL ? b.binary(Opcode.XOR, a, c) : a;
        Value limit = b.select(b.binary(Opcode.SLT, sign, zero), b.iconst(type, -max - 1), b.iconst(type, max));
        return b.select(o.happened(), limit, o.wrapped());
    }
}
