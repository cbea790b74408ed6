package org.platlang.lexer;

import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.misc.Pair;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.source.SourceFile;

/**
 * Reads well-formed text of the usual kind, token for token as {@link PlatLexer} does, but without its automaton: that
 * takes 10 ms to unpack and warm up, most of which a small program spends on nothing else. The grammar stays the
 * definition: whatever is unusual or wrong (a malformed token, a raw string, a hex number, a letter outside of ASCII)
 * makes this give up, and the generated lexer reads the text from the start. A test compares the two.
 */
final class QuickScanner {
    private final String text;
    private final Pair<TokenSource, CharStream> source;
    private final List<CommonToken> tokens;
    private final List<Tokenizer.DocComment> documentation;
    private int[] depths = new int[4];
    private int open;
    private int at;

    /** Adds to both lists; what they hold after failure is meaningless. */
    QuickScanner(SourceFile file, List<CommonToken> tokens, List<Tokenizer.DocComment> documentation) {
        this.text = file.text();
        this.source = source(file);
        this.tokens = tokens;
        this.documentation = documentation;
    }

    private static Pair<TokenSource, CharStream> source(SourceFile file) {
        @Nullable TokenSource none = null;
        return pair(none, new TextStream(file));
    }

    @SuppressWarnings("NullAway") // a token may have no source; ANTLR is not annotated
    private static Pair<TokenSource, CharStream> pair(@Nullable TokenSource none, CharStream stream) {
        return new Pair<>(none, stream);
    }

    /** Reads the whole text; false if it holds something for the generated lexer. */
    boolean scan() {
        if (text.startsWith("#!")) {
            at = lineEnd(0);
        }
        while (at < text.length()) {
            if (!code(text.charAt(at))) {
                return false;
            }
        }
        if (open > 0) {
            return false;
        }
        token(Token.EOF, at, at);
        tokens.get(tokens.size() - 1).setText("<EOF>");
        return true;
    }

    private void token(int type, int start, int end) {
        tokens.add(new CommonToken(source, type, Token.DEFAULT_CHANNEL, start, end - 1));
        at = end;
    }

