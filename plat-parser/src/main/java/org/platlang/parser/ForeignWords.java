package org.platlang.parser;

import org.antlr.v4.runtime.CommonToken;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;

/** Keywords of other languages, with what Plat writes instead. Asked only where a word does not fit. */
final class ForeignWords {
    private ForeignWords() {}

    /** A word that begins what is meant as a declaration; null if unknown. */
    static @Nullable Diagnostic item(SourceFile file, CommonToken token, String word) {
        return switch (word) {
            case "func", "function", "def", "fun", "proc", "sub" -> replace(file, token, word, "fn");
            case "struct", "record", "object", "data" -> replace(file, token, word, "class");
            case "public", "export" -> replace(file, token, word, "pub");
            case "import", "using", "include", "require", "from" ->
                advise(file, token, word, "write `use module;` or `use module::name;`");
            case "package", "module", "namespace" -> replace(file, token, word, "mod");
            case "trait", "protocol", "impl", "extension" ->
                advise(file, token, word, "methods stand inside their class or enum; share behaviour by a base class");
            case "private", "protected", "internal" ->
                advise(file, token, word, "leave it out: what is not `pub` is private to its module");
            case "static", "abstract", "final", "sealed", "open", "inline", "extern" ->
                advise(file, token, word, "leave it out");
            case "async" -> advise(file, token, word, "leave it out: any function may wait; `spawn` begins a task");
            case "typedef", "typealias" -> replace(file, token, word, "type");
            case "macro", "template" -> advise(file, token, word, "generic functions are written `fn name<T>(…)`");
            default -> null;
        };
    }

    /** A word that begins what is meant as a statement or expression; null if unknown. */
    static @Nullable Diagnostic statement(SourceFile file, CommonToken token, String word) {
        return switch (word) {
            case "elif", "elsif", "elseif" -> replace(file, token, word, "else if");
            case "switch", "when" -> advise(file, token, word, "write `match value { pattern -> result, … }`");
            case "case" -> advise(file, token, word, "an arm of a `match` is `pattern -> result,`");
            case "try", "catch", "except", "finally" ->
                advise(
                        file,
                        token,
                        word,
                        "expected failures are `Result`s, handed on by a postfix `?`; `defer { … }` runs at the end of a scope");
            case "throw", "raise" ->
                advise(file, token, word, "return `Result::Err(…)`; a bug is reported by `panic(message = \"…\")`");
            case "await" -> advise(file, token, word, "write `task.await()`");
            case "async", "go", "launch" ->
                advise(file, token, word, "begin a task with `spawn { … }` in a `concurrent { … }`");
            case "new" -> advise(file, token, word, "write `Name.init(…)`");
            case "foreach" -> replace(file, token, word, "for");
            case "repeat", "until", "do" -> advise(file, token, word, "write `loop { … }` or `while (…) { … }`");
            case "val", "auto", "final", "mutable" ->
                advise(file, token, word, "write `let` (immutable) or `var` (mutable)");
            case "func", "function", "def", "fun" ->
                advise(file, token, word, "a function inside a function is a lambda: `let name = fn(x: T) { … };`");
            case "then", "begin", "end" -> advise(file, token, word, "blocks are written in braces: `{ … }`");
            case "yield" -> advise(file, token, word, "send values on a `Channel`");
            case "delete", "free" -> advise(file, token, word, "leave it out: memory is freed by itself");
            case "goto" -> advise(file, token, word, "use `break 'label;` or `continue 'label;`");
            case "unless" -> advise(file, token, word, "write `if (not …) { … }`");
            default -> null;
        };
    }

    private static Diagnostic replace(SourceFile file, CommonToken token, String word, String right) {
        Span span = file.span(token.getStartIndex(), token.getStopIndex() + 1);
        return Diagnostic.at(DiagnosticCode.E0119, span, "`" + word + "` is written `" + right + "` in Plat")
                .fix("write `" + right + "`", span, right);
    }

    private static Diagnostic advise(SourceFile file, CommonToken token, String word, String help) {
        Span span = file.span(token.getStartIndex(), token.getStopIndex() + 1);
        return Diagnostic.at(DiagnosticCode.E0119, span, "Plat has no `" + word + "`")
                .help(help);
    }
}
