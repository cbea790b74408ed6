package org.platlang.interpreter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.interpreter.Values.Variant;

/** Numbers and Bool from text: what is around them is trimmed, an error quotes the text. */
final class Parsing {
    private Parsing() {}

    static Variant ok(Object value) {
        return new Variant(BuiltinTypes.OK, List.of(value));
    }

    static Variant err(String message) {
        return new Variant(BuiltinTypes.ERR, List.of(message));
    }

    static Variant apply(Intrinsic op, String text) {
        String s = StringOperations.trim(text, true, true);
        return switch (op) {
            case STRING_PARSE_INT -> integer(text, s, "parse_int", 32);
            case STRING_PARSE_INT64 -> integer(text, s, "parse_int64", 64);
            case STRING_PARSE_FLOAT -> floating(text, s);
            default ->
                s.equals("true") || s.equals("false")
                        ? ok(s.equals("true"))
                        : err("parse_bool: " + Texts.quoted(text) + " is neither true nor false");
        };
    }

    private static Variant integer(String text, String s, String function, int bits) {
        String quoted = function + ": " + Texts.quoted(text);
        if (!s.matches("[+-]?[0-9]+")) {
            return err(quoted + " is not an integer");
        }
        BigInteger value = new BigInteger(s);
        return value.bitLength() < bits ? ok(value.longValue()) : err(quoted + " is out of range for Int" + bits);
    }

    private static Variant floating(String text, String s) {
        String quoted = "parse_float: " + Texts.quoted(text);
        String size = s.replaceFirst("^[+-]", "").toLowerCase(Locale.ROOT);
        double sign = s.startsWith("-") ? -1 : 1;
        if (size.equals("nan")) {
            return ok(Double.NaN);
        }
        if (size.equals("inf") || size.equals("infinity")) {
            return ok(sign * Double.POSITIVE_INFINITY);
        }
        if (!size.matches("([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?")) {
            return err(quoted + " is not a number");
        }
        double value = new BigDecimal(size).doubleValue();
        return Double.isInfinite(value) ? err(quoted + " is out of range for Float64") : ok(sign * value);
    }
}
