package org.platlang.parser;

import org.antlr.v4.runtime.CommonToken;
import org.platlang.parser.grammar.PlatParser;

/** Questions about kinds of tokens that recovery and its messages ask. */
final class TokenClass {
    private TokenClass() {}

    static boolean isKeyword(int type) {
        return type >= PlatParser.FN && type <= PlatParser.INTERFACE;
    }

    /** A word that may be a name, contextual ones and collections included. */
    static boolean isName(int type) {
        return type == PlatParser.NAME
                || type == PlatParser.TYPE_NAME
                || type >= PlatParser.AFTER && type <= PlatParser.SET;
    }

    static boolean isOpening(int type) {
        return type == PlatParser.LPAREN
                || type == PlatParser.LBRACK
                || type == PlatParser.LBRACE
                || type == PlatParser.INTERPOLATION_OPEN;
    }

    static boolean isClosing(int type) {
        return type == PlatParser.RPAREN || type == PlatParser.RBRACK || type == PlatParser.RBRACE;
    }

    /** The bracket that closes {@code opening}. */
    static int closingOf(int opening) {
        return switch (opening) {
            case PlatParser.LPAREN -> PlatParser.RPAREN;
            case PlatParser.LBRACK -> PlatParser.RBRACK;
            default -> PlatParser.RBRACE;
        };
    }

    /** A token an expression may end with. */
    static boolean endsExpression(int type) {
        return isName(type)
                || isClosing(type)
                || switch (type) {
                    case PlatParser.INT,
                            PlatParser.FLOAT,
                            PlatParser.DURATION,
                            PlatParser.TRUE,
                            PlatParser.FALSE,
                            PlatParser.SELF,
                            PlatParser.STRING_END,
                            PlatParser.RAW_STRING,
                            PlatParser.QUESTION,
                            PlatParser.BANG,
                            PlatParser.DAMAGED,
                            PlatParser.GT -> true;
                    default -> false;
                };
    }

    /** A token an expression may begin with, and that cannot continue one. */
    static boolean beginsExpression(int type) {
        return isName(type)
                || switch (type) {
                    case PlatParser.INT,
                            PlatParser.FLOAT,
                            PlatParser.DURATION,
                            PlatParser.TRUE,
                            PlatParser.FALSE,
                            PlatParser.SELF,
                            PlatParser.SUPER,
                            PlatParser.QUOTE,
                            PlatParser.RAW_STRING,
                            PlatParser.FN,
                            PlatParser.SPAWN,
                            PlatParser.CAST,
                            PlatParser.IF,
                            PlatParser.MATCH,
                            PlatParser.LOOP,
                            PlatParser.CONCURRENT,
                            PlatParser.RACE,
                            PlatParser.SELECT,
                            PlatParser.NOT,
                            PlatParser.TILDE,
                            PlatParser.LABEL_DEFINITION,
                            PlatParser.DAMAGED -> true;
                    default -> false;
                };
    }

    /** A keyword that begins a statement and can stand nowhere inside an expression. */
    static boolean beginsStatementOnly(int type) {
        return switch (type) {
            case PlatParser.LET,
                    PlatParser.VAR,
                    PlatParser.WHILE,
                    PlatParser.FOR,
                    PlatParser.RETURN,
                    PlatParser.BREAK,
                    PlatParser.CONTINUE,
                    PlatParser.DEFER -> true;
            default -> false;
        };
    }

    /** Whether an item of a file begins here, judged by this token and the next. */
    static boolean beginsItem(int type, int next) {
        return switch (type) {
            case PlatParser.PUB,
                    PlatParser.VIRTUAL,
                    PlatParser.OVERRIDE,
                    PlatParser.MUT,
                    PlatParser.CLASS,
                    PlatParser.ENUM,
                    PlatParser.TYPE,
                    PlatParser.NEWTYPE,
                    PlatParser.CONST,
                    PlatParser.TEST,
                    PlatParser.BENCH,
                    PlatParser.MOD,
                    PlatParser.USE,
                    PlatParser.INTERFACE -> true;
            case PlatParser.FN -> next != PlatParser.LPAREN;
            case PlatParser.TASK_LOCAL -> isName(next);
            default -> false;
        };
    }

    /** Whether nothing stands between two tokens. */
    static boolean touch(CommonToken first, CommonToken second) {
        return first.getStopIndex() + 1 == second.getStartIndex();
    }
}
