package org.platlang.parser;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.platlang.parser.grammar.PlatParser;

/**
 * Nesting that needs no brackets: prefixes ({@code - - - x}), results of function types ({@code fn() -> fn() -> …}),
 * {@code else if} after {@code else if}, types in angle brackets. Counted on the tokens, before the parser recurses.
 */
final class Chains {
    private Chains() {}

    /** Index of the token with which a chain grows longer than allowed; -1 if none does. */
    static int tooLong(List<CommonToken> tokens) {
        int prefixes = 0;
        int results = 0;
        int elses = 0;
        int angles = 0;
        int before = Token.EOF;
        for (int i = 0; i < tokens.size(); i++) {
            int type = tokens.get(i).getType();
            switch (type) {
                case PlatParser.NOT, PlatParser.MINUS, PlatParser.TILDE -> {
                    prefixes++;
                    angles = 0;
                }
                case PlatParser.FN -> {
                    prefixes = 0;
                    results = before == PlatParser.ARROW ? results + 1 : 0;
                }
                case PlatParser.IF -> {
                    prefixes = 0;
                    elses = before == PlatParser.ELSE ? elses + 1 : 0;
                }
                case PlatParser.LT -> {
                    prefixes = 0;
                    angles++;
                }
                case PlatParser.NAME,
                        PlatParser.TYPE_NAME,
                        PlatParser.LIST,
                        PlatParser.DICT,
                        PlatParser.SET,
                        PlatParser.COLONCOLON,
                        PlatParser.COMMA -> prefixes = 0;
                default -> {
                    prefixes = 0;
                    angles = 0;
                }
            }
            int longest = Math.max(Math.max(prefixes, results), Math.max(elses, angles));
            if (longest > SyntaxReports.MAX_NESTING) {
                return i;
            }
            before = type;
        }
        return -1;
    }
}
