package org.platlang.hir.check;

import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/** The words for a value of another type than the one wanted, with the ways out that suit the two types. */
final class Mismatch {
    private Mismatch() {}

    static void report(Body body, HirExpr h, Want want, Expr e) {
        Type actual = h.type();
        Type wanted = want.type();
        Span at = e instanceof Expr.Block b && b.result().isPresent()
                ? b.result().get().span()
                : e.span();
        boolean task = isForgotten(actual, wanted);
        // Types of the same name from two modules are told apart by their paths.
        boolean alike = shown(wanted).equals(shown(actual));
        String expected = alike ? TypePrinter.unique(wanted) : shown(wanted);
        String found = alike ? TypePrinter.unique(actual) : shown(actual);
        Diagnostic d = Diagnostic.at(
                        task ? DiagnosticCode.E0325 : DiagnosticCode.E0301,
                        at,
                        "expected `" + expected + "`, found `" + found + "`")
                .label("this is `" + found + "`");
        Reason reason = want.reason();
        if (reason != null && !reason.span().equals(at) && reason.span().file() == at.file()) {
            d = d.secondary(reason.span(), reason.explain(wanted));
        }
        body.env.report(advise(body, d, actual, want, at, e));
    }

    static String shown(Type type) {
        return TypePrinter.show(type);
    }

    private static Diagnostic advise(Body body, Diagnostic d, Type actual, Want want, Span at, Expr e) {
        Type wanted = want.type();
        String source = at.text();
        Reason reason = want.reason();
        boolean operand = reason != null && reason.kind() == Reason.Kind.OPERAND;
        boolean target = reason != null && reason.kind() == Reason.Kind.TARGET;
        if (actual instanceof TaskType t && isForgotten(actual, wanted)) {
            return awaited(d.help("wait for the task's result: `.await()`"), t, wanted, at);
        }
        if (wanted instanceof TaskType t && Body.accepts(t.result(), actual)) {
            boolean besideTask = reason != null
                    && (reason.kind() == Reason.Kind.ELEMENT
                            || reason.kind() == Reason.Kind.BRANCH
                            || reason.kind() == Reason.Kind.BREAK_VALUE);
            return besideTask && reason != null
                    ? d.note("a Task is not yet its result")
                            .fix("wait for the result", reason.span().atEnd(), ".await()")
                    : d.help("a task is begun by `spawn { … }`, in a `concurrent { … }`");
        }
        if (e instanceof Expr.IntLiteral i && Types.isInteger(wanted) && Types.isInteger(actual)) {
            String digits = source.replaceAll("_?i[0-9]+$", "");
            return d.note("the suffix says `" + shown(actual) + "`").fix("write `" + digits + "`", at, digits);
        }
        if (operand && reason != null && widens(wanted, actual)) {
            String left = reason.span().text();
            return d.note("both operands have one type, and nothing is converted silently")
                    .fix(
                            "convert the other operand to `" + shown(actual) + "`",
                            reason.span(),
                            "cast(value = " + left + ", target = " + shown(actual) + ")");
        }
        if (e instanceof Expr.FloatLiteral f
                && Types.isInteger(wanted)
                && f.span().text().matches("[0-9_]+\\.0+")) {
            String whole = source.substring(0, source.indexOf('.'));
            return d.fix("write `" + whole + "`", at, whole);
        }
        if (Types.isNumeric(actual) && Types.isNumeric(wanted)) {
            String cast = "cast(value = " + source + ", target = " + shown(wanted) + ")";
            return d.help("numbers are converted explicitly: `cast(value = …, target = " + shown(wanted) + ")`")
                    .fix("convert with `cast`", at, cast);
        }
        if (BuiltinTypes.isOption(actual) && accepts(wanted, actual, 0)) {
            return d.help("unwrap it: `!` panics on `None`; `unwrap_or(default = …)`, `match` and `?` do not")
                    .fix("append `!`", at.atEnd(), "!");
        }
        if (BuiltinTypes.isResult(actual) && accepts(wanted, actual, 0)) {
            return d.help("take the value out: `?` returns the error, `unwrap()` panics, `match` handles both");
        }
        if (BuiltinTypes.isOption(wanted) && accepts(actual, wanted, 0) && operand && reason != null) {
            return d.help(
                            "take the value out of the other operand: `!` panics on `None`; `unwrap_or(default = …)` does not")
                    .fix("append `!` to the other operand", reason.span().atEnd(), "!")
                    .fix("wrap in `Option::Some`", at, "Option::Some(" + source + ")");
        }
        if (BuiltinTypes.isOption(wanted) && accepts(actual, wanted, 0)) {
            return d.help("wrap it: `Option::Some(…)`")
                    .fix("wrap in `Option::Some`", at, "Option::Some(" + source + ")");
        }
        if (BuiltinTypes.isResult(wanted)
                && !accepts(actual, wanted, 0)
                && Body.accepts(((EnumType) wanted).arguments().get(1), actual)) {
            return d.note("this is the type of the error")
                    .fix("wrap in `Result::Err`", at, "Result::Err(" + source + ")");
        }
        if (BuiltinTypes.isResult(wanted) && accepts(actual, wanted, 0)) {
            return d.help("wrap it: `Result::Ok(…)`").fix("wrap in `Result::Ok`", at, "Result::Ok(" + source + ")");
        }
        if ((operand || target) && actual == Primitive.STRING && Types.isNumeric(wanted)) {
            return d.help("a text is made of values by interpolation, `\"${a} ${b}\"`; a number is read with"
                    + " `text.parse_int()`");
        }
        if (wanted == Primitive.STRING && actual != Primitive.UNIT && !(e instanceof Expr.Block)) {
            return d.help("its text is `\"${…}\"`").fix("interpolate it", at, "\"${" + source + "}\"");
        }
        if (actual == Primitive.STRING
                && Types.isNumeric(wanted)
                && (reason == null || reason.kind() != Reason.Kind.RANGE_END)) {
            return d.help("a number is read from a text with `parse_int()`, `parse_int64()` or `parse_float()`");
        }
        if (wanted == Primitive.BOOL) {
            return Hints.condition(d, actual);
        }
        if (actual == Primitive.DURATION && Types.isNumeric(wanted)) {
            return d.help("a Duration as a number: `d.millis()`, `d.seconds()`; as a fraction `d / 1s`");
        }
        if (actual instanceof Type.RangeType && reason != null && reason.kind() == Reason.Kind.INDEX) {
            return d.help(
                    "a part of a List is `xs.slice(start = a, end = b)`, of a String `text.substring(start = a, end ="
                            + " b)`");
        }
        boolean counted = actual == Primitive.STRING
                || actual instanceof Type.ListType
                || actual instanceof Type.DictType
                || actual instanceof Type.SetType;
        if (counted && wanted == Primitive.INT32 && reason != null && reason.kind() == Reason.Kind.RANGE_END) {
            return d.fix("count up to its length", at.atEnd(), ".length()");
        }
        if (wanted == Primitive.DURATION && Types.isNumeric(actual)) {
            return d.help("a Duration has a unit: `100ms`, `1.5s`, `2min`; a computed one is `n * 1ms`");
        }
        if (wanted instanceof Type.ClassType base
                && actual instanceof Type.ClassType above
                && Inheritance.properSubclass(body.env, base, above) != null) {
            return d.note("not every `" + shown(actual) + "` is a `" + shown(wanted) + "`")
                    .help("test for it: `match value { x: " + shown(wanted) + " -> …, _ -> … }`, or `let x: "
                            + shown(wanted) + " = value else { … };`");
        }
        if (wanted instanceof Type.TypeVar v && v.parameter().isNewtype()) {
            return d.note("a newtype is made and opened explicitly")
                    .fix("make one", at, shown(wanted) + ".init(value = " + source + ")");
        }
        if (actual instanceof Type.TypeVar v && v.parameter().isNewtype()) {
            return d.note("a newtype is made and opened explicitly").fix("open it", at.atEnd(), ".value()");
        }
        if (isInvariant(actual, wanted)) {
            return d.note("a `" + shown(actual) + "` could get an element through the other type that does not fit it:"
                    + " type arguments must be the same");
        }
        if (wanted instanceof Type.FunctionType f && Body.accepts(f.result(), actual)) {
            return d.note("this is the result of a call, not a function")
                    .help("a function is named without parentheses, or written `fn(x) { … }`");
        }
        return d;
    }