    private char peek(int offset) {
        int i = at + offset;
        return i < text.length() ? text.charAt(i) : '\0';
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /** One token, comment or piece of white space outside of string text. */
    private boolean code(char c) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
            at++;
            return true;
        }
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_') {
            return word();
        }
        if (c >= '0' && c <= '9') {
            return number();
        }
        switch (c) {
            case '"' -> {
                token(PlatLexer.QUOTE, at, at + 1);
                return stringText();
            }
            case '\'' -> {
                return label();
            }
            case '/' -> {
                if (peek(1) == '/') {
                    return lineComment();
                }
                if (peek(1) == '*') {
                    return blockComment();
                }
                operator('=', PlatLexer.SLASH_EQ, PlatLexer.SLASH);
                return true;
            }
            case '(', '[', '{' -> {
                if (open > 0) {
                    depths[open - 1]++;
                }
                token(c == '(' ? PlatLexer.LPAREN : c == '[' ? PlatLexer.LBRACK : PlatLexer.LBRACE, at, at + 1);
                return true;
            }
            case ')', ']' -> {
                if (open > 0 && depths[open - 1] > 0) {
                    depths[open - 1]--;
                }
                token(c == ')' ? PlatLexer.RPAREN : PlatLexer.RBRACK, at, at + 1);
                return true;
            }
            case '}' -> {
                return closeBrace();
            }
            case ':' -> {
                return colon();
            }
            default -> {
                return punctuation(c);
            }
        }
    }

    private boolean punctuation(char c) {
        switch (c) {
            case ';' -> token(PlatLexer.SEMI, at, at + 1);
            case ',' -> token(PlatLexer.COMMA, at, at + 1);
            case '?' -> token(PlatLexer.QUESTION, at, at + 1);
            case '~' -> token(PlatLexer.TILDE, at, at + 1);
            case '=' -> operator('=', PlatLexer.EQ, PlatLexer.ASSIGN);
            case '!' -> operator('=', PlatLexer.NE, PlatLexer.BANG);
            case '+' -> operator('=', PlatLexer.PLUS_EQ, PlatLexer.PLUS);
            case '*' -> operator('=', PlatLexer.STAR_EQ, PlatLexer.STAR);
            case '%' -> operator('=', PlatLexer.PERCENT_EQ, PlatLexer.PERCENT);
            case '&' -> operator('=', PlatLexer.AMP_EQ, PlatLexer.AMP);
            case '|' -> operator('=', PlatLexer.PIPE_EQ, PlatLexer.PIPE);
            case '^' -> operator('=', PlatLexer.CARET_EQ, PlatLexer.CARET);
            case '-' -> {
                if (peek(1) == '>') {
                    token(PlatLexer.ARROW, at, at + 2);
                } else {
                    operator('=', PlatLexer.MINUS_EQ, PlatLexer.MINUS);
                }
            }
            case '<' -> {
                if (peek(1) == '<') {
                    int end = peek(2) == '=' ? 3 : 2;
                    token(end == 3 ? PlatLexer.SHL_EQ : PlatLexer.SHL, at, at + end);
                } else {
                    operator('=', PlatLexer.LE, PlatLexer.LT);
                }
            }
            case '>' -> token(ModalLexer.greater(peek(1), peek(2) == '='), at, at + 1);
            case '.' -> {
                if (peek(1) == '.') {
                    int end = peek(2) == '=' ? 3 : 2;
                    token(end == 3 ? PlatLexer.DOTDOTEQ : PlatLexer.DOTDOT, at, at + end);
                } else {
                    token(PlatLexer.DOT, at, at + 1);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void operator(char second, int both, int alone) {
        if (peek(1) == second) {
            token(both, at, at + 2);
        } else {
            token(alone, at, at + 1);
        }
    }

    // ---- comments

    private boolean lineComment() {
        if (open > 0) {
            return false;
        }
        int end = lineEnd(at);
        if (Directions.inside(text, at, end)) {
            return false;
        }
        if (peek(2) == '!' || peek(2) == '/' && peek(3) != '/') {
            documentation.add(new Tokenizer.DocComment(at, end, tokens.size()));
        }
        at = end;
        return true;
    }

    private boolean blockComment() {
        int depth = 1;
        int i = at + 2;
        while (depth > 0) {
            if (i + 1 >= text.length()) {
                return false;
            }
            char c = text.charAt(i);
            char next = text.charAt(i + 1);
            if (c == '*' && next == '/') {
                depth--;
                i += 2;
            } else if (c == '/' && next == '*') {
                depth++;
                i += 2;
            } else if (Directions.isControl(c)) {
                return false;
            } else {
                i++;
            }
        }
        at = i;
        return true;
    }

    // ---- words, labels, numbers

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9';
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean word() {
        int start = at;
        int end = wordEnd(start);
        if (end < text.length() && text.charAt(end) > 0x7F) {
            return false; // a letter that names cannot have
        }
        if (end - start == 1
                && text.charAt(start) == 'r'
                && end < text.length()
                && (text.charAt(end) == '"' || text.charAt(end) == '#')) {
            return false; // a raw string
        }
        token(Words.type(text, start, end), start, end);
        return true;
    }

    private boolean label() {
        int end = wordEnd(at + 1);
        if (end == at + 1 || peek(1) <= '9') {
            return false;
        }
        if (end < text.length() && text.charAt(end) == ':') {
            token(PlatLexer.LABEL_DEFINITION, at, end + 1);
            return true;
        }
        int quote = text.indexOf('\'', end);
        if (quote >= 0 && quote < lineEnd(end)) {
            return false; // perhaps text in single quotes
        }
        token(PlatLexer.LABEL, at, end);
        return true;
    }

    private int digitsEnd(int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) >= '0' && text.charAt(end) <= '9' || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean number() {
        int end = digitsEnd(at);
        boolean fraction = end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1));
        if (fraction) {
            end = digitsEnd(end + 1);
        }
        int suffix = end;
        end = wordEnd(end);
        int type = fraction ? PlatLexer.FLOAT : PlatLexer.INT;
        if (end > suffix) {
            type = Words.numberType(text, suffix, end, fraction);
            boolean longer = end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1));
            if (type == PlatLexer.BAD_NUMBER || longer) {
                return false;
            }
        }
        token(type, at, end);
        return true;
    }

    // ---- strings

    /** String text from here to its closing quote, or to an interpolation, after which it goes on. */
    private boolean stringText() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                token(PlatLexer.STRING_END, at, at + 1);
                return true;
            }
            if (c == '\\') {
                if (!escape()) {
                    return false;
                }
            } else if (c == '$') {
                if (peek(1) == '{') {
                    if (open == depths.length) {
                        depths = Arrays.copyOf(depths, open * 2);
                    }
                    depths[open++] = 0;
                    token(PlatLexer.INTERPOLATION_OPEN, at, at + 2);
                    return true;
                }
                token(PlatLexer.STRING_TEXT, at, at + 1);
            } else {
                int end = at;
                while (end < text.length()) {
                    char d = text.charAt(end);
                    if (d == '"' || d == '\\' || d == '$') {
                        break;
                    }
                    if (Directions.isControl(d)) {
                        return false;
                    }
                    end++;
                }
                token(PlatLexer.STRING_TEXT, at, end);
            }
        }
        return false;
    }

    private boolean escape() {
        char c = peek(1);
        if (c == 'n' || c == 't' || c == 'r' || c == '\\' || c == '"' || c == '$' || c == '0') {
            token(PlatLexer.ESCAPE, at, at + 2);
            return true;
        }
        if (c != 'u' || peek(2) != '{') {
            return false;
        }
        int end = at + 3;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 0x80) {
            end++;
        }
        if (end == at + 3 || end >= text.length() || text.charAt(end) != '}') {
            return false;
        }
        token(PlatLexer.ESCAPE, at, end + 1);
        return true;
    }

    private boolean closeBrace() {
        token(PlatLexer.RBRACE, at, at + 1);
        if (open > 0) {
            if (depths[open - 1] == 0) {
                open--;
                return stringText();
            }
            depths[open - 1]--;
        }
        return true;
    }

    private boolean colon() {
        if (peek(1) == ':') {
            token(PlatLexer.COLONCOLON, at, at + 2);
            return true;
        }
        if (open == 0 || depths[open - 1] > 0) {
            token(PlatLexer.COLON, at, at + 1);
            return true;
        }
        token(PlatLexer.FORMAT_COLON, at, at + 1);
        int end = at;
        while (end < text.length() && text.charAt(end) != '}') {
            char c = text.charAt(end);
            if (c == '\n' || c == '\r') {
                return false;
            }
            end++;
        }
        if (end == text.length()) {
            return false;
        }
        if (end > at) {
            token(PlatLexer.FORMAT_SPEC, at, end);
        }
        return closeBrace();
    }
}
