package org.platlang.interpreter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.platlang.hir.tree.FormatSpec;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;

/** A value in a format: sign or prefix, digits, and what fills the width. */
final class Formats {
    private Formats() {}

    static String format(Texts texts, Type type, Object value, FormatSpec spec) {
        if (type instanceof Primitive p && p.isInteger()) {
            return integer((Long) value, p.bits(), spec);
        }
        if (type instanceof Primitive p && p.isFloat()) {
            return floating(((Number) value).doubleValue(), p, spec);
        }
        String text = texts.of(type, value);
        int points = text.codePointCount(0, text.length());
        if (spec.precision() >= 0 && spec.precision() < points) {
            text = text.substring(0, text.offsetByCodePoints(0, spec.precision()));
        }
        return aligned(text, spec, FormatSpec.Align.LEFT);
    }

    private static String integer(long value, int bits, FormatSpec spec) {
        if (spec.form() == 0) {
            String digits = String.valueOf(value);
            boolean negative = digits.startsWith("-");
            String sign = negative ? "-" : spec.plus() ? "+" : "";
            return number(sign, negative ? digits.substring(1) : digits, spec, true);
        }
        long pattern = bits == 64 ? value : value & ((1L << bits) - 1);
        String digits = switch (spec.form()) {
            case 'b' -> Long.toBinaryString(pattern);
            case 'o' -> Long.toOctalString(pattern);
            case 'X' -> Long.toHexString(pattern).toUpperCase(java.util.Locale.ROOT);
            default -> Long.toHexString(pattern);
        };
        return number(spec.alternate() ? "0" + spec.form() : "", digits, spec, true);
    }

    private static String floating(double value, Primitive type, FormatSpec spec) {
        boolean finite = Double.isFinite(value);
        boolean exponent = spec.form() == 'e';
        String text;
        if (!finite || (spec.precision() < 0 && !exponent)) {
            text = FloatText.of(value, type);
        } else if (spec.precision() < 0) {
            text = FloatText.scientific(value, type);
        } else {
            text = decimals(value, spec.precision(), exponent);
        }
        boolean negative = text.startsWith("-");
        String sign = negative ? "-" : spec.plus() && !Double.isNaN(value) ? "+" : "";
        return number(sign, negative ? text.substring(1) : text, spec, finite);
    }

    /** Correctly rounded, ties to even. */
    private static String decimals(double value, int decimals, boolean exponent) {
        String sign = Math.copySign(1.0, value) < 0 ? "-" : "";
        BigDecimal exact = new BigDecimal(Math.abs(value));
        if (!exponent) {
            return sign + exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        }
        if (exact.signum() == 0) {
            return sign + "0" + (decimals > 0 ? "." + "0".repeat(decimals) : "") + "e0";
        }
        BigDecimal rounded = exact.round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
        int power = FloatText.exponent(rounded);
        String plain = rounded.movePointLeft(power)
                .setScale(decimals, RoundingMode.UNNECESSARY)
                .toPlainString();
        return sign + plain + "e" + power;
    }

    private static String number(String head, String digits, FormatSpec spec, boolean zeros) {
        if (zeros && spec.zero() && spec.align() == FormatSpec.Align.DEFAULT) {
            int missing = Math.max(0, spec.width() - head.length() - digits.length());
            return head + "0".repeat(missing) + digits;
        }
        return aligned(head + digits, spec, FormatSpec.Align.RIGHT);
    }

    private static String aligned(String text, FormatSpec spec, FormatSpec.Align otherwise) {
        int missing = Math.max(0, spec.width() - text.codePointCount(0, text.length()));
        FormatSpec.Align align = spec.align() == FormatSpec.Align.DEFAULT ? otherwise : spec.align();
        int before = switch (align) {
            case RIGHT -> missing;
            case CENTER -> missing / 2;
            case LEFT, DEFAULT -> 0;
        };
        String fill = Character.toString(spec.fill());
        return fill.repeat(before) + text + fill.repeat(missing - before);
    }
}
