package org.platlang.interpreter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;

/**
 * The shortest decimal that reads back as a float: by exact decimals, the precision growing until one reads back; of
 * those of one precision the nearest, of two as near the even one.
 */
final class FloatText {
    private FloatText() {}

    static String of(double value, Primitive type) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        String sign = Math.copySign(1.0, value) < 0 ? "-" : "";
        double size = Math.abs(value);
        if (Double.isInfinite(size)) {
            return sign + "inf";
        }
        if (size == 0) {
            return sign + "0.0";
        }
        BigDecimal d = shortest(size, type);
        int exponent = exponent(d);
        if (exponent < -6 || exponent > 20) {
            return sign + scientific(d);
        }
        String plain = d.toPlainString();
        return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    /** {@code d.ddde9}; the shortest form without precision. */
    static String scientific(double value, Primitive type) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return of(value, type);
        }
        String sign = Math.copySign(1.0, value) < 0 ? "-" : "";
        return sign + (value == 0 ? "0e0" : scientific(shortest(Math.abs(value), type)));
    }

    private static String scientific(BigDecimal d) {
        String digits = d.stripTrailingZeros().unscaledValue().toString();
        String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + rest + "e" + exponent(d);
    }

    /** The power of ten of the first digit. */
    static int exponent(BigDecimal d) {
        return d.precision() - d.scale() - 1;
    }

    private static BigDecimal shortest(double value, Primitive type) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; ; digits++) {
            BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
            List<BigDecimal> fit = new ArrayList<>();
            for (BigDecimal d : List.of(down, up)) {
                if (NarrowFloats.parse(d.toString(), type) == value) {
                    fit.add(d);
                }
            }
            if (!fit.isEmpty()) {
                BigDecimal best = fit.get(0);
                if (fit.size() == 2) {
                    int nearer = exact.subtract(down).compareTo(up.subtract(exact));
                    boolean even = !down.unscaledValue().testBit(0);
                    best = nearer < 0 || (nearer == 0 && even) ? down : up;
                }
                BigDecimal plain = best.stripTrailingZeros();
                return plain.scale() < 0 && exponent(plain) <= 20 ? plain.setScale(0) : plain;
            }
        }
    }
}
