package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.check.Frame.Loop;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirBreak;
import org.platlang.hir.tree.HirExpr.HirDefer;
import org.platlang.hir.tree.HirExpr.HirIf;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirLoop;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirExpr.HirWhile;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Stmt;

/** Blocks, branches, loops and jumps. */
final class Control {
    private final Body body;
    private final Loops loops;
    private final Matches matches;

    Control(Body body) {
        this.body = body;
        this.loops = new Loops(body);
        this.matches = new Matches(body);
    }

    // ---- blocks

    /** A function's outermost block; its end may only be reached where no value is wanted. */
    HirExpr functionBody(Expr.Block e, Want want, String name) {
        HirExpr h = blockOrMissing(e, want, name);
        if (want.isDrop()) {
            return Body.asUnit(h);
        }
        return h;
    }

    private HirExpr blockOrMissing(Expr.Block e, Want want, String function) {
        body.frame.open();
        body.depth++;
        body.blocks.add(e);
        HirExpr h = statements(e, 0, want, function);
        body.blocks.removeLast();
        body.depth--;
        if (want.kind() == Want.Kind.TYPE && e.result().isPresent() && !Body.accepts(want.type(), h.type())) {
            // Only where a nested form has its own idea of its type; the mismatch was reported inside.
            h = new HirInvalid(want.type(), e.span());
        }
        body.close();
        return h;
    }

    HirExpr block(Expr.Block e, Want want) {
        return blockOrMissing(e, want, "");
    }

    /** The statements from {@code from} on, and the block's value. */
    private HirExpr statements(Expr.Block e, int from, Want want, String function) {
        List<Stmt> list = e.statements();
        List<HirExpr> done = new ArrayList<>(list.size() - from);
        HirExpr end = null;
        boolean warned = false;
        for (int i = from; i < list.size(); i++) {
            Stmt s = list.get(i);
            if (body.depth == 1) {
                body.outermost = s.span();
            }
            if (end != null && !warned && !(end instanceof HirInvalid)) {
                unreachable(s.span(), end.span());
                warned = true;
            }
            if (Statements.isMatching(s)) {
                HirExpr rest = letPattern((Stmt.Let) s, e, i + 1, want, function);
                return new HirBlock(List.copyOf(done), end == null ? rest : end, e.span());
            }
            if (s instanceof Stmt.Defer d) {
                HirExpr cleanup = body.jumps.deferred(d);
                HirExpr rest = statements(e, i + 1, want, function);
                end = end == null ? new HirDefer(cleanup, rest, d.span()) : end;
                return done.isEmpty() ? end : new HirBlock(List.copyOf(done), end, e.span());
            }
            HirExpr h = body.statements.statement(s);
            if (end == null) {
                if (h.type() == Primitive.NEVER) {
                    end = h;
                } else {
                    done.add(h);
                }
            }
        }
        Optional<Expr> result = e.result();
        if (result.isPresent()) {
            if (body.depth == 1) {
                body.outermost = result.get().span();
            }
            if (end != null && !warned && !(end instanceof HirInvalid)) {
                unreachable(result.get().span(), end.span());
            }
            HirExpr h = body.expr(result.get(), want);
            if (end == null) {
                end = want.isDrop() ? Body.asUnit(h) : h;
            }
        } else if (end == null) {
            end = atEnd(e, want, function, done);
        }
        if (done.isEmpty()) {
            return end;
        }
        return new HirBlock(List.copyOf(done), end, e.span());
    }

    private HirExpr atEnd(Expr.Block e, Want want, String function, List<HirExpr> done) {
        Span close = new Span(
                e.span().file(),
                Math.max(e.span().start(), e.span().end() - 1),
                e.span().end());
        if (want.kind() != Want.Kind.TYPE || Body.accepts(want.type(), Primitive.UNIT)) {
            return new HirUnit(close);
        }
        String wanted = Mismatch.shown(want.type());
        Diagnostic d = function.isEmpty()
                ? Diagnostic.at(
                        DiagnosticCode.E0319, close, "this block ends without a value; `" + wanted + "` is wanted")
                : Diagnostic.at(
                        DiagnosticCode.E0409,
                        close,
                        "the end of `" + function + "` is reached without a value; `" + wanted + "` is wanted");
        Reason reason = want.reason();
        if (reason != null) {
            d = d.secondary(reason.span(), reason.explain(want.type()));
        }
        boolean discarded = !done.isEmpty()
                && Body.accepts(want.type(), done.get(done.size() - 1).type());
        boolean unit = BuiltinTypes.isResult(want.type())
                && ((Type.EnumType) want.type()).arguments().get(0) == Primitive.UNIT;
        body.env.report(unit ? d.help("end with `Result::Ok(())`") : lastStatement(e, discarded, d));
        return new HirInvalid(want.type(), close);
    }

