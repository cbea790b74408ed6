package org.platlang.hir.check;

import java.util.List;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.type.Types;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.NumberSuffix;
import org.platlang.parser.ast.UnaryOperator;

/** Expressions that take their type from what stands beside them, and so are checked after it. */
final class OpenExpressions {
    private OpenExpressions() {}

    /** Whether the expression is made of unsuffixed number literals only, so that its type is open. */
    static boolean isLiteral(Expr e) {
        return switch (e) {
            case Expr.IntLiteral x -> x.suffix() == NumberSuffix.NONE;
            case Expr.FloatLiteral x -> x.suffix() == NumberSuffix.NONE;
            case Expr.Parenthesized x -> isLiteral(x.inner());
            case Expr.Unary x -> x.operator() != UnaryOperator.NOT && isLiteral(x.operand());
            case Expr.Binary x ->
                x.operator().level() >= BinaryOperator.BIT_OR.level()
                        // The right side first: chains lean to the left, and mostly end in no literal.
                        && isLiteral(x.right())
                        && isLiteral(x.left());
            default -> false;
        };
    }

    /** Whether it is an unsuffixed integer, with signs and in parentheses. */
    static boolean isInteger(Expr e) {
        return switch (e) {
            case Expr.IntLiteral x -> x.suffix() == NumberSuffix.NONE;
            case Expr.Parenthesized x -> isInteger(x.inner());
            case Expr.Unary x -> isInteger(x.operand());
            default -> false;
        };
    }

    /** Whether it is a literal of a collection, a lambda, or comes to one in a branch: built as what is wanted, where it can be. */
    static boolean isBuilt(Expr e) {
        return switch (e) {
            case Expr.ListLiteral x -> true;
            case Expr.DictLiteral x -> true;
            case Expr.SetLiteral x -> true;
            case Expr.Lambda x -> true;
            case Expr.Parenthesized x -> isBuilt(x.inner());
            case Expr.Block x -> x.result().filter(OpenExpressions::isBuilt).isPresent();
            case Expr.If x ->
                isBuilt(x.then())
                        || x.otherwise().filter(OpenExpressions::isBuilt).isPresent();
            case Expr.Match x -> x.arms().stream().anyMatch(a -> isBuilt(a.body()));
            default -> false;
        };
    }

    /** Whether a value says only in part what type it has, and may learn the rest from what stands beside it. */
    static boolean isValue(Body body, Expr e) {
        return switch (e) {
            case Expr.ListLiteral x -> x.elements().isEmpty();
            case Expr.DictLiteral x -> x.entries().isEmpty();
            case Expr.SetLiteral x -> x.elements().isEmpty();
            case Expr.Path x -> isVariant(body, x);
            case Expr.Call x -> x.callee() instanceof Expr.Path p && isVariant(body, p);
            default -> false;
        };
    }

    /** Whether there is a type argument that neither is written nor follows from the payload. */
    private static boolean isVariant(Body body, Expr.Path path) {
        int last = path.segments().size() - 1;
        if (last < 1 || !path.segments().get(last - 1).typeArguments().isEmpty()) {
            return false;
        }
        EnumHeader header = body.names.enumBefore(path);
        int variant = header == null
                ? -1
                : header.variant(path.segments().get(last).name().text());
        if (header == null || variant < 0) {
            return false;
        }
        List<VariantField> payload = header.variants.get(variant).fields();
        return header.symbol.typeParameters().stream()
                .anyMatch(p -> payload.stream().noneMatch(f -> Types.mentions(f.type(), p)));
    }
}
