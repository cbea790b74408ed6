package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FieldHeader;
import org.platlang.hir.tree.HirChildren;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirAttempt;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirDefer;
import org.platlang.hir.tree.HirExpr.HirFieldGet;
import org.platlang.hir.tree.HirExpr.HirFieldSet;
import org.platlang.hir.tree.HirExpr.HirForEach;
import org.platlang.hir.tree.HirExpr.HirForRange;
import org.platlang.hir.tree.HirExpr.HirIf;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirLogical;
import org.platlang.hir.tree.HirExpr.HirLoop;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirReturn;
import org.platlang.hir.tree.HirExpr.HirSelect;
import org.platlang.hir.tree.HirExpr.HirWhile;
import org.platlang.hir.tree.HirExpr.HirWithTimeout;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirSelectArm;
import org.platlang.hir.type.Primitive;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * That a written {@code init} sets every field before anybody can see the instance: until all are set, {@code self} may
 * only have fields set and read back. A forward walk over the body with the set of fields that are certainly set; what
 * a loop sets does not count after it, since it may run no time.
 */
final class FieldsSet {
    private final Body body;
    private final ClassHeader owner;
    private final HirLocal self;
    private boolean reported;
    private boolean escapes;

    private FieldsSet(Body body, ClassHeader owner, HirLocal self) {
        this.body = body;
        this.owner = owner;
        this.self = self;
    }

