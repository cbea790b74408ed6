package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirConcurrent;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirSpawn;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Stmt;

/** {@code concurrent} and {@code spawn}, also as an arm of a {@code race}. */
final class Concurrency {
    private final Body body;

    Concurrency(Body body) {
        this.body = body;
    }

    HirExpr concurrent(Expr.Concurrent e, Want want) {
        HirScope outer = body.frame.scope;
        HirScope scope = new HirScope(body.number("scope"));
        body.frame.scope = scope;
        HirExpr inner = body.control.block(e.body(), want);
        body.frame.scope = outer;
        return new HirConcurrent(scope, want.isDrop() ? Body.asUnit(inner) : inner, e.span());
    }

    HirExpr spawn(Expr.Spawn e, Want want) {
        Arms list = arms;
        if (list != null && list.node == e && list.frame == body.frame) {
            HirSpawn arm = arm(e, list.scope, list.want);
            list.result = arm.type().result();
            return new HirBlock(List.of(arm), list.after, e.span());
        }
        HirScope scope = body.frame.scope;
        if (scope == null) {
            if (body.frame.kind == Frame.Kind.TASK && body.frame.anew.isEmpty() && body.frame.parallel == null) {
                scope = HirScope.OF_TASK;
            } else {
                outside(e);
                scope = new HirScope("missing");
            }
        }
        Type wanted = want.typeOrNull() instanceof TaskType t && !Types.hasHoles(t.result()) ? t.result() : null;
        return task(e, scope, wanted, wantOfBody(wanted, want), "", want.isDrop());
    }

    /** The one {@code spawn} of a list {@code race}, while its loop is checked; {@code after} is done each time. */
    static final class Arms {
        final Frame frame;
        final HirScope scope;
        final Expr.Spawn node;
        final Want want;
        final HirExpr after;

        @Nullable
        Type result;

        Arms(Frame frame, HirScope scope, Expr.Spawn node, Want want, HirExpr after) {
            this.frame = frame;
            this.scope = scope;
            this.node = node;
            this.want = want;
            this.after = after;
        }
    }

    private @Nullable Arms arms;

    /** Checks the loop that starts the arms of a list {@code race}. */
    HirExpr armLoop(Arms list, Stmt.For loop) {
        Arms outer = arms;
        arms = list;
        HirExpr h = body.control.forLoop(loop);
        arms = outer;
        return h;
    }

    /** An arm of a {@code race}; {@code want} is of the race's value. A spawn in it needs a scope of its own. */
    HirSpawn arm(Expr.Spawn e, HirScope scope, Want want) {
        Type wanted = want.isDrop()
                ? Primitive.UNIT
                : want.kind() == Want.Kind.TYPE && !Types.hasHoles(want.type()) ? want.type() : null;
        return task(e, scope, wanted, wantOfBody(wanted, want), "race", false);
    }

    private HirSpawn task(
            Expr.Spawn e, HirScope scope, @Nullable Type wanted, Want bodyWant, String anew, boolean detached) {
        Frame outer = body.frame;
        Frame inner = new Frame(Frame.Kind.TASK, outer, bodyWant);
        inner.anew = anew;
        body.frame = inner;
        inner.open();
        HirExpr checked = body.control.functionBody(e.body(), inner.result, "");
        body.close();
        body.frame = outer;
        Type result = wanted != null ? wanted : inferred(inner, checked, e.body());
        FunctionSymbol symbol =
                new FunctionSymbol(body.symbol.toString(), 0, body.number("spawn"), body.typeParameters);
        FunctionRef ref = FunctionRef.of(symbol, Env.variables(body.typeParameters));
        List<HirLocal> parameters = new ArrayList<>();
        List<HirExpr> captures = new ArrayList<>();
        captures(inner, parameters, captures, e.span());
        body.env.bodies.put(
                symbol,
                new HirFunction(
                        ref,
                        HirFunction.Kind.TASK,
                        List.copyOf(parameters),
                        inner.localCount(),
                        result,
                        checked,
                        e.span()));
        return new HirSpawn(ref, List.copyOf(captures), scope, detached, new TaskType(result), e.span());
    }

    private static Want wantOfBody(@Nullable Type wanted, Want want) {
        if (wanted == null) {
            return Want.VALUE;
        }
        if (wanted == Primitive.UNIT) {
            return Want.DROP;
        }
        Reason reason = want.reason();
        return reason == null ? Want.hint(wanted) : Want.type(wanted, reason);
    }

    /** The captured variables as parameters of the inner function and as values in the outer one. */
    static void captures(Frame inner, List<HirLocal> parameters, List<HirExpr> values, Span span) {
        for (int i = 0; i < inner.captures.size(); i++) {
            parameters.add(inner.captures.get(i).local);
            Binding from = inner.captured.get(i);
            values.add(new HirLocalGet(from.local, span));
        }
    }

    /** The result type of a body for which none was wanted: of its {@code return}s and its last expression. */
    Type inferred(Frame inner, HirExpr checked, Expr.Block block) {
        Type last = checked.type();
        Type returned = inner.inferred;
        if (returned == null) {
            return last;
        }
        Span at = inner.inferredAt;
        if (last != Primitive.NEVER && at != null && !Body.accepts(returned, last)) {
            Mismatch.report(body, checked, Want.type(returned, Reason.Kind.TASK_RESULT, at), block);
            return Primitive.ERROR;
        }
        return returned;
    }

    private void outside(Expr.Spawn e) {
        Span keyword = new Span(e.span().file(), e.span().start(), e.span().start() + "spawn".length());
        Diagnostic d = Diagnostic.at(DiagnosticCode.E0501, keyword, "`spawn` outside of a `concurrent` block")
                .label("this task would have no scope to end in");
        Span outermost = body.outermost;
        if (outermost != null) {
            d = d.secondary(outermost.atStart(), "the block could begin here: `concurrent {`");
            if (outermost.start() == e.span().start()) {
                d = d.fix("put it into a `concurrent` block", outermost, "concurrent { " + outermost.text() + " }");
            }
        }
        if (body.frame.parallel != null) {
            d = d.note("the body of a parallel loop begins anew: a `concurrent` around it does not count");
        } else if (body.frame.anew.equals("race")) {
            body.env.report(d.note(
                            "an arm of a `race` is a task already, and begins anew: a scope around it does not count")
                    .help("write what the arm does without `spawn`; tasks of its own need a `concurrent { … }` in it"));
            return;
        } else if (!body.frame.anew.isEmpty()) {
            d = d.note("the body of `" + body.frame.anew + "`" + " begins anew: a scope around it does not count");
        } else if (body.frame.kind == Frame.Kind.LAMBDA) {
            d = d.note("the body of a function value begins anew: a `concurrent` around it does not count");
            if (body.frame.parent != null && body.frame.parent.scope != null) {
                body.env.report(
                        d.help("begin the tasks in a loop, `for (x in xs) { tasks.push(value = spawn { … }); }`; or"
                                + " use `xs.par().map(f = …)`"));
                return;
            }
        }
        body.env.report(d.help("put `concurrent { … }` around the `spawn` and everything that uses its task; the block"
                + " ends when all its tasks have ended"));
    }
}
