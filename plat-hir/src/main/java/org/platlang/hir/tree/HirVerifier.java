package org.platlang.hir.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;

/**
 * Checks what a monomorphic program promises:
 *
 * <ol>
 *   <li>no type variable and no error type anywhere; every function, class and enum that is mentioned is there;
 *   <li>every local is declared before it is used, in a block that encloses the use, and has an id below {@code
 *       localCount}; only mutable ones are assigned;
 *   <li>the types of parts are those their node asks for, or Never;
 *   <li>breaks and continues are inside their loop, spawns inside their scope, tasks only behind spawns.
 * </ol>
 */
public final class HirVerifier {
    private final HirProgram program;
    private final List<String> problems = new ArrayList<>();
    private final ArrayDeque<HirLabel> labels = new ArrayDeque<>();
    private final ArrayDeque<HirScope> scopes = new ArrayDeque<>();
    private final Set<HirLocal> declared = new HashSet<>();
    private HirFunction current;
    /** How many cleanups of a {@code defer} enclose the expression at hand. */
    private int cleanups;

    private HirVerifier(HirProgram program) {
        this.program = program;
        this.current = program.function(program.entry());
    }

    /** What is wrong, one line each; empty for a sound program. */
    public static List<String> verify(HirProgram program) {
        HirVerifier v = new HirVerifier(program);
        for (HirFunction f : program.functions()) {
            v.function(f);
        }
        return List.copyOf(v.problems);
    }

    private void problem(HirExpr e, String text) {
        problems.add(current.name() + " at " + e.span() + ": " + text);
    }

    private void function(HirFunction f) {
        current = f;
        declared.clear();
        for (HirLocal p : f.parameters()) {
            declare(p, f.body());
        }
        type(f.result(), f.body());
        wants(f.body(), f.result(), "body");
        expr(f.body());
    }

    private void declare(HirLocal local, HirExpr at) {
        if (local.id() < 0 || local.id() >= current.localCount()) {
            problem(at, "id of " + local + " is not below " + current.localCount());
        }
        type(local.type(), at);
        declared.add(local);
    }

    private void type(Type t, HirExpr at) {
        if (Types.hasVariables(t) || Types.hasError(t)) {
            problem(at, "unresolved type " + TypePrinter.show(t));
            return;
        }
        try {
            switch (t) {
                case Type.ClassType c -> program.classOf(c);
                case Type.EnumType c -> program.enumOf(c);
                default -> {
                    // nothing to find
                }
            }
        } catch (IllegalArgumentException e) {
            problem(at, String.valueOf(e.getMessage()));
        }
        for (Type part : Types.parts(t)) {
            type(part, at);
        }
    }

    private void wants(HirExpr e, Type wanted, String what) {
        if (e.type() != Primitive.NEVER && !Types.same(e.type(), wanted)) {
            problem(e, what + " is " + TypePrinter.show(e.type()) + ", wanted " + TypePrinter.show(wanted));
        }
    }

    private void arguments(HirExpr at, List<HirExpr> given, List<HirLocal> parameters) {
        if (given.size() != parameters.size()) {
            problem(at, given.size() + " arguments for " + parameters.size() + " parameters");
            return;
        }
        for (int i = 0; i < given.size(); i++) {
            wants(given.get(i), parameters.get(i).type(), "argument " + i);
        }
    }

