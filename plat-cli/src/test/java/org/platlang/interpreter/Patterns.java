package org.platlang.interpreter;

import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.type.Primitive;
import org.platlang.interpreter.Values.Instance;
import org.platlang.interpreter.Values.Variant;

/** Whether a value is what a pattern asks for; binds the pattern's locals on the way. */
final class Patterns {
    private final Machine machine;

    Patterns(Machine machine) {
        this.machine = machine;
    }

    boolean matches(HirPattern pattern, Object value, Frame frame) {
        return switch (pattern) {
            case HirPattern.PatWildcard p -> true;
            case HirPattern.PatBinding p -> {
                frame.set(p.local(), value);
                yield true;
            }
            case HirPattern.PatLiteral p -> literal(p.value(), value);
            case HirPattern.PatRange p -> (Long) value >= p.low() && (Long) value <= p.high();
            case HirPattern.PatVariant p -> {
                Variant variant = (Variant) value;
                if (variant.index() != p.variant()) {
                    yield false;
                }
                for (int i = 0; i < p.fields().size(); i++) {
                    if (!matches(p.fields().get(i), variant.payload().get(i), frame)) {
                        yield false;
                    }
                }
                yield true;
            }
            case HirPattern.PatClass p ->
                machine.isA(((Instance) value).type, p.tested()) && matches(p.inner(), value, frame);
            case HirPattern.PatOr p -> {
                for (HirPattern alternative : p.alternatives()) {
                    if (matches(alternative, value, frame)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private static boolean literal(HirExpr literal, Object value) {
        return switch (literal) {
            case HirExpr.HirInt x -> (Long) value == x.value();
            case HirExpr.HirFloat x ->
                x.type() == Primitive.FLOAT64 ? (Double) value == x.value() : (Float) value == (float) x.value();
            case HirExpr.HirBool x -> (Boolean) value == x.value();
            case HirExpr.HirString x -> value.equals(x.value());
            case HirExpr.HirUnit x -> true;
            default -> throw new IllegalStateException("not a literal: " + literal);
        };
    }
}
