package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/**
 * Cuts the balanced tokens of a file into its parts: {@code mod}, each {@code use}, each item. What stands between items
 * and is none is reported (once a stretch) and left out.
 */
final class FileParts {
    private static final List<String> ITEM_WORDS = List.of(
            "fn", "class", "enum", "type", "newtype", "const", "task_local", "test", "bench", "mod", "use", "pub");

    private final SourceFile file;
    private final DiagnosticSink sink;
    private final List<CommonToken> tokens;
    private final List<List<CommonToken>> parts = new ArrayList<>();

    private FileParts(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        this.file = file;
        this.sink = sink;
        this.tokens = tokens;
    }

    /** @param tokens balanced, EOF last */
    static List<List<CommonToken>> split(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        FileParts split = new FileParts(file, sink, tokens);
        split.run();
        return split.parts;
    }

    private int type(int i) {
        return tokens.get(Math.min(i, tokens.size() - 1)).getType();
    }

    private boolean beginsItem(int i) {
        return TokenClass.beginsItem(type(i), type(i + 1));
    }

    private void run() {
        int i = 0;
        boolean reportedStray = false;
        while (type(i) != Token.EOF) {
            int end;
            if (beginsItem(i)) {
                end = itemEnd(i);
                parts.add(tokens.subList(i, end));
                reportedStray = false;
            } else if (isForeignKeyword(i)) {
                end = i;
            } else {
                end = strayEnd(i);
                reportedStray = reportStray(i, end, reportedStray);
            }
            i = end;
        }
    }

    /** A keyword of another language: reported, and made the one of Plat where there is one. */
    private boolean isForeignKeyword(int i) {
        CommonToken token = tokens.get(i);
        if (token.getType() != PlatParser.NAME
                || !TokenClass.isName(type(i + 1)) && !TokenClass.beginsItem(type(i + 1), type(i + 2))) {
            return false;
        }
        Span span = file.span(token.getStartIndex(), token.getStopIndex() + 1);
        int meant = ForeignWords.itemKeyword(span.text());
        Diagnostic report = ForeignWords.item(span);
        if (meant == Token.EOF || report == null) {
            return false;
        }
        sink.report(report);
        token.setType(meant);
        return true;
    }

    /** After the item's closing brace or `;`, or before the next item where neither comes. */
    private int itemEnd(int start) {
        int i = start;
        while (isModifier(type(i))) {
            i++;
        }
        int keyword = type(i);
        boolean braces = keyword == PlatParser.FN
                || keyword == PlatParser.CLASS
                || keyword == PlatParser.ENUM
                || keyword == PlatParser.TEST
                || keyword == PlatParser.BENCH
                || keyword == PlatParser.INTERFACE;
        int depth = 0;
        boolean inBraces = false;
        for (i++; type(i) != Token.EOF; i++) {
            int type = type(i);
            if (TokenClass.isOpening(type)) {
                inBraces |= type == PlatParser.LBRACE;
                depth++;
            } else if (TokenClass.isClosing(type)) {
                depth--;
                if (depth == 0 && braces && type == PlatParser.RBRACE) {
                    return i + 1;
                }
            } else if (depth == 0) {
                if (type == PlatParser.SEMI) {
                    return i + 1;
                }
                if (firstOnLine(i) && (beginsItem(i) || !inBraces && beginsForeignItem(i))) {
                    return i;
                }
            }
        }
        return i;
    }

    /** Whether an item that has no body in braces, as it should, ends before a word such as `import` or `fun`. */
    private boolean beginsForeignItem(int i) {
        CommonToken token = tokens.get(i);
        return token.getType() == PlatParser.NAME
                && (TokenClass.isName(type(i + 1)) || type(i + 1) == PlatParser.QUOTE)
                && ForeignWords.item(file.span(token.getStartIndex(), token.getStopIndex() + 1)) != null;
    }

    private static boolean isModifier(int type) {
        return type == PlatParser.PUB
                || type == PlatParser.VIRTUAL
                || type == PlatParser.OVERRIDE
                || type == PlatParser.MUT;
    }

    private boolean firstOnLine(int i) {
        return file.line(tokens.get(i - 1).getStartIndex())
                < file.line(tokens.get(i).getStartIndex());
    }

