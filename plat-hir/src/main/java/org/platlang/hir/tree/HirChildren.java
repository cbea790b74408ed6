package org.platlang.hir.tree;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.Part;

/** The direct sub-expressions of a node, in order of evaluation (of a match: scrutinee, then guards and bodies). */
public final class HirChildren {
    private HirChildren() {}

    public static List<HirExpr> of(HirExpr e) {
        return switch (e) {
            case HirExpr.HirInt x -> List.of();
            case HirExpr.HirFloat x -> List.of();
            case HirExpr.HirBool x -> List.of();
            case HirExpr.HirString x -> List.of();
            case HirExpr.HirUnit x -> List.of();
            case HirExpr.HirInvalid x -> List.of();
            case HirExpr.HirLocalGet x -> List.of();
            case HirExpr.HirLet x -> List.of(x.value());
            case HirExpr.HirLocalSet x -> List.of(x.value());
            case HirExpr.HirFieldGet x -> List.of(x.object());
            case HirExpr.HirFieldSet x -> List.of(x.object(), x.value());
            case HirExpr.HirNew x -> List.of();
            case HirExpr.HirVariant x -> x.payload();
            case HirExpr.HirListLiteral x -> x.elements();
            case HirExpr.HirRange x -> List.of(x.start(), x.end());
            case HirExpr.HirUnary x -> List.of(x.operand());
            case HirExpr.HirBinary x -> List.of(x.left(), x.right());
            case HirExpr.HirLogical x -> List.of(x.left(), x.right());
            case HirExpr.HirEquals x -> List.of(x.left(), x.right());
            case HirExpr.HirCast x -> List.of(x.operand());
            case HirExpr.HirToText x -> List.of(x.operand());
            case HirExpr.HirInterpolate x -> {
                List<HirExpr> values = new ArrayList<>(x.parts().size());
                for (Part p : x.parts()) {
                    values.add(p.value());
                }
                yield values;
            }
            case HirExpr.HirCall x -> x.arguments();
            case HirExpr.HirCallVirtual x -> x.arguments();
            case HirExpr.HirUpcast x -> List.of(x.operand());
            case HirExpr.HirIntrinsic x -> x.arguments();
            case HirExpr.HirLambda x -> x.captures();
            case HirExpr.HirCallValue x -> {
                List<HirExpr> all = new ArrayList<>(x.arguments().size() + 1);
                all.add(x.callee());
                all.addAll(x.arguments());
                yield all;
            }
            case HirExpr.HirBlock x -> {
                List<HirExpr> all = new ArrayList<>(x.statements());
                all.add(x.result());
                yield all;
            }
            case HirExpr.HirIf x -> List.of(x.condition(), x.thenBranch(), x.elseBranch());
            case HirExpr.HirLoop x -> List.of(x.body());
            case HirExpr.HirWhile x -> List.of(x.condition(), x.body());
            case HirExpr.HirForRange x -> List.of(x.start(), x.end(), x.body());
            case HirExpr.HirForEach x -> List.of(x.iterable(), x.body());
            case HirExpr.HirBreak x -> List.of(x.value());
            case HirExpr.HirContinue x -> List.of();
            case HirExpr.HirReturn x -> List.of(x.value());
            case HirExpr.HirMatch x -> {
                List<HirExpr> all = new ArrayList<>();
                all.add(x.scrutinee());
                for (Arm a : x.arms()) {
                    if (a.guard().isPresent()) {
                        all.add(a.guard().get());
                    }
                    all.add(a.body());
                }
                yield all;
            }
            case HirExpr.HirDefer x -> List.of(x.cleanup(), x.body());
            case HirExpr.HirAttempt x -> List.of(x.body(), x.caught());
            case HirExpr.HirWithTimeout x -> List.of(x.duration(), x.body(), x.expired());
            case HirExpr.HirRace x -> List.of(x.start());
            case HirExpr.HirTaskLocalGet x -> List.of();
            case HirExpr.HirWithLocal x -> {
                List<HirExpr> all = new ArrayList<>();
                x.bindings().forEach(b -> all.add(b.value()));
                all.add(x.body());
                yield all;
            }
            case HirExpr.HirConcurrent x -> List.of(x.body());
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
            case HirExpr.HirSpawn x -> x.captures();
        };
    }
}
