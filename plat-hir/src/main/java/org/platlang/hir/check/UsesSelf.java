package org.platlang.hir.check;

import java.util.List;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Expr.SelectArm;
import org.platlang.parser.ast.Expr.StringPart;
import org.platlang.parser.ast.Stmt;

/** Whether a method body mentions {@code self} or {@code super}: if not, the method is a static one (§7). */
final class UsesSelf {
    private UsesSelf() {}

    static boolean in(Expr e) {
        return switch (e) {
            case Expr.Self x -> true;
            case Expr.SuperCall x -> true;
            case Expr.IntLiteral x -> false;
            case Expr.FloatLiteral x -> false;
            case Expr.DurationLiteral x -> false;
            case Expr.BoolLiteral x -> false;
            case Expr.StringLiteral x -> false;
            case Expr.UnitLiteral x -> false;
            case Expr.Path x -> false;
            case Expr.Invalid x -> false;
            case Expr.InterpolatedString x -> {
                for (StringPart p : x.parts()) {
                    if (p instanceof StringPart.Interpolation i && in(i.value())) {
                        yield true;
                    }
                }
                yield false;
            }
            case Expr.ListLiteral x -> any(x.elements());
            case Expr.SetLiteral x -> any(x.elements());
            case Expr.DictLiteral x -> {
                for (Expr.DictEntry d : x.entries()) {
                    if (in(d.key()) || in(d.value())) {
                        yield true;
                    }
                }
                yield false;
            }
            case Expr.Call x -> in(x.callee()) || arguments(x.arguments());
            case Expr.Member x -> in(x.receiver());
            case Expr.Index x -> in(x.receiver()) || in(x.index());
            case Expr.Try x -> in(x.operand());
            case Expr.Unwrap x -> in(x.operand());
            case Expr.Parenthesized x -> in(x.inner());
            case Expr.Unary x -> in(x.operand());
            case Expr.Binary x -> in(x.left()) || in(x.right());
            case Expr.Range x -> in(x.start()) || in(x.end());
            case Expr.Cast x -> in(x.value());
            case Expr.Lambda x -> in(x.body());
            case Expr.Block x -> {
                for (Stmt s : x.statements()) {
                    if (in(s)) {
                        yield true;
                    }
                }
                yield x.result().isPresent() && in(x.result().get());
            }
            case Expr.If x ->
                in(x.condition())
                        || in(x.then())
                        || (x.otherwise().isPresent() && in(x.otherwise().get()));
            case Expr.Match x -> {
                for (Expr.MatchArm a : x.arms()) {
                    if (in(a.body()) || (a.guard().isPresent() && in(a.guard().get()))) {
                        yield true;
                    }
                }
                yield in(x.subject());
            }
            case Expr.Loop x -> in(x.body());
            case Expr.Concurrent x -> in(x.body());
            case Expr.Spawn x -> in(x.body());
            case Expr.Race x -> {
                for (Expr.Spawn s : x.arms()) {
                    if (in(s.body())) {
                        yield true;
                    }
                }
                yield false;
            }
            case Expr.RaceList x -> in(x.iterated()) || in(x.body());
            case Expr.Select x -> {
                for (SelectArm a : x.arms()) {
                    boolean head = switch (a) {
                        case SelectArm.Channel c -> in(c.operation());
                        case SelectArm.After f -> in(f.duration());
                        case SelectArm.Default d -> false;
                    };
                    if (head || in(a.body())) {
                        yield true;
                    }
                }
                yield false;
            }
            case Expr.WithTimeout x -> in(x.duration()) || in(x.body());
            case Expr.Attempt x -> in(x.body());
            case Expr.WithLocal x -> {
                for (Expr.LocalBinding b : x.bindings()) {
                    if (in(b.value())) {
                        yield true;
                    }
                }
                yield in(x.body());
            }
        };
    }

    private static boolean in(Stmt s) {
        return switch (s) {
            case Stmt.Let x ->
                in(x.value()) || (x.otherwise().isPresent() && in(x.otherwise().get()));
            case Stmt.Var x -> in(x.value());
            case Stmt.Assign x -> in(x.target()) || in(x.value());
            case Stmt.Expression x -> in(x.expression());
            case Stmt.While x -> in(x.condition()) || in(x.body());
            case Stmt.For x -> in(x.iterated()) || in(x.body());
            case Stmt.Defer x -> in(x.body());
            case Stmt.Return x -> x.value().isPresent() && in(x.value().get());
            case Stmt.Break x -> x.value().isPresent() && in(x.value().get());
            case Stmt.Continue x -> false;
            case Stmt.Invalid x -> false;
        };
    }

    private static boolean in(Stmt.Condition c) {
        return switch (c) {
            case Stmt.Condition.Test t -> in(t.value());
            case Stmt.Condition.Let l -> in(l.value());
        };
    }

    private static boolean any(List<Expr> list) {
        for (Expr e : list) {
            if (in(e)) {
                return true;
            }
        }
        return false;
    }

    private static boolean arguments(List<Expr.Argument> list) {
        for (Expr.Argument a : list) {
            if (in(a.value())) {
                return true;
            }
        }
        return false;
    }
}
