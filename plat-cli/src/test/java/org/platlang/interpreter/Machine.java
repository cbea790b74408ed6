package org.platlang.interpreter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.type.Type;
import org.platlang.interpreter.Interpreter.End;
import org.platlang.interpreter.Interpreter.Outcome;

/** The state of a running program that outlives calls, and what calls another function. */
final class Machine {
    private static final String STACK_OVERFLOW =
            "stack overflow: a task's stack may grow to 256 MiB; PLAT_STACK_MAX raises it";
    /** Deeper than any program of the tests that is meant to end, shallower than the Java stack. */
    private static final int DEEPEST = 1_200_000;

    private final HirProgram program;
    private final Interpreter.Settings settings;
    private final Map<FunctionRef, HirFunction> functions = new IdentityHashMap<>();
    private final Map<Type, HirClass> classes = new IdentityHashMap<>();
    private final Evaluator evaluator;
    private long steps;
    private int depth;

    final StringBuilder stdout = new StringBuilder();
    final StringBuilder stderr = new StringBuilder();
    final ArrayDeque<String> stdin;
    final Texts texts;
    final Equality equality;

    Machine(HirProgram program, Interpreter.Settings settings) {
        this.program = program;
        this.settings = settings;
        this.stdin = new ArrayDeque<>(settings.stdin());
        this.texts = new Texts(this);
        this.equality = new Equality(this);
        this.evaluator = new Evaluator(this);
    }

    Outcome run() {
        try {
            long status = (Long) call(program.function(program.entry()), List.of());
            return ended((int) status);
        } catch (Jump.Exit exit) {
            return ended(exit.status);
        } catch (Jump.OutOfSteps e) {
            return new Outcome(End.ENDLESS, 0, stdout.toString(), stderr.toString(), Optional.empty());
        } catch (Panic panic) {
            String text = panic.text() + " at " + panic.place();
            return new Outcome(End.PANIC, 101, stdout.toString(), stderr.toString(), Optional.of(text));
        }
    }

    private Outcome ended(int status) {
        return new Outcome(End.EXIT, status & 0xFF, stdout.toString(), stderr.toString(), Optional.empty());
    }

    HirProgram program() {
        return program;
    }

    List<String> arguments() {
        return settings.arguments();
    }

    /** One expression more has been evaluated. */
    void step() {
        if (++steps > settings.steps()) {
            throw new Jump.OutOfSteps();
        }
    }

    HirFunction function(FunctionRef ref) {
        return functions.computeIfAbsent(ref, program::function);
    }

    HirClass classOf(Type.ClassType type) {
        return classes.computeIfAbsent(type, t -> program.classOf((Type.ClassType) t));
    }

    /** Calls the body with these values of its parameters. */
    Object call(HirFunction function, List<Object> arguments) {
        boolean checked = settings.overflowPanics() && !function.name().startsWith("std::");
        Frame frame = new Frame(function.localCount(), checked);
        for (int i = 0; i < arguments.size(); i++) {
            frame.set(function.parameters().get(i), arguments.get(i));
        }
        if (++depth > DEEPEST) {
            throw new Panic(STACK_OVERFLOW, function.span());
        }
        try {
            return evaluator.eval(function.body(), frame);
        } catch (Jump.Return result) {
            return result.value;
        } finally {
            depth--;
        }
    }

    /** Calls a method seen in {@code type}: its own of the instance's class where it is virtual. */
    Object callMethod(Type.ClassType type, FunctionRef method, List<Object> arguments) {
        int index = classOf(type).virtualIndex(method);
        if (index < 0) {
            return call(function(method), arguments);
        }
        Values.Instance self = (Values.Instance) arguments.get(0);
        return call(function(self.type.virtuals().get(index).implementation()), arguments);
    }

    /** Calls a function value. */
    Object callValue(Object callee, List<Object> arguments) {
        Values.Closure closure = (Values.Closure) callee;
        List<Object> all = new ArrayList<>(closure.captures);
        all.addAll(arguments);
        return call(closure.function, all);
    }

    /** Whether the class is the other one or extends it, directly or not. */
    boolean isA(HirClass type, Type.ClassType other) {
        String wanted = classOf(other).name();
        HirClass c = type;
        while (!c.name().equals(wanted)) {
            if (c.base().isEmpty()) {
                return false;
            }
            c = classOf(c.base().get());
        }
        return true;
    }
}
