package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirCast;
import org.platlang.hir.tree.HirExpr.HirEquals;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirLogical;
import org.platlang.hir.tree.HirExpr.HirUnary;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.UnaryOp;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.UnaryOperator;

/** Unary and binary operators. An open literal takes the type of the other operand. */
final class Operators {
    private final Body body;

    Operators(Body body) {
        this.body = body;
    }

    HirExpr binary(Expr.Binary e, Want want) {
        return switch (e.operator()) {
            case OR, AND ->
                new HirLogical(
                        e.operator() == BinaryOperator.AND,
                        body.condition(e.left()),
                        body.condition(e.right()),
                        e.span());
            case EQUAL, NOT_EQUAL -> equality(e);
            case LESS -> ordering(e, BinaryOp.LESS);
            case LESS_EQUAL -> ordering(e, BinaryOp.LESS_EQUAL);
            case GREATER -> ordering(e, BinaryOp.GREATER);
            case GREATER_EQUAL -> ordering(e, BinaryOp.GREATER_EQUAL);
            case BIT_OR -> bitwise(e, BinaryOp.BIT_OR, operands(e, numericHint(want)));
            case BIT_XOR -> bitwise(e, BinaryOp.BIT_XOR, operands(e, numericHint(want)));
            case BIT_AND -> bitwise(e, BinaryOp.BIT_AND, operands(e, numericHint(want)));
            case SHIFT_LEFT -> shift(e, BinaryOp.SHIFT_LEFT, shiftOperands(e, want));
            case SHIFT_RIGHT -> shift(e, BinaryOp.SHIFT_RIGHT, shiftOperands(e, want));
            case ADD -> arithmetic(e, BinaryOp.ADD, operandsOfArithmetic(e, want));
            case SUBTRACT -> arithmetic(e, BinaryOp.SUB, operandsOfArithmetic(e, want));
            case MULTIPLY -> arithmetic(e, BinaryOp.MUL, operandsOfArithmetic(e, want));
            case DIVIDE -> arithmetic(e, BinaryOp.DIV, operandsOfArithmetic(e, want));
            case REMAINDER -> arithmetic(e, BinaryOp.REM, operandsOfArithmetic(e, want));
        };
    }

    /** Both operands, left to right in the result; an open literal on the left is checked after the right side. */
    private record Operands(HirExpr left, HirExpr right) {
        boolean anyError() {
            return isWrong(left) || isWrong(right);
        }

        /** Whether one operator can take both; what is on the right was not always checked against the left. */
        boolean agree() {
            return Body.accepts(left.type(), right.type()) || Body.accepts(right.type(), left.type());
        }

        /** Also one with a type that was wanted and not given: what was meant by the whole is unknown. */
        private static boolean isWrong(HirExpr h) {
            return Body.isError(h) || h instanceof HirExpr.HirInvalid;
        }
    }

    /** Reports a right side of another type than the left; the result is what the checker goes on with. */
    private HirExpr disagree(Expr.Binary e, Operands o, Type result) {
        Mismatch.report(
                body,
                o.right(),
                Want.type(o.left().type(), Reason.Kind.OPERAND, e.left().span()),
                e.right());
        return new HirExpr.HirInvalid(result, e.span());
    }

    private Operands operands(Expr.Binary e, Want want) {
        return awaited(e, ofOneType(e, want));
    }

    /** As they are, or wrong where a Task stands whose result was meant, which is reported. */
    private Operands awaited(Expr.Binary e, Operands o) {
        boolean reported = !o.anyError()
                && Awaiting.operands(body, e, o.left().type(), o.right().type());
        return reported ? new Operands(Body.invalid(e.left().span()), o.right()) : o;
    }

    private Operands ofOneType(Expr.Binary e, Want want) {
        if ((OpenExpressions.isLiteral(e.left()) && !OpenExpressions.isLiteral(e.right()))
                || (OpenExpressions.isInteger(e.left()) && isFloatLiteral(e.right()))) {
            HirExpr right = body.expr(e.right(), want);
            return new Operands(body.expr(e.left(), like(right, e.right().span())), right);
        }
        HirExpr left = body.expr(e.left(), want);
        boolean equality = e.operator() == BinaryOperator.EQUAL || e.operator() == BinaryOperator.NOT_EQUAL;
        boolean text = left.type() == Primitive.STRING && level(e) == BinaryOperator.MULTIPLY.level();
        Want right = equality || takesOperators(left.type()) && !text
                ? like(left, e.left().span())
                : Want.VALUE;
        return new Operands(left, body.expr(e.right(), right));
    }

