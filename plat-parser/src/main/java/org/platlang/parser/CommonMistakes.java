package org.platlang.parser;

import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.parser.grammar.PlatParser;

/**
 * Mistakes people make, recognised by the tokens around the place where parsing stopped. Each rule is one `if`: what was
 * probably meant, the words for it, and a repair where one is safe. Order matters: the more particular rule first.
 */
final class CommonMistakes {
    private CommonMistakes() {}

    static @Nullable Diagnostic explain(Advice a) {
        Diagnostic found = HeaderMistakes.headers(a);
        if (found == null) {
            found = DeclarationMistakes.declarations(a);
        }
        if (found == null) {
            found = TypeMistakes.types(a);
        }
        if (found == null) {
            found = StatementMistakes.statements(a);
        }
        return found == null ? ExpressionMistakes.expressions(a) : found;
    }

    // ---- questions that several of the classes ask

    static boolean insideFunction(Advice a) {
        for (ParserRuleContext at = a.context; at != null; at = at.getParent()) {
            if (at instanceof PlatParser.BlockContext block && block.LBRACE() != null) {
                return true;
            }
        }
        return false;
    }

    static boolean isRelation(int type) {
        return type == PlatParser.LT || type == PlatParser.LE || type == PlatParser.GT || type == PlatParser.GT_THEN_EQ;
    }

    static boolean isCapital(String word) {
        return !word.isEmpty() && Character.isUpperCase(word.charAt(0));
    }

    static boolean isGreater(int type) {
        return type == PlatParser.GT || type == PlatParser.GT_THEN_EQ || type == PlatParser.GT_THEN_GT;
    }

    static boolean isAssignment(int type) {
        return type == PlatParser.ASSIGN || type >= PlatParser.PLUS_EQ && type <= PlatParser.SHL_EQ;
    }
}
