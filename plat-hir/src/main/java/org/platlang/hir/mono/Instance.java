package org.platlang.hir.mono;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatClass;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatOr;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.tree.HirSelectArm;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;

/**
 * One instance of a function: its body with types put for type parameters, locals renumbered with the parameters
 * first. What depends on the concrete type only is decided here: the order of Strings becomes a call, a cast to the
 * same type disappears.
 */
final class Instance {
    private final Monomorphize program;
    private final Map<TypeParam, Type> by;
    private final IdentityHashMap<HirLocal, HirLocal> locals = new IdentityHashMap<>();
    private int nextLocal;

    Instance(Monomorphize program, Map<TypeParam, Type> by) {
        this.program = program;
        this.by = by;
    }

    HirFunction function(HirFunction f, FunctionRef ref) {
        List<HirLocal> parameters = new ArrayList<>(f.parameters().size());
        for (HirLocal p : f.parameters()) {
            parameters.add(local(p));
        }
        Type result = type(f.result(), f.span());
        HirExpr body = expr(f.body());
        return new HirFunction(ref, f.kind(), List.copyOf(parameters), nextLocal, result, body, f.span());
    }

    private Type type(Type t, Span use) {
        if (t instanceof Primitive) {
            return t;
        }
        Type made = Containers.represent(Types.substitute(t, by));
        program.note(made, use);
        return made;
    }

    private List<Type> types(List<Type> list, Span use) {
        if (list.isEmpty()) {
            return list;
        }
        List<Type> made = new ArrayList<>(list.size());
        for (Type t : list) {
            made.add(type(t, use));
        }
        return List.copyOf(made);
    }

    private HirLocal local(HirLocal l) {
        HirLocal known = locals.get(l);
        if (known == null) {
            known = new HirLocal(nextLocal++, l.name(), type(l.type(), l.span()), l.mutable(), l.span());
            locals.put(l, known);
        }
        return known;
    }

    private FunctionRef ref(FunctionRef r, Span use) {
        FunctionRef made = r.typeArguments().isEmpty() ? r : FunctionRef.of(r.symbol(), types(r.typeArguments(), use));
        program.request(made, use);
        return made;
    }

    private List<HirExpr> all(List<HirExpr> list) {
        if (list.isEmpty()) {
            return list;
        }
        List<HirExpr> made = new ArrayList<>(list.size());
        for (HirExpr e : list) {
            made.add(expr(e));
        }
        return List.copyOf(made);
    }

