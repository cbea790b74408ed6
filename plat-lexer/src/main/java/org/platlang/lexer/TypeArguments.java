package org.platlang.lexer;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;

/**
 * Tells type arguments from a comparison (language reference, chapter 6): {@code name<types>} followed by one of
 * {@code ( . :: ) , ; ] }} is a type application if every type in it is a function type or a name (or path) whose last
 * part begins with a capital. Deciding here leaves the grammar nothing to look ahead for.
 */
final class TypeArguments {
    /** Types nested deeper than any program is allowed to are not looked into. */
    private static final int MAX_DEPTH = 1_000;

    private final List<CommonToken> tokens;
    private int at;

    private TypeArguments(List<CommonToken> tokens, int at) {
        this.tokens = tokens;
        this.at = at;
    }

    /** Whether the {@code <} at this index, which follows a name, begins type arguments of an expression. */
    static boolean beginAt(List<CommonToken> tokens, int less) {
        TypeArguments scan = new TypeArguments(tokens, less);
        return scan.angles(true, 0) && endsApplication(scan.type(0));
    }

    private static boolean endsApplication(int type) {
        return switch (type) {
            case PlatLexer.LPAREN,
                    PlatLexer.DOT,
                    PlatLexer.COLONCOLON,
                    PlatLexer.RPAREN,
                    PlatLexer.COMMA,
                    PlatLexer.SEMI,
                    PlatLexer.RBRACK,
                    PlatLexer.RBRACE -> true;
            default -> false;
        };
    }

    static boolean isName(int type) {
        return type == PlatLexer.NAME
                || type == PlatLexer.TYPE_NAME
                || type >= PlatLexer.AFTER && type <= PlatLexer.SET;
    }

    private int type(int offset) {
        int i = at + offset;
        return i < tokens.size() ? tokens.get(i).getType() : PlatLexer.EOF;
    }

    private boolean accept(int type) {
        if (type(0) == type) {
            at++;
            return true;
        }
        return false;
    }

    /** `< types >`; {@code capital} asks for names with a capital. */
    private boolean angles(boolean capital, int depth) {
        if (!accept(PlatLexer.LT) || !types(capital, depth)) {
            return false;
        }
        return accept(PlatLexer.GT)
                || accept(PlatLexer.GT_THEN_GT)
                || accept(PlatLexer.GT_THEN_EQ)
                || accept(PlatLexer.GT_THEN_GT_EQ);
    }

    /** Types divided by commas, a last comma allowed. */
    private boolean types(boolean capital, int depth) {
        if (depth > MAX_DEPTH || !oneType(capital, depth)) {
            return false;
        }
        while (accept(PlatLexer.COMMA)) {
            if (type(0) != PlatLexer.FN && !isName(type(0))) {
                return true;
            }
            if (!oneType(capital, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean oneType(boolean capital, int depth) {
        if (accept(PlatLexer.FN)) {
            return functionType(depth);
        }
        if (!isName(type(0))) {
            return false;
        }
        while (isName(type(0)) && type(1) == PlatLexer.COLONCOLON) {
            at += 2;
        }
        int name = type(0);
        boolean suits =
                capital ? name == PlatLexer.TYPE_NAME || name >= PlatLexer.LIST && name <= PlatLexer.SET : isName(name);
        if (!suits) {
            return false;
        }
        at++;
        if (type(0) == PlatLexer.LT) {
            return angles(capital, depth + 1);
        }
        if (accept(PlatLexer.LBRACK)) {
            return types(false, depth + 1) && accept(PlatLexer.RBRACK);
        }
        return true;
    }

    private boolean functionType(int depth) {
        if (depth > MAX_DEPTH || !accept(PlatLexer.LPAREN)) {
            return false;
        }
        if (!accept(PlatLexer.RPAREN) && !(types(false, depth + 1) && accept(PlatLexer.RPAREN))) {
            return false;
        }
        return !accept(PlatLexer.ARROW) || oneType(false, depth + 1);
    }
}
