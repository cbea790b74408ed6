package org.platlang.hir.check;

import java.util.List;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Pattern;

/**
 * A Task where its result was meant: one report, with the {@code .await()} that is missing. Where a type is wanted, {@link
 * Mismatch} says so; here are the places that want some type of a kind.
 */
final class Awaiting {
    private Awaiting() {}

    /** The report for a task at {@code at} in a place that takes its result. */
    private static Diagnostic report(Span at, TaskType task) {
        String shown = Mismatch.shown(task);
        return Diagnostic.at(DiagnosticCode.E0325, at, "expected the result of the task, found `" + shown + "`")
                .label("this is `" + shown + "`")
                .help("wait for the task's result: `.await()`");
    }

    /** Reports the task that {@code e} is. */
    static HirExpr missing(Body body, Expr e, TaskType task) {
        Diagnostic d = report(e.span(), task).fix("append `.await()`", e.span().atEnd(), ".await()");
        return body.error(d, e.span());
    }

    // ---- operators

    /** Whether an operator that does not take Tasks takes the result of this one. */
    private static boolean suits(Type task, BinaryOperator operator, Type other, Env env) {
        if (!(task instanceof TaskType t) || Types.hasError(t.result())) {
            return false;
        }
        Type result = t.result();
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> Body.accepts(result, other) || Body.accepts(other, result);
            case ADD -> result == Primitive.STRING || result == Primitive.DURATION || isNumber(result, env);
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> Bounds.holds(result, Bound.ORDERED, env);
            case BIT_OR, BIT_XOR, BIT_AND, SHIFT_LEFT, SHIFT_RIGHT -> Types.isInteger(result);
            case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> result == Primitive.DURATION || isNumber(result, env);
            case OR, AND -> false; // their operands are conditions
        };
    }

    private static boolean isNumber(Type t, Env env) {
        return t instanceof TypeVar ? Bounds.holds(t, Bound.NUMBER, env) : Types.isNumeric(t);
    }

    /** Reports one or both operands if they are Tasks whose results the operator takes; whether it did. */
    static boolean operands(Body body, Expr.Binary e, Type left, Type right) {
        boolean both = left instanceof TaskType && right instanceof TaskType;
        boolean equality = e.operator() == BinaryOperator.EQUAL || e.operator() == BinaryOperator.NOT_EQUAL;
        if (both && !equality && suits(left, e.operator(), right, body.env)) {
            Span l = e.left().span();
            Span r = e.right().span();
            String between = e.span().file().text().substring(l.end(), r.end());
            body.env.report(report(l, (TaskType) left)
                    .secondary(r, "this is `" + Mismatch.shown(right) + "`")
                    .fix("append `.await()` to both", l.to(r), l.text() + ".await()" + between + ".await()"));
            return true;
        }
        if (both) {
            return false;
        }
        if (suits(left, e.operator(), right, body.env)) {
            missing(body, e.left(), (TaskType) left);
            return true;
        }
        if (suits(right, e.operator(), left, body.env)) {
            missing(body, e.right(), (TaskType) right);
            return true;
        }
        return false;
    }

    // ---- other places

    /** Whether {@code type} is a Task with an integer or a float as its result. */
    static boolean ofNumber(Type type) {
        return type instanceof TaskType t && Types.isNumeric(t.result());
    }

    /** Whether {@code type} is a Task of an Option or a Result. */
    static boolean ofOptionOrResult(Type type) {
        return type instanceof TaskType t
                && t.result() instanceof EnumType e
                && (BuiltinTypes.isOption(e) || BuiltinTypes.isResult(e));
    }

    /** The argument {@code h} for a parameter of type {@code p}, where a Task lacks a bound that its result has. */
    static HirExpr argument(Body body, HirExpr h, Expr e, TaskType task, TypeParam p) {
        for (Bound bound : p.bounds()) {
            if (!Bounds.holds(task, bound, body.env) && Bounds.holds(task.result(), bound, body.env)) {
                return missing(body, e, task);
            }
            if (bound == Bound.TEXT) {
                text(body, e.span(), task);
            }
        }
        return h;
    }

    /** Warns where the text of a Task is asked for. */
    static void text(Body body, Span at, TaskType task) {
        body.env.report(Diagnostic.at(DiagnosticCode.W0010, at, "this is the text of a task, not of its result")
                .label("this is `" + Mismatch.shown(task) + "`")
                .fix("append `.await()`", at.atEnd(), ".await()"));
    }

    /** What a `for` runs over. */
    static HirExpr iterated(Body body, HirExpr value, Expr e) {
        boolean meant = value.type() instanceof TaskType t
                && (t.result() == Primitive.STRING
                        || t.result() instanceof Type.ListType
                        || t.result() instanceof Type.DictType
                        || t.result() instanceof Type.SetType
                        || t.result() instanceof Type.ChannelType
                        || t.result() instanceof Type.RangeType);
        return meant ? missing(body, e, (TaskType) value.type()) : value;
    }

    /** What is taken apart by patterns; a Task is not, so none of them is compared with it. */
    static HirExpr subject(Body body, HirExpr value, Expr e, List<Pattern> patterns) {
        if (value.type() instanceof TaskType task && patterns.stream().anyMatch(Awaiting::looksInside)) {
            return missing(body, e, task);
        }
        return value;
    }

    private static boolean looksInside(Pattern pattern) {
        return !(pattern instanceof Pattern.Wildcard
                || pattern instanceof Pattern.Binding
                || pattern instanceof Pattern.Invalid);
    }
}
