package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirSelect;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirSelectArm;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Expr.SelectArm;
import org.platlang.parser.ast.Stmt;

/**
 * {@code select}. An arm's operation is checked as the method call it is written as; what comes out must be a send or a
 * receive. The operands of all arms are checked before any body, in the order in which they are evaluated.
 */
final class Selects {
    private final Body body;

    Selects(Body body) {
        this.body = body;
    }

    /** What was checked of an arm before its body; {@code operation} is null where it was wrong. */
    private record Head(
            SelectArm arm,
            @Nullable HirIntrinsic operation,
            @Nullable HirExpr duration) {}

    HirExpr select(Expr.Select e, Want want) {
        if (e.arms().isEmpty()) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0508,
                                    keyword(e),
                                    "this `select` has no arms, and nothing to wait for")
                            .help("add an arm, such as `value = channel.recv() -> …`"),
                    e.span());
        }
        boolean sound = fit(e.arms());
        List<Head> heads = new ArrayList<>();
        for (SelectArm arm : e.arms()) {
            Head head = head(arm);
            sound &= arm instanceof SelectArm.Default || head.operation() != null || head.duration() != null;
            heads.add(head);
        }
        if (e.biased()) {
            warnOfRepeated(heads);
        }
        Branches branches = new Branches(body, want);
        List<HirSelectArm> arms = new ArrayList<>();
        for (Head head : heads) {
            arms.add(arm(head, branches));
        }
        if (!sound) {
            return Body.invalid(e.span());
        }
        arms.replaceAll(a -> with(a, branches.fit(a.body())));
        return new HirSelect(e.biased(), List.copyOf(arms), branches.type(), e.span());
    }

    /** In order, a second receive from (or send to) the same channel variable is never ready before the first. */
    private void warnOfRepeated(List<Head> heads) {
        for (int i = 1; i < heads.size(); i++) {
            for (Head before : heads.subList(0, i)) {
                if (isSame(before.operation(), heads.get(i).operation())) {
                    body.env.report(Diagnostic.at(
                                    DiagnosticCode.W0005, heads.get(i).arm().span(), "this arm can never be chosen")
                            .secondary(before.arm().span(), "whenever it is ready, this one is too, and comes first")
                            .help("remove it, or leave out `biased`"));
                    break;
                }
            }
        }
    }

    private static boolean isSame(@Nullable HirIntrinsic a, @Nullable HirIntrinsic b) {
        return a != null
                && b != null
                && a.op() == b.op()
                && a.arguments().get(0) instanceof HirExpr.HirLocalGet x
                && b.arguments().get(0) instanceof HirExpr.HirLocalGet y
                && x.local() == y.local()
                && !x.local().mutable();
    }

    /** At most one arm that is no operation. */
    private boolean fit(List<SelectArm> arms) {
        SelectArm before = null;
        for (SelectArm arm : arms) {
            if (arm instanceof SelectArm.Channel) {
                continue;
            }
            if (before != null) {
                boolean mixed = before.getClass() != arm.getClass();
                String what = arm instanceof SelectArm.After ? "after" : "default";
                Diagnostic d = Diagnostic.at(
                                DiagnosticCode.E0508,
                                word(arm),
                                mixed
                                        ? "a `select` has `after` or `default`, not both"
                                        : "a `select` has one `" + what + "` at most")
                        .secondary(word(before), "the other one is here");
                body.env.report(
                        mixed
                                ? d.note("with `default` it never waits, so that no time can run out")
                                : d.help("leave one of them"));
                return false;
            }
            before = arm;
        }
        return true;
    }

    private Head head(SelectArm arm) {
        return switch (arm) {
            case SelectArm.Channel a -> new Head(arm, operation(a), null);
            case SelectArm.After a -> {
                HirExpr duration =
                        body.expr(a.duration(), Want.type(Primitive.DURATION, Reason.Kind.TIME_LIMIT, word(arm)));
                yield new Head(arm, null, duration);
            }
            case SelectArm.Default a -> new Head(arm, null, null);
        };
    }

    private @Nullable HirIntrinsic operation(SelectArm.Channel a) {
        HirExpr checked = body.expr(a.operation(), Want.VALUE);
        if (checked instanceof HirIntrinsic x
                && (x.op() == Intrinsic.CHANNEL_RECV || x.op() == Intrinsic.CHANNEL_SEND)
                && a.operation() instanceof Expr.Call) {
            return x;
        }
        if (!Body.isError(checked)) {
            noOperation(a.operation(), checked);
        }
        return null;
    }

    private void noOperation(Expr e, HirExpr checked) {
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0507, e.span(), "an arm of a `select` sends to a channel or receives from one");
        if (checked instanceof HirIntrinsic x && x.op() == Intrinsic.CHANNEL_TRY_RECV) {
            d = instead(d, e, "recv").help("use `recv`: the `select` itself does not wait for one arm alone");
        } else if (checked instanceof HirIntrinsic x && x.op() == Intrinsic.CHANNEL_TRY_SEND) {
            d = instead(d, e, "send").help("use `send`: the `select` itself does not wait for one arm alone");
        } else if (name(e).endsWith("_timeout")) {
            d = d.help("use `recv` or `send` here, and an arm `after …` for the time limit of the whole");
        } else if (checked.type() instanceof ChannelType) {
            d = d.help("receive from the channel: `" + e.span().text() + ".recv()`")
                    .fix("receive from it", e.span().atEnd(), ".recv()");
        } else if (checked.type() instanceof Type.TaskType || checked instanceof HirIntrinsic x && isAwait(x)) {
            d = d.help("let the task send its result through a channel, or use `race` for the first of several tasks");
        } else {
            d = d.help("write `channel.recv()` or `channel.send(value = …)`, `after` a time, or `default`");
        }
        body.env.report(d);
    }

    private static boolean isAwait(HirIntrinsic x) {
        return x.op() == Intrinsic.TASK_AWAIT || x.op() == Intrinsic.TASK_AWAIT_RELEASE;
    }

    private static String name(Expr e) {
        return e instanceof Expr.Call c && c.callee() instanceof Expr.Member m
                ? m.name().text()
                : "";
    }

    private static Diagnostic instead(Diagnostic d, Expr e, String method) {
        return e instanceof Expr.Call c && c.callee() instanceof Expr.Member m
                ? d.fix("use `" + method + "`", m.name().span(), method)
                : d;
    }

    private HirSelectArm arm(Head head, Branches branches) {
        body.frame.open();
        HirLocal local = null;
        if (head.arm() instanceof SelectArm.Channel a && a.variable().isPresent()) {
            local = variable(a.variable().get(), head.operation());
        }
        HirExpr value = branches.next(head.arm().body());
        body.close();
        Span span = head.arm().span();
        HirIntrinsic operation = head.operation();
        if (operation != null) {
            HirExpr channel = operation.arguments().get(0);
            return operation.op() == Intrinsic.CHANNEL_RECV
                    ? new HirSelectArm.Receive(channel, Optional.ofNullable(local), value, span)
                    : new HirSelectArm.Send(channel, operation.arguments().get(1), value, span);
        }
        HirExpr duration = head.duration();
        return duration != null ? new HirSelectArm.After(duration, value, span) : new HirSelectArm.Default(value, span);
    }

    private HirLocal variable(Stmt.LoopVariable v, @Nullable HirIntrinsic operation) {
        Naming.SNAKE.check(v.name(), "variable", body.env.sink);
        boolean receives = operation != null && operation.op() == Intrinsic.CHANNEL_RECV;
        Type type = operation != null && receives ? operation.type() : Primitive.ERROR;
        if (operation != null && !receives) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0507, v.span(), "a send gives nothing that could be bound to a variable")
                    .help("leave the variable out"));
        }
        if (v.type().isPresent()) {
            Type written = body.env.types.resolve(v.type().get(), body.typeParameters);
            if (!Body.accepts(written, type)) {
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0301,
                                v.type().get().span(),
                                "this receive gives `" + Mismatch.shown(type) + "`, not `" + Mismatch.shown(written)
                                        + "`")
                        .note("it is `None` once the channel is closed and drained"));
            }
        }
        HirLocal local =
                body.frame.newLocal(v.name().text(), type, false, v.name().span());
        body.declare(local, true);
        return local;
    }

    private static HirSelectArm with(HirSelectArm arm, HirExpr value) {
        return switch (arm) {
            case HirSelectArm.Receive a -> new HirSelectArm.Receive(a.channel(), a.local(), value, a.span());
            case HirSelectArm.Send a -> new HirSelectArm.Send(a.channel(), a.value(), value, a.span());
            case HirSelectArm.After a -> new HirSelectArm.After(a.duration(), value, a.span());
            case HirSelectArm.Default a -> new HirSelectArm.Default(value, a.span());
        };
    }

    private static Span keyword(Expr.Select e) {
        return new Span(e.span().file(), e.span().start(), e.span().start() + "select".length());
    }

    /** The word with which an arm begins. */
    private static Span word(SelectArm arm) {
        String word = arm instanceof SelectArm.After ? "after" : "default";
        return new Span(arm.span().file(), arm.span().start(), arm.span().start() + word.length());
    }
}