    HirExpr expr(HirExpr e) {
        Span s = e.span();
        return switch (e) {
            case HirInt x -> x;
            case HirFloat x -> x;
            case HirBool x -> x;
            case HirString x -> x;
            case HirUnit x -> x;
            case HirInvalid x -> throw new IllegalStateException("reported, yet not stopped: " + s);
            case HirLocalGet x -> new HirLocalGet(local(x.local()), s);
            case HirLet x -> {
                HirExpr value = expr(x.value());
                yield new HirLet(local(x.local()), value, s);
            }
            case HirLocalSet x -> new HirLocalSet(local(x.local()), expr(x.value()), s);
            case HirFieldGet x -> new HirFieldGet(expr(x.object()), x.field(), type(x.type(), s), s);
            case HirFieldSet x -> new HirFieldSet(expr(x.object()), x.field(), expr(x.value()), s);
            case HirNew x -> {
                Type.ClassType made = (Type.ClassType) type(x.type(), s);
                program.instantiate(made, s);
                yield new HirNew(made, s);
            }
            case HirVariant x -> new HirVariant((Type.EnumType) type(x.type(), s), x.variant(), all(x.payload()), s);
            case HirListLiteral x -> new HirListLiteral((Type.ListType) type(x.type(), s), all(x.elements()), s);
            case HirRange x ->
                new HirRange((Type.RangeType) type(x.type(), s), expr(x.start()), expr(x.end()), x.inclusive(), s);
            case HirUnary x -> new HirUnary(x.op(), expr(x.operand()), type(x.type(), s), s);
            case HirBinary x -> binary(x);
            case HirLogical x -> new HirLogical(x.isAnd(), expr(x.left()), expr(x.right()), s);
            case HirEquals x -> {
                HirExpr left = expr(x.left());
                program.needEquals(left.type(), s);
                yield new HirEquals(left, expr(x.right()), x.negated(), s);
            }
            case HirCast x -> {
                HirExpr operand = expr(x.operand());
                Type to = type(x.type(), s);
                yield Types.same(operand.type(), to) ? operand : new HirCast(operand, to, s);
            }
            case HirToText x -> {
                HirExpr operand = expr(x.operand());
                program.needText(operand.type(), s);
                yield operand.type() == Primitive.STRING ? operand : new HirToText(operand, s);
            }
            case HirInterpolate x -> {
                List<Part> parts = new ArrayList<>(x.parts().size());
                for (Part p : x.parts()) {
                    HirExpr value = expr(p.value());
                    program.needText(value.type(), s);
                    parts.add(new Part(value, p.format()));
                }
                yield new HirInterpolate(List.copyOf(parts), s);
            }
            case HirCall x -> new HirCall(ref(x.function(), s), all(x.arguments()), type(x.type(), s), s);
            case HirCallVirtual x -> {
                List<HirExpr> arguments = all(x.arguments());
                FunctionRef method =
                        FunctionRef.of(x.function().symbol(), types(x.function().typeArguments(), s));
                if (arguments.get(0).type() instanceof Type.ClassType owner) {
                    program.call(owner, method, s);
                }
                yield new HirCallVirtual(method, arguments, type(x.type(), s), s);
            }
            case HirUpcast x -> {
                HirExpr operand = expr(x.operand());
                Type.ClassType to = (Type.ClassType) type(x.type(), s);
                yield Types.same(operand.type(), to) ? operand : new HirUpcast(operand, to, s);
            }
            case HirIntrinsic x -> intrinsic(x);
            case HirLambda x ->
                new HirLambda(ref(x.function(), s), all(x.captures()), (Type.FunctionType) type(x.type(), s), s);
            case HirCallValue x -> new HirCallValue(expr(x.callee()), all(x.arguments()), type(x.type(), s), s);
            case HirBlock x -> {
                List<HirExpr> statements = all(x.statements());
                yield new HirBlock(statements, expr(x.result()), s);
            }
            case HirIf x ->
                new HirIf(expr(x.condition()), expr(x.thenBranch()), expr(x.elseBranch()), type(x.type(), s), s);
            case HirLoop x -> new HirLoop(x.label(), expr(x.body()), type(x.type(), s), s);
            case HirWhile x -> new HirWhile(x.label(), expr(x.condition()), expr(x.body()), s);
            case HirForRange x -> {
                HirExpr start = expr(x.start());
                HirExpr end = expr(x.end());
                yield new HirForRange(x.label(), local(x.local()), start, end, x.inclusive(), expr(x.body()), s);
            }
            case HirForEach x -> {
                HirExpr iterable = expr(x.iterable());
                Optional<HirLocal> index =
                        x.index().isPresent() ? Optional.of(local(x.index().get())) : Optional.<HirLocal>empty();
                yield new HirForEach(x.label(), index, local(x.local()), iterable, expr(x.body()), s);
            }
            case HirBreak x -> new HirBreak(x.label(), expr(x.value()), s);
            case HirContinue x -> x;
            case HirReturn x -> new HirReturn(expr(x.value()), s);
            case HirMatch x -> match(x);
            case HirDefer x -> {
                HirExpr cleanup = expr(x.cleanup());
                yield new HirDefer(cleanup, expr(x.body()), s);
            }
            case HirAttempt x -> {
                HirExpr inner = expr(x.body());
                List<HirLocal> report = new ArrayList<>(x.report().size());
                for (HirLocal l : x.report()) {
                    report.add(local(l));
                }
                yield new HirAttempt(inner, List.copyOf(report), expr(x.caught()), type(x.type(), s), s);
            }
            case HirWithTimeout x ->
                new HirWithTimeout(expr(x.duration()), expr(x.body()), expr(x.expired()), type(x.type(), s), s);
            case HirExpr.HirTaskLocalGet x -> new HirExpr.HirTaskLocalGet(program.taskLocal(x.local(), this, false), s);
            case HirExpr.HirWithLocal x -> {
                List<HirExpr.LocalBinding> bindings =
                        new ArrayList<>(x.bindings().size());
                for (HirExpr.LocalBinding b : x.bindings()) {
                    bindings.add(new HirExpr.LocalBinding(program.taskLocal(b.local(), this, true), expr(b.value())));
                }
                yield new HirExpr.HirWithLocal(List.copyOf(bindings), expr(x.body()), s);
            }
            case HirRace x -> new HirRace(x.scope(), expr(x.start()), type(x.type(), s), s);
            case HirConcurrent x -> new HirConcurrent(x.scope(), expr(x.body()), s);
            case HirSelect x -> select(x);
            case HirSpawn x ->
                new HirSpawn(
                        ref(x.body(), s),
                        all(x.captures()),
                        x.scope(),
                        x.detached(),
                        (Type.TaskType) type(x.type(), s),
                        s);
        };
    }

