package org.platlang.lower;

import java.util.List;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirCast;
import org.platlang.hir.tree.HirExpr.HirUnary;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.lexer.source.Span;

/** Arithmetic, comparisons and conversions of numbers. */
final class LowerNumbers {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    /** Whether integers must fit. */
    private final boolean checks;

    LowerNumbers(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
        this.checks =
                f.module().options().overflowPanics() && !f.function().name().startsWith("std::");
    }

    List<Value> unary(HirUnary x) {
        Value a = f.lowerOne(x.operand(), x.type());
        f.at(x.span());
        if (LowerNarrowFloats.is(x.type())) {
            return List.of(LowerNarrowFloats.negate(b, a));
        }
        return List.of(
                switch (x.op()) {
                    case NEGATE -> a.type().isFloat() ? b.unary(Opcode.FNEG, a) : negate(x, a);
                    case COMPLEMENT -> b.unary(Opcode.NOT, a);
                    case NOT -> b.binary(Opcode.XOR, a, b.bool(true));
                });
    }

    List<Value> binary(HirBinary x) {
        if (x.left().type() == Primitive.NEVER || x.right().type() == Primitive.NEVER) {
            f.lower(x.left());
            f.lower(x.right());
            return f.zeros(f.layouts().scalars(x.type()));
        }
        Value left = f.lower(x.left()).get(0);
        Value right = f.lower(x.right()).get(0);
        f.at(x.span());
        Type type = x.left().type();
        if (LowerNarrowFloats.is(type)) {
            Value wide = floats(
                    x,
                    LowerNarrowFloats.widen(b, type, left),
                    LowerNarrowFloats.widen(b, x.right().type(), right));
            return List.of(x.op().isComparison() ? wide : LowerNarrowFloats.narrow(b, type, wide));
        }
        return List.of(left.type().isFloat() ? floats(x, left, right) : integers(x, left, right));
    }

    private Value floats(HirBinary x, Value left, Value right) {
        return switch (x.op()) {
            case ADD -> b.binary(Opcode.FADD, left, right);
            case SUB -> b.binary(Opcode.FSUB, left, right);
            case MUL -> b.binary(Opcode.FMUL, left, right);
            case DIV -> b.binary(Opcode.FDIV, left, right);
            case REM -> floatRemainder(left, right);
            case LESS -> b.binary(Opcode.FLT, left, right);
            case LESS_EQUAL -> b.binary(Opcode.FLE, left, right);
            case GREATER -> b.binary(Opcode.FGT, left, right);
            case GREATER_EQUAL -> b.binary(Opcode.FGE, left, right);
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                throw new IllegalArgumentException(x.op() + " of floats");
        };
    }

    private Value floatRemainder(Value left, Value right) {
        if (left.type() == IrType.F64) {
            return f.runtime("plat_f64_remainder", left, right).get(0);
        }
        // The remainder of two F32 is exact in F64 and representable in F32.
        Value wide = f.runtime(
                        "plat_f64_remainder",
                        b.convert(Opcode.FCONV, IrType.F64, left),
                        b.convert(Opcode.FCONV, IrType.F64, right))
                .get(0);
        return b.convert(Opcode.FCONV, IrType.F32, wide);
    }

    private Value integers(HirBinary x, Value left, Value right) {
        return switch (x.op()) {
            case ADD ->
                checks
                        ? fitting(OverflowChecks.add(b, left, right), "addition", x.type(), x.span())
                        : b.binary(Opcode.ADD, left, right);
            case SUB ->
                checks
                        ? fitting(OverflowChecks.subtract(b, left, right), "subtraction", x.type(), x.span())
                        : b.binary(Opcode.SUB, left, right);
            case MUL ->
                checks
                        ? fitting(OverflowChecks.multiply(b, left, right), "multiplication", x.type(), x.span())
                        : b.binary(Opcode.MUL, left, right);
            case DIV -> divide(Opcode.SDIV, left, right, x.span());
            case REM -> divide(Opcode.SREM, left, right, x.span());
            case BIT_AND -> b.binary(Opcode.AND, left, right);
            case BIT_OR -> b.binary(Opcode.OR, left, right);
            case BIT_XOR -> b.binary(Opcode.XOR, left, right);
            case SHIFT_LEFT -> shift(Opcode.SHL, left, right);
            case SHIFT_RIGHT -> shift(Opcode.SHR, left, right);
            case LESS -> b.binary(Opcode.SLT, left, right);
            case LESS_EQUAL -> b.binary(Opcode.SLE, left, right);
            case GREATER -> b.binary(Opcode.SGT, left, right);
            case GREATER_EQUAL -> b.binary(Opcode.SGE, left, right);
        };
    }

