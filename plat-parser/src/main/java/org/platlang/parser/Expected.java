package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.platlang.parser.grammar.PlatParser;

/** A set of token types that could have stood somewhere, in a person's words. */
final class Expected {
    /** More kinds than this are not listed: the list would hide what matters. */
    private static final int MAX_LISTED = 4;

    private final IntervalSet types;

    Expected(IntervalSet types) {
        this.types = types;
    }

    boolean has(int type) {
        return types.contains(type);
    }

    boolean expression() {
        return has(PlatParser.INT) && has(PlatParser.LPAREN) && has(PlatParser.NAME) && has(PlatParser.FLOAT);
    }

    boolean pattern() {
        return has(PlatParser.INT) && has(PlatParser.NAME) && !has(PlatParser.SELF);
    }

    boolean type() {
        return has(PlatParser.FN) && has(PlatParser.LIST) && !has(PlatParser.INT) && !has(PlatParser.CLASS);
    }

    boolean name() {
        return has(PlatParser.NAME) && !has(PlatParser.INT) && !type();
    }

    boolean item() {
        return has(PlatParser.CLASS) && has(PlatParser.ENUM);
    }

    boolean statement() {
        return has(PlatParser.LET) && has(PlatParser.WHILE);
    }

    /** "`)`", "`,` or `)`", "an expression": joined by commas and "or"; empty if nothing sensible can be said. */
    String words() {
        List<String> words = new ArrayList<>();
        if (item()) {
            words.add("a declaration such as `fn` or `class`");
        } else if (statement()) {
            words.add("a statement");
        } else if (expression()) {
            words.add("an expression");
        } else if (pattern()) {
            words.add("a pattern");
        } else if (type()) {
            words.add("a type");
        } else if (name()) {
            words.add("a name");
        }
        boolean wide = expression() || statement() || item() || pattern();
        boolean operators = has(PlatParser.PLUS) && has(PlatParser.STAR);
        for (int type : types.toArray()) {
            String shown = symbol(type);
            if (shown.isEmpty()
                    || words.contains(shown)
                    || isPathOrBracket(type)
                    || operators && isOperatorOrPostfix(type)
                    || wide && !isSeparator(type)) {
                continue;
            }
            boolean rare = type == PlatParser.ELSE && has(PlatParser.SEMI) // of `let … else`
                    || type == PlatParser.PIPE && has(PlatParser.ASSIGN); // of alternatives in a `let`
            if (rare || type() && (type == PlatParser.FN)) {
                continue;
            }
            words.add(shown);
        }
        if (words.size() > MAX_LISTED) {
            words = words.subList(0, wide ? 1 : MAX_LISTED);
        }
        return join(words);
    }

    /** What may always follow a name; said only where nothing else fits. */
    private boolean isPathOrBracket(int type) {
        boolean other = has(PlatParser.GT)
                || has(PlatParser.COMMA)
                || has(PlatParser.LBRACE)
                || has(PlatParser.RPAREN)
                || has(PlatParser.ASSIGN)
                || has(PlatParser.SEMI)
                || has(PlatParser.ARROW);
        return other && (type == PlatParser.COLONCOLON || type == PlatParser.LT || type == PlatParser.LBRACK);
    }

    private static String join(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            text.append(i == 0 ? "" : i == words.size() - 1 ? " or " : ", ").append(words.get(i));
        }
        return text.toString();
    }

    private static boolean isSeparator(int type) {
        return TokenClass.isClosing(type) || type == PlatParser.COMMA;
    }

    private static boolean isOperatorOrPostfix(int type) {
        return type >= PlatParser.PLUS_EQ && type <= PlatParser.QUESTION && type != PlatParser.ARROW
                || type == PlatParser.DOT
                || type == PlatParser.COLONCOLON
                || type == PlatParser.LPAREN
                || type == PlatParser.LBRACK
                || type == PlatParser.AND
                || type == PlatParser.OR
                || isGreater(type);
    }

    private static boolean isGreater(int type) {
        return type == PlatParser.GT_THEN_GT || type == PlatParser.GT_THEN_EQ || type == PlatParser.GT_THEN_GT_EQ;
    }

    /** How a token type is shown; empty for those with no spelling of their own. */
    static String symbol(int type) {
        if (type == Token.EOF) {
            return "the end of the file";
        }
        if (type == PlatParser.STRING_END || type == PlatParser.QUOTE) {
            return "`\"`";
        }
        if (type == PlatParser.LABEL) {
            return "a label";
        }
        if (isGreater(type)) {
            return "`>`";
        }
        if (type >= PlatParser.AFTER && type <= PlatParser.SET) {
            return "";
        }
        String literal = PlatParser.VOCABULARY.getLiteralName(type);
        return literal == null ? "" : "`" + literal.substring(1, literal.length() - 1) + "`";
    }
}
