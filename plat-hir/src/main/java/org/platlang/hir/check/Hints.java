package org.platlang.hir.check;

import java.util.List;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;

/** Advice that follows from the types at hand, added to reports made elsewhere. */
final class Hints {
    private Hints() {}

    /** About a value in the place of a condition. */
    static Diagnostic condition(Diagnostic d, Type actual) {
        if (Types.isNumeric(actual)) {
            return d.help("compare it: `… != 0`");
        }
        if (actual == Primitive.STRING || actual instanceof ListType || actual instanceof Type.DictType) {
            return d.help("only a Bool is a condition: `not ….is_empty()`");
        }
        if (BuiltinTypes.isOption(actual)) {
            return d.help("ask it, `….is_some()`, or take it apart: `if (let Option::Some(x) = …) { … }`");
        }
        if (BuiltinTypes.isResult(actual)) {
            return d.help("ask it, `….is_ok()`, or take it apart: `if (let Result::Ok(x) = …) { … }`");
        }
        return d;
    }

    /** About an operator between two types that have none, or another one. */
    static Diagnostic operator(Diagnostic d, BinaryOperator operator, Type left, Type right) {
        return switch (operator) {
            case ADD ->
                left instanceof ListType
                        ? d.help("lists are joined by `a.concat(other = b)`, or extended by `a.extend(other = b)`")
                        : right == Primitive.STRING || left == Primitive.STRING
                                ? d.help("a text is made of values by interpolation: `\"${a} ${b}\"`")
                                : left instanceof ClassType ? d.help("give the class a method, such as `plus`") : d;
            case MULTIPLY ->
                left == Primitive.STRING || right == Primitive.STRING
                        ? d.help("a String is repeated by `text.repeat(count = n)`")
                        : d;
            case REMAINDER ->
                left == Primitive.STRING ? d.help("values are formatted in a text by `${value:.2}`, `${value:05}`") : d;
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                left instanceof ClassType
                        ? d.help("compare a field, or sort by one: `list.sort_by(less = fn(a, b) { a.x < b.x })`")
                        : left instanceof EnumType && !BuiltinTypes.isOption(left) && !BuiltinTypes.isResult(left)
                                ? d.help("give the enum a method that maps its variants to numbers, and compare those")
                                : left instanceof Type.ChannelType
                                        ? d.help("a value is sent by `channel.send(value = …)`, and received by"
                                                + " `channel.recv()`")
                                        : d;
            default -> d;
        };
    }

    /**
     * About a member that a value does not have, but what is inside it may have.
     *
     * @param receiver the place of the value
     */
    static Diagnostic member(Body body, Diagnostic d, Type type, String name, Span receiver) {
        boolean inside = isInside(body, type, name);
        if (type instanceof TaskType && inside) {
            return d.note("a Task is not yet its result").fix("wait for the result", receiver.atEnd(), ".await()");
        }
        if (BuiltinTypes.isOption(type) && inside) {
            return d.help(
                            "take the value out first: `!` panics on `None`; `match`, `unwrap_or(default = …)` and `?` do not")
                    .fix("unwrap with `!`", receiver.atEnd(), "!");
        }
        if (BuiltinTypes.isResult(type) && inside) {
            return d.help("take the value out first: `?` returns the error, `unwrap()` panics, `match` handles both");
        }
        if (type instanceof TypeVar v && v.parameter().isNewtype()) {
            return d.note("a newtype has no methods of its base")
                    .fix("open it with `.value()`", receiver.atEnd(), ".value()");
        }
        if (type instanceof TypeVar) {
            return d.note("a type parameter has what its bounds promise, and no methods: `==` (Equal), `<` (Ordered),"
                    + " arithmetic (Number), text (Text), keys (Hash)");
        }
        if (name.equals("await") && !(type instanceof TaskType)) {
            return d.note("any function may wait, and is called like every other; only a `Task` is awaited")
                    .help("remove `.await()`, or begin a task: `spawn { … }`");
        }
        return d;
    }

    /** Whether what a Task, Option or Result holds has the member. */
    static boolean isInside(Body body, Type type, String name) {
        if (type instanceof TaskType task) {
            return hasMember(body, task.result(), name);
        }
        return (BuiltinTypes.isOption(type) || BuiltinTypes.isResult(type))
                && hasMember(body, ((EnumType) type).arguments().get(0), name);
    }

