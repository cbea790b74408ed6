package org.platlang.lower;

import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;

/** Where cancellation could be seen: at calls of Plat functions, at waiting operations and in loops. */
final class Cancellable {
    private Cancellable() {}

    /** True where evaluating the expression may see that the task has been cancelled. */
    static boolean is(HirExpr e) {
        boolean here = switch (e) {
            case HirCall x -> true;
            case HirCallVirtual x -> true;
            case HirCallValue x -> true;
            case HirLoop x -> true;
            case HirWhile x -> true;
            case HirForRange x -> true;
            case HirForEach x -> true;
            case HirConcurrent x -> true;
            case HirRace x -> true;
            case HirWithTimeout x -> true;
            case HirSelect x -> true;
            case HirSpawn x -> true;
            case HirIntrinsic x -> x.op().signature().contains("parks");
            // The text and the equality of a compound value are functions, in which there may be any code.
            case HirToText x -> !isScalar(x.operand().type());
            case HirInterpolate x ->
                x.parts().stream().anyMatch(p -> !isScalar(p.value().type()));
            case HirEquals x -> !isScalar(x.left().type());
            default -> false;
        };
        return here || HirChildren.of(e).stream().anyMatch(Cancellable::is);
    }

    private static boolean isScalar(Type type) {
        return type instanceof Primitive;
    }
}