    /** Whether the body of an {@code init} calls {@code super.init}. */
    static boolean callsSuper(Body body, ClassHeader owner, HirExpr e) {
        if (isSuper(body, owner, e)) {
            return true;
        }
        for (HirExpr child : HirChildren.of(e)) {
            if (callsSuper(body, owner, child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSuper(Body body, ClassHeader owner, HirExpr e) {
        return owner.base != null
                && e instanceof HirCall call
                && call.function().symbol() == body.env.classHeader(owner.base.symbol()).initOnSelf;
    }

    /**
     * Checks an {@code init}.
     *
     * @param first the fields from this one on have had their defaults before the body begins
     * @return whether {@code self} escapes: is handed on or has a method called
     */
    static boolean check(Body body, ClassHeader owner, HirLocal self, int first, HirExpr written, Expr.Block block) {
        FieldsSet walk = new FieldsSet(body, owner, self);
        BitSet set = new BitSet();
        for (int i = first; i < owner.fields.size(); i++) {
            FieldHeader f = owner.fields.get(i);
            if (f.defaultValue() != null) {
                set.set(i);
            }
        }
        BitSet end = walk.visit(written, set);
        if (written.type() != Primitive.NEVER) {
            Span close = new Span(
                    block.span().file(),
                    Math.max(block.span().start(), block.span().end() - 1),
                    block.span().end());
            walk.requireAll(end, close, "`init` ends here, and");
        }
        return walk.escapes;
    }

    private void requireAll(BitSet set, Span at, String before) {
        requireFrom(0, set, at, before);
    }

    private void requireFrom(int from, BitSet set, Span at, String before) {
        List<String> missing = new ArrayList<>();
        Span first = at;
        for (int i = from; i < owner.fields.size(); i++) {
            if (!set.get(i)) {
                if (missing.isEmpty()) {
                    first = owner.fields.get(i).span();
                }
                missing.add("`" + owner.fields.get(i).name() + "`");
            }
        }
        if (!missing.isEmpty() && !reported) {
            reported = true;
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0318,
                            at,
                            before + (missing.size() == 1 ? " field " : " fields ") + String.join(", ", missing)
                                    + (missing.size() == 1 ? " is" : " are") + " not set")
                    .secondary(first, "declared here")
                    .help(
                            owner.base != null && !set.get(0) && owner.inherited > 0
                                    ? "call `super.init(…)` before, or set it"
                                    : "set it before, or give it a default where it is declared"));
        }
    }

    private boolean isSelf(HirExpr e) {
        return e instanceof HirLocalGet g && g.local() == self;
    }

    /** The fields certainly set after the expression; all of them where it does not return. */
    private BitSet visit(HirExpr e, BitSet in) {
        BitSet out = step(e, in);
        return e.type() == Primitive.NEVER ? all() : out;
    }

    /** With one bit more, by which code that is not reached is known: there nothing is set twice. */
    private BitSet all() {
        BitSet all = new BitSet();
        all.set(0, owner.fields.size() + 1);
        return all;
    }

    /** Whether a {@code let} field is set at a place that is reached. */
    private boolean isSetAlready(BitSet set, int field) {
        FieldHeader f = owner.fields.get(field);
        return set.get(field) && !set.get(owner.fields.size()) && !f.mutable() && f.defaultValue() == null;
    }

    private BitSet step(HirExpr e, BitSet in) {
        return switch (e) {
            case HirFieldSet x
            when isSelf(x.object()) -> {
                BitSet out = (BitSet) visit(x.value(), in).clone();
                FieldHeader f = owner.fields.get(x.field());
                if (isSetAlready(out, x.field())) {
                    body.env.report(Diagnostic.at(
                                    DiagnosticCode.E0313,
                                    x.span(),
                                    "field `" + f.name() + "` is set already, and declared with `let`")
                            .secondary(f.span(), "declared here"));
                }
                out.set(x.field());
                yield out;
            }
            case HirFieldGet x
            when isSelf(x.object()) -> {
                if (!in.get(x.field()) && !reported) {
                    reported = true;
                    body.env.report(Diagnostic.at(
                                    DiagnosticCode.E0318,
                                    x.span(),
                                    "field `" + owner.fields.get(x.field()).name() + "` is read before it is set")
                            .secondary(owner.fields.get(x.field()).span(), "declared here"));
                }
                yield in;
            }
            case HirCall x when isSuper(body, owner, x) -> superInit(x, in);
            case HirReturn x
            when isSelf(x.value()) -> {
                requireAll(in, x.span(), "`init` returns here, and");
                yield in;
            }
            case HirLocalGet x
            when x.local() == self -> {
                escapes = true;
                requireAll(in, x.span(), "`self` is used here, and");
                yield in;
            }
            case HirIf x -> {
                BitSet condition = visit(x.condition(), in);
                yield both(visit(x.thenBranch(), condition), visit(x.elseBranch(), condition));
            }
            case HirLogical x -> {
                BitSet left = visit(x.left(), in);
                visit(x.right(), left);
                yield left;
            }
            case HirDefer x -> {
                // It may run before anything of the body has.
                visit(x.cleanup(), in);
                yield visit(x.body(), in);
            }
            case HirAttempt x -> {
                // What the body sets does not count: it may have failed before.
                visit(x.body(), in);
                visit(x.caught(), in);
                yield in;
            }
            case HirWithTimeout x -> {
                BitSet before = visit(x.duration(), in);
                visit(x.body(), before);
                visit(x.expired(), before);
                yield before;
            }
            case HirExpr.HirWithLocal x -> {
                BitSet before = in;
                for (HirExpr.LocalBinding b : x.bindings()) {
                    before = visit(b.value(), before);
                }
                yield visit(x.body(), before);
            }
            case HirMatch x -> {
                BitSet scrutinee = visit(x.scrutinee(), in);
                BitSet out = all();
                for (Arm a : x.arms()) {
                    BitSet before = a.guard().isPresent() ? visit(a.guard().get(), scrutinee) : scrutinee;
                    out = both(out, visit(a.body(), before));
                }
                yield out;
            }
            case HirSelect x -> {
                BitSet before = in;
                for (HirSelectArm a : x.arms()) {
                    for (HirExpr operand : a.operands()) {
                        before = visit(operand, before);
                    }
                }
                BitSet out = all();
                for (HirSelectArm a : x.arms()) {
                    out = both(out, visit(a.body(), before));
                }
                yield out;
            }
            case HirWhile x -> {
                BitSet condition = visit(x.condition(), in);
                visit(x.body(), condition);
                yield condition;
            }
            case HirLoop x -> {
                visit(x.body(), in);
                yield in;
            }
            case HirForRange x -> {
                BitSet before = visit(x.end(), visit(x.start(), in));
                visit(x.body(), before);
                yield before;
            }
            case HirForEach x -> {
                BitSet before = visit(x.iterable(), in);
                visit(x.body(), before);
                yield before;
            }
            default -> {
                BitSet now = in;
                for (HirExpr child : HirChildren.of(e)) {
                    now = visit(child, now);
                }
                yield now;
            }
        };
    }

    private BitSet superInit(HirCall call, BitSet in) {
        BitSet now = in;
        for (int i = 1; i < call.arguments().size(); i++) {
            now = visit(call.arguments().get(i), now);
        }
        for (int i = 0; i < owner.inherited; i++) {
            FieldHeader f = owner.fields.get(i);
            if (isSetAlready(now, i)) {
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0313,
                                call.span(),
                                "`super.init` sets field `" + f.name()
                                        + "`, which is set already and declared with `let`")
                        .secondary(f.span(), "declared here"));
            }
        }
        if (owner.base != null && body.env.classHeader(owner.base.symbol()).initEscapes) {
            escapes = true;
            requireFrom(owner.inherited, now, call.span(), "`super.init` calls methods on `self` or hands it on, and");
        }
        BitSet out = (BitSet) now.clone();
        out.set(0, owner.inherited);
        return out;
    }

    private static BitSet both(BitSet a, BitSet b) {
        BitSet out = (BitSet) a.clone();
        out.and(b);
        return out;
    }
}
