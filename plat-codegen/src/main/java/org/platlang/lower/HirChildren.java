package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.tree.HirSelectArm;

/** The direct sub-expressions of every kind of expression. */
final class HirChildren {
    private HirChildren() {}

    /** In evaluation order; of a match the scrutinee, then each arm's guard and body. */
    static List<HirExpr> of(HirExpr e) {
        return switch (e) {
            case HirInt x -> List.of();
            case HirFloat x -> List.of();
            case HirBool x -> List.of();
            case HirString x -> List.of();
            case HirUnit x -> List.of();
            case HirInvalid x -> List.of();
            case HirLocalGet x -> List.of();
            case HirNew x -> List.of();
            case HirContinue x -> List.of();
            case HirLet x -> List.of(x.value());
            case HirLocalSet x -> List.of(x.value());
            case HirFieldGet x -> List.of(x.object());
            case HirFieldSet x -> List.of(x.object(), x.value());
            case HirVariant x -> x.payload();
            case HirListLiteral x -> x.elements();
            case HirRange x -> List.of(x.start(), x.end());
            case HirUnary x -> List.of(x.operand());
            case HirBinary x -> List.of(x.left(), x.right());
            case HirLogical x -> List.of(x.left(), x.right());
            case HirEquals x -> List.of(x.left(), x.right());
            case HirCast x -> List.of(x.operand());
            case HirToText x -> List.of(x.operand());
            case HirInterpolate x -> x.parts().stream().map(Part::value).toList();
            case HirCall x -> x.arguments();
            case HirExpr.HirCallVirtual x -> x.arguments();
            case HirExpr.HirUpcast x -> List.of(x.operand());
            case HirIntrinsic x -> x.arguments();
            case HirLambda x -> x.captures();
            case HirCallValue x -> plus(x.callee(), x.arguments());
            case HirBlock x -> {
                List<HirExpr> all = new ArrayList<>(x.statements());
                all.add(x.result());
                yield all;
            }
            case HirIf x -> List.of(x.condition(), x.thenBranch(), x.elseBranch());
            case HirLoop x -> List.of(x.body());
            case HirWhile x -> List.of(x.condition(), x.body());
            case HirForRange x -> List.of(x.start(), x.end(), x.body());
            case HirForEach x -> List.of(x.iterable(), x.body());
            case HirBreak x -> List.of(x.value());
            case HirReturn x -> List.of(x.value());
            case HirMatch x -> {
                List<HirExpr> all = new ArrayList<>();
                all.add(x.scrutinee());
                for (Arm arm : x.arms()) {
                    arm.guard().ifPresent(all::add);
                    all.add(arm.body());
                }
                yield all;
            }
            case HirDefer x -> List.of(x.cleanup(), x.body());
            case HirAttempt x -> List.of(x.body(), x.caught());
            case HirExpr.HirTaskLocalGet x -> List.of();
            case HirExpr.HirWithLocal x -> {
                List<HirExpr> all = new ArrayList<>();
                x.bindings().forEach(b -> all.add(b.value()));
                all.add(x.body());
                yield all;
            }
            case HirWithTimeout x -> List.of(x.duration(), x.body(), x.expired());
            case HirRace x -> List.of(x.start());
            case HirConcurrent x -> List.of(x.body());
            case HirExpr.HirSelect x -> {
                List<HirExpr> all = new ArrayList<>();
                for (HirSelectArm arm : x.arms()) {
                    all.addAll(arm.operands());
                }
                for (HirSelectArm arm : x.arms()) {
                    all.add(arm.body());
                }
                yield all;
            }
            case HirSpawn x -> x.captures();
        };
    }

    private static List<HirExpr> plus(HirExpr first, List<HirExpr> rest) {
        List<HirExpr> all = new ArrayList<>();
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
