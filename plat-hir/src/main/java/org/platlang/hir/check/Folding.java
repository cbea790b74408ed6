package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirBool;
import org.platlang.hir.tree.HirExpr.HirCast;
import org.platlang.hir.tree.HirExpr.HirEquals;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirIf;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirLogical;
import org.platlang.hir.tree.HirExpr.HirRange;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirToText;
import org.platlang.hir.tree.HirExpr.HirUnary;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirExpr.HirVariant;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.UnaryOp;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;

/** Values of constants, with the arithmetic of the language: wrapping integers, IEEE floats, saturating casts. */
final class Folding {
    private Folding() {}

    /** The literal the expression comes to; reported and invalid where it is no compile-time constant. */
    static HirExpr fold(HirExpr e, Env env) {
        return switch (e) {
            case HirInt x -> x;
            case HirFloat x -> x;
            case HirBool x -> x;
            case HirString x -> x;
            case HirUnit x -> x;
            case HirInvalid x -> x;
            case HirVariant x -> {
                List<HirExpr> payload = new ArrayList<>();
                for (HirExpr p : x.payload()) {
                    payload.add(fold(p, env));
                }
                yield new HirVariant(x.type(), x.variant(), List.copyOf(payload), x.span());
            }
            case HirRange x ->
                new HirRange(x.type(), fold(x.start(), env), fold(x.end(), env), x.inclusive(), x.span());
            case HirBlock x -> x.statements().isEmpty() ? fold(x.result(), env) : no(e, env);
            case HirUnary x -> unary(x, fold(x.operand(), env), env);
            case HirBinary x -> binary(x, fold(x.left(), env), fold(x.right(), env), env);
            case HirLogical x ->
                fold(x.left(), env) instanceof HirBool l
                        ? l.value() == x.isAnd() ? fold(x.right(), env) : l
                        : no(e, env);
            case HirEquals x -> equality(x, fold(x.left(), env), fold(x.right(), env), env);
            case HirCast x -> cast(x, fold(x.operand(), env), env);
            case HirIf x ->
                fold(x.condition(), env) instanceof HirBool c
                        ? fold(c.value() ? x.thenBranch() : x.elseBranch(), env)
                        : no(e, env);
            case HirToText x -> text(fold(x.operand(), env), x.span(), e, env);
            case HirInterpolate x -> {
                StringBuilder out = new StringBuilder();
                for (Part p : x.parts()) {
                    if (p.format().isPresent()) {
                        yield no(e, env);
                    }
                    HirExpr part = text(fold(p.value(), env), x.span(), e, env);
                    if (!(part instanceof HirString s)) {
                        yield part;
                    }
                    out.append(s.value());
                }
                yield new HirString(out.toString(), x.span());
            }
            default -> no(e, env);
        };
    }

    private static HirExpr no(HirExpr e, Env env) {
        env.report(Diagnostic.at(DiagnosticCode.E0320, e.span(), "this is not known at compile time")
                .note("a constant is made of literals, operators, other constants and variants of enums"));
        return new HirInvalid(e.type(), e.span());
    }

    private static HirExpr text(HirExpr value, Span span, HirExpr whole, Env env) {
        return switch (value) {
            case HirString s -> s;
            case HirInt i ->
                new HirString(
                        i.type() == Primitive.DURATION ? ConstantText.duration(i.value()) : Long.toString(i.value()),
                        span);
            case HirFloat f -> new HirString(ConstantText.floating(f.value(), (Primitive) f.type()), span);
            case HirBool b -> new HirString(Boolean.toString(b.value()), span);
            case HirInvalid i -> i;
            default -> no(whole, env);
        };
    }

    private static HirExpr unary(HirUnary x, HirExpr v, Env env) {
        return switch (v) {
            case HirInt i ->
                x.op() == UnaryOp.NEGATE
                        ? integer(-i.value(), i.type(), x.span())
                        : integer(~i.value(), i.type(), x.span());
            case HirFloat f -> new HirFloat(-f.value(), f.type(), x.span());
            case HirBool b -> new HirBool(!b.value(), x.span());
            case HirInvalid i -> i;
            default -> no(x, env);
        };
    }

    private static HirExpr binary(HirBinary x, HirExpr left, HirExpr right, Env env) {
        if (left instanceof HirInvalid || right instanceof HirInvalid) {
            return new HirInvalid(x.type(), x.span());
        }
        if (left instanceof HirInt a && right instanceof HirInt b) {
            return integers(x, a.value(), b.value(), a.type(), env);
        }
        if (left instanceof HirFloat a && right instanceof HirFloat b) {
            return floats(x, a.value(), b.value(), a.type(), env);
        }
        if (left instanceof HirString a && right instanceof HirString b && x.op().isComparison()) {
            return new HirBool(compares(x.op(), byCodePoints(a.value(), b.value())), x.span());
        }
        return no(x, env);
    }

