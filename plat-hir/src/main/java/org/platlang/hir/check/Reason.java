package org.platlang.hir.check;

import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.lexer.source.Span;

/**
 * Why a type is expected, as data; put into words only when a mismatch is reported.
 *
 * @param name what the kind speaks of (a parameter's name …), or empty
 * @param owner the function or class it belongs to, or empty
 * @param span the place that is the reason
 */
record Reason(Kind kind, String name, String owner, Span span) {

    enum Kind {
        PARAMETER,
        ANNOTATION,
        RESULT,
        ASSIGNED,
        CONDITION,
        OPERAND,
        TARGET,
        BRANCH,
        ELEMENT,
        INDEX,
        KEY,
        DEFAULT_VALUE,
        BREAK_VALUE,
        TASK_RESULT,
        RANGE_END,
        TIME_LIMIT
    }

    static Reason of(Kind kind, Span span) {
        return new Reason(kind, "", "", span);
    }

    /** Words for a label at {@link #span}. */
    String explain(Type expected) {
        String type = "expected `" + TypePrinter.show(expected) + "` because ";
        return switch (kind) {
            case PARAMETER -> type + "parameter `" + name + "` of `" + owner + "` is declared here";
            case ANNOTATION -> type + "of this type";
            case RESULT -> type + (name.isEmpty() ? "of this result type" : "`" + name + "` has this result type");
            case ASSIGNED -> type + "`" + name + "` has this type";
            case CONDITION -> type + "this is a condition";
            case TIME_LIMIT -> type + "an `after` arm names a time";
            case OPERAND -> type + "of this operand";
            case TARGET -> type + "this has that type";
            case BRANCH -> type + "of this branch";
            case ELEMENT -> type + "of this element";
            case INDEX -> type + "this is an index";
            case KEY -> type + "of the keys of this collection";
            case DEFAULT_VALUE -> type + "`" + name + "` is declared with this type";
            case BREAK_VALUE -> type + "of the value of this `break`";
            case TASK_RESULT -> type + "the task's result is given here";
            case RANGE_END -> type + "of this end of the range";
        };
    }
}
