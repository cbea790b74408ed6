package org.platlang.interpreter;

import java.math.BigInteger;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirUnary;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.lexer.source.Span;

/**
 * Operators of numbers. Integers are computed exactly, then wrapped to their width. A Float8 or Float16 is the Float of
 * the same value; results are rounded to the type.
 */
final class Arithmetic {
    private Arithmetic() {}

    static Object binary(HirBinary x, Object left, Object right, boolean checked) {
        return switch (left) {
            case Long a -> integers(x, a, (Long) right, checked);
            case Float a -> narrow(singles(x.op(), a, (Float) right), x.type());
            case Double a -> doubles(x.op(), a, (Double) right);
            default -> throw new IllegalStateException("operands of " + x.op() + ": " + left);
        };
    }

    /** The low bits, sign-extended. */
    static long wrap(long value, int bits) {
        return value << (64 - bits) >> (64 - bits);
    }

    private static Object integers(HirBinary x, long a, long b, boolean checked) {
        int bits = ((Primitive) x.left().type()).bits();
        return switch (x.op()) {
            case ADD -> fit(big(a).add(big(b)), x.type(), checked, "addition", x.span());
            case SUB -> fit(big(a).subtract(big(b)), x.type(), checked, "subtraction", x.span());
            case MUL -> fit(big(a).multiply(big(b)), x.type(), checked, "multiplication", x.span());
            case DIV -> wrap(a / divisor(b, "division by zero", x.span()), bits);
            case REM -> b == -1 ? 0L : a % divisor(b, "remainder by zero", x.span());
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case SHIFT_LEFT -> wrap(a << (b & (bits - 1)), bits);
            case SHIFT_RIGHT -> a >> (b & (bits - 1));
            case LESS -> a < b;
            case LESS_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_EQUAL -> a >= b;
        };
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static long divisor(long value, String message, Span span) {
        if (value == 0) {
            throw new Panic(message, span);
        }
        return value;
    }

    /** Wrapped, or a panic where that changes it and overflow is checked. */
    private static Long fit(BigInteger exact, Type type, boolean checked, String operation, Span span) {
        Long wrapped = wrap(exact.longValue(), ((Primitive) type).bits());
        if (checked && !exact.equals(big(wrapped))) {
            throw new Panic("overflow in " + operation + " of " + TypePrinter.show(type), span);
        }
        return wrapped;
    }

    private static Object singles(BinaryOp op, float a, float b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            default -> compared(op, a, b);
        };
    }

    /** A Float rounded to the type it is of; anything else as it is. */
    static Object narrow(Object value, Type type) {
        return value instanceof Float f ? (Object) (float) NarrowFloats.round(f, type) : value;
    }

    private static Object doubles(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            default -> compared(op, a, b);
        };
    }

    private static Object compared(BinaryOp op, double a, double b) {
        return switch (op) {
            case LESS -> a < b;
            case LESS_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_EQUAL -> a >= b;
            default -> throw new IllegalStateException(op + " of floats");
        };
    }

    static Object unary(HirUnary x, Object operand, boolean checked) {
        return switch (x.op()) {
            case NOT -> !(Boolean) operand;
            case COMPLEMENT -> ~(Long) operand;
            case NEGATE ->
                switch (operand) {
                    case Float a -> (Object) (-a);
                    case Double a -> (Object) (-a);
                    default -> fit(big((Long) operand).negate(), x.type(), checked, "negation", x.span());
                };
        };
    }

    static Object cast(Object operand, Primitive target) {
        if (target == Primitive.FLOAT32) {
            return operand instanceof Long n ? (Object) (float) (long) n : (Object) ((Number) operand).floatValue();
        }
        if (target.isNarrowFloat()) {
            return (float) NarrowFloats.round(((Number) operand).doubleValue(), target);
        }
        if (target == Primitive.FLOAT64) {
            return ((Number) operand).doubleValue();
        }
        if (operand instanceof Long n) {
            return wrap(n, target.bits());
        }
        // Java's own conversion truncates, saturates, and makes 0 of NaN.
        long whole = (long) ((Number) operand).doubleValue();
        return Math.clamp(whole, target.minValue(), target.maxValue());
    }
}
