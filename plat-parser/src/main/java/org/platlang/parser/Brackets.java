package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
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
    private boolean surplus;

    private Brackets(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
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

    /** The tokens (EOF last) with all brackets in pairs and nested at most 1,000 deep; what was wrong is reported. */
    static List<CommonToken> balance(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        List<CommonToken> balanced = isBalanced(tokens) ? tokens : new Brackets(file, sink, tokens).repair();
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
        while (statementEdge && (top() == PlatParser.LPAREN || top() == PlatParser.LBRACK)) {
            closeTop(token.getStartIndex(), true);
        }
    }

    private void close(int i, CommonToken token) {
        int type = token.getType();
        int match = open.size() - 1;
        while (match >= 0 && TokenClass.closingOf(open.get(match).getType()) != type) {
            match--;
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
        if (report) {
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
        result.add(new RepairToken(closing, offset, true));
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