    /** Whether a Task stands where its result, or at least its value as a number or its text, is wanted. */
    private static boolean isForgotten(Type actual, Type wanted) {
        return actual instanceof TaskType t
                && !(wanted instanceof TaskType)
                && (Body.accepts(wanted, t.result())
                        || Types.isNumeric(wanted) && Types.isNumeric(t.result())
                        || wanted == Primitive.STRING && t.result() != Primitive.UNIT);
    }

    private static Diagnostic awaited(Diagnostic d, TaskType task, Type wanted, Span at) {
        if (Body.accepts(wanted, task.result())) {
            return d.fix("append `.await()`", at.atEnd(), ".await()");
        }
        String result = at.text() + ".await()";
        String right = wanted == Primitive.STRING
                ? "\"${" + result + "}\""
                : "cast(value = " + result + ", target = " + shown(wanted) + ")";
        return d.fix("write `" + right + "`", at, right);
    }

    /** Whether a number of type {@code narrow} keeps its value as one of type {@code wide}. */
    private static boolean widens(Type narrow, Type wide) {
        if (!(narrow instanceof Primitive n) || !(wide instanceof Primitive w)) {
            return false;
        }
        return Types.isInteger(n) && Types.isInteger(w) && n.bits() < w.bits()
                || Types.isFloat(n) && Types.isFloat(w) && n.bits() < w.bits()
                || Types.isInteger(n) && Types.isFloat(w);
    }

    /** The same container of other elements. */
    private static boolean isInvariant(Type actual, Type wanted) {
        return actual instanceof Type.ListType && wanted instanceof Type.ListType
                || actual instanceof Type.DictType && wanted instanceof Type.DictType
                || actual instanceof Type.SetType && wanted instanceof Type.SetType
                || actual instanceof Type.ChannelType && wanted instanceof Type.ChannelType
                || actual instanceof Type.ClassType a && wanted instanceof Type.ClassType b && a.symbol() == b.symbol();
    }

    private static boolean accepts(Type inner, Type outer, int argument) {
        return outer instanceof EnumType t && Body.accepts(inner, t.arguments().get(argument));
    }
}
