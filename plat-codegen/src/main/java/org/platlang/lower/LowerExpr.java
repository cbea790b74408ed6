package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.ir.Aux;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Expressions: the one switch over all kinds of them, and those that need no file of their own. */
final class LowerExpr {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerNumbers numbers;
    private final LowerControl control;
    private final LowerMatch matches;
    private final LowerTasks tasks;
    private final LowerDefer defers;
    private final LowerAttempts attempts;
    private final LowerText text;
    private final LowerIntrinsics intrinsics;
    private final LowerSelect selects;
    private final LowerTaskLocals taskLocals;

    LowerExpr(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
        LowerLists lists = new LowerLists(f);
        this.numbers = new LowerNumbers(f);
        this.tasks = new LowerTasks(f);
        this.defers = new LowerDefer(f);
        this.attempts = new LowerAttempts(f);
        this.control = new LowerControl(f, lists, tasks, numbers);
        this.matches = new LowerMatch(f, lists, control);
        this.text = new LowerText(f);
        this.intrinsics = new LowerIntrinsics(f, lists, tasks, numbers);
        this.selects = new LowerSelect(f, tasks);
        this.taskLocals = new LowerTaskLocals(f);
    }

    List<Value> lower(HirExpr e) {
        return switch (e) {
            case HirInt x -> List.of(b.iconst(f.layouts().scalars(x.type()).get(0), x.value()));
            case HirFloat x ->
                List.of(
                        x.type() instanceof Primitive p && p.isNarrowFloat()
                                ? LowerNarrowFloats.constant(b, p, x.value())
                                : b.fconst(f.layouts().scalars(x.type()).get(0), x.value()));
            case HirBool x -> List.of(b.bool(x.value()));
            case HirString x -> List.of(f.string(x.value()));
            case HirUnit x -> List.of();
            case HirInvalid x -> throw new IllegalArgumentException("an error in a monomorphic program at " + x.span());
            case HirLocalGet x -> f.read(x.local());
            case HirLet x -> {
                f.declare(x.local(), f.lowerAs(x.value(), x.local().type()));
                yield List.of();
            }
            case HirLocalSet x -> {
                f.assign(x.local(), f.lowerAs(x.value(), x.local().type()));
                yield List.of();
            }
            case HirFieldGet x -> fieldGet(x);
            case HirFieldSet x -> fieldSet(x);
            case HirNew x -> newObject(x);
            case HirVariant x -> variant(x);
            case HirListLiteral x -> intrinsics.lists().literal(x);
            case HirRange x -> {
                List<Value> values = new ArrayList<>();
                values.addAll(f.lowerAs(x.start(), x.type().element()));
                values.addAll(f.lowerAs(x.end(), x.type().element()));
                values.add(b.bool(x.inclusive()));
                values.add(b.i64(1));
                yield values;
            }
            case HirUnary x -> numbers.unary(x);
            case HirBinary x -> numbers.binary(x);
            case HirLogical x -> List.of(control.logical(x));
            case HirEquals x -> List.of(equals(x));
            case HirCast x -> numbers.cast(x);
            case HirToText x -> List.of(text.toText(x));
            case HirInterpolate x -> List.of(text.interpolate(x));
            case HirCall x -> call(x);
            case HirIntrinsic x -> intrinsics.lower(x);
            case HirLambda x -> List.of(functionValue(x));
            case HirCallVirtual x -> callVirtual(x);
            case HirUpcast x -> f.lower(x.operand());
            case HirCallValue x -> callValue(x);
            case HirBlock x -> block(x);
            case HirIf x -> control.ifElse(x);
            case HirLoop x -> control.loop(x);
            case HirWhile x -> control.whileLoop(x);
            case HirForRange x -> control.forRange(x);
            case HirForEach x -> control.forEach(x);
            case HirBreak x -> control.breakLoop(x);
            case HirContinue x -> control.continueLoop(x);
            case HirReturn x -> {
                List<Value> result = f.lowerAs(x.value(), f.function().result());
                f.at(x.span());
                f.emitReturn(result);
                f.startUnreachable();
                yield List.of();
            }
            case HirMatch x -> matches.match(x);
            case HirDefer x -> defers.defer(x);
            case HirAttempt x -> attempts.attempt(x);
            case HirWithTimeout x -> attempts.withTimeout(x);
            case HirExpr.HirTaskLocalGet x -> taskLocals.read(x.local());
            case HirExpr.HirWithLocal x -> taskLocals.withLocal(x);
            case HirRace x -> tasks.race(x);
            case HirConcurrent x -> tasks.concurrent(x);
            case HirExpr.HirSelect x -> selects.select(x);
            case HirSpawn x -> List.of(tasks.spawn(x));
        };
    }

    private List<Value> block(HirBlock x) {
        for (HirExpr s : x.statements()) {
            f.lower(s);
            if (s.type() == Primitive.NEVER) {
                // Nothing after it is reached; the result is asked for in unreachable code.
                return f.zeros(f.layouts().scalars(x.type()));
            }
        }
        return f.lower(x.result());
    }

    private List<Value> call(HirCall x) {
        HirFunction callee = f.module().program().function(x.function());
        List<Value> arguments = f.lowerAll(
                x.arguments(), callee.parameters().stream().map(HirLocal::type).toList());
        f.at(x.span());
        List<Value> results =
                b.call(f.module().symbol(x.function()), f.layouts().scalars(callee.result()), arguments);
        if (x.type() == Primitive.NEVER) {
            b.unreachable();
            f.startUnreachable();
            return List.of();
        }
        Elements.mark(f.module(), callee.result(), results);
        return results;
    }

