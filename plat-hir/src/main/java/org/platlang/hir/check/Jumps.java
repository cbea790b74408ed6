package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Frame.Deferred;
import org.platlang.hir.check.Frame.Loop;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBreak;
import org.platlang.hir.tree.HirExpr.HirContinue;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirReturn;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Stmt;

/** {@code return}, {@code break}, {@code continue}, and what they may not leave: tasks and the bodies of {@code defer}. */
final class Jumps {
    /** A body is lowered for each way out: nested ones twice for each way of the outer one. */
    private static final int MAX_DEPTH = 8;

    private final Body body;

    Jumps(Body body) {
        this.body = body;
    }

    /** The body of a {@code defer}: Unit; nothing in it may jump out of it. */
    HirExpr deferred(Stmt.Defer s) {
        Frame frame = body.frame;
        Deferred outer = frame.deferred;
        HirScope scope = frame.scope;
        String anew = frame.anew;
        int depth = outer == null ? 1 : outer.depth() + 1;
        if (depth == MAX_DEPTH + 1) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0510,
                            keyword(s.span()),
                            "`defer`s are nested more than " + MAX_DEPTH + " deep in each other")
                    .note("each body is compiled once for every way in which the one around it may run")
                    .help("move the inner ones into a function"));
        }
        frame.deferred = new Deferred(s.span(), frame.loops.size(), depth);
        frame.scope = null;
        frame.anew = "defer";
        HirExpr cleanup = Body.asUnit(body.control.block(s.body(), Want.DROP));
        frame.deferred = outer;
        frame.scope = scope;
        frame.anew = anew;
        return cleanup;
    }

    private static Span keyword(Span defer) {
        return new Span(defer.file(), defer.start(), defer.start() + "defer".length());
    }

    /** Reports a jump that would leave the innermost {@code defer}. */
    void leavesDefer(Deferred deferred, Span jump, String word) {
        body.env.report(Diagnostic.at(DiagnosticCode.E0504, jump, "`" + word + "` cannot leave a `defer` block")
                .secondary(keyword(deferred.span()), "it runs on a way out that is being taken already")
                .help(
                        word.equals("?")
                                ? "handle the error here, with `match` or `if (let …)`"
                                : "put what is to be left out into an `if`"));
    }

    /** Whether a jump would leave the body of a parallel loop; if so, it is reported. */
    boolean leavesParallelLoop(Span jump, String word) {
        Span par = body.frame.parallel;
        if (par == null) {
            return false;
        }
        body.env.report(
                Diagnostic.at(DiagnosticCode.E0505, jump, "`" + word + "` cannot leave the body of a parallel loop")
                        .secondary(par, "its rounds run as tasks, in any order")
                        .help(
                                word.equals("?")
                                        ? "collect Results with `.map(f = …)`, and look through them afterwards"
                                        : "`continue` ends a round; to stop at the first match, use a plain loop or `race`"));
        return true;
    }

    HirExpr breakStatement(Stmt.Break s) {
        Loop loop = target(s.label(), s.span(), "break");
        if (loop != null
                && !body.frame.loops.isEmpty()
                && loop == body.frame.loops.get(0)
                && leavesParallelLoop(s.span(), "break")) {
            return new HirInvalid(Primitive.NEVER, s.span());
        }
        if (loop == null) {
            if (s.value().isPresent()) {
                body.expr(s.value().get(), Want.VALUE);
            }
            return new HirInvalid(Primitive.NEVER, s.span());
        }
        HirExpr value;
        if (s.value().isEmpty()) {
            value = new HirUnit(s.span());
            if (loop.givesValue && !loop.want.isDrop()) {
                needsNoValue(loop, s.span());
            }
            joinBreak(loop, Primitive.UNIT, s.span());
        } else {
            Expr e = s.value().get();
            if (!loop.givesValue) {
                body.expr(e, Want.VALUE);
                body.env.report(
                        Diagnostic.at(DiagnosticCode.E0408, e.span(), "only `loop` has a value that `break` can give")
                                .note("`while` and `for` may also end by themselves, without a value"));
                value = new HirUnit(s.span());
            } else if (loop.want.isDrop()) {
                value = Body.asUnit(body.expr(e, Want.DROP));
                joinBreak(loop, Primitive.UNIT, s.span());
            } else {
                Span first = loop.firstBreak;
                Want want = loop.want.isOpen() && first != null && loop.breakType != Primitive.NEVER
                        ? Want.type(loop.breakType, Reason.Kind.BREAK_VALUE, first)
                        : loop.want;
                value = body.expr(e, want);
                joinBreak(loop, value.type(), e.span());
            }
        }
        return new HirBreak(loop.label, value, s.span());
    }

    /** Reports a {@code break} without a value where others, or what is done with the loop's value, need one. */
    private void needsNoValue(Loop loop, Span span) {
        Type needed = loop.want.kind() == Want.Kind.TYPE ? loop.want.type() : loop.breakType;
        if (needed == Primitive.NEVER || Body.accepts(needed, Primitive.UNIT)) {
            return;
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0319, span, "this `break` needs a value of type `" + Mismatch.shown(needed) + "`");
        Span first = loop.firstBreak;
        body.env.report(
                loop.want.kind() == Want.Kind.TYPE || first == null
                        ? d
                        : d.secondary(first, "since this `break` gives one"));
    }

    private static void joinBreak(Loop loop, Type type, Span span) {
        loop.broken = true;
        if (loop.breakType == Primitive.NEVER) {
            loop.breakType = type;
            loop.firstBreak = span;
        }
    }

    HirExpr continueStatement(Stmt.Continue s) {
        Loop loop = target(s.label(), s.span(), "continue");
        return loop == null ? new HirInvalid(Primitive.NEVER, s.span()) : new HirContinue(loop.label, s.span());
    }

    private @Nullable Loop target(Optional<Identifier> label, Span span, String word) {
        Deferred deferred = body.frame.deferred;
        List<Loop> all = body.frame.loops;
        List<Loop> open = deferred == null ? all : all.subList(deferred.loopFloor(), all.size());
        if (label.isEmpty() && !open.isEmpty()) {
            return open.get(open.size() - 1);
        }
        if (label.isPresent()) {
            for (int i = open.size() - 1; i >= 0; i--) {
                if (open.get(i).name.equals(label.get().text())) {
                    return open.get(i);
                }
            }
        }
        if (deferred != null && isAmong(all.subList(0, deferred.loopFloor()), label)) {
            leavesDefer(deferred, span, word);
        } else if (crosses(label)) {
            body.env.report(Diagnostic.at(DiagnosticCode.E0502, span, "`" + word + "` cannot leave a task")
                    .note("the loop runs in another task than this `spawn` body")
                    .help("`return` ends the task"));
        } else if (label.isPresent()) {
            unknownLabel(label.get());
        } else {
            Diagnostic d = Diagnostic.at(DiagnosticCode.E0405, span, "`" + word + "` outside of a loop");
            boolean inLambda = body.frame.kind == Frame.Kind.LAMBDA;
            body.env.report(
                    inLambda
                            ? d.note("the body of a function value begins anew: a loop around it does not count")
                                    .help("`return` ends the function; a `for` loop can be left by `break`")
                            : d.note("`break` and `continue` belong to the `loop`, `while` or `for` around them")
                                    .help("to leave a function, write `return`"));
        }
        return null;
    }

    private static boolean isAmong(List<Loop> loops, Optional<Identifier> label) {
        for (Loop loop : loops) {
            if (label.isEmpty() || loop.name.equals(label.get().text())) {
                return true;
            }
        }
        return false;
    }

    private void unknownLabel(Identifier label) {
        List<String> known = new ArrayList<>();
        for (Loop loop : body.frame.loops) {
            if (!loop.name.isEmpty()) {
                known.add(loop.name);
            }
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0406, label.span(), "no loop around this is labelled `'" + label.text() + "`");
        Optional<String> near = Suggest.nearest(label.text(), known);
        body.env.report(
                near.isPresent()
                        ? UnknownNames.didYouMean(d, label.span(), "'" + near.get())
                        : d.help("label a loop: `'" + label.text() + ": loop { … }`"));
    }

    private boolean crosses(Optional<Identifier> label) {
        for (Frame f = body.frame; f.parent != null && f.kind == Frame.Kind.TASK; f = f.parent) {
            if (isAmong(f.parent.loops, label)) {
                return true;
            }
        }
        return false;
    }

    HirExpr returnStatement(Stmt.Return s) {
        Frame frame = body.frame;
        if (leavesParallelLoop(s.span(), "return")) {
            s.value().ifPresent(value -> body.expr(value, Want.VALUE));
            return new HirInvalid(Primitive.NEVER, s.span());
        }
        Deferred deferred = frame.deferred;
        if (deferred != null) {
            leavesDefer(deferred, s.span(), "return");
            if (s.value().isPresent()) {
                body.expr(s.value().get(), frame.result);
            }
            return new HirInvalid(Primitive.NEVER, s.span());
        }
        HirExpr value = s.value().isPresent() ? returned(frame, s.value().get()) : returnedNothing(frame, s.span());
        return new HirReturn(value, s.span());
    }

    private HirExpr returned(Frame frame, Expr e) {
        Want want = frame.result;
        if (want.isDrop()) {
            return Inits.returned(body, e);
        }
        if (want.kind() == Want.Kind.VALUE) {
            Type known = frame.inferred;
            Span at = frame.inferredAt;
            if (known != null && at != null) {
                return body.expr(e, Want.type(known, Reason.Kind.TASK_RESULT, at));
            }
            HirExpr h = body.expr(e, Want.VALUE);
            if (h.type() != Primitive.NEVER) {
                frame.inferred = h.type();
                frame.inferredAt = e.span();
            }
            return h;
        }
        return body.expr(e, want);
    }

    private HirExpr returnedNothing(Frame frame, Span span) {
        Want want = frame.result;
        if (want.kind() == Want.Kind.VALUE && frame.inferred == null) {
            frame.inferred = Primitive.UNIT;
            frame.inferredAt = span;
        }
        Type wanted = want.kind() == Want.Kind.TYPE ? want.type() : frame.inferred;
        if (wanted != null && !want.isDrop() && !Body.accepts(wanted, Primitive.UNIT)) {
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0319, span, "`return` needs a value of type `" + Mismatch.shown(wanted) + "`");
            Reason reason = want.reason();
            body.env.report(reason == null ? d : d.secondary(reason.span(), reason.explain(wanted)));
            return new HirInvalid(wanted, span);
        }
        return Inits.returnedNothing(body, span);
    }
}