    private int strayEnd(int start) {
        int depth = 0;
        int i = start;
        for (; type(i) != Token.EOF; i++) {
            int type = type(i);
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type)) {
                depth--;
                if (depth == 0 && type == PlatParser.RBRACE) {
                    return i + 1;
                }
            } else if (depth == 0 && type == PlatParser.SEMI) {
                return i + 1;
            } else if (depth == 0 && i > start && (beginsItem(i) || firstOnLine(i) && beginsForeignItem(i))) {
                return i;
            }
        }
        return i;
    }

    /**
     * @param again whether the stretch before has been reported: then only what is recognised is
     * @return whether this stretch counts as reported
     */
    private boolean reportStray(int start, int end, boolean again) {
        CommonToken first = tokens.get(start);
        Span span = file.span(first.getStartIndex(), Math.max(first.getStartIndex(), first.getStopIndex() + 1));
        if (first.getType() == PlatParser.SEMI) {
            sink.report(Diagnostic.at(DiagnosticCode.E0123, span, "a declaration with braces takes no `;`")
                    .fix("remove the `;`", span, ""));
            return again;
        }
        String word = span.text();
        if (first instanceof RepairToken) {
            return again;
        }
        Diagnostic known = ForeignWords.item(span);
        if (known != null) {
            sink.report(known);
            return true;
        }
        if (again) {
            return true;
        }
        boolean variable = TokenClass.isName(first.getType())
                && TokenClass.isName(type(start + 1))
                && (type(start + 2) == PlatParser.ASSIGN || type(start + 2) == PlatParser.SEMI)
                && Suggest.nearest(word, ITEM_WORDS).isEmpty();
        if (first.getType() == PlatParser.NAME && TokenClass.isName(type(start + 1)) && !variable) {
            Diagnostic report =
                    Diagnostic.at(DiagnosticCode.E0123, span, "`" + word + "` does not begin a declaration");
            Optional<String> near = Suggest.nearest(word, ITEM_WORDS);
            sink.report(
                    near.isPresent()
                            ? report.fix("did you mean `" + near.get() + "`?", span, near.get())
                            : report.help("declarations begin with `fn`, `class`, `enum`, `type`, `newtype`, `const`,"
                                    + " `task_local`, `test` or `bench`"));
            return true;
        }
        boolean declares = variable || first.getType() == PlatParser.LET || first.getType() == PlatParser.VAR;
        int last = Math.max(start, end - 1);
        int stop = Math.min(tokens.get(last).getStopIndex() + 1, file.lineEnd(file.line(first.getStartIndex())));
        Diagnostic report = Diagnostic.at(
                        DiagnosticCode.E0123,
                        file.span(span.start(), Math.max(stop, span.start())),
                        "only declarations can stand outside of functions")
                .help(
                        declares
                                ? "a constant is declared `const NAME: T = …;`; variables belong in a function"
                                : "put statements in a function; a program begins with `fn main() { … }`");
        sink.report(declares ? constant(report, start) : report);
        return true;
    }

    /** With the constant that a variable outside of functions may be, if its type is written or that of a literal. */
    private Diagnostic constant(Diagnostic report, int start) {
        if (!TokenClass.isName(type(start + 1))) {
            return report;
        }
        boolean typed = type(start + 2) == PlatParser.COLON;
        String type = typed || type(start + 2) != PlatParser.ASSIGN ? "" : typeOfLiteral(type(start + 3));
        if (!typed && type.isEmpty()) {
            return report;
        }
        CommonToken name = tokens.get(start + 1);
        Span head = file.span(tokens.get(start).getStartIndex(), name.getStopIndex() + 1);
        String words = file.text().substring(name.getStartIndex(), name.getStopIndex() + 1);
        String right = "const " + words.toUpperCase(Locale.ROOT) + (typed ? "" : ": " + type);
        return report.fix("write `" + right + "`", head, right);
    }

    /** The type of a literal that begins with a token of this type; empty if it is no literal. */
    static String typeOfLiteral(int type) {
        return switch (type) {
            case PlatParser.INT -> "Int32";
            case PlatParser.FLOAT -> "Float64";
            case PlatParser.TRUE, PlatParser.FALSE -> "Bool";
            case PlatParser.QUOTE, PlatParser.RAW_STRING -> "String";
            default -> "";
        };
    }
}
