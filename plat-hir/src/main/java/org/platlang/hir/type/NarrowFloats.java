package org.platlang.hir.type;

import java.math.BigDecimal;

/**
 * The values of Float16 (IEEE 754 binary16) and Float8 (E4M3 of the OCP 8-bit floating point specification, 2023). The
 * compiler holds both as doubles, which represent each of them exactly.
 *
 * <p>E4M3 has no infinities: what is too large in magnitude, an infinity too, becomes the largest value of its sign.
 */
public final class NarrowFloats {
    private static final double MAX_16 = 65504.0;
    private static final double MAX_8 = 448.0;
    private static final int NAN_8 = 0x7F;

    private NarrowFloats() {}

    /** The largest finite value of a float type. */
    public static double max(Primitive type) {
        return switch (type) {
            case FLOAT8 -> MAX_8;
            case FLOAT16 -> MAX_16;
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT64 -> Double.MAX_VALUE;
            default -> throw new IllegalArgumentException(type.displayName());
        };
    }

    /** The value of a float type that is nearest to a number, ties to even: what a conversion gives. */
    public static double round(double value, Type type) {
        if (type == Primitive.FLOAT32) {
            return (float) value;
        }
        if (type == Primitive.FLOAT16) {
            double rounded = round(value, 11, -14);
            return Math.abs(rounded) > MAX_16 ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
        }
        if (type == Primitive.FLOAT8) {
            double rounded = round(value, 4, -6);
            return Math.abs(rounded) > MAX_8 ? Math.copySign(MAX_8, value) : rounded;
        }
        return value;
    }

    /** To so many bits of precision; below the least exponent to so many places. */
    private static double round(double value, int precision, int leastExponent) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        int unit = Math.max(Math.getExponent(value), leastExponent) - (precision - 1);
        return Math.scalb(Math.rint(Math.scalb(value, -unit)), unit);
    }

    /** The value of a literal: of the digits themselves, not of the double next to them. Infinite where it does not fit. */
    public static double parse(String digits, Primitive type) {
        if (type == Primitive.FLOAT32) {
            return Float.parseFloat(digits);
        }
        double nearest = Double.parseDouble(digits);
        if (type == Primitive.FLOAT64 || nearest == 0 || Double.isInfinite(nearest)) {
            return nearest;
        }
        double odd = toOdd(nearest, new BigDecimal(digits));
        double rounded = round(odd, type);
        boolean fits = type != Primitive.FLOAT8 || round(odd, 4, -6) <= MAX_8;
        return fits ? rounded : Double.POSITIVE_INFINITY;
    }

    /**
     * An inexact double is replaced by its neighbour with an odd last bit on the other side of the exact value, so that
     * rounding it again gives what rounding the exact value once would (Boldo and Melquiond, 2008).
     */
    private static double toOdd(double nearest, BigDecimal exact) {
        int order = exact.compareTo(new BigDecimal(nearest));
        boolean even = (Double.doubleToRawLongBits(nearest) & 1) == 0;
        if (order == 0 || !even) {
            return nearest;
        }
        return order > 0 ? Math.nextUp(nearest) : Math.nextDown(nearest);
    }

    /** The bit pattern of a value of Float8 or Float16, sign-extended. */
    public static int bits(double value, Primitive type) {
        return switch (type) {
            case FLOAT16 -> Float.floatToFloat16((float) value);
            case FLOAT8 -> bits8(value);
            default -> throw new IllegalArgumentException(type.displayName());
        };
    }

    private static int bits8(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x80 : 0;
        if (Double.isNaN(value)) {
            return NAN_8;
        }
        double magnitude = Math.abs(value);
        int exponent = Math.max(Math.getExponent(magnitude), -6);
        int significand = (int) Math.scalb(magnitude, 3 - exponent);
        // A subnormal's significand lacks the leading bit, so that it is not counted into the exponent.
        return (byte) (sign | ((exponent + 6) << 3) + significand);
    }
}