    private Value negate(HirUnary x, Value a) {
        if (!checks) {
            return b.unary(Opcode.NEG, a);
        }
        return fitting(OverflowChecks.subtract(b, b.iconst(a.type(), 0), a), "negation", x.type(), x.span());
    }

    /** The result, after a panic where it does not fit. */
    private Value fitting(OverflowChecks.Overflow result, String operation, Type type, Span span) {
        Block cold = f.splitUnlikely(b.binary(Opcode.XOR, result.happened(), b.bool(true)));
        Block hot = b.current();
        b.switchTo(cold);
        f.at(span);
        f.panic("overflow in " + operation + " of " + TypePrinter.show(type));
        b.switchTo(hot);
        f.at(span);
        return result.wrapped();
    }

    private Value divide(Opcode op, Value left, Value right, Span span) {
        if (!right.isConst() || right.intValue() == 0) {
            Block cold = f.splitUnlikely(b.binary(Opcode.NE, right, b.iconst(right.type(), 0)));
            Block hot = b.current();
            b.switchTo(cold);
            f.at(span);
            f.panic(op == Opcode.SDIV ? "division by zero" : "remainder by zero");
            b.switchTo(hot);
        }
        if (left.type().bits() < 32) {
            // There is no narrow division worth having; the quotient wraps by being cut off.
            Value wide =
                    b.binary(op, b.convert(Opcode.SEXT, IrType.I32, left), b.convert(Opcode.SEXT, IrType.I32, right));
            return b.convert(Opcode.TRUNC, left.type(), wide);
        }
        return b.binary(op, left, right);
    }

    /** Shifts by a count of any integer type, taken modulo the width of {@code left}. */
    Value shift(Opcode op, Value left, Value count) {
        IrType type = left.type();
        if (type.bits() >= 32) {
            return b.binary(op, left, resize(count, type));
        }
        Value wide = b.convert(op == Opcode.USHR ? Opcode.ZEXT : Opcode.SEXT, IrType.I32, left);
        Value masked = b.binary(Opcode.AND, resize(count, IrType.I32), b.i32(type.bits() - 1));
        return b.convert(Opcode.TRUNC, type, b.binary(op, wide, masked));
    }

    /** The low bits of an integer, or it sign-extended. */
    Value resize(Value v, IrType to) {
        if (v.type() == to) {
            return v;
        }
        return b.convert(v.type().bits() > to.bits() ? Opcode.TRUNC : Opcode.SEXT, to, v);
    }

    List<Value> cast(HirCast x) {
        HirExpr operand = x.operand();
        if (operand.type() == Primitive.NEVER) {
            f.lower(operand);
            return f.zeros(f.layouts().scalars(x.type()));
        }
        Value v = f.lower(operand).get(0);
        f.at(x.span());
        return List.of(convert(v, operand.type(), x.type()));
    }

    private Value convert(Value v, Type source, Type target) {
        if (source.equals(target)) {
            return v;
        }
        if (LowerNarrowFloats.is(source)) {
            return convert(LowerNarrowFloats.widen(b, source, v), Primitive.FLOAT32, target);
        }
        if (LowerNarrowFloats.is(target)) {
            // Integers by way of an F64: one that it does not hold exactly is too large for the target anyway.
            return LowerNarrowFloats.narrow(b, target, v.type().isFloat() ? v : convert(v, source, Primitive.FLOAT64));
        }
        IrType to = f.layouts().scalars(target).get(0);
        if (v.type() == to) {
            return v;
        }
        if (v.type().isFloat()) {
            return to.isFloat() ? b.convert(Opcode.FCONV, to, v) : saturate(v, to);
        }
        if (to.isFloat()) {
            Value wide = v.type().bits() < 32 ? b.convert(Opcode.SEXT, IrType.I32, v) : v;
            return b.convert(Opcode.ITOF, to, wide);
        }
        return resize(v, to);
    }

    private Value saturate(Value v, IrType to) {
        if (to.bits() >= 32) {
            return b.convert(Opcode.FTOI, to, v);
        }
        Value wide = b.convert(Opcode.FTOI, IrType.I32, v);
        int max = (1 << (to.bits() - 1)) - 1;
        Value low = b.i32(-max - 1);
        Value high = b.i32(max);
        wide = b.select(b.binary(Opcode.SLT, wide, low), low, wide);
        wide = b.select(b.binary(Opcode.SGT, wide, high), high, wide);
        return b.convert(Opcode.TRUNC, to, wide);
    }

    /** Less-than of two numbers of one type. */
    Value less(Value a, Value c) {
        return b.binary(a.type().isFloat() ? Opcode.FLT : Opcode.SLT, a, c);
    }
}
