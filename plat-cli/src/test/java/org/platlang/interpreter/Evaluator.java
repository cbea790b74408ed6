package org.platlang.interpreter;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirBool;
import org.platlang.hir.tree.HirExpr.HirBreak;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirCallValue;
import org.platlang.hir.tree.HirExpr.HirCallVirtual;
import org.platlang.hir.tree.HirExpr.HirCast;
import org.platlang.hir.tree.HirExpr.HirConcurrent;
import org.platlang.hir.tree.HirExpr.HirContinue;
import org.platlang.hir.tree.HirExpr.HirDefer;
import org.platlang.hir.tree.HirExpr.HirEquals;
import org.platlang.hir.tree.HirExpr.HirFieldGet;
import org.platlang.hir.tree.HirExpr.HirFieldSet;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirForEach;
import org.platlang.hir.tree.HirExpr.HirForRange;
import org.platlang.hir.tree.HirExpr.HirIf;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirLambda;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirListLiteral;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirLocalSet;
import org.platlang.hir.tree.HirExpr.HirLogical;
import org.platlang.hir.tree.HirExpr.HirLoop;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirNew;
import org.platlang.hir.tree.HirExpr.HirRange;
import org.platlang.hir.tree.HirExpr.HirReturn;
import org.platlang.hir.tree.HirExpr.HirSpawn;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirToText;
import org.platlang.hir.tree.HirExpr.HirUnary;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirExpr.HirUpcast;
import org.platlang.hir.tree.HirExpr.HirVariant;
import org.platlang.hir.tree.HirExpr.HirWhile;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.HirTaskLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.interpreter.Values.Instance;
import org.platlang.interpreter.Values.PlatList;
import org.platlang.interpreter.Values.Range;
import org.platlang.interpreter.Values.Unit;
import org.platlang.interpreter.Values.Variant;

/** The value of an expression. Sub-expressions are evaluated left to right; whatever else happens is a {@link Jump}. */
final class Evaluator {
    private final Machine machine;
    private final Loops loops;
    private final Patterns patterns;
    private final Intrinsics intrinsics;
    /** What is bound; any other one has its initial value. Never changed: another map takes its place. */
    private Map<HirTaskLocal, Object> taskLocals = Map.of();

    Evaluator(Machine machine) {
        this.machine = machine;
        this.loops = new Loops(this);
        this.patterns = new Patterns(machine);
        this.intrinsics = new Intrinsics(machine);
    }

    Object eval(HirExpr e, Frame frame) {
        machine.step();
        return switch (e) {
            case HirLocalGet x -> frame.get(x.local());
            case HirInt x -> x.value();
            case HirBlock x -> {
                for (HirExpr statement : x.statements()) {
                    eval(statement, frame);
                }
                yield eval(x.result(), frame);
            }
            case HirBinary x -> {
                Object left = eval(x.left(), frame);
                Object right = eval(x.right(), frame);
                yield Arithmetic.binary(x, left, right, frame.checked);
            }
            case HirLet x -> {
                frame.set(x.local(), eval(x.value(), frame));
                yield Unit.UNIT;
            }
            case HirLocalSet x -> {
                frame.set(x.local(), eval(x.value(), frame));
                yield Unit.UNIT;
            }
            case HirIf x -> eval(isTrue(x.condition(), frame) ? x.thenBranch() : x.elseBranch(), frame);
            case HirCall x -> machine.call(machine.function(x.function()), all(x.arguments(), frame));
            case HirIntrinsic x -> intrinsics.apply(x, all(x.arguments(), frame));
            case HirFieldGet x -> field((Instance) eval(x.object(), frame), x.field());
            case HirFieldSet x -> {
                Instance object = (Instance) eval(x.object(), frame);
                object.fields[x.field()] = eval(x.value(), frame);
                yield Unit.UNIT;
            }
            case HirUnit x -> Unit.UNIT;
            case HirBool x -> x.value();
            case HirString x -> x.value();
            case HirFloat x -> x.type() == Primitive.FLOAT64 ? (Object) x.value() : (Object) (float) x.value();
            case HirNew x -> new Instance(machine.classOf(x.type()));
            case HirVariant x -> new Variant(x.variant(), all(x.payload(), frame));
            case HirListLiteral x -> new PlatList(all(x.elements(), frame));
            case HirRange x -> {
                long start = (Long) eval(x.start(), frame);
                yield new Range(start, (Long) eval(x.end(), frame), x.inclusive(), 1);
            }
            case HirUnary x -> Arithmetic.unary(x, eval(x.operand(), frame), frame.checked);
            case HirLogical x ->
                x.isAnd()
                        ? isTrue(x.left(), frame) && isTrue(x.right(), frame)
                        : isTrue(x.left(), frame) || isTrue(x.right(), frame);
            case HirEquals x -> {
                Object left = eval(x.left(), frame);
                Object right = eval(x.right(), frame);
                yield machine.equality.equal(x.left().type(), left, right) != x.negated();
            }
            case HirCast x -> Arithmetic.cast(eval(x.operand(), frame), (Primitive) x.type());
            case HirToText x -> machine.texts.of(x.operand().type(), eval(x.operand(), frame));
            case HirInterpolate x -> interpolate(x, frame);
            case HirCallVirtual x -> {
                List<Object> arguments = all(x.arguments(), frame);
                yield machine.callMethod((Type.ClassType) x.arguments().get(0).type(), x.function(), arguments);
            }
            case HirUpcast x -> eval(x.operand(), frame);
            case HirLambda x -> new Values.Closure(machine.function(x.function()), all(x.captures(), frame));
            case HirCallValue x -> {
                Object callee = eval(x.callee(), frame);
                yield machine.callValue(callee, all(x.arguments(), frame));
            }
            case HirLoop x -> loops.endless(x, frame);
            case HirWhile x -> loops.whileTrue(x, frame);
            case HirForRange x -> loops.overRange(x, frame);
            case HirForEach x -> loops.overValue(x, frame);
            case HirBreak x -> throw new Jump.Break(x.label(), eval(x.value(), frame));
            case HirContinue x -> throw new Jump.Continue(x.label());
            case HirReturn x -> throw new Jump.Return(eval(x.value(), frame));
            case HirMatch x -> match(x, frame);
            case HirDefer x -> defer(x, frame);
            case HirConcurrent x -> throw new NotInterpreted("concurrent");
            case HirSpawn x -> throw new NotInterpreted("spawn");
            case HirExpr.HirAttempt x -> throw new NotInterpreted("attempt");
            case HirExpr.HirWithTimeout x -> throw new NotInterpreted("with_timeout");
            case HirExpr.HirTaskLocalGet x ->
                taskLocals.containsKey(x.local())
                        ? taskLocals.get(x.local())
                        : eval(x.local().initial(), frame);
            case HirExpr.HirWithLocal x -> withLocal(x, frame);
            case HirExpr.HirRace x -> throw new NotInterpreted("race");
            case HirExpr.HirSelect x -> throw new NotInterpreted("select");
            case HirInvalid x -> throw new IllegalStateException("not a checked program");
        };
    }

