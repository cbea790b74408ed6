package org.platlang.hir.check;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Pattern;
import org.platlang.parser.ast.Stmt;

/**
 * The report about a name that stands for nothing: what it probably means. The surest explanation comes first: a variant
 * without its enum, a member without {@code self}, a variable out of its scope, a name of another language, and last a
 * near spelling.
 */
final class UnknownNames {
    private UnknownNames() {}

    static Diagnostic explain(Body body, Identifier name) {
        String text = name.text();
        Diagnostic d = Diagnostic.at(DiagnosticCode.E0201, name.span(), "there is no `" + text + "` here");
        Optional<String> variant = variantNamed(body, text);
        if (variant.isPresent()) {
            return d.note("variants are named with their enum")
                    .fix("write `" + variant.get() + "`", name.span(), variant.get());
        }
        Diagnostic member = member(body, name, d);
        if (member != null) {
            return member;
        }
        Diagnostic scoped = outOfScope(body, name, d);
        if (scoped != null) {
            return scoped;
        }
        Diagnostic foreign = foreign(body, name, d);
        if (foreign != null) {
            return foreign;
        }
        List<String> known = body.frame.names();
        known.addAll(body.env.itemNames());
        known.addAll(BuiltinFunctions.NAMES);
        Optional<String> near = body.env
                .imports
                .within(text, body.env.module)
                .or(() -> Synonyms.among(text, known))
                .or(() -> Suggest.nearest(text, known));
        return near.isPresent() ? didYouMean(d, name.span(), near.get()) : d;
    }

    /** The same with a near name as its fix. */
    static Diagnostic didYouMean(Diagnostic d, Span span, String near) {
        return d.fix("did you mean `" + near + "`?", span, near);
    }

    /** The full name of the variant that an unknown name may mean: of Option, Result, or an enum of this program. */
    private static Optional<String> variantNamed(Body body, String name) {
        switch (name) {
            case "Some", "None" -> {
                return Optional.of("Option::" + name);
            }
            case "Ok", "Err" -> {
                return Optional.of("Result::" + name);
            }
            default -> {
                for (String known : body.env.itemNames()) {
                    if (body.env.item(known) instanceof Item.EnumItem e
                            && e.header().variants.stream()
                                    .anyMatch(v -> v.name().equals(name))) {
                        return Optional.of(known + "::" + name);
                    }
                }
                return Optional.empty();
            }
        }
    }

    /** A field or method of the class or enum around it, used without {@code self}. */
    private static @Nullable Diagnostic member(Body body, Identifier name, Diagnostic d) {
        Type self = body.owner != null ? body.owner : body.frame.typeOf("self");
        boolean field = false;
        boolean method = false;
        if (self instanceof ClassType c) {
            ClassHeader header = body.env.classHeader(c.symbol());
            field = header.field(name.text()) >= 0;
            method = Inheritance.methodNames(body.env, header).contains(name.text());
        } else if (self instanceof EnumType e) {
            method = body.env.enumHeader(e.symbol()).methods.containsKey(name.text());
        }
        if (!field && !method) {
            return null;
        }
        String right = "self." + name.text();
        return d.note("the " + (field ? "fields" : "methods") + " of an instance are reached through `self`")
                .fix("write `" + right + "`", name.span(), right);
    }

    /** A variable whose block has ended, or which is declared further down. */
    private static @Nullable Diagnostic outOfScope(Body body, Identifier name, Diagnostic d) {
        Span ended = body.frame.ended(name.text());
        if (ended != null) {
            return d.secondary(ended, "this one ends with its block")
                    .help("declare it before the block, or make it the block's value: `let " + name.text()
                            + " = if (…) { … } else { … };`");
        }
        for (Expr.Block block : body.blocks) {
            for (Stmt s : block.statements()) {
                if (s.span().end() <= name.span().start()) {
                    continue;
                }
                Identifier declared = declaredBy(s, name.text());
                if (declared == null) {
                    continue;
                }
                if (s.span().start() <= name.span().start()) {
                    d = d.secondary(
                            declared.span(), "it is declared here, and has no value before the end of the statement");
                    return body.frame.kind == Frame.Kind.LAMBDA
                            ? d.help("a function that calls itself is declared with `fn`, outside")
                            : d;
                }
                return d.secondary(declared.span(), "it is declared further down")
                        .help("declare it before its first use");
            }
        }
        return null;
    }

    private static @Nullable Identifier declaredBy(Stmt s, String name) {
        if (s instanceof Stmt.Let let
                && let.pattern() instanceof Pattern.Binding b
                && b.name().text().equals(name)) {
            return b.name();
        }
        if (s instanceof Stmt.Var v && v.name().text().equals(name)) {
            return v.name();
        }
        return null;
    }