    private static int level(Expr.Binary e) {
        return e.operator().level();
    }

    /** Types that have some operator besides equality; of others the right side need not be like the left. */
    private static boolean takesOperators(Type t) {
        return t instanceof TypeVar v && !v.parameter().isNewtype() || t == Primitive.STRING || Types.isNumeric(t);
    }

    private static boolean isFloatLiteral(Expr e) {
        return OpenExpressions.isLiteral(e) && !OpenExpressions.isInteger(e);
    }

    private static Want like(HirExpr other, Span span) {
        Type t = other.type();
        if (t == Primitive.ERROR || t == Primitive.NEVER || t == Primitive.DURATION || t == Primitive.UNIT) {
            return Want.VALUE;
        }
        if (t instanceof ClassType) {
            return Want.hint(t); // the two may meet at a common base class
        }
        if (t instanceof TaskType task) {
            return Want.hint(task.result()); // which is likely meant
        }
        return Want.type(t, Reason.Kind.OPERAND, span);
    }

    private static Want numericHint(Want want) {
        Type t = want.typeOrNull();
        return t != null && Types.isNumeric(t) ? Want.hint(t) : Want.VALUE;
    }

    private HirExpr equality(Expr.Binary e) {
        Operands o = operandsOfEquality(e);
        if (o.anyError()) {
            return new HirExpr.HirInvalid(Primitive.BOOL, e.span());
        }
        Type t = o.left().type();
        if (t == Primitive.DURATION && !Body.accepts(t, o.right().type())) {
            Mismatch.report(
                    body, o.right(), Want.type(t, Reason.Kind.OPERAND, e.left().span()), e.right());
        } else if (t instanceof FunctionType) {
            body.env.report(Diagnostic.at(DiagnosticCode.E0304, e.operatorSpan(), "functions cannot be compared")
                    .secondary(e.left().span(), "this is `" + Mismatch.shown(t) + "`")
                    .note("every type but functions is Equal"));
        } else {
            Bounds.unequal(t, body.env).ifPresent(inside -> notEqual(e, t, inside));
        }
        if (t instanceof ClassType || o.right().type() instanceof ClassType) {
            o = atCommonBase(e, o);
        } else if (!o.agree()) {
            return t == Primitive.DURATION ? Body.invalid(e.span()) : disagree(e, o, Primitive.BOOL);
        }
        return new HirEquals(o.left(), o.right(), e.operator() == BinaryOperator.NOT_EQUAL, e.span());
    }