    private void expr(HirExpr e) {
        type(e.type(), e);
        switch (e) {
            case HirExpr.HirInvalid x -> problem(e, "invalid node");
            case HirExpr.HirLocalGet x -> use(x.local(), e);
            case HirExpr.HirLet x -> {
                wants(x.value(), x.local().type(), "value of " + x.local());
                expr(x.value());
                declare(x.local(), e);
            }
            case HirExpr.HirLocalSet x -> {
                use(x.local(), e);
                if (!x.local().mutable()) {
                    problem(e, "assigns immutable " + x.local());
                }
                wants(x.value(), x.local().type(), "value of " + x.local());
                expr(x.value());
            }
            case HirExpr.HirFieldGet x -> {
                field(x.object(), x.field(), x.type(), e);
                expr(x.object());
            }
            case HirExpr.HirFieldSet x -> {
                field(x.object(), x.field(), x.value().type(), e);
                expr(x.object());
                expr(x.value());
            }
            case HirExpr.HirVariant x -> {
                List<HirEnum.Field> fields =
                        program.enumOf(x.type()).variants().get(x.variant()).fields();
                if (fields.size() != x.payload().size()) {
                    problem(e, "payload of " + x.payload().size() + " for " + fields.size() + " fields");
                } else {
                    for (int i = 0; i < fields.size(); i++) {
                        wants(x.payload().get(i), fields.get(i).type(), "payload " + i);
                    }
                }
                children(e);
            }
            case HirExpr.HirListLiteral x -> {
                for (HirExpr element : x.elements()) {
                    wants(element, x.type().element(), "element");
                }
                children(e);
            }
            case HirExpr.HirEquals x -> {
                if (x.left().type() != Primitive.NEVER) {
                    wants(x.right(), x.left().type(), "right side");
                }
                children(e);
            }
            case HirExpr.HirCall x -> {
                HirFunction callee = program.function(x.function());
                if (callee.kind() != HirFunction.Kind.FUNCTION) {
                    problem(e, "calls " + callee.kind() + " " + callee.name());
                }
                arguments(e, x.arguments(), callee.parameters());
                if (!Types.same(x.type(), callee.result())) {
                    problem(
                            e,
                            "call is " + TypePrinter.show(x.type()) + ", function gives "
                                    + TypePrinter.show(callee.result()));
                }
                children(e);
            }
            case HirExpr.HirCallVirtual x -> {
                if (x.arguments().get(0).type() instanceof Type.ClassType c) {
                    HirClass owner = program.classOf(c);
                    if (owner.virtualIndex(x.function()) < 0) {
                        problem(
                                e,
                                owner.name() + " has no virtual " + x.function().name());
                    }
                } else if (x.arguments().get(0).type() != Primitive.NEVER) {
                    problem(
                            e,
                            "virtual call on "
                                    + TypePrinter.show(x.arguments().get(0).type()));
                }
                children(e);
            }
            case HirExpr.HirUpcast x -> {
                if (x.operand().type() != Primitive.NEVER && !isBase(x.operand().type(), x.type())) {
                    problem(e, TypePrinter.show(x.operand().type()) + " does not extend " + TypePrinter.show(x.type()));
                }
                children(e);
            }
            case HirExpr.HirIf x -> {
                wants(x.condition(), Primitive.BOOL, "condition");
                wants(x.thenBranch(), x.type(), "then");
                wants(x.elseBranch(), x.type(), "else");
                expr(x.condition());
                scoped(x.thenBranch());
                scoped(x.elseBranch());
            }
            case HirExpr.HirBlock x -> {
                Set<HirLocal> before = new HashSet<>(declared);
                children(e);
                declared.retainAll(before);
            }
            case HirExpr.HirLoop x -> loop(x.label(), x.body());
            case HirExpr.HirWhile x -> {
                wants(x.condition(), Primitive.BOOL, "condition");
                expr(x.condition());
                loop(x.label(), x.body());
            }
            case HirExpr.HirForRange x -> {
                wants(x.start(), x.local().type(), "start");
                wants(x.end(), x.local().type(), "end");
                expr(x.start());
                expr(x.end());
                declare(x.local(), e);
                loop(x.label(), x.body());
            }
            case HirExpr.HirForEach x -> {
                expr(x.iterable());
                if (x.index().isPresent()) {
                    declare(x.index().get(), e);
                }
                declare(x.local(), e);
                loop(x.label(), x.body());
            }
            case HirExpr.HirBreak x -> {
                inside(x.label(), e);
                children(e);
            }
            case HirExpr.HirContinue x -> inside(x.label(), e);
            case HirExpr.HirReturn x -> {
                if (cleanups > 0) {
                    problem(e, "return out of a cleanup");
                }
                wants(x.value(), current.result(), "returned value");
                children(e);
            }
            case HirExpr.HirMatch x -> match(x);
            case HirExpr.HirDefer x -> {
                wants(x.cleanup(), Primitive.UNIT, "cleanup");
                cleanup(x.cleanup());
                scoped(x.body());
            }
            case HirExpr.HirAttempt x -> {
                wants(x.body(), x.type(), "body");
                wants(x.caught(), x.type(), "caught");
                scoped(x.body());
                for (HirLocal part : x.report()) {
                    declare(part, e);
                }
                scoped(x.caught());
            }
            case HirExpr.HirWithTimeout x -> {
                wants(x.duration(), Primitive.DURATION, "duration");
                wants(x.body(), x.type(), "body");
                wants(x.expired(), x.type(), "expired");
                expr(x.duration());
                scoped(x.body());
                scoped(x.expired());
            }
            case HirExpr.HirTaskLocalGet x -> {
                if (x.local().initial().type() != x.local().type()) {
                    problem(e, "initial value of another type");
                }
            }
            case HirExpr.HirWithLocal x -> {
                for (HirExpr.LocalBinding b : x.bindings()) {
                    if (!program.taskLocals().contains(b.local())) {
                        problem(e, b.local() + " is not in the program");
                    }
                    wants(b.value(), b.local().type(), "bound value");
                    expr(b.value());
                }
                scoped(x.body());
            }
            case HirExpr.HirRace x -> {
                wants(x.start(), Primitive.UNIT, "start");
                scopes.push(x.scope());
                scoped(x.start());
                scopes.pop();
            }
            case HirExpr.HirConcurrent x -> {
                scopes.push(x.scope());
                scoped(x.body());
                scopes.pop();
            }
            case HirExpr.HirSelect x -> select(x);
            case HirExpr.HirSpawn x -> {
                if (x.scope() != HirScope.OF_TASK && !scopes.contains(x.scope())) {
                    problem(e, "spawn outside of its scope");
                }
                HirFunction task = program.function(x.body());
                if (task.kind() != HirFunction.Kind.TASK) {
                    problem(e, "spawns " + task.kind() + " " + task.name());
                }
                arguments(e, x.captures(), task.parameters());
                children(e);
            }
            default -> children(e);
        }
    }

