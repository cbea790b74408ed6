package org.platlang.parser;

import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Keywords of other languages, with what Plat writes instead. Asked only where a word does not fit. */
final class ForeignWords {
    private ForeignWords() {}

    /** A word that begins what is meant as a declaration; null if unknown. */
    static @Nullable Diagnostic item(Span span) {
        return switch (span.text()) {
            case "func", "function", "def", "fun", "proc", "sub" -> replace(span, "fn");
            case "struct", "record", "object", "data" -> replace(span, "class");
            case "public", "export" -> replace(span, "pub");
            case "import", "using", "include", "require", "from" ->
                advise(span, "write `use module;` or `use module::name;`");
            case "package", "module", "namespace" -> replace(span, "mod");
            case "trait", "protocol", "impl", "extension" ->
                advise(span, "methods stand inside their class or enum; share behaviour by a base class");
            case "private", "protected", "internal" ->
                advise(span, "what is not `pub` is private to its module").fix("remove it", withSpace(span), "");
            case "static" ->
                advise(span, "a method that does not use `self` is static by itself, and called by `Type::name(…)`")
                        .fix("remove it", withSpace(span), "");
            case "abstract" ->
                advise(span, "give the method a body that subclasses override, and mark it `virtual`")
                        .fix("remove it", withSpace(span), "");
            case "final", "sealed" ->
                advise(span, "only methods marked `virtual` can be overridden").fix("remove it", withSpace(span), "");
            case "open" -> advise(span, "write `virtual` before a method").fix("remove it", withSpace(span), "");
            case "inline", "extern", "const", "readonly" ->
                advise(span, "leave it out").fix("remove it", withSpace(span), "");
            case "async" ->
                advise(span, "any function may wait; `spawn` begins a task").fix("remove it", withSpace(span), "");
            case "typedef", "typealias" -> replace(span, "type");
            case "macro", "template" -> advise(span, "generic functions are written `fn name<T>(…)`");
            default -> null;
        };
    }

    /** The keyword that a word at the beginning of a declaration stands for; EOF if it stands for nothing. */
    static int itemKeyword(String word) {
        return switch (word) {
            case "func", "function", "def", "fun", "proc", "sub" -> PlatParser.FN;
            case "struct", "record", "object", "data" -> PlatParser.CLASS;
            case "public", "export" -> PlatParser.PUB;
            case "package", "module", "namespace" -> PlatParser.MOD;
            case "typedef", "typealias" -> PlatParser.TYPE;
            default -> Token.EOF;
        };
    }

    /** A word that begins what is meant as a statement or expression; null if unknown. */
    static @Nullable Diagnostic statement(Span span) {
        return switch (span.text()) {
            case "elif", "elsif", "elseif" -> replace(span, "else if");
            case "switch", "when" -> advise(span, "write `match value { pattern -> result, … }`");
            case "case" -> advise(span, "an arm of a `match` is `pattern -> result,`");
            case "try", "catch", "except", "finally" ->
                advise(
                        span,
                        "expected failures are `Result`s: hand one on by a postfix `?`, handle it with `match`;"
                                + " a panic is caught by `attempt(body = { … })`");
            case "throw", "raise" ->
                advise(span, "return `Result::Err(…)`; a bug is reported by `panic(message = \"…\")`");
            case "await" -> advise(span, "write `task.await()`");
            case "async", "go", "launch" -> advise(span, "begin a task with `spawn { … }` in a `concurrent { … }`");
            case "new" -> advise(span, "write `Name.init(…)`");
            case "foreach" -> replace(span, "for");
            case "repeat", "until", "do" -> advise(span, "write `loop { … }` or `while (…) { … }`");
            case "val", "auto" ->
                advise(span, "write `let` (immutable) or `var` (mutable)").fix("write `let`", span, "let");
            case "final", "mutable" -> advise(span, "write `let` (immutable) or `var` (mutable)");
            case "func", "function", "def", "fun" ->
                advise(span, "a function inside a function is a lambda: `let name = fn(x: T) { … };`");
            case "then", "begin", "end" -> advise(span, "blocks are written in braces: `{ … }`");
            case "yield" -> advise(span, "send values on a `Channel`");
            case "delete", "free" -> advise(span, "leave it out: memory is freed by itself");
            case "goto" -> advise(span, "use `break 'label;` or `continue 'label;`");
            case "unless" -> advise(span, "write `if (not …) { … }`");
            default -> null;
        };
    }

    /** The word with the spaces after it. */
    private static Span withSpace(Span span) {
        String text = span.file().text();
        int end = span.end();
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return new Span(span.file(), span.start(), end);
    }

    /** Whether the word begins a block that goes with a `try` before it. */
    static boolean isHandler(String word) {
        return word.equals("catch") || word.equals("except") || word.equals("finally");
    }

    private static Diagnostic replace(Span span, String right) {
        return Diagnostic.at(DiagnosticCode.E0119, span, "`" + span.text() + "` is written `" + right + "` in Plat")
                .fix("write `" + right + "`", span, right);
    }

    private static Diagnostic advise(Span span, String help) {
        return Diagnostic.at(DiagnosticCode.E0119, span, "Plat has no `" + span.text() + "`")
                .help(help);
    }
}
