package org.platlang.interpreter;

import java.math.BigInteger;
import java.util.List;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;

/** Methods and functions of numbers. */
final class NumberOperations {
    private NumberOperations() {}

    static Object apply(HirIntrinsic x, List<Object> a) {
        return switch (a.get(0)) {
            case Long n -> integer(x, n, a);
            case Float n -> Arithmetic.narrow(single(x, n, a), x.type());
            case Double n -> floating(x, n, a);
            default -> throw new IllegalStateException("not a number: " + a.get(0));
        };
    }

    private static Object integer(HirIntrinsic x, long n, List<Object> a) {
        int bits = ((Primitive) x.arguments().get(0).type()).bits();
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        long other = a.size() > 1 && a.get(1) instanceof Long b ? b : 0;
        int count = (int) (other & (bits - 1));
        BigInteger left = BigInteger.valueOf(n);
        BigInteger right = BigInteger.valueOf(other);
        return switch (x.op()) {
            case MIN -> Math.min(n, other);
            case MAX -> Math.max(n, other);
            case ABS -> Arithmetic.wrap(Math.abs(n), bits);
            case INT_SHIFT_RIGHT_LOGICAL -> Arithmetic.wrap((n & mask) >>> count, bits);
            case INT_ROTATE_LEFT -> {
                long low = count == 0 ? 0 : (n & mask) >>> (bits - count);
                yield Arithmetic.wrap(n << count | low, bits);
            }
            case INT_COUNT_ONES -> (long) Long.bitCount(n & mask);
            case INT_LEADING_ZEROS -> (long) Long.numberOfLeadingZeros(n & mask) - (64 - bits);
            case INT_TRAILING_ZEROS -> (long) Math.min(bits, Long.numberOfTrailingZeros(n & mask));
            case INT_POW -> {
                if (other < 0) {
                    throw new Panic("negative exponent", x.span());
                }
                BigInteger modulus = BigInteger.ONE.shiftLeft(64);
                yield Arithmetic.wrap(left.modPow(right, modulus).longValue(), bits);
            }
            case INT_CHECKED_ADD -> checked(left.add(right), bits);
            case INT_CHECKED_SUB -> checked(left.subtract(right), bits);
            case INT_CHECKED_MUL -> checked(left.multiply(right), bits);
            case INT_SATURATING_ADD -> saturated(left.add(right), bits);
            case INT_SATURATING_SUB -> saturated(left.subtract(right), bits);
            case INT_SATURATING_MUL -> saturated(left.multiply(right), bits);
            case FLOAT_FROM_BITS ->
                switch ((Primitive) x.type()) {
                    case FLOAT8 -> (Object) float8((int) n);
                    case FLOAT16 -> (Object) Float.float16ToFloat((short) n);
                    case FLOAT32 -> (Object) Float.intBitsToFloat((int) n);
                    default -> (Object) Double.longBitsToDouble(n);
                };
            default -> throw new NotInterpreted(x.op().name());
        };
    }

    /** E4M3: a sign, 4 bits of exponent around 7, 3 of significand. */
    private static float float8(int pattern) {
        int exponent = pattern >> 3 & 15;
        int significand = pattern & 7;
        float size = exponent == 15 && significand == 7
                ? Float.NaN
                : exponent == 0 ? Math.scalb((float) significand, -9) : Math.scalb(8f + significand, exponent - 10);
        return Math.copySign(size, pattern << 24 < 0 ? -1f : 1f);
    }

    private static Object checked(BigInteger exact, int bits) {
        return exact.bitLength() < bits ? Intrinsics.some(exact.longValue()) : Intrinsics.none();
    }

    private static Object saturated(BigInteger exact, int bits) {
        long most = -1L >>> (65 - bits);
        return exact.bitLength() < bits ? exact.longValue() : exact.signum() < 0 ? -most - 1 : most;
    }

    /** Every result is exact in Float64 first, or a choice among the operands. */
    private static Object single(HirIntrinsic x, float n, List<Object> a) {
        if (a.size() > 1) {
            return (float) (double) (Double) floating(x, n, List.of((double) n, (double) (Float) a.get(1)));
        }
        return switch (x.op()) {
            case FLOAT_BITS ->
                x.arguments().get(0).type() instanceof Primitive p && p.isNarrowFloat()
                        ? (long) NarrowFloats.bits(n, p)
                        : (long) Float.floatToRawIntBits(n);
            default -> floating(x, n, a) instanceof Double d ? (Object) (float) (double) d : floating(x, n, a);
        };
    }

    private static Object floating(HirIntrinsic x, double n, List<Object> a) {
        return switch (x.op()) {
            case MIN -> Math.min(n, (Double) a.get(1));
            case MAX -> Math.max(n, (Double) a.get(1));
            case ABS -> Math.abs(n);
            case FLOAT_IS_NAN -> Double.isNaN(n);
            case FLOAT_IS_INFINITE -> Double.isInfinite(n);
            case FLOAT_FLOOR -> Math.floor(n);
            case FLOAT_CEIL -> Math.ceil(n);
            case FLOAT_TRUNC -> n < 0 || 1 / n < 0 ? Math.ceil(n) : Math.floor(n);
            case FLOAT_ROUND -> rounded(n);
            case FLOAT_SQRT -> Math.sqrt(n);
            case FLOAT_BITS -> Double.doubleToRawLongBits(n);
            default -> throw new NotInterpreted(x.op().name());
        };
    }

    /** Halves away from zero. */
    private static double rounded(double n) {
        double below = Math.floor(Math.abs(n));
        double size = Math.abs(n) - below >= 0.5 ? below + 1 : below;
        return Double.isNaN(n) ? n : Math.copySign(size, n);
    }
}