    private HirExpr intrinsic(HirIntrinsic x) {
        Span s = x.span();
        Type result = type(x.type(), s);
        if (x.op() == Intrinsic.DICT_NEW) {
            return new HirNew((Type.ClassType) result, s);
        }
        List<Type> types = types(x.typeArguments(), s);
        if (x.op() == Intrinsic.TEXT_NESTED) {
            program.needText(types.get(0), s);
        } else if (x.op() == Intrinsic.KEY_EQUALS) {
            program.needEquals(types.get(0), s);
        }
        return new HirIntrinsic(x.op(), types, all(x.arguments()), result, s);
    }

    private HirExpr binary(HirBinary x) {
        Span s = x.span();
        HirExpr left = expr(x.left());
        HirExpr right = expr(x.right());
        if (x.op().isComparison() && left.type() == Primitive.STRING) {
            HirExpr order =
                    new HirIntrinsic(Intrinsic.STRING_COMPARE, List.of(), List.of(left, right), Primitive.INT32, s);
            return new HirBinary(x.op(), order, new HirInt(0, Primitive.INT32, s), Primitive.BOOL, s);
        }
        return new HirBinary(x.op(), left, right, type(x.type(), s), s);
    }

    private HirExpr match(HirMatch x) {
        HirExpr scrutinee = expr(x.scrutinee());
        List<Arm> arms = new ArrayList<>(x.arms().size());
        for (Arm a : x.arms()) {
            HirPattern p = pattern(a.pattern());
            Optional<HirExpr> guard =
                    a.guard().isPresent() ? Optional.of(expr(a.guard().get())) : Optional.<HirExpr>empty();
            arms.add(new Arm(p, guard, expr(a.body()), a.span()));
        }
        return new HirMatch(scrutinee, List.copyOf(arms), type(x.type(), x.span()), x.span());
    }

    private HirExpr select(HirSelect x) {
        List<HirSelectArm> arms = new ArrayList<>(x.arms().size());
        for (HirSelectArm arm : x.arms()) {
            arms.add(
                    switch (arm) {
                        case HirSelectArm.Receive a -> {
                            HirExpr channel = expr(a.channel());
                            Optional<HirLocal> local = a.local().isPresent()
                                    ? Optional.of(local(a.local().get()))
                                    : Optional.<HirLocal>empty();
                            yield new HirSelectArm.Receive(channel, local, expr(a.body()), a.span());
                        }
                        case HirSelectArm.Send a ->
                            new HirSelectArm.Send(expr(a.channel()), expr(a.value()), expr(a.body()), a.span());
                        case HirSelectArm.After a ->
                            new HirSelectArm.After(expr(a.duration()), expr(a.body()), a.span());
                        case HirSelectArm.Default a -> new HirSelectArm.Default(expr(a.body()), a.span());
                    });
        }
        return new HirSelect(x.biased(), List.copyOf(arms), type(x.type(), x.span()), x.span());
    }

    private HirPattern pattern(HirPattern p) {
        return switch (p) {
            case PatWildcard x -> new PatWildcard(type(x.type(), x.span()), x.span());
            case PatBinding x -> new PatBinding(local(x.local()), x.span());
            case PatLiteral x -> x;
            case PatRange x -> x;
            case PatVariant x ->
                new PatVariant((Type.EnumType) type(x.type(), x.span()), x.variant(), patterns(x.fields()), x.span());
            case PatClass x ->
                new PatClass(
                        (Type.ClassType) type(x.type(), x.span()),
                        (Type.ClassType) type(x.tested(), x.span()),
                        pattern(x.inner()),
                        x.span());
            case PatOr x -> new PatOr(patterns(x.alternatives()), type(x.type(), x.span()), x.span());
        };
    }

    private List<HirPattern> patterns(List<HirPattern> list) {
        List<HirPattern> made = new ArrayList<>(list.size());
        for (HirPattern p : list) {
            made.add(pattern(p));
        }
        return List.copyOf(made);
    }
}