    /** The report about a missing value, with what the last statement suggests. */
    private static Diagnostic lastStatement(Expr.Block e, boolean discarded, Diagnostic d) {
        if (e.statements().isEmpty()) {
            return d;
        }
        Stmt last = e.statements().get(e.statements().size() - 1);
        if (last instanceof Stmt.While w
                && w.condition() instanceof Stmt.Condition.Test t
                && t.value() instanceof Expr.BoolLiteral) {
            return d.note("a `while` may end, whatever its condition; a `loop` ends only by `break`")
                    .help("write `loop { … }`");
        }
        String text = last.span().file().text();
        int at = last.span().end();
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        boolean ended = last.span().text().endsWith(";") || at < text.length() && text.charAt(at) == ';';
        if (last instanceof Stmt.Expression && ended && discarded) {
            int semicolon = last.span().text().endsWith(";") ? last.span().end() - 1 : at;
            return d.note("without its `;` the last expression is the value")
                    .fix("remove the `;`", new Span(last.span().file(), semicolon, semicolon + 1), "");
        }
        return d;
    }

    /** @param leaves what control never comes out of at its end */
    private void unreachable(Span span, Span leaves) {
        Diagnostic d = Diagnostic.at(DiagnosticCode.W0002, span, "this cannot be reached");
        body.env.report(
                leaves.file() == span.file() && leaves.end() <= span.start()
                        ? d.secondary(leaves, "control does not come out of this")
                        : d);
    }

