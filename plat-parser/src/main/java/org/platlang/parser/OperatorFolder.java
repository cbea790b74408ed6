package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.UnaryOperator;

/**
 * Folds a flat list {@code operand (operator operand)*} by precedence (§5), by precedence climbing: linear in the list,
 * recursive only in the number of levels and of leading {@code not}s.
 */
final class OperatorFolder {
    private final Build build;
    private final List<Operand> operands = new ArrayList<>(4);
    private final List<Operator> operators = new ArrayList<>(4);
    private int next;

    OperatorFolder(Build build) {
        this.build = build;
    }

    /** An operand, with the {@code not}s written before it (outermost first) still to be applied. */
    private record Operand(List<Span> nots, Expr value) {}

    /** An operator; {@code binary} counts only where {@code range} is false. */
    private record Operator(int level, BinaryOperator binary, boolean range, boolean inclusive, Span span) {}

    void operand(List<Span> nots, Expr value) {
        operands.add(new Operand(nots, value));
    }

    void binary(BinaryOperator operator, Span span) {
        operators.add(new Operator(operator.level(), operator, false, false, span));
    }

    void range(boolean inclusive, Span span) {
        operators.add(new Operator(BinaryOperator.RANGE_LEVEL, BinaryOperator.OR, true, inclusive, span));
    }

    Expr fold() {
        return climb(0, 0);
    }

    /**
     * Folds from operand {@code next} on while operators bind at least as tight as {@code level}.
     *
     * @param notsTaken how many of the operand's {@code not}s have been applied already
     */
    private Expr climb(int level, int notsTaken) {
        Operand operand = operands.get(next);
        Expr left;
        if (notsTaken < operand.nots().size()) {
            Span not = operand.nots().get(notsTaken);
            if (notsTaken == 0 && level > BinaryOperator.NOT_LEVEL) {
                reportNot(not);
            }
            Expr inner = climb(BinaryOperator.NOT_LEVEL + 1, notsTaken + 1);
            left = new Expr.Unary(UnaryOperator.NOT, inner, not.to(inner.span()));
        } else {
            left = operand.value();
        }
        while (next < operators.size() && operators.get(next).level() >= level) {
            Operator operator = operators.get(next++);
            if (operator.range() && left instanceof Expr.Range range) {
                reportChain(range, operator.span());
            }
            Expr right = climb(operator.level() + 1, 0);
            Span span = left.span().to(right.span());
            left = operator.range()
                    ? new Expr.Range(left, right, operator.inclusive(), span)
                    : new Expr.Binary(operator.binary(), operator.span(), left, right, span);
        }
        return left;
    }

    private void reportNot(Span not) {
        build.sink.report(
                build.error(DiagnosticCode.E0111, not, "`not` after an operator that binds tighter needs parentheses")
                        .help("write `(not …)`"));
    }

    private void reportChain(Expr.Range range, Span second) {
        build.sink.report(build.error(DiagnosticCode.E0110, second, "ranges do not chain")
                .secondary(range.span(), "this is a range already"));
    }
}
