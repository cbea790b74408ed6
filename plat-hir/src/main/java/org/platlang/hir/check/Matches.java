package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirReturn;
import org.platlang.hir.tree.HirExpr.HirToText;
import org.platlang.hir.tree.HirExpr.HirVariant;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Pattern;

/** {@code match}, and {@code ?} and {@code !}, which are matches in disguise. */
final class Matches {
    private final Body body;

    Matches(Body body) {
        this.body = body;
    }

    HirExpr match(Expr.Match e, Want want) {
        HirExpr subject = Awaiting.subject(
                body,
                body.expr(e.subject(), Want.VALUE),
                e.subject(),
                e.arms().stream().map(Expr.MatchArm::pattern).toList());
        Branches branches = new Branches(body, want);
        List<Arm> arms = new ArrayList<>();
        boolean sound = !Types.hasError(subject.type());
        for (Expr.MatchArm arm : e.arms()) {
            body.frame.open();
            HirPattern p = body.patterns.declare(arm.pattern(), subject.type());
            Optional<HirExpr> guard = arm.guard().isPresent()
                    ? Optional.of(body.condition(arm.guard().get()))
                    : Optional.empty();
            HirExpr value = branches.next(arm.body());
            body.close();
            arms.add(new Arm(p, guard, value, arm.span()));
            sound &= !Patterns.isError(p);
        }
        if (sound) {
            coverage(e, arms, subject.type());
        }
        arms.replaceAll(a -> new Arm(a.pattern(), a.guard(), branches.fit(a.body()), a.span()));
        return new HirMatch(subject, List.copyOf(arms), branches.type(), e.span());
    }

