package org.platlang.hir.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;

/** The text of numbers and durations in constants: what the runtime would make of them. */
final class ConstantText {
    private static final String[] UNITS = {"s", "ms", "us", "ns"};
    private static final long[] NANOSECONDS = {1_000_000_000, 1_000_000, 1_000, 1};

    private ConstantText() {}

    /** Exactly, in the largest unit not above it. */
    static String duration(long nanoseconds) {
        if (nanoseconds == 0) {
            return "0s";
        }
        BigDecimal exact = BigDecimal.valueOf(nanoseconds).abs();
        int unit = 0;
        while (exact.compareTo(BigDecimal.valueOf(NANOSECONDS[unit])) < 0) {
            unit++;
        }
        BigDecimal count = exact.divide(BigDecimal.valueOf(NANOSECONDS[unit])).stripTrailingZeros();
        return (nanoseconds < 0 ? "-" : "") + count.toPlainString() + UNITS[unit];
    }

    /** The shortest decimal that reads back the same, with a point or an exponent. */
    static String floating(double value, Primitive type) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double size = Math.abs(value);
        if (Double.isInfinite(size)) {
            return sign + "inf";
        }
        if (size == 0) {
            return sign + "0.0";
        }
        BigDecimal d = shortest(size, type).stripTrailingZeros();
        int exponent = d.precision() - d.scale() - 1;
        if (exponent >= -6 && exponent <= 20) {
            return sign + (d.scale() <= 0 ? d.toPlainString() + ".0" : d.toPlainString());
        }
        String digits = d.unscaledValue().toString();
        return sign + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + "e" + exponent;
    }

    /** Of each precision the nearest; above a power of two, where the gap doubles, the next one upwards too. */
    private static BigDecimal shortest(double value, Primitive type) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; ; digits++) {
            MathContext precision = new MathContext(digits, RoundingMode.HALF_EVEN);
            BigDecimal nearest = exact.round(precision);
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            for (BigDecimal d : new BigDecimal[] {nearest, above}) {
                if (NarrowFloats.parse(d.toString(), type) == value) {
                    return d;
                }
            }
        }
    }
}
