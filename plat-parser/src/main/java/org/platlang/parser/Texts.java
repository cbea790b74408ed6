package org.platlang.parser;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.platlang.lexer.Tokenizer;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;

/** Questions about a program's text that only reports ask. */
final class Texts {
    /** Longer code is not shown in a sentence. */
    private static final int SHORT = 60;

    private Texts() {}

    static int skipSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Just after the brace that closes the one at {@code brace}; -1 if none does. */
    static int blockEnd(String text, int brace) {
        SourceFile rest = SourceFile.of("", text.substring(brace));
        List<CommonToken> tokens =
                Tokenizer.tokenize(rest, new DiagnosticSink()).tokens().tokens();
        int depth = 0;
        for (CommonToken token : tokens) {
            if (TokenClass.isOpening(token.getType())) {
                depth++;
            } else if (TokenClass.isClosing(token.getType()) && --depth == 0) {
                return brace + token.getStopIndex() + 1;
            }
        }
        return -1;
    }

    /** Code as a part of a sentence: its first line, if it is long or has several. */
    static String oneLine(String code) {
        int line = code.indexOf('\n');
        if (line < 0 && code.length() <= SHORT) {
            return code;
        }
        String head = line < 0 ? code : code.substring(0, line);
        return head.substring(0, Math.min(head.length(), SHORT)).stripTrailing() + " …";
    }
}