    /** Reports arms that are never taken, and values that no arm takes. */
    private void coverage(Expr.Match e, List<Arm> arms, Type subject) {
        Exhaustiveness.Answer answer = Exhaustiveness.of(
                body.env,
                arms.stream()
                        .map(a -> new Exhaustiveness.Arm(a.pattern(), a.guard().isPresent()))
                        .toList(),
                subject);
        for (int i = 0; i < arms.size(); i++) {
            if (!answer.useful().get(i)) {
                body.env.report(Diagnostic.at(
                        DiagnosticCode.W0005,
                        e.arms().get(i).pattern().span(),
                        "this arm is never taken: those before it match everything it does"));
            }
        }
        String missing = answer.missing();
        if (missing.isEmpty() || subject == Primitive.NEVER) {
            return;
        }
        Span head =
                new Span(e.span().file(), e.span().start(), e.subject().span().end());
        boolean all = missing.equals("_");
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0401,
                        head,
                        all
                                ? "this `match` does not handle every `" + Mismatch.shown(subject) + "`"
                                : "this `match` does not handle `" + missing + "`")
                .help(
                        all
                                ? "add an arm `_ -> …` for all that is left"
                                : "add an arm `" + missing + " -> …`, or `_ -> …` for all that is left"));
    }

    /** What the value of a {@code let} should be, as far as its pattern says. */
    Want bindingWant(Pattern pattern) {
        if (pattern instanceof Pattern.Binding b && b.type().isPresent()) {
            Type t = body.env.types.resolve(b.type().get(), body.typeParameters);
            return Want.type(t, Reason.Kind.ANNOTATION, b.type().get().span());
        }
        return Want.VALUE;
    }

    // ---- `?`

    HirExpr propagate(Expr.Try e) {
        HirExpr operand = body.expr(e.operand(), Want.VALUE);
        Span mark = new Span(e.span().file(), e.span().end() - 1, e.span().end());
        if (body.jumps.leavesParallelLoop(mark, "?")) {
            return Body.invalid(e.span());
        }
        Frame.Deferred deferred = body.frame.deferred;
        if (deferred != null) {
            body.jumps.leavesDefer(deferred, mark, "?");
            return Body.invalid(e.span());
        }
        Type t = operand.type();
        if (Body.isError(operand) || t == Primitive.NEVER) {
            return operand;
        }
        if (t instanceof TaskType task && Awaiting.ofOptionOrResult(task)) {
            return Awaiting.missing(body, e.operand(), task);
        }
        if (!BuiltinTypes.isOption(t) && !BuiltinTypes.isResult(t)) {
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0316,
                    e.span(),
                    "`?` needs an Option or a Result, this is `" + Mismatch.shown(t) + "`");
            return body.error(
                    d.fix(
                            "remove the `?`",
                            e.operand().span().atEnd().to(e.span().atEnd()),
                            ""),
                    e.span());
        }
        EnumType type = (EnumType) t;
        boolean option = BuiltinTypes.isOption(t);
        Type value = type.arguments().get(0);
        Type result = resultOfFrame();
        if (result == null || !(option ? BuiltinTypes.isOption(result) : BuiltinTypes.isResult(result))) {
            notPropagated(e, t, result);
            return new HirInvalid(value, e.span());
        }
        EnumType out = (EnumType) result;
        Span span = e.span();
        HirLocal some = body.frame.newLocal("$value", value, false, span);
        HirPattern good = new PatVariant(
                type, option ? BuiltinTypes.SOME : BuiltinTypes.OK, List.of(new PatBinding(some, span)), span);
        Arm take = new Arm(good, Optional.empty(), new HirLocalGet(some, span), span);
        Arm leave;
        if (option) {
            HirPattern none = new PatVariant(type, BuiltinTypes.NONE, List.of(), span);
            HirExpr back = new HirVariant(out, BuiltinTypes.NONE, List.of(), span);
            leave = new Arm(none, Optional.empty(), new HirReturn(back, span), span);
        } else {
            Type error = type.arguments().get(1);
            HirLocal bad = body.frame.newLocal("$error", error, false, span);
            HirPattern err = new PatVariant(type, BuiltinTypes.ERR, List.of(new PatBinding(bad, span)), span);
            HirExpr converted =
                    convert(new HirLocalGet(bad, span), error, out.arguments().get(1), e);
            HirExpr back = new HirVariant(out, BuiltinTypes.ERR, List.of(converted), span);
            leave = new Arm(err, Optional.empty(), new HirReturn(back, span), span);
        }
        return new HirMatch(operand, List.of(take, leave), value, span);
    }

    /** The result type of the function, lambda or task at hand; null for Unit, and where it is not known yet. */
    private @Nullable Type resultOfFrame() {
        Frame frame = body.frame;
        return switch (frame.result.kind()) {
            case TYPE, HINT -> frame.result.type();
            case DROP -> null;
            case VALUE -> frame.inferred;
        };
    }

    private void notPropagated(Expr.Try e, Type operand, @Nullable Type result) {
        String what = BuiltinTypes.isOption(operand) ? "Option" : "Result";
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0316,
                e.span(),
                "`?` on " + (what.equals("Option") ? "an Option" : "a Result") + " needs a function that returns "
                        + (what.equals("Option") ? "an Option" : "a Result"));
        Reason reason = body.frame.result.reason();
        if (reason != null && result != null) {
            d = d.secondary(reason.span(), "this one returns `" + Mismatch.shown(result) + "`");
        }
        if (e.span().file().text().startsWith(".", e.span().end())) {
            d = d.note("Plat has no optional chaining: `?` leaves the function where the value is missing");
        }
        if (result != null && BuiltinTypes.isResult(result) && what.equals("Option")) {
            Diagnostic helped = d.help("say what is wrong where there is no value: `.ok_or(error = …)?`");
            boolean text = ((EnumType) result).arguments().get(1) == Primitive.STRING;
            Span end = e.operand().span().atEnd();
            body.env.report(text ? helped.fix("insert `ok_or`", end, ".ok_or(error = \"no value\")") : helped);
            return;
        }
        if (result != null && BuiltinTypes.isOption(result) && what.equals("Result")) {
            body.env.report(d.help("drop the error with `.ok()?`, or handle it with `match`")
                    .fix("insert `ok`", e.operand().span().atEnd(), ".ok()"));
            return;
        }
        d = switch (body.frame.kind) {
            case FUNCTION ->
                d.help(
                        what.equals("Option")
                                ? "let the function return `Option<…>`, or unwrap with `!` or `match`"
                                : "let the function return `Result<…, "
                                        + Mismatch.shown(
                                                ((EnumType) operand).arguments().get(1))
                                        + ">`, or handle the error with `match`");
            case TASK -> d.help("declare the task's type, `let t: Task<" + what + "<…>> = spawn { … };`");
            case LAMBDA -> d.help("declare the lambda's result type");
        };
        body.env.report(d);
    }

    /** An error of type {@code to} to begin with, made of {@code e}, which is a {@code from}. */
    private String sample(Type from, Type to) {
        if (!(to instanceof EnumType target)) {
            return "panic(message = \"${e}\")";
        }
        EnumHeader header = body.env.enumHeader(target.symbol());
        String name = target.symbol().name();
        for (VariantHeader v : header.variants) {
            if (v.fields().size() == 1
                    && !v.fields().get(0).named()
                    && Types.same(v.fields().get(0).type(), from)) {
                return name + "::" + v.name() + "(e)";
            }
        }
        for (VariantHeader v : header.variants) {
            if (v.fields().isEmpty()) {
                return name + "::" + v.name();
            }
        }
        return "panic(message = \"${e}\")";
    }

    /** The error as the function's error type: itself, wrapped in the only fitting variant, or its text. */
    private HirExpr convert(HirExpr error, Type from, Type to, Expr.Try e) {
        if (Body.accepts(to, from)) {
            return error;
        }
        if (to == Primitive.STRING) {
            return new HirToText(error, e.span());
        }
        if (to instanceof EnumType target) {
            EnumHeader header = body.env.enumHeader(target.symbol());
            int found = -1;
            int count = 0;
            for (int i = 0; i < header.variants.size(); i++) {
                VariantHeader v = header.variants.get(i);
                if (v.fields().size() == 1
                        && Types.same(
                                Types.substitute(
                                        v.fields().get(0).type(),
                                        Bounds.bind(target.symbol().typeParameters(), target.arguments())),
                                from)) {
                    found = i;
                    count++;
                }
            }
            if (count == 1) {
                return new HirVariant(target, found, List.of(error), e.span());
            }
        }
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0316,
                        e.span(),
                        "the error is `" + Mismatch.shown(from) + "`, and the function returns `" + Mismatch.shown(to)
                                + "`")
                .help("convert it: `.map_err(f = fn(e) { … })?`")
                .fix(
                        "insert `map_err`",
                        e.operand().span().atEnd(),
                        ".map_err(f = fn(" + (sample(from, to).contains("e)") ? "e" : "_") + ") { " + sample(from, to)
                                + " })"));
        return new HirInvalid(to, e.span());
    }
}
