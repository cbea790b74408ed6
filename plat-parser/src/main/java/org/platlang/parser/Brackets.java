package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/**
 * Pairs brackets, before the parser sees them. Missing ones are reported where they were opened and put in, surplus ones
 * reported and left out, so that recovery can trust every pair. Interpolations count as brackets.
 *
 * <p>Where something is missing the text does not say where, so layout is asked: a <code>}</code> that begins a line
 * further left than the line of its <code>{</code> closes an outer one; an item's keyword at the left margin closes all.
 * Only files that are unbalanced are judged so.
 */
final class Brackets {
    private final SourceFile file;
    private final DiagnosticSink sink;
    private final List<CommonToken> tokens;
    private final List<CommonToken> result = new ArrayList<>();
    private final List<CommonToken> open = new ArrayList<>();
    private final List<Integer> unclosed;
    private boolean surplus;

    private Brackets(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens, List<Integer> unclosed) {
        this.unclosed = unclosed;
        this.file = file;
        this.sink = sink;
        this.tokens = tokens;
    }

    /** How deep brackets nest, unbalanced ones counted as they come. */
    static int deepest(List<CommonToken> tokens) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int type = tokens.get(i).getType();
            if (TokenClass.isOpening(type)) {
                depth++;
                deepest = Math.max(deepest, depth);
            } else if (TokenClass.isClosing(type)) {
                depth--;
            }
        }
        return deepest;
    }

    /**
     * The tokens (EOF last) with all brackets in pairs and nested at most 1,000 deep; what was wrong is reported.
     *
     * @param unclosed where unclosed strings and comments begin, which may have swallowed closing brackets
     */
    static List<CommonToken> balance(
            SourceFile file, DiagnosticSink sink, List<CommonToken> tokens, List<Integer> unclosed) {
        List<CommonToken> balanced = isBalanced(tokens) ? tokens : new Brackets(file, sink, tokens, unclosed).repair();
        return deepest(balanced) > SyntaxReports.MAX_NESTING ? cutDeep(file, sink, balanced) : balanced;
    }

    private static boolean isBalanced(List<CommonToken> tokens) {
        List<Integer> open = new ArrayList<>();
        for (CommonToken token : tokens) {
            int type = token.getType();
            if (TokenClass.isOpening(type)) {
                open.add(TokenClass.closingOf(type));
            } else if (TokenClass.isClosing(type)) {
                if (open.isEmpty() || open.remove(open.size() - 1) != type) {
                    return false;
                }
            }
        }
        return open.isEmpty();
    }

    /** What lies deeper than allowed is replaced by one damaged token a place. */
    private static List<CommonToken> cutDeep(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        List<CommonToken> kept = new ArrayList<>(tokens.size());
        int depth = 0;
        for (CommonToken token : tokens) {
            boolean opening = TokenClass.isOpening(token.getType());
            boolean closing = TokenClass.isClosing(token.getType());
            if (opening) {
                depth++;
                if (depth == SyntaxReports.MAX_NESTING + 1) {
                    sink.report(SyntaxReports.tooDeep(file.span(token.getStartIndex(), token.getStopIndex() + 1)));
                    kept.add(new RepairToken(PlatParser.DAMAGED, token.getStartIndex(), true));
                }
            }
            if (depth <= SyntaxReports.MAX_NESTING) {
                kept.add(token);
            }
            if (closing) {
                depth--;
            }
        }
        return kept;
    }

    private List<CommonToken> repair() {
        int depth = 0;
        for (CommonToken token : tokens) {
            int type = token.getType();
            depth += TokenClass.isOpening(type) ? 1 : TokenClass.isClosing(type) ? -1 : 0;
        }
        surplus = depth < 0;
        for (int i = 0; i < tokens.size(); i++) {
            CommonToken token = tokens.get(i);
            int type = token.getType();
            if ((type == PlatParser.LBRACE || type == PlatParser.ARROW) && endsHead(type)) {
                closeTop(token.getStartIndex(), true);
            }
            if (TokenClass.isOpening(type)) {
                open.add(token);
                result.add(token);
            } else if (TokenClass.isClosing(type)) {
                close(i, token);
            } else if (type == Token.EOF) {
                closeAll(token);
                result.add(token);
            } else {
                before(i, token);
                result.add(token);
            }
        }
        return result;
    }

    private int top() {
        return open.isEmpty() ? Token.EOF : open.get(open.size() - 1).getType();
    }

    /** A statement's end, or the beginning of one or of an item, cannot stand in parentheses or square brackets. */
    private void before(int i, CommonToken token) {
        int type = token.getType();
        boolean statementEdge = type == PlatParser.SEMI
                || (TokenClass.beginsStatementOnly(type) && isFirstOnLine(i) && type != PlatParser.FOR);
        boolean item = isFirstOnLine(i)
                && indentation(token) == 0
                && TokenClass.beginsItem(
                        type, i + 1 < tokens.size() ? tokens.get(i + 1).getType() : Token.EOF);
        if (item) {
            closeAll(token);
            return;
        }
        while (statementEdge && (top() == PlatParser.LPAREN || top() == PlatParser.LBRACK) && !topIsForHead()) {
            closeTop(token.getStartIndex(), true);
        }
    }

    /**
     * Whether a `{` or `->` comes while the parentheses of a parameter list, or of the head of an `if`, `while` or `for`,
     * are open, and nothing in them can go on so: there the `)` was forgotten.
     */
    private boolean endsHead(int type) {
        if (top() != PlatParser.LPAREN) {
            return false;
        }
        int at = result.lastIndexOf(open.get(open.size() - 1));
        int before = at > 0 ? result.get(at - 1).getType() : Token.EOF;
        boolean condition = before == PlatParser.IF || before == PlatParser.WHILE || before == PlatParser.FOR;
        if (!condition && !isParameterList(at) || at == result.size() - 1) {
            return false;
        }
        int last = result.get(result.size() - 1).getType();
        if (type == PlatParser.ARROW && (condition || last == PlatParser.RPAREN)) {
            return false; // a type such as `fn(Int32) -> Bool`, or an arm
        }
        for (int j = at + 1; j < result.size(); j++) {
            int inside = result.get(j).getType();
            if (condition ? mayTakeBrace(inside) : inside == PlatParser.ASSIGN) {
                return false;
            }
        }
        return true;
    }

    /** Words whose construct has braces inside of an expression. */
    private static boolean mayTakeBrace(int type) {
        return switch (type) {
            case PlatParser.MATCH,
                    PlatParser.IF,
                    PlatParser.ELSE,
                    PlatParser.LOOP,
                    PlatParser.FN,
                    PlatParser.CONCURRENT,
                    PlatParser.SPAWN,
                    PlatParser.RACE,
                    PlatParser.SELECT,
                    PlatParser.SET -> true;
            default -> false;
        };
    }

    /** Whether the `(` at this index of the result follows `fn`, `fn name` or `fn name<…>`. */
    private boolean isParameterList(int at) {
        for (int j = at - 1; j >= 0; j--) {
            switch (result.get(j).getType()) {
                case PlatParser.FN -> {
                    return true;
                }
                case PlatParser.NAME,
                        PlatParser.LT,
                        PlatParser.GT,
                        PlatParser.COMMA,
                        PlatParser.COLON,
                        PlatParser.PLUS -> {}
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** The head of a `for`, where people write `;`: left to the parser, which has the better words. */
    private boolean topIsForHead() {
        int at = result.lastIndexOf(open.get(open.size() - 1));
        return at > 0 && result.get(at - 1).getType() == PlatParser.FOR;
    }

    private void close(int i, CommonToken token) {
        int type = token.getType();
        int match = open.size() - 1;
        while (match >= 0 && TokenClass.closingOf(open.get(match).getType()) != type) {
            match--;
        }
        if (isWrongKind(type, match)) {
            replaceTop(token);
            return;
        }
        if (match < 0 || isSurplus(i, token, match)) {
            String bracket = file.text().substring(token.getStartIndex(), token.getStopIndex() + 1);
            sink.report(Diagnostic.at(
                            DiagnosticCode.E0103,
                            file.span(token.getStartIndex(), token.getStopIndex() + 1),
                            "this `" + bracket + "` closes nothing")
                    .label("no bracket is open here that it could close"));
            return;
        }
        while (open.size() - 1 > match) {
            closeTop(token.getStartIndex(), true);
        }
        if (!surplus && type == PlatParser.RBRACE && isFirstOnLine(i)) {
            boolean outerFits = false;
            for (int j = 0; j < open.size() - 1; j++) {
                outerFits |= open.get(j).getType() == PlatParser.LBRACE
                        && lineIndentation(open.get(j)) == indentation(token);
            }
            while (outerFits && open.size() > 1 && lineIndentation(open.get(open.size() - 1)) > indentation(token)) {
                closeTop(token.getStartIndex(), true);
            }
        }
        open.remove(open.size() - 1);
        result.add(token);
    }

    /** A `)` or `]` for which nothing is open in this block, but the other one is. */
    private boolean isWrongKind(int type, int match) {
        if (type == PlatParser.RBRACE || top() != PlatParser.LPAREN && top() != PlatParser.LBRACK) {
            return false;
        }
        for (int j = open.size() - 1; j > match; j--) {
            if (open.get(j).getType() == PlatParser.LBRACE) {
                return true;
            }
        }
        return match < 0;
    }

    private void replaceTop(CommonToken token) {
        CommonToken opening = open.remove(open.size() - 1);
        int closing = TokenClass.closingOf(opening.getType());
        String wanted = closing == PlatParser.RPAREN ? ")" : "]";
        Span span = file.span(token.getStartIndex(), token.getStopIndex() + 1);
        sink.report(Diagnostic.at(DiagnosticCode.E0103, span, "expected `" + wanted + "`, found `" + span.text() + "`")
                .secondary(file.span(opening.getStartIndex(), opening.getStopIndex() + 1), "to close this")
                .fix("write `" + wanted + "`", span, wanted));
        token.setType(closing);
        result.add(token);
    }

    /** In a text with more closing brackets than opening ones: one that stands further right than what it would close. */
    private boolean isSurplus(int i, CommonToken token, int match) {
        if (!surplus || token.getType() != PlatParser.RBRACE) {
            return surplus
                    && match < open.size() - 1
                    && open.get(open.size() - 1).getType() == PlatParser.LBRACE;
        }
        return isFirstOnLine(i) && indentation(token) > lineIndentation(open.get(match));
    }

    private void closeAll(CommonToken before) {
        boolean report = true;
        while (!open.isEmpty()) {
            closeTop(before.getStartIndex(), report);
            report = false;
        }
    }

    private void closeTop(int offset, boolean report) {
        CommonToken opening = open.remove(open.size() - 1);
        int closing = TokenClass.closingOf(opening.getType());
        if (report && !swallowed(opening, offset)) {
            String bracket = file.text().substring(opening.getStartIndex(), opening.getStopIndex() + 1);
            String wanted = closing == PlatParser.RPAREN ? ")" : closing == PlatParser.RBRACK ? "]" : "}";
            int end = result.isEmpty() ? offset : result.get(result.size() - 1).getStopIndex() + 1;
            Diagnostic diagnostic = Diagnostic.at(
                            DiagnosticCode.E0102,
                            file.span(opening.getStartIndex(), opening.getStopIndex() + 1),
                            "this `" + bracket + "` is never closed")
                    .label("opened here");
            sink.report(
                    end > opening.getStopIndex() + 1
                            ? diagnostic.secondary(
                                    file.span(end, end), "a `" + wanted + "` is missing, here at the latest")
                            : diagnostic);
        }
        int end = result.isEmpty() ? offset : result.get(result.size() - 1).getStopIndex() + 1;
        result.add(new RepairToken(closing, end, true));
    }

    /** Whether an unclosed string or comment between the two may have swallowed the closing bracket. */
    private boolean swallowed(CommonToken opening, int offset) {
        for (int start : unclosed) {
            boolean between = opening.getStartIndex() < start && start < offset;
            if (between
                    && (opening.getType() != PlatParser.LBRACE
                            || offset >= file.text().stripTrailing().length()
                            || file.line(start) == file.line(opening.getStartIndex()))) {
                return true;
            }
        }
        return false;
    }

    private boolean isFirstOnLine(int i) {
        return i == 0
                || file.line(tokens.get(i - 1).getStartIndex())
                        < file.line(tokens.get(i).getStartIndex());
    }

    private int indentation(CommonToken token) {
        return file.column(token.getStartIndex()) - 1;
    }

    /** How far the first text of a token's line stands from the margin. */
    private int lineIndentation(CommonToken token) {
        int start = file.lineStart(file.line(token.getStartIndex()));
        int at = start;
        while (at < file.length()
                && (file.text().charAt(at) == ' ' || file.text().charAt(at) == '\t')) {
            at++;
        }
        return at - start;
    }
}