    /** A comparison of what is, or holds, something that cannot be compared. */
    private void notEqual(Expr.Binary e, Type type, Type inside) {
        if (inside instanceof TypeVar v) {
            boundMissing(e, v, Bound.EQUAL);
            return;
        }
        String shown = Mismatch.shown(type);
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0304,
                        e.operatorSpan(),
                        "`" + shown + "` cannot be compared: it holds functions")
                .secondary(e.left().span(), "this may hold a `" + Mismatch.shown(inside) + "`")
                .note("functions are not Equal, and so nothing that is compared by what it holds")
                .help("take it apart with `match`, and compare what can be compared"));
    }

    private Operands atCommonBase(Expr.Binary e, Operands o) {
        Join join = new Join(body, Reason.Kind.OPERAND);
        join.add(o.left(), e.left());
        join.add(o.right(), e.right());
        HirExpr left = body.upcast(o.left(), join.type());
        HirExpr right = body.upcast(o.right(), join.type());
        return new Operands(left == null ? o.left() : left, right == null ? o.right() : right);
    }

    /** A variant or list on the left may need the right side to know its type: {@code Option::None == x}. */
    private Operands operandsOfEquality(Expr.Binary e) {
        if (OpenExpressions.isValue(body, e.left()) && !OpenExpressions.isValue(body, e.right())) {
            HirExpr right = body.expr(e.right(), Want.VALUE);
            return awaited(
                    e, new Operands(body.expr(e.left(), like(right, e.right().span())), right));
        }
        return operands(e, Want.VALUE);
    }

    private void boundMissing(Expr.Binary e, TypeVar v, Bound bound) {
        String name = v.parameter().name();
        if (v.parameter().isNewtype()) {
            unsuitable(e, v, "a newtype keeps only `==`, Hash and Text of its base; open it with `.value()`");
            return;
        }
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0311,
                        e.operatorSpan(),
                        "`" + e.operator().symbol() + "` needs a type that is " + bound.displayName() + ", and `" + name
                                + "` may be any type")
                .help("declare `" + name + ": " + bound.displayName() + "`"));
    }

    private HirExpr ordering(Expr.Binary e, BinaryOp op) {
        Operands o = operands(e, Want.VALUE);
        if (o.anyError()) {
            return new HirExpr.HirInvalid(Primitive.BOOL, e.span());
        }
        Type t =
                o.left().type() == Primitive.NEVER ? o.right().type() : o.left().type();
        if (!Bounds.holds(t, Bound.ORDERED, body.env)) {
            if (t instanceof TypeVar v) {
                boundMissing(e, v, Bound.ORDERED);
            } else {
                unsuitable(e, t, "numbers, Strings and Durations have an order");
            }
            return new HirExpr.HirInvalid(Primitive.BOOL, e.span());
        }
        if (t == Primitive.DURATION && !Body.accepts(t, o.right().type())) {
            Mismatch.report(
                    body, o.right(), Want.type(t, Reason.Kind.OPERAND, e.left().span()), e.right());
        }
        if (!o.agree()) {
            return t == Primitive.DURATION ? Body.invalid(e.span()) : disagree(e, o, Primitive.BOOL);
        }
        return new HirBinary(op, o.left(), o.right(), Primitive.BOOL, e.span());
    }

    private HirExpr unsuitable(Expr.Binary e, Type t, String note) {
        Diagnostic d = Diagnostic.at(
                        DiagnosticCode.E0304,
                        e.operatorSpan(),
                        "`" + e.operator().symbol() + "` cannot be used with `" + Mismatch.shown(t) + "`")
                .secondary(e.left().span(), "this is `" + Mismatch.shown(t) + "`");
        if (t instanceof Type.TaskType) {
            return body.error(d.help("wait for the task's result: `.await()`"), e.span());
        }
        if (t instanceof Type.EnumType enumeration && BuiltinTypes.isOption(enumeration)) {
            d = d.help("take the value out: `!` panics on `None`; `unwrap_or(default = …)`, `match` and `?` do not");
        } else if (t instanceof Type.EnumType enumeration && BuiltinTypes.isResult(enumeration)) {
            d = d.help("take the value out: `?` returns the error, `unwrap()` panics, `match` handles both");
        }
        return body.error(Hints.operator(d.note(note), e.operator(), t, t), e.span());
    }

    private HirExpr bitwise(Expr.Binary e, BinaryOp op, Operands o) {
        if (o.anyError()) {
            return Body.invalid(e.span());
        }
        Type t = o.left().type();
        if (!Types.isInteger(t)) {
            return unsuitable(e, t, t == Primitive.BOOL ? "write `and` or `or`" : "it works on integers");
        }
        return o.agree() ? new HirBinary(op, o.left(), o.right(), t, e.span()) : disagree(e, o, t);
    }

    private Operands shiftOperands(Expr.Binary e, Want want) {
        HirExpr left = body.expr(e.left(), numericHint(want));
        return awaited(e, new Operands(left, body.expr(e.right(), Want.VALUE)));
    }

    private HirExpr shift(Expr.Binary e, BinaryOp op, Operands o) {
        HirExpr left = o.left();
        HirExpr right = o.right();
        if (o.anyError()) {
            return Body.invalid(e.span());
        }
        if (!Types.isInteger(left.type())) {
            return unsuitable(e, left.type(), "it works on integers");
        }
        if (!Types.isInteger(right.type())) {
            return body.error(
                    DiagnosticCode.E0304,
                    e.right().span(),
                    "a shift count is an integer, this is `" + Mismatch.shown(right.type()) + "`");
        }
        return new HirBinary(op, left, right, left.type(), e.span());
    }

    /**
     * {@code target op= value}: the new value.
     *
     * @param old the target's value, typed {@code type}
     */
    HirExpr compound(BinaryOperator operator, HirExpr old, Expr value, Type type, Span target, Span span) {
        boolean open = type == Primitive.DURATION || operator.level() == BinaryOperator.SHIFT_LEFT.level();
        HirExpr right = body.expr(value, open ? Want.VALUE : Want.type(type, Reason.Kind.TARGET, target));
        Operands o = new Operands(old, right);
        if (o.anyError()) {
            return new HirExpr.HirInvalid(type, span);
        }
        // As the binary expression would be checked; its parts are checked already.
        Expr.Binary shape = new Expr.Binary(operator, target, new Expr.Invalid(target), value, span);
        HirExpr result = switch (operator) {
            case BIT_OR -> bitwise(shape, BinaryOp.BIT_OR, o);
            case BIT_XOR -> bitwise(shape, BinaryOp.BIT_XOR, o);
            case BIT_AND -> bitwise(shape, BinaryOp.BIT_AND, o);
            case SHIFT_LEFT -> shift(shape, BinaryOp.SHIFT_LEFT, o);
            case SHIFT_RIGHT -> shift(shape, BinaryOp.SHIFT_RIGHT, o);
            case ADD -> arithmetic(shape, BinaryOp.ADD, o);
            case SUBTRACT -> arithmetic(shape, BinaryOp.SUB, o);
            case MULTIPLY -> arithmetic(shape, BinaryOp.MUL, o);
            case DIVIDE -> arithmetic(shape, BinaryOp.DIV, o);
            case REMAINDER -> arithmetic(shape, BinaryOp.REM, o);
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                throw new IllegalStateException("no compound assignment: " + operator);
        };
        if (!Body.accepts(type, result.type())) {
            Mismatch.report(body, result, Want.type(type, Reason.Kind.TARGET, target), shape);
            return new HirExpr.HirInvalid(type, span);
        }
        return result;
    }

    private HirExpr arithmetic(Expr.Binary e, BinaryOp op, Operands o) {
        if (o.anyError()) {
            return Body.invalid(e.span());
        }
        Type left = o.left().type();
        Type right = o.right().type();
        if (left == Primitive.DURATION || right == Primitive.DURATION) {
            return duration(e, op, o);
        }
        if (left == Primitive.STRING && op == BinaryOp.ADD) {
            if (!o.agree()) {
                return disagree(e, o, left);
            }
            return join(o, e.span());
        }
        boolean number = left instanceof TypeVar ? Bounds.holds(left, Bound.NUMBER, body.env) : Types.isNumeric(left);
        if (!number) {
            if (left == Primitive.NEVER) {
                return new HirBinary(op, o.left(), o.right(), Primitive.NEVER, e.span());
            }
            if (left instanceof TypeVar v) {
                boundMissing(e, v, Bound.NUMBER);
                return Body.invalid(e.span());
            }
            return unsuitable(
                    e, left, op == BinaryOp.ADD ? "it works on numbers, Strings and Durations" : "it works on numbers");
        }
        return o.agree() ? new HirBinary(op, o.left(), o.right(), left, e.span()) : disagree(e, o, left);
    }

    private Operands operandsOfArithmetic(Expr.Binary e, Want want) {
        Want hint = numericHint(want);
        if (e.operator() == BinaryOperator.MULTIPLY
                && OpenExpressions.isLiteral(e.left())
                && !OpenExpressions.isLiteral(e.right())) {
            HirExpr right = body.expr(e.right(), hint);
            Want left = right.type() == Primitive.DURATION
                    ? Want.VALUE
                    : like(right, e.right().span());
            return awaited(e, new Operands(body.expr(e.left(), left), right));
        }
        if (e.operator() == BinaryOperator.MULTIPLY
                && !OpenExpressions.isLiteral(e.left())
                && !OpenExpressions.isLiteral(e.right())) {
            // The right side may be a Duration beside an integer.
            HirExpr left = body.expr(e.left(), hint);
            Want wanted = like(left, e.left().span());
            HirExpr right = body.expr(e.right(), Types.isInteger(left.type()) ? Want.hint(left.type()) : wanted);
            Operands both = awaited(e, new Operands(left, right));
            if (!both.anyError()
                    && left.type() != Primitive.DURATION
                    && right.type() != Primitive.DURATION
                    && !both.agree()
                    && wanted.kind() == Want.Kind.TYPE) {
                Mismatch.report(body, right, wanted, e.right());
                return new Operands(left, Body.invalid(e.right().span()));
            }
            return both;
        }
        return operands(e, hint);
    }

    /** {@code a + b + c} on Strings becomes one joining. */
    private static HirExpr join(Operands o, Span span) {
        List<Part> parts = new ArrayList<>();
        addParts(o.left(), parts);
        addParts(o.right(), parts);
        return new HirInterpolate(List.copyOf(parts), span);
    }

    private static void addParts(HirExpr h, List<Part> parts) {
        if (h instanceof HirInterpolate i) {
            parts.addAll(i.parts());
        } else {
            parts.add(new Part(h, Optional.empty()));
        }
    }

    private HirExpr duration(Expr.Binary e, BinaryOp op, Operands o) {
        Type left = o.left().type();
        Type right = o.right().type();
        Span span = e.span();
        if (Types.same(left, right)) {
            if (op == BinaryOp.ADD || op == BinaryOp.SUB) {
                return new HirBinary(op, o.left(), o.right(), Primitive.DURATION, span);
            }
            if (op == BinaryOp.DIV) {
                return new HirBinary(op, asFloat(o.left(), span), asFloat(o.right(), span), Primitive.FLOAT64, span);
            }
        } else if (left == Primitive.DURATION && Types.isInteger(right) && (op == BinaryOp.MUL || op == BinaryOp.DIV)) {
            return new HirBinary(op, o.left(), asInt64(o.right()), Primitive.DURATION, span);
        } else if (right == Primitive.DURATION && Types.isInteger(left) && op == BinaryOp.MUL) {
            // Multiplication commutes and neither operand's evaluation is reordered: DURATION is INT64 beneath.
            HirExpr count = new HirCast(asInt64(o.left()), Primitive.DURATION, span);
            return new HirBinary(op, count, new HirCast(o.right(), Primitive.INT64, span), Primitive.DURATION, span);
        }
        return body.error(
                Diagnostic.at(
                                DiagnosticCode.E0304,
                                e.operatorSpan(),
                                "`" + e.operator().symbol() + "` cannot be used with `" + Mismatch.shown(left)
                                        + "` and `" + Mismatch.shown(right) + "`")
                        .note("Durations are added and subtracted, multiplied and divided by integers, and divided by"
                                + " each other"),
                span);
    }

    private static HirExpr asInt64(HirExpr h) {
        return h.type() == Primitive.INT64 ? h : new HirCast(h, Primitive.INT64, h.span());
    }

    private static HirExpr asFloat(HirExpr duration, Span span) {
        return new HirCast(new HirCast(duration, Primitive.INT64, span), Primitive.FLOAT64, span);
    }

    HirExpr unary(Expr.Unary e, Want want) {
        Expr operand = e.operand();
        if (e.operator() == UnaryOperator.NEGATE) {
            if (operand instanceof Expr.IntLiteral i) {
                return body.literals.integer(i, true, e.span(), want);
            }
            if (operand instanceof Expr.FloatLiteral f) {
                return body.literals.floating(f, true, e.span(), want);
            }
            if (operand instanceof Expr.DurationLiteral d) {
                return body.literals.duration(d, true, e.span());
            }
        }
        if (e.operator() == UnaryOperator.NOT) {
            return new HirUnary(UnaryOp.NOT, body.condition(operand), Primitive.BOOL, e.span());
        }
        HirExpr h = body.expr(operand, numericHint(want));
        Type t = h.type();
        if (t == Primitive.ERROR || t == Primitive.NEVER) {
            return h;
        }
        if (t instanceof TaskType task && Awaiting.ofNumber(task)) {
            return Awaiting.missing(body, operand, task);
        }
        if (e.operator() == UnaryOperator.NEGATE) {
            boolean fine = Types.isNumeric(t)
                    || t == Primitive.DURATION
                    || (t instanceof TypeVar && Bounds.holds(t, Bound.NUMBER, body.env));
            return fine
                    ? new HirUnary(UnaryOp.NEGATE, h, t, e.span())
                    : body.error(DiagnosticCode.E0304, e.span(), "`-` cannot be used with `" + Mismatch.shown(t) + "`");
        }
        return Types.isInteger(t)
                ? new HirUnary(UnaryOp.COMPLEMENT, h, t, e.span())
                : body.error(DiagnosticCode.E0304, e.span(), "`~` cannot be used with `" + Mismatch.shown(t) + "`");
    }
}