    /** No jump leads out of a cleanup, and no spawn. */
    private void cleanup(HirExpr e) {
        List<HirLabel> outerLabels = List.copyOf(labels);
        List<HirScope> outerScopes = List.copyOf(scopes);
        labels.clear();
        scopes.clear();
        cleanups++;
        scoped(e);
        cleanups--;
        labels.addAll(outerLabels);
        scopes.addAll(outerScopes);
    }

    private boolean isBase(Type type, Type base) {
        Type t = type;
        while (t instanceof Type.ClassType c) {
            if (Types.same(t, base)) {
                return true;
            }
            t = program.classOf(c).base().isPresent()
                    ? program.classOf(c).base().get()
                    : Primitive.NEVER;
        }
        return false;
    }

    private void children(HirExpr e) {
        for (HirExpr child : HirChildren.of(e)) {
            expr(child);
        }
    }

    private void scoped(HirExpr e) {
        Set<HirLocal> before = new HashSet<>(declared);
        expr(e);
        declared.retainAll(before);
    }

    private void use(HirLocal local, HirExpr e) {
        if (!declared.contains(local)) {
            problem(e, local + " is used outside of its block");
        }
    }

    private void field(HirExpr object, int index, Type type, HirExpr e) {
        if (!(object.type() instanceof Type.ClassType c)) {
            if (object.type() != Primitive.NEVER) {
                problem(e, "field of " + TypePrinter.show(object.type()));
            }
            return;
        }
        Type declaredType = program.classOf(c).fields().get(index).type();
        if (type != Primitive.NEVER && !Types.same(type, declaredType)) {
            problem(e, "field is " + TypePrinter.show(declaredType) + ", not " + TypePrinter.show(type));
        }
    }