    private List<Value> callVirtual(HirCallVirtual x) {
        HirExpr self = x.arguments().get(0);
        while (self instanceof HirUpcast up) {
            self = up.operand(); // the nearer the class is known, the fewer methods it can be
        }
        if (!(self.type() instanceof ClassType known)) {
            f.lower(self); // does not return
            return f.zeros(f.layouts().scalars(x.type()));
        }
        ClassType owner = (ClassType) x.arguments().get(0).type();
        HirClass declared = f.module().program().classOf(owner);
        int index = declared.virtualIndex(x.function());
        FunctionRef method =
                f.module().program().classOf(known).virtuals().get(index).implementation();
        List<Value> arguments = new ArrayList<>();
        for (HirExpr a : x.arguments()) {
            arguments.addAll(f.lower(a));
            if (a.type() == Primitive.NEVER) {
                return f.zeros(f.layouts().scalars(x.type()));
            }
        }
        f.at(x.span());
        List<Value> results =
                f.module().classes().call(b, known, method, f.layouts().scalars(x.type()), arguments);
        if (x.type() == Primitive.NEVER) {
            b.unreachable();
            f.startUnreachable();
            return List.of();
        }
        return results;
    }

    private Value functionValue(HirLambda x) {
        HirFunction function = f.module().program().function(x.function());
        List<Value> captures = f.lowerAll(
                x.captures(),
                function.parameters().subList(0, x.captures().size()).stream()
                        .map(HirLocal::type)
                        .toList());
        f.at(x.span());
        return f.module().functionValues().make(b, x.type(), x.function(), captures);
    }

    private List<Value> callValue(HirCallValue x) {
        if (!(x.callee().type() instanceof FunctionType type)) {
            f.lower(x.callee()); // does not return
            return f.zeros(f.layouts().scalars(x.type()));
        }
        Value callee = f.lowerOne(x.callee(), IrType.REF);
        List<Value> arguments = f.lowerAll(x.arguments(), type.parameters());
        f.at(x.span());
        List<Value> results = f.module().functionValues().call(b, type, callee, arguments);
        if (x.type() == Primitive.NEVER) {
            b.unreachable();
            f.startUnreachable();
            return List.of();
        }
        return results;
    }

    // Classes.

    private List<Value> newObject(HirNew x) {
        f.at(x.span());
        ClassLayout layout = f.layouts().classLayout(x.type());
        List<Value> object =
                List.of(b.alloc(f.module().descriptors().ofClass(x.type()), layout.size(), layout.header()));
        Elements.mark(f.module(), x.type(), object);
        return object;
    }

    private List<Value> fieldGet(HirFieldGet x) {
        ClassType type = (ClassType) x.object().type();
        ClassLayout layout = f.layouts().classLayout(type);
        Value object = f.lowerOne(x.object(), IrType.REF);
        f.at(x.span());
        List<Value> values = new ArrayList<>();
        for (int i = layout.firstScalar().get(x.field());
                i < layout.firstScalar().get(x.field() + 1);
                i++) {
            Aux.Mem place = f.module()
                    .classes()
                    .place(type, x.field(), layout.struct().offsets().get(i));
            values.add(b.load(layout.struct().scalars().get(i), object, place));
        }
        Elements.mark(f.module(), x.type(), values);
        return values;
    }

    private List<Value> fieldSet(HirFieldSet x) {
        ClassType type = (ClassType) x.object().type();
        ClassLayout layout = f.layouts().classLayout(type);
        Value object = f.lowerOne(x.object(), IrType.REF);
        HirClass.Field field = f.module().program().classOf(type).fields().get(x.field());
        List<Value> values = f.lowerAs(x.value(), field.type());
        f.at(x.span());
        int first = layout.firstScalar().get(x.field());
        for (int i = 0; i < values.size(); i++) {
            int offset = layout.struct().offsets().get(first + i);
            b.store(object, f.module().classes().place(type, x.field(), offset), values.get(i));
        }
        return List.of();
    }

    // Enums.

    private List<Value> variant(HirVariant x) {
        List<Value> payload = new ArrayList<>();
        List<org.platlang.hir.tree.HirEnum.Field> fields = f.module()
                .program()
                .enumOf(x.type())
                .variants()
                .get(x.variant())
                .fields();
        for (int i = 0; i < fields.size(); i++) {
            payload.addAll(f.lowerAs(x.payload().get(i), fields.get(i).type()));
        }
        f.at(x.span());
        return new Variants(f.module(), b).make(f.layouts().enumLayout(x.type()), x.variant(), payload);
    }

    private Value equals(HirEquals x) {
        List<Value> left = f.lower(x.left());
        List<Value> right = f.lower(x.right());
        if (x.left().type() == Primitive.NEVER || x.right().type() == Primitive.NEVER) {
            return b.bool(false);
        }
        f.at(x.span());
        Value same = f.module().equalities().emit(b, x.left().type(), left, right);
        return x.negated() ? negate(same) : same;
    }

    private Value negate(Value bool) {
        // The negation of a comparison just made is the opposite comparison, also of floats with NaN.
        return switch (bool.op()) {
            case EQ, NE, FEQ, FNE -> b.binary(bool.op().negated(), bool.arg(0), bool.arg(1));
            default -> b.binary(Opcode.XOR, bool, b.bool(true));
        };
    }
}