    /** Not {@code compareTo}, which puts surrogates before the rest of the basic plane. */
    private static int byCodePoints(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length()) {
            int order = Integer.compare(a.codePointAt(at), b.codePointAt(at));
            if (order != 0) {
                return order;
            }
            at = a.offsetByCodePoints(at, 1);
        }
        return Integer.compare(a.length(), b.length());
    }

    private static boolean compares(BinaryOp op, int order) {
        return switch (op) {
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    private static HirExpr integers(HirBinary x, long a, long b, Type type, Env env) {
        BinaryOp op = x.op();
        if (op.isComparison()) {
            return new HirBool(compares(op, Long.compare(a, b)), x.span());
        }
        if ((op == BinaryOp.DIV || op == BinaryOp.REM) && b == 0) {
            env.error(DiagnosticCode.E0320, x.span(), "division by zero in a constant");
            return new HirInvalid(type, x.span());
        }
        int width = type instanceof Primitive p ? p.bits() : 64;
        int count = (int) (b & (width - 1));
        long value = switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case SHIFT_LEFT -> a << count;
            case SHIFT_RIGHT -> a >> count;
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> 0;
        };
        return integer(value, x.type(), x.span());
    }

    private static HirExpr integer(long value, Type type, Span span) {
        int unused = type instanceof Primitive p ? 64 - p.bits() : 0;
        return new HirInt(value << unused >> unused, type, span);
    }

    private static HirExpr floats(HirBinary x, double a, double b, Type type, Env env) {
        BinaryOp op = x.op();
        double value;
        switch (op) {
            case ADD -> value = a + b;
            case SUB -> value = a - b;
            case MUL -> value = a * b;
            case DIV -> value = a / b;
            case REM -> value = a % b;
            case LESS -> {
                return new HirBool(a < b, x.span());
            }
            case LESS_EQUAL -> {
                return new HirBool(a <= b, x.span());
            }
            case GREATER -> {
                return new HirBool(a > b, x.span());
            }
            case GREATER_EQUAL -> {
                return new HirBool(a >= b, x.span());
            }
            default -> {
                return no(x, env);
            }
        }
        return floating(value, type, x.span());
    }

    private static HirExpr floating(double value, Type type, Span span) {
        return new HirFloat(NarrowFloats.round(value, type), type, span);
    }

    private static HirExpr equality(HirEquals x, HirExpr left, HirExpr right, Env env) {
        if (left instanceof HirInt a && right instanceof HirInt b) {
            return new HirBool((a.value() == b.value()) != x.negated(), x.span());
        }
        if (left instanceof HirFloat a && right instanceof HirFloat b) {
            return new HirBool((a.value() == b.value()) != x.negated(), x.span());
        }
        if (left instanceof HirBool a && right instanceof HirBool b) {
            return new HirBool((a.value() == b.value()) != x.negated(), x.span());
        }
        if (left instanceof HirString a && right instanceof HirString b) {
            return new HirBool(a.value().equals(b.value()) != x.negated(), x.span());
        }
        return no(x, env);
    }

    private static HirExpr cast(HirCast x, HirExpr v, Env env) {
        Type to = x.type();
        if (isNewtype(to)) {
            return v instanceof HirInvalid ? v : new HirCast(v, to, x.span());
        }
        if (v instanceof HirCast opened) {
            return at(opened.operand(), x.span());
        }
        if (v instanceof HirInt i) {
            if (Types.isFloat(to)) {
                // An integer that is no double lies beyond what the narrow types hold.
                return to == Primitive.FLOAT32
                        ? new HirFloat((float) i.value(), to, x.span())
                        : floating((double) i.value(), to, x.span());
            }
            return integer(i.value(), to, x.span());
        }
        if (v instanceof HirFloat f && to instanceof Primitive p) {
            if (p.isFloat()) {
                return floating(f.value(), to, x.span());
            }
            long wide = (long) f.value();
            return new HirInt(Math.max(p.minValue(), Math.min(p.maxValue(), wide)), to, x.span());
        }
        return v instanceof HirInvalid ? v : no(x, env);
    }

    private static boolean isNewtype(Type type) {
        return type instanceof Type.TypeVar v && v.parameter().isNewtype();
    }

    /** The same value at another place. */
    static HirExpr at(HirExpr e, Span span) {
        return switch (e) {
            case HirInt x -> new HirInt(x.value(), x.type(), span);
            case HirFloat x -> new HirFloat(x.value(), x.type(), span);
            case HirBool x -> new HirBool(x.value(), span);
            case HirString x -> new HirString(x.value(), span);
            case HirUnit x -> new HirUnit(span);
            case HirVariant x -> {
                List<HirExpr> payload = new ArrayList<>();
                for (HirExpr p : x.payload()) {
                    payload.add(at(p, span));
                }
                yield new HirVariant(x.type(), x.variant(), List.copyOf(payload), span);
            }
            case HirRange x -> new HirRange(x.type(), at(x.start(), span), at(x.end(), span), x.inclusive(), span);
            case HirCast x -> new HirCast(at(x.operand(), span), x.type(), span);
            default -> new HirInvalid(e.type(), span);
        };
    }
}