    /** {@code let pattern = value [else { … }];} with the rest of its block, which becomes the arm's body. */
    private HirExpr letPattern(Stmt.Let s, Expr.Block e, int next, Want want, String function) {
        Want valueWant = matches.bindingWant(s.pattern());
        if (s.otherwise().isPresent() && valueWant.type() instanceof Type.ClassType) {
            // `let d: Dog = animal else { … }` tests for the class.
            valueWant = Want.hint(valueWant.type());
        }
        HirExpr value = Awaiting.subject(body, body.expr(s.value(), valueWant), s.value(), List.of(s.pattern()));
        HirExpr up = body.upcast(value, valueWant.type());
        value = up == null ? value : up;
        HirExpr otherwise = null;
        if (s.otherwise().isPresent()) {
            Expr.Block block = s.otherwise().get();
            otherwise = block(block, Want.DROP);
            if (otherwise.type() != Primitive.NEVER && !Body.isError(otherwise)) {
                body.env.report(Diagnostic.at(DiagnosticCode.E0404, block.span(), "this `else` block can reach its end")
                        .help("end it with `return`, `break`, `continue` or `panic(…)`"));
            }
        }
        HirPattern p = body.patterns.declare(s.pattern(), value.type());
        String missing = Exhaustiveness.missing(body.env, p, value.type());
        if (otherwise != null
                && missing.isEmpty()
                && !Types.hasError(value.type())
                && value.type() != Primitive.NEVER
                && !Patterns.isError(p)) {
            always(p, s.pattern().span(), value.type(), "its `else` never runs: remove it");
        }
        if (otherwise == null && !missing.isEmpty() && !Types.hasError(value.type())) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0403, s.pattern().span(), "this pattern does not match `" + missing + "`")
                    .help("add `else { … }` that leaves the block, or use `if (let …)` or `match`"));
        }
        HirExpr rest = statements(e, next, want, function);
        List<Arm> arms = new ArrayList<>();
        arms.add(new Arm(p, Optional.empty(), rest, s.span()));
        if (otherwise != null) {
            HirPattern any = new HirPattern.PatWildcard(value.type(), s.span());
            arms.add(new Arm(any, Optional.empty(), otherwise, s.span()));
        }
        return new HirMatch(value, List.copyOf(arms), rest.type(), s.span());
    }

    // ---- branches

    HirExpr ifElse(Expr.If e, Want want) {
        return switch (e.condition()) {
            case Stmt.Condition.Test t -> {
                HirExpr condition = body.condition(t.value());
                Branches branches = new Branches(body, want);
                HirExpr then = branches.next(e.then());
                HirExpr otherwise = otherwise(e, branches);
                yield new HirIf(condition, branches.fit(then), branches.fit(otherwise), branches.type(), e.span());
            }
            case Stmt.Condition.Let l -> {
                HirExpr value = taken(l);
                body.frame.open();
                HirPattern p = body.patterns.declare(l.pattern(), value.type());
                condition(p, l, value.type());
                Branches branches = new Branches(body, want);
                HirExpr then = branches.next(e.then());
                body.close();
                HirExpr otherwise = otherwise(e, branches);
                HirPattern any = new HirPattern.PatWildcard(value.type(), l.span());
                yield new HirMatch(
                        value,
                        List.of(
                                new Arm(
                                        p,
                                        Optional.empty(),
                                        branches.fit(then),
                                        e.then().span()),
                                new Arm(any, Optional.empty(), branches.fit(otherwise), e.span())),
                        branches.type(),
                        e.span());
            }
        };
    }

    /** Warns of a pattern in a condition that matches whatever comes. */
    private void condition(HirPattern p, Stmt.Condition.Let l, Type type) {
        if (Types.hasError(type)
                || type == Primitive.NEVER
                || Patterns.isError(p)
                || !Exhaustiveness.missing(body.env, p, type).isEmpty()) {
            return;
        }
        always(p, l.pattern().span(), type, "a plain `let` will do");
    }

    private void always(HirPattern p, Span at, Type type, String otherwise) {
        Diagnostic d = Diagnostic.at(DiagnosticCode.W0007, at, "this pattern always matches");
        if (BuiltinTypes.isOption(type) && p instanceof HirPattern.PatBinding) {
            String right = "Option::Some(" + at.text() + ")";
            d = d.note("the value is an `" + Mismatch.shown(type) + "`, present or not")
                    .fix("write `" + right + "`", at, right);
        } else {
            d = d.help(otherwise);
        }
        body.env.report(d);
    }

    private HirExpr otherwise(Expr.If e, Branches branches) {
        if (e.otherwise().isPresent()) {
            return branches.next(e.otherwise().get());
        }
        return branches.missingElse(e);
    }

    HirExpr match(Expr.Match e, Want want) {
        return matches.match(e, want);
    }

    HirExpr propagate(Expr.Try e) {
        return matches.propagate(e);
    }

    // ---- loops

    HirExpr loop(Expr.Loop e, Want want) {
        Loop loop = open(e.label(), true, want);
        HirExpr inner = Body.asUnit(block(e.body(), Want.DROP));
        close();
        Type type = loop.broken ? loop.breakType : Primitive.NEVER;
        return new HirLoop(loop.label, inner, type, e.span());
    }

    /** The value that a condition's pattern takes apart. */
    private HirExpr taken(Stmt.Condition.Let l) {
        return Awaiting.subject(body, body.expr(l.value(), Want.VALUE), l.value(), List.of(l.pattern()));
    }

    HirExpr whileLoop(Stmt.While s) {
        switch (s.condition()) {
            case Stmt.Condition.Test t -> {
                HirExpr condition = body.condition(t.value());
                Loop loop = open(s.label(), false, Want.DROP);
                HirExpr inner = Body.asUnit(block(s.body(), Want.DROP));
                close();
                return new HirWhile(loop.label, condition, inner, s.span());
            }
            case Stmt.Condition.Let l -> {
                Loop loop = open(s.label(), false, Want.DROP);
                HirExpr value = taken(l);
                body.frame.open();
                HirPattern p = body.patterns.declare(l.pattern(), value.type());
                condition(p, l, value.type());
                HirExpr inner = Body.asUnit(block(s.body(), Want.DROP));
                body.close();
                close();
                HirPattern any = new HirPattern.PatWildcard(value.type(), l.span());
                HirExpr leave = new HirBreak(loop.label, new HirUnit(s.span()), s.span());
                HirExpr match = new HirMatch(
                        value,
                        List.of(
                                new Arm(p, Optional.empty(), inner, s.span()),
                                new Arm(any, Optional.empty(), leave, s.span())),
                        inner.type(),
                        s.span());
                return new HirLoop(loop.label, match, Primitive.UNIT, s.span());
            }
        }
    }

    HirExpr forLoop(Stmt.For s) {
        return loops.forLoop(s);
    }

    Loop open(Optional<Identifier> label, boolean givesValue, Want want) {
        String name = label.isPresent() ? label.get().text() : "";
        if (label.isPresent()) {
            for (Loop outer : body.frame.loops) {
                if (outer.name.equals(name)) {
                    body.env.error(DiagnosticCode.E0205, label.get().span(), "label `'" + name + "` is in use already");
                }
            }
        }
        Loop loop = new Loop(name, new HirLabel(name.isEmpty() ? body.number("loop") : name), givesValue, want);
        body.frame.loops.add(loop);
        return loop;
    }

    void close() {
        body.frame.loops.remove(body.frame.loops.size() - 1);
    }
}