    /** Whether a value of the type has a field or method of this name. */
    static boolean hasMember(Body body, Type type, String name) {
        if (type instanceof ClassType c) {
            Headers.ClassHeader header = body.env.classHeader(c.symbol());
            return header.field(name) >= 0
                    || Inheritance.methodNames(body.env, header).contains(name);
        }
        if (type instanceof EnumType e
                && body.env.enumHeader(e.symbol()).methods.containsKey(name)) {
            return true;
        }
        return BuiltinMethods.names(body.env, type).contains(name);
    }

    /** About a variable that cannot be assigned. {@code declared} is the name in its declaration. */
    static Diagnostic immutable(Diagnostic d, String name, Span declared, boolean parameter) {
        String text = declared.file().text();
        int word = declared.start() - "let ".length();
        if (word >= 0 && text.startsWith("let ", word)) {
            Span let = new Span(declared.file(), word, word + "let".length());
            return d.fix("declare it with `var`", let, "var");
        }
        String what = parameter ? "parameters" : "variables of loops and patterns";
        return d.note(what + " cannot be assigned")
                .help("copy it into a variable with another name: `var new_" + name + " = " + name + ";`");
    }

    /** About a name that stands for an item and is assigned to. */
    static String itemKind(Item item) {
        return switch (item) {
            case Item.ConstantItem c -> "constant";
            case Item.TaskLocalItem c -> "task-local";
            case Item.FunctionItem f -> "function";
            case Item.ClassItem c -> "class";
            case Item.EnumItem c -> "enum";
            default -> "type";
        };
    }

    /** Warns of an index that counts from the end, as other languages have it. */
    static void belowZero(Body body, HirExpr index, Type type, Expr.Index e) {
        if (!(index instanceof HirExpr.HirInt i) || i.value() >= 0) {
            return;
        }
        String receiver = e.receiver().span().text();
        Diagnostic d =
                Diagnostic.at(DiagnosticCode.W0011, e.index().span(), "an index below zero is always out of range");
        if (type instanceof ListType && i.value() == -1) {
            d = d.note("indexes count from 0; the last element is `" + receiver + ".last()`");
        } else {
            String end = receiver + ".length() - " + -i.value();
            d = d.note("indexes count from 0; from the end they are `" + receiver + "[" + end + "]`");
        }
        body.env.report(d);
    }

    /** How a statement's value is used, where it is not: nothing else may be wrong with it. */
    static boolean isPure(Expr e) {
        return switch (e) {
            case Expr.IntLiteral x -> true;
            case Expr.FloatLiteral x -> true;
            case Expr.BoolLiteral x -> true;
            case Expr.Path x -> true;
            case Expr.Self x -> true;
            case Expr.Member x -> isPure(x.receiver());
            case Expr.Lambda x -> true;
            case Expr.Unary x -> isPure(x.operand());
            case Expr.Binary x -> isPure(x.left()) && isPure(x.right());
            default -> false;
        };
    }

    /** How a collection is made, for those who look for a constructor; unchanged where the type is none. */
    static Diagnostic literal(Diagnostic d, String type) {
        return switch (type) {
            case "List" -> d.help("a List is written `[1, 2]`, an empty one `[]`: `let xs: List[Int32] = [];`");
            case "Dict" ->
                d.help("a Dict is written `{\"a\": 1}`, an empty one `{}`: `let d: Dict[String, Int32] = {};`");
            case "Set" -> d.help("a Set is written `Set{1, 2}`, an empty one `Set{}`: `let s: Set[Int32] = Set{};`");
            default -> d;
        };
    }

    /** What types have a bound, in words. */
    static List<String> whatHas(org.platlang.hir.type.Bound bound) {
        return switch (bound) {
            case ORDERED -> List.of("numbers, Strings and Durations are Ordered");
            case NUMBER -> List.of("integers and floats are Number");
            case EQUAL ->
                List.of("every type but functions is Equal, unless it is compared by what it holds and may hold one");
            case HASH -> List.of("Bool, numbers, String, Duration, classes, and enums and newtypes of these are Hash");
            default -> List.of();
        };
    }
}
