package org.platlang.hir.tree;

import java.util.List;
import org.platlang.hir.type.Type;
import org.platlang.lexer.source.Span;

/**
 * A function with a body.
 *
 * @param parameters in declaration order; {@code self} first for methods; for TASK and LAMBDA the captured
 *     values first, in the order of {@code HirSpawn.captures} / {@code HirLambda.captures}
 * @param localCount ids of all locals, parameters included, are below this
 * @param result type of the value returned; for TASK the result of the task
 * @param body its value is the function's result; of type {@code result}, or Never
 */
public record HirFunction(
        FunctionRef ref, Kind kind, List<HirLocal> parameters, int localCount, Type result, HirExpr body, Span span) {

    /** How a function is entered. */
    public enum Kind {
        /** By direct calls: functions, methods, {@code init}. */
        FUNCTION,
        /** As the body of a task, by {@code HirSpawn} only. */
        TASK,
        /** Through a function value, made by {@code HirLambda}. */
        LAMBDA
    }

    public String name() {
        return ref.name();
    }
}
