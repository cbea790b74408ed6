package org.platlang.lexer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;

/**
 * Source text to tokens. Never fails: what is malformed is reported, and left out or replaced.
 *
 * <p>A string may span lines, so one missing quote turns all later strings inside out. When the text ends inside a
 * string, the likeliest culprit is reported and read as ending with its line, and the text is read again.
 */
public final class Tokenizer {
    /** More unclosed strings than this are read as they stand. */
    private static final int MAX_UNCLOSED_STRINGS = 50;

    private Tokenizer() {}

    /**
     * The tokens of a file, contextual words retagged, and its documentation comments.
     *
     * @param unclosed where strings and comments begin that are never closed, which has been reported: what is missing
     *     after them is their fault. Such a string has an empty STRING_END.
     * @param skipped where characters were left out, which has been reported: the offsets just after them
     */
    public record Result(
            TokenArray tokens, List<DocComment> documentation, List<Integer> unclosed, List<Integer> skipped) {}

    /**
     * A {@code ///} or {@code //!} line.
     *
     * @param next index of the first token after it
     */
    public record DocComment(int start, int end, int next) {}

    public static Result tokenize(SourceFile file, DiagnosticSink sink) {
        List<CommonToken> tokens = new ArrayList<>(file.length() / 5 + 8);
        List<DocComment> documentation = new ArrayList<>();
        if (!new QuickScanner(file, tokens, documentation).scan()) {
            return tokenizeByGrammar(file, sink);
        }
        ContextualWords.retag(tokens);
        return new Result(new TokenArray(file, tokens), documentation, List.of(), List.of());
    }

    /** By the generated lexer alone; {@link QuickScanner} is the faster way to the same tokens. */
    static Result tokenizeByGrammar(SourceFile file, DiagnosticSink sink) {
        Set<Integer> cut = Set.of();
        Set<Integer> ends = Set.of();
        while (true) {
            DiagnosticSink reports = new DiagnosticSink();
            PlatLexer lexer = new PlatLexer(new TextStream(file));
            lexer.removeErrorListeners();
            lexer.begin(file, reports, cut, ends);
            List<CommonToken> tokens = new ArrayList<>(file.length() / 5 + 8);
            List<DocComment> documentation = new ArrayList<>();
            read(lexer, file, tokens, documentation);
            int unclosed = lexer.openString();
            if (unclosed >= 0 && cut.size() + ends.size() < MAX_UNCLOSED_STRINGS) {
                int culprit = culprit(tokens, file, unclosed, cut);
                int outer = lexer.enclosingString(culprit);
                boolean inInterpolation = outer >= 0 && file.line(outer) == file.line(culprit);
                Set<Integer> more = new HashSet<>(inInterpolation ? ends : cut);
                if (more.add(culprit)) {
                    cut = inInterpolation ? cut : more;
                    ends = inInterpolation ? more : ends;
                    continue;
                }
            }
            for (Diagnostic report : reports.sorted()) {
                sink.report(report);
            }
            if (unclosed >= 0) {
                LexicalErrors.unclosedString(sink, file, unclosed);
            }
            for (int start : cut) {
                LexicalErrors.unclosedString(sink, file, start);
            }
            closeStrings(lexer, tokens);
            List<Integer> starts = new ArrayList<>(cut);
            starts.addAll(ends);
            if (unclosed >= 0) {
                starts.add(unclosed);
            }
            if (lexer.unclosedToEnd() >= 0) {
                starts.add(lexer.unclosedToEnd());
            }
            ContextualWords.retag(tokens);
            return new Result(new TokenArray(file, tokens), documentation, starts, lexer.skipped());
        }
    }

    /** A word that begins with a letter names cannot have, directly after a name: one word, reported already. */
    private static boolean continuesWord(List<CommonToken> tokens, CommonToken token) {
        if (token.getType() != PlatLexer.NAME || tokens.isEmpty()) {
            return false;
        }
        CommonToken before = tokens.get(tokens.size() - 1);
        return before.getStopIndex() + 1 == token.getStartIndex()
                && (before.getType() == PlatLexer.NAME || before.getType() == PlatLexer.TYPE_NAME);
    }

    /** Ends the strings and interpolations that are open at the end, before EOF. */
    private static void closeStrings(PlatLexer lexer, List<CommonToken> tokens) {
        int end = tokens.size() - 1;
        int offset = tokens.get(end).getStartIndex();
        for (int type = lexer.closeInnermost(); type != Token.EOF; type = lexer.closeInnermost()) {
            CommonToken token = new CommonToken(type);
            token.setStartIndex(offset);
            token.setStopIndex(offset - 1);
            token.setText("");
            tokens.add(end++, token);
        }
    }

    private static void read(
            PlatLexer lexer, SourceFile file, List<CommonToken> tokens, List<DocComment> documentation) {
        while (true) {
            CommonToken token = (CommonToken) lexer.nextToken();
            if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                if (continuesWord(tokens, token)) {
                    tokens.get(tokens.size() - 1).setStopIndex(token.getStopIndex());
                    continue;
                }
                tokens.add(token);
                if (token.getType() == Token.EOF) {
                    return;
                }
            } else if (token.getType() == PlatLexer.LINE_COMMENT) {
                int start = token.getStartIndex();
                int end = token.getStopIndex() + 1;
                String text = file.text();
                if (end - start >= 3
                        && (text.charAt(start + 2) == '!'
                                || text.charAt(start + 2) == '/'
                                        && (end - start == 3 || text.charAt(start + 3) != '/'))) {
                    documentation.add(new DocComment(start, end, tokens.size()));
                }
            }
        }
    }

    /**
     * The text ended inside the string begun at {@code last}. The culprit is more likely the first string over several
     * lines that is directly followed by a word or by another string, since then its end was meant as a beginning.
     */
    private static int culprit(List<CommonToken> tokens, SourceFile file, int last, Set<Integer> cut) {
        int start = -1;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            CommonToken token = tokens.get(i);
            if (token.getType() == PlatLexer.QUOTE) {
                start = token.getStartIndex();
            } else if (token.getType() == PlatLexer.STRING_END && start >= 0) {
                int end = token.getStartIndex();
                int next = tokens.get(i + 1).getType();
                boolean oddlyFollowed = next != PlatLexer.SEMI
                        && next != PlatLexer.COMMA
                        && next != PlatLexer.RPAREN
                        && next != PlatLexer.RBRACE
                        && next != PlatLexer.RBRACK
                        && next != PlatLexer.DOT
                        && next != PlatLexer.PLUS;
                if (oddlyFollowed && !cut.contains(start) && file.line(start) != file.line(end)) {
                    return start;
                }
                start = -1;
            }
        }
        return last;
    }
}
