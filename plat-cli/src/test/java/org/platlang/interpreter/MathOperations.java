package org.platlang.interpreter;

import java.util.List;
import org.platlang.hir.tree.Intrinsic;

/** The functions of mathematics, by Java's: they may differ from the C library's in the last digit. */
final class MathOperations {
    private MathOperations() {}

    static double apply(Intrinsic op, List<Object> a) {
        double n = (Double) a.get(0);
        return switch (op) {
            case MATH_SIN -> Math.sin(n);
            case MATH_COS -> Math.cos(n);
            case MATH_TAN -> Math.tan(n);
            case MATH_ASIN -> Math.asin(n);
            case MATH_ACOS -> Math.acos(n);
            case MATH_ATAN -> Math.atan(n);
            case MATH_SINH -> Math.sinh(n);
            case MATH_COSH -> Math.cosh(n);
            case MATH_TANH -> Math.tanh(n);
            case MATH_EXP -> Math.exp(n);
            case MATH_EXP_M1 -> Math.expm1(n);
            case MATH_LN -> Math.log(n);
            case MATH_LN_1P -> Math.log1p(n);
            case MATH_LOG2 -> log2(n);
            case MATH_LOG10 -> Math.log10(n);
            case MATH_CBRT -> Math.cbrt(n);
            case MATH_ATAN2 -> Math.atan2(n, (Double) a.get(1));
            case MATH_POW -> pow(n, (Double) a.get(1));
            case MATH_HYPOT -> Math.hypot(n, (Double) a.get(1));
            default -> throw new NotInterpreted(op.name());
        };
    }

    /** Exact for powers of two. */
    private static double log2(double n) {
        boolean normal = n >= Double.MIN_NORMAL && n <= Double.MAX_VALUE;
        int exponent = Math.getExponent(n);
        return normal && n == Math.scalb(1.0, exponent) ? exponent : Math.log(n) / Math.log(2.0);
    }

    /** As C and IEEE 754 have it: 1 to any power is 1, and so is -1 to an infinite one. */
    private static double pow(double base, double exponent) {
        return base == 1.0 || (base == -1.0 && Double.isInfinite(exponent)) ? 1.0 : Math.pow(base, exponent);
    }
}
