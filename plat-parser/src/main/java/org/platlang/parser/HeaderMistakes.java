package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: `if`, `while`, `for`, and what needs a block. See {@link CommonMistakes}. */
final class HeaderMistakes {
    private HeaderMistakes() {}

    static @Nullable Diagnostic headers(Advice a) {
        int before = a.type(-1);
        if (a.enclosingBracket() == PlatParser.LPAREN) {
            if (TokenClass.isKeyword(a.type(0)) && a.type(1) == PlatParser.ASSIGN) {
                return a.keywordAsName(0);
            }
            if (TokenClass.isKeyword(before) && a.type(0) == PlatParser.ASSIGN && a.type(-2) != PlatParser.DOT) {
                return a.keywordAsName(-1);
            }
        }
        if ((before == PlatParser.LET || before == PlatParser.VAR)
                && TokenClass.isKeyword(a.type(0))
                && a.type(0) != PlatParser.MUT
                && a.type(0) != PlatParser.INTERFACE) {
            a.replace(PlatParser.NAME);
            return a.keywordAsName(0);
        }
        boolean forHead = a.in(PlatParser.ForStatementContext.class)
                && (a.type(0) == PlatParser.SEMI || before == PlatParser.LPAREN && a.type(-2) == PlatParser.FOR);
        if (forHead && (a.type(0) == PlatParser.LET || a.type(0) == PlatParser.VAR || a.type(0) == PlatParser.SEMI)) {
            return a.error(DiagnosticCode.E0119, a.span(0), "a `for` goes through a range or a collection")
                    .help("write `for (i in 0..10) { … }` or `for (x in list) { … }`");
        }
        boolean header = before == PlatParser.IF || before == PlatParser.WHILE || before == PlatParser.FOR;
        if (header && a.expected.has(PlatParser.LPAREN) && !a.expected.expression()) {
            boolean behindValue = before == PlatParser.IF
                    && TokenClass.endsExpression(a.type(-2))
                    && a.type(-2) != PlatParser.RBRACE
                    && a.file.line(a.span(-2).start()) == a.file.line(a.span(-1).start());
            if (behindValue) {
                a.deleteTo(PlatParser.SEMI);
                return conditionBehind(a, a.span(-1));
            }
            return bareHeader(a, before == PlatParser.FOR);
        }
        if (a.expected.has(PlatParser.LBRACE) && !a.expected.expression() && !a.expected.has(PlatParser.ARROW)) {
            String owner = blockOwner(a);
            if (!owner.isEmpty()) {
                if (a.type(-1) == PlatParser.SPAWN) {
                    a.deleteTo(PlatParser.COMMA, PlatParser.RPAREN, PlatParser.RBRACK, PlatParser.SEMI);
                    a.insertAfterDeleted(PlatParser.LBRACE, PlatParser.RBRACE);
                }
                return a.error(
                                DiagnosticCode.E0120,
                                a.span(0),
                                "`" + owner + "` needs a block in braces, found " + a.found())
                        .help("write `" + owner + " { … }`");
            }
            if (before == PlatParser.RPAREN
                    && (a.context instanceof PlatParser.BlockContext || a.in(PlatParser.BlockContext.class))
                    && (a.parent() instanceof PlatParser.IfStatementContext
                            || a.parent() instanceof PlatParser.IfValueContext
                            || a.parent() instanceof PlatParser.WhileStatementContext
                            || a.parent() instanceof PlatParser.ForStatementContext)) {
                return a.error(DiagnosticCode.E0120, a.span(0), "expected a block in braces, found " + a.found())
                        .help("write `{ … }` even around a single statement");
            }
        }
        if (a.expected.has(PlatParser.ELSE)
                && a.context instanceof PlatParser.IfValueContext
                && !a.expected.has(PlatParser.SEMI)) {
            return a.error(
                            DiagnosticCode.E0120,
                            a.context.getStart() == null
                                    ? a.span(0)
                                    : spanOf(a, a.context.getStart().getTokenIndex()),
                            "this `if` gives a value, so it needs an `else`")
                    .secondary(a.afterPrevious(), "`else { … }` is missing here");
        }
        return null;
    }

    /** `a if c else b`. */
    static Diagnostic conditionBehind(Advice a, Span word) {
        return a.error(DiagnosticCode.E0119, word, "a condition stands before the values it chooses from")
                .help("write `if (condition) { a } else { b }`");
    }

    /** A condition, or what a `for` goes through, without its parentheses. */
    private static Diagnostic bareHeader(Advice a, boolean isFor) {
        String keyword = a.text(-1);
        Span head = a.spanToBrace();
        boolean goRange = isFor && (head.text().contains(":=") || head.text().contains(";"));
        if (!goRange) {
            a.parenthesiseToBrace();
        }
        Diagnostic report = a.error(
                DiagnosticCode.E0120,
                head,
                isFor
                        ? "what a `for` goes through stands in parentheses"
                        : "the condition of `" + keyword + "` stands in parentheses");
        if (head.text().equals("{") || head.text().isEmpty() || goRange) {
            return report.help(
                    isFor
                            ? "write `for (x in list) { … }`, with the index `for (i, x in list) { … }`"
                            : "write `" + keyword + " (condition) { … }`; an endless loop is `loop { … }`");
        }
        return report.fix("put it in parentheses", head, "(" + head.text() + ")");
    }

    private static Span spanOf(Advice a, int token) {
        return a.span(token - a.at);
    }

    private static String blockOwner(Advice a) {
        return switch (a.type(-1)) {
            case PlatParser.ELSE, PlatParser.LOOP, PlatParser.SPAWN, PlatParser.CONCURRENT, PlatParser.DEFER ->
                a.text(-1);
            default -> "";
        };
    }
}
