package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirBool;
import org.platlang.hir.tree.HirExpr.HirIf;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirLocalSet;
import org.platlang.hir.tree.HirExpr.HirRace;
import org.platlang.hir.tree.HirExpr.HirSpawn;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Stmt;

/** {@code race}: a scope whose tasks are its arms; all of them have one result type. */
final class Races {
    private final Body body;

    Races(Body body) {
        this.body = body;
    }

    HirExpr block(Expr.Race e, Want want) {
        Span span = e.span();
        if (e.arms().isEmpty()) {
            return body.error(
                    Diagnostic.at(DiagnosticCode.E0509, keyword(span), "this `race` has no arms")
                            .help("an arm is a task: `race { spawn { a() }, spawn { b() } }`"),
                    span);
        }
        HirScope scope = new HirScope(body.number("race"));
        List<HirExpr> arms = new ArrayList<>();
        Type result = Primitive.NEVER;
        Want armWant = want;
        for (Expr.Spawn arm : e.arms()) {
            HirSpawn spawn = body.concurrency.arm(arm, scope, armWant);
            arms.add(spawn);
            Type t = spawn.type().result();
            if (result == Primitive.NEVER) {
                result = t;
                boolean open = want.kind() != Want.Kind.TYPE ? !want.isDrop() : Types.hasHoles(want.type());
                if (open && t != Primitive.NEVER && !Types.hasError(t)) {
                    armWant = Want.type(t, Reason.Kind.BRANCH, lastOf(arm.body()));
                }
            }
        }
        return new HirRace(
                scope, new HirBlock(List.copyOf(arms), new HirUnit(span), span), resultOf(want, result), span);
    }

    HirExpr list(Expr.RaceList e, Want want) {
        Span span = e.span();
        HirScope scope = new HirScope(body.number("race"));
        HirLocal started = body.frame.newLocal("$started", Primitive.BOOL, true, span);
        Expr.Spawn spawn = new Expr.Spawn(e.body(), e.body().span());
        Stmt.Expression start = new Stmt.Expression(spawn, e.body().span());
        Concurrency.Arms arms = new Concurrency.Arms(
                body.frame, scope, spawn, want, new HirLocalSet(started, new HirBool(true, span), span));
        HirExpr loop = body.concurrency.armLoop(
                arms,
                new Stmt.For(
                        Optional.empty(),
                        List.of(e.variable()),
                        e.iterated(),
                        new Expr.Block(
                                List.of(start), Optional.empty(), e.body().span()),
                        span));
        Type result = arms.result;
        if (result == null) {
            return Body.invalid(span);
        }
        HirExpr empty = new HirIntrinsic(
                Intrinsic.PANIC,
                List.of(),
                List.of(new HirString("`race` over nothing: there is no arm that could win", span)),
                Primitive.NEVER,
                span);
        HirExpr starter = new HirBlock(
                List.of(new HirLet(started, new HirBool(false, span), span), loop),
                new HirIf(new HirLocalGet(started, span), new HirUnit(span), empty, Primitive.UNIT, span),
                span);
        return new HirRace(scope, starter, resultOf(want, result), span);
    }

    private static Type resultOf(Want want, Type arms) {
        return want.kind() == Want.Kind.TYPE && !Types.hasHoles(want.type()) ? want.type() : arms;
    }

    private static Span keyword(Span span) {
        return new Span(span.file(), span.start(), span.start() + "race".length());
    }

    private static Span lastOf(Expr.Block block) {
        return block.result().isPresent() ? block.result().get().span() : block.span();
    }
}