    private void loop(HirLabel label, HirExpr body) {
        wants(body, Primitive.UNIT, "loop body");
        labels.push(label);
        scoped(body);
        labels.pop();
    }

    private void inside(HirLabel label, HirExpr e) {
        if (!labels.contains(label)) {
            problem(e, "jump out of nowhere: '" + label);
        }
    }

    private void match(HirExpr.HirMatch x) {
        expr(x.scrutinee());
        for (HirExpr.Arm a : x.arms()) {
            Set<HirLocal> before = new HashSet<>(declared);
            pattern(a.pattern(), x.scrutinee().type(), x);
            if (a.guard().isPresent()) {
                wants(a.guard().get(), Primitive.BOOL, "guard");
                expr(a.guard().get());
            }
            wants(a.body(), x.type(), "arm");
            expr(a.body());
            declared.retainAll(before);
        }
    }

    private void select(HirExpr.HirSelect x) {
        for (HirSelectArm a : x.arms()) {
            a.operands().forEach(this::expr);
        }
        for (HirSelectArm a : x.arms()) {
            Set<HirLocal> before = new HashSet<>(declared);
            switch (a) {
                case HirSelectArm.Receive r -> {
                    if (r.local().isPresent()) {
                        declare(r.local().get(), x);
                        wants(r.channel(), channelOf(r.local().get().type()), "channel");
                    }
                }
                case HirSelectArm.Send s -> {
                    if (s.value().type() != Primitive.NEVER) {
                        wants(s.channel(), new Type.ChannelType(s.value().type()), "channel");
                    }
                }
                case HirSelectArm.After t -> wants(t.duration(), Primitive.DURATION, "duration");
                case HirSelectArm.Default d -> {}
            }
            wants(a.body(), x.type(), "arm");
            expr(a.body());
            declared.retainAll(before);
        }
    }

    /** The channel whose receive gives this Option. */
    private static Type channelOf(Type option) {
        return new Type.ChannelType(((Type.EnumType) option).arguments().get(0));
    }

    private void pattern(HirPattern p, Type type, HirExpr at) {
        if (type != Primitive.NEVER && !Types.same(p.type(), type)) {
            problem(at, "pattern for " + TypePrinter.show(p.type()) + " on " + TypePrinter.show(type));
        }
        switch (p) {
            case HirPattern.PatWildcard x -> type(x.type(), at);
            case HirPattern.PatBinding x -> declare(x.local(), at);
            case HirPattern.PatLiteral x -> expr(x.value());
            case HirPattern.PatRange x -> {
                if (x.low() > x.high()) {
                    problem(at, "empty range pattern");
                }
            }
            case HirPattern.PatVariant x -> {
                List<HirEnum.Field> fields =
                        program.enumOf(x.type()).variants().get(x.variant()).fields();
                if (fields.size() != x.fields().size()) {
                    problem(at, "pattern with " + x.fields().size() + " of " + fields.size() + " fields");
                    return;
                }
                for (int i = 0; i < fields.size(); i++) {
                    pattern(x.fields().get(i), fields.get(i).type(), at);
                }
            }
            case HirPattern.PatClass x -> {
                if (!isBase(x.tested(), x.type())) {
                    problem(at, TypePrinter.show(x.tested()) + " does not extend " + TypePrinter.show(x.type()));
                }
                pattern(x.inner(), x.tested(), at);
            }
            case HirPattern.PatOr x -> {
                for (HirPattern a : x.alternatives()) {
                    pattern(a, type, at);
                }
            }
        }
    }
}
