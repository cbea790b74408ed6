package org.platlang.hir.check;

import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.tree.HirChildren;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirCallVirtual;
import org.platlang.hir.tree.HirExpr.HirFieldGet;
import org.platlang.hir.tree.HirExpr.HirFieldSet;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirUpcast;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;

/**
 * The check of {@code mut fn}: such a method changes something of its instance. It assigns a field of {@code self} or
 * of an object in one, or hands {@code self} or such an object to something that may. Virtual methods and their
 * overrides may be marked for the sake of another class's.
 */
final class MutMark {
    private MutMark() {}

    static void check(Env env, FunctionHeader header, HirFunction checked) {
        if (!header.markedMut() || header.overridable()) {
            return;
        }
        boolean changes = header.kind() == FunctionKind.METHOD
                && changes(checked.body(), checked.parameters().get(0));
        if (!changes) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0342,
                            header.span(),
                            "`" + header.symbol().name() + "` is marked `mut` and changes nothing of `self`")
                    .help("remove `mut`"));
        }
    }

    private static boolean changes(HirExpr e, HirLocal self) {
        boolean here = switch (e) {
            case HirExpr.HirInvalid x -> true; // reported: what it would do is not known
            case HirFieldSet x -> isOf(x.object(), self);
            case HirCall x -> takes(x.arguments(), self);
            case HirCallVirtual x -> takes(x.arguments(), self);
            case HirExpr.HirCallValue x -> takes(HirChildren.of(x), self);
            case HirIntrinsic x -> takes(x.arguments(), self);
            case HirExpr.HirLambda x -> takes(x.captures(), self);
            case HirExpr.HirSpawn x -> takes(x.captures(), self);
            // What is sent may be changed by whoever receives it.
            case HirExpr.HirSelect x -> x.arms().stream().anyMatch(a -> takes(a.operands(), self));
            // Another name for an object in `self`, by which it may be changed.
            case HirExpr.HirLet x -> isObject(x.value(), self);
            case HirExpr.HirMatch x -> isOf(x.scrutinee(), self);
            case HirExpr.HirForEach x -> isObject(x.iterable(), self);
            default -> false;
        };
        if (here) {
            return true;
        }
        for (HirExpr child : HirChildren.of(e)) {
            if (changes(child, self)) {
                return true;
            }
        }
        return false;
    }

    private static boolean takes(Iterable<HirExpr> arguments, HirLocal self) {
        for (HirExpr a : arguments) {
            if (isObject(a, self)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isObject(HirExpr e, HirLocal self) {
        return !(e.type() instanceof org.platlang.hir.type.Primitive) && isOf(e, self);
    }

    /** {@code self}, or what is reached from it by fields. */
    private static boolean isOf(HirExpr e, HirLocal self) {
        return switch (e) {
            case HirLocalGet x -> x.local() == self;
            case HirFieldGet x -> isOf(x.object(), self);
            case HirUpcast x -> isOf(x.operand(), self);
            case HirIntrinsic x ->
                !x.arguments().isEmpty() && isOf(x.arguments().get(0), self);
            default -> false;
        };
    }
}
