package org.platlang.lexer;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;

/**
 * Retags words by their neighbours (language reference, chapter 1), so that the grammar needs no predicate:
 *
 * <ul>
 *   <li>a keyword directly before {@code ::}, or directly after {@code .} or {@code ::}, is a name;
 *   <li>{@code race} before <code>{</code>, {@code (name in} or {@code (name:}, and {@code select} before <code>{</code>
 *       or <code>biased {</code>, begin their construct, except after {@code .}, {@code ::} or {@code fn}.
 *   <li>the {@code <} of {@code name<types>} begins type arguments if {@link TypeArguments} says so.
 * </ul>
 */
final class ContextualWords {
    private ContextualWords() {}

    static void retag(List<CommonToken> tokens) {
        int size = tokens.size();
        int before = PlatLexer.SEMI;
        for (int i = 0; i < size; i++) {
            CommonToken token = tokens.get(i);
            int type = token.getType();
            if (type >= PlatLexer.FN && type <= PlatLexer.INTERFACE) {
                if (before == PlatLexer.DOT
                        || before == PlatLexer.COLONCOLON
                        || type(tokens, i + 1) == PlatLexer.COLONCOLON) {
                    token.setType(PlatLexer.NAME);
                }
            } else if (type == PlatLexer.NAME
                    && before != PlatLexer.DOT
                    && before != PlatLexer.COLONCOLON
                    && before != PlatLexer.FN) {
                int next = type(tokens, i + 1);
                if (next == PlatLexer.LBRACE || next == PlatLexer.LPAREN || next == PlatLexer.NAME) {
                    retagConstruct(tokens, i, next);
                }
            } else if (type == PlatLexer.LT && TypeArguments.isName(before) && TypeArguments.beginAt(tokens, i)) {
                token.setType(PlatLexer.TYPE_LT);
            }
            before = token.getType();
        }
    }

    private static void retagConstruct(List<CommonToken> tokens, int i, int next) {
        CommonToken token = tokens.get(i);
        int length = token.getStopIndex() - token.getStartIndex() + 1;
        if (length == 4 && token.getText().equals("race")) {
            if (next == PlatLexer.LBRACE || next == PlatLexer.LPAREN && isLoopHead(tokens, i + 2)) {
                token.setType(PlatLexer.RACE);
            }
        } else if (length == 6 && token.getText().equals("select")) {
            if (next == PlatLexer.LBRACE) {
                token.setType(PlatLexer.SELECT);
            } else if (next == PlatLexer.NAME
                    && type(tokens, i + 2) == PlatLexer.LBRACE
                    && tokens.get(i + 1).getText().equals("biased")) {
                token.setType(PlatLexer.SELECT);
                tokens.get(i + 1).setType(PlatLexer.BIASED);
            }
        }
    }

    private static boolean isLoopHead(List<CommonToken> tokens, int i) {
        int after = type(tokens, i + 1);
        return isName(type(tokens, i)) && (after == PlatLexer.IN || after == PlatLexer.COLON);
    }

    private static boolean isName(int type) {
        return type == PlatLexer.NAME
                || type == PlatLexer.TYPE_NAME
                || type >= PlatLexer.AFTER && type <= PlatLexer.TARGET;
    }

    private static int type(List<CommonToken> tokens, int i) {
        return i < tokens.size() ? tokens.get(i).getType() : PlatLexer.EOF;
    }
}