    boolean isTrue(HirExpr condition, Frame frame) {
        return (Boolean) eval(condition, frame);
    }

    private List<Object> all(List<HirExpr> expressions, Frame frame) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (HirExpr e : expressions) {
            values.add(eval(e, frame));
        }
        return values;
    }

    private static Object field(Instance object, int index) {
        Object value = object.fields[index];
        if (value == null) {
            throw new IllegalStateException("field read before it is set: " + object.type.name() + " " + index);
        }
        return value;
    }

    /** Each part becomes text before the next one is evaluated. */
    private String interpolate(HirInterpolate x, Frame frame) {
        StringBuilder text = new StringBuilder();
        for (Part part : x.parts()) {
            Object value = eval(part.value(), frame);
            Type type = part.value().type();
            text.append(
                    part.format().isPresent()
                            ? Formats.format(
                                    machine.texts, type, value, part.format().get())
                            : machine.texts.of(type, value));
        }
        return text.toString();
    }

    /** The cleanup runs on every way out; a panic in it is the one that goes on, unless the way out is a panic already. */
    private Object withLocal(HirExpr.HirWithLocal x, Frame frame) {
        Map<HirTaskLocal, Object> bound = new IdentityHashMap<>(taskLocals);
        for (HirExpr.LocalBinding b : x.bindings()) {
            bound.put(b.local(), eval(b.value(), frame));
        }
        Map<HirTaskLocal, Object> before = taskLocals;
        taskLocals = bound;
        try {
            return eval(x.body(), frame);
        } finally {
            taskLocals = before;
        }
    }

    private Object defer(HirDefer x, Frame frame) {
        Object value;
        try {
            value = eval(x.body(), frame);
        } catch (Jump.Exit | Jump.OutOfSteps end) {
            throw end;
        } catch (Jump jump) {
            eval(x.cleanup(), frame);
            throw jump;
        } catch (Panic panic) {
            try {
                eval(x.cleanup(), frame);
            } catch (Panic suppressed) {
                panic.addSuppressed(suppressed);
            }
            throw panic;
        }
        eval(x.cleanup(), frame);
        return value;
    }

    private Object match(HirMatch x, Frame frame) {
        Object value = eval(x.scrutinee(), frame);
        for (Arm arm : x.arms()) {
            if (patterns.matches(arm.pattern(), value, frame)
                    && (arm.guard().isEmpty() || isTrue(arm.guard().get(), frame))) {
                return eval(arm.body(), frame);
            }
        }
        throw new IllegalStateException("no arm matches: " + x.span());
    }
}