    /** What other languages call something that Plat has under another name, or in another form. */
    private static @Nullable Diagnostic foreign(Body body, Identifier name, Diagnostic d) {
        String help = switch (name.text()) {
            case "null", "nil", "undefined" -> "a value that may be missing is an Option: `Option::None`";
            case "console", "fmt", "System", "Console", "cout", "stdout" -> "write a line with `print(value = …)`";
            case "math", "Math" ->
                "numbers have methods: `x.sqrt()`, `x.floor()`, `x.pow(exponent = n)`; `min`, `max`"
                        + " and `abs` are functions";
            case "range" -> "write `0..n` (end left out) or `0..=n` (end included)";
            case "listOf", "mutableListOf", "arrayOf", "list", "vec", "array" -> "a list is written `[1, 2, 3]`";
            case "mapOf", "mutableMapOf", "dict", "hashMapOf" -> "a Dict is written `{\"a\": 1}`";
            case "setOf", "mutableSetOf", "hashSetOf" -> "a Set is written `Set{1, 2}`";
            case "it", "$0" -> "a lambda names its parameters: `fn(x) { x * 2 }`";
            case "len" -> "a List or String is asked: `xs.length()`";
            case "str", "int", "float", "parseInt", "parseFloat", "atoi" ->
                "the text of a value is `\"${…}\"`; a number is read with `text.parse_int()`";
            case "append" -> "a List is asked: `xs.append(item = …)`";
            case "new" -> "an instance is made with `Name.init(…)`";
            case "pass" -> "an empty block is `{ }`";
            case "time", "Time" ->
                "a task waits by `sleep(duration = 1s)`; `time_now()` and `time_monotonic()` tell the time";
            case "Thread", "thread", "threading", "Executor", "go" ->
                "tasks are begun by `spawn { … }` in a `concurrent { … }`, and wait by `sleep(duration = 1s)`";
            case "Mutex", "mutex", "RwLock", "Lock", "Semaphore", "AtomicInt", "Atomic", "atomic" ->
                "tasks do not lock what they share: they give their result back, or send values over a `Channel`";
            case "WaitGroup", "CountDownLatch" -> "a `concurrent { … }` waits for all its tasks";
            case "os", "sys", "process", "env" ->
                "write `process_args()`, `env_get(name = …)`, `process_exit(code = …)`";
            case "random", "rand", "Random" -> "write `random_int(min = 1, max = 6)` or `random_float()`";
            case "sync", "asyncio", "tokio" -> "tasks are begun by `spawn { … }` in a `concurrent { … }`";
            case "std" -> "the parts of a path are joined by `::`";
            default -> "";
        };
        if (name.text().equals("this")) {
            return d.fix("write `self`", name.span(), "self");
        }
        if (help.isEmpty() || body.env.item(name.text()) != null) {
            return null;
        }
        return d.help(help);
    }

    /** A type called like a function: a conversion in other languages, or a constructor. */
    static Diagnostic typeCalled(Identifier name, Expr.Call e) {
        String text = name.text();
        Diagnostic d =
                Diagnostic.at(DiagnosticCode.E0308, name.span(), "`" + text + "` is a type, and cannot be called");
        Expr first = e.arguments().size() == 1 ? e.arguments().get(0).value() : null;
        if (text.equals("String")) {
            d = d.note("the text of a value is `\"${…}\"` or `.to_string()`");
            return first == null || first.span().text().contains("\"")
                    ? d
                    : d.fix("interpolate it", e.span(), "\"${" + first.span().text() + "}\"");
        }
        if (text.startsWith("Int") || text.startsWith("Float")) {
            d = d.note("numbers are converted by `cast`, texts by `parse_int()` and `parse_float()`");
            return first == null
                    ? d
                    : d.fix(
                            "convert with `cast`",
                            e.span(),
                            "cast(value = " + first.span().text() + ", target = " + text + ")");
        }
        return switch (text) {
            case "List" -> d.help("an empty List is `[]`");
            case "Dict" -> d.help("an empty Dict is `{}`");
            case "Set" -> d.help("an empty Set is `Set{}`");
            case "Option" -> d.help("write `Option::Some(…)` or `Option::None`");
            case "Result" -> d.help("write `Result::Ok(…)` or `Result::Err(…)`");
            default -> d.help("make one with `" + text + ".init(…)`");
        };
    }

    /** The type of a name of another language; empty if it is none that is known. */
    static String foreignType(String name) {
        return switch (name) {
            case "i8", "int8", "byte", "Byte", "u8", "uint8", "UInt8" -> "Int8";
            case "i16", "int16", "short", "Short", "u16", "uint16", "UInt16" -> "Int16";
            case "i32", "int32", "int", "Integer", "u32", "uint32", "uint", "UInt32", "UInt" -> "Int32";
            case "i64", "int64", "long", "Long", "u64", "uint64", "UInt64", "usize", "isize", "size_t" -> "Int64";
            case "f32", "float32" -> "Float32";
            case "f64", "float64", "float", "double", "Double", "number", "Number" -> "Float64";
            case "str", "string", "Str", "char", "Char", "rune", "Character" -> "String";
            case "bool", "boolean", "Boolean" -> "Bool";
            case "void", "unit", "Void" -> "Unit";
            case "never", "Nothing" -> "Never";
            case "Vec", "Array", "Vector", "ArrayList", "MutableList", "Slice" -> "List";
            case "Map", "HashMap", "Dictionary", "MutableMap", "map" -> "Dict";
            case "HashSet", "MutableSet" -> "Set";
            case "Optional", "Maybe" -> "Option";
            case "Future", "Promise", "Deferred" -> "Task";
            case "chan", "Chan" -> "Channel";
            default -> "";
        };
    }

    /** More about a foreign type than its name here; empty if there is nothing more. */
    static String foreignTypeNote(String name) {
        if (name.matches("u(8|16|32|64|size)|uint(8|16|32|64)?|UInt(8|16|32|64)?|size_t")) {
            return "Plat has no unsigned integers: Int64 holds every 32-bit one";
        }
        return switch (name) {
            case "char", "Char", "rune", "Character" -> "a character is a String of length 1";
            case "Any", "any", "Object", "object", "interface" ->
                "Plat has no type of everything: write a generic function, an enum or a base class";
            default -> "";
        };
    }
}
