package org.platlang.lexer;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;

/**
 * All tokens of a text (or a part of it) but comments, as the stream a generated parser reads. The last token is EOF;
 * each token's index is its place here.
 */
public final class TokenArray implements TokenStream {
    private final SourceFile file;
    private final List<CommonToken> tokens;
    private int index;

    /** Takes the list over and numbers the tokens; it must end with EOF. */
    public TokenArray(SourceFile file, List<CommonToken> tokens) {
        this.file = file;
        this.tokens = tokens;
        for (int i = 0; i < tokens.size(); i++) {
            tokens.get(i).setTokenIndex(i);
        }
    }

    public SourceFile file() {
        return file;
    }

    /** The tokens; EOF last. */
    public List<CommonToken> tokens() {
        return tokens;
    }

    /** The type of the token at {@code at}; EOF beyond both ends. */
    public int type(int at) {
        return at < 0 || at >= tokens.size() ? Token.EOF : tokens.get(at).getType();
    }

    public static Span span(SourceFile file, Token token) {
        int start = token.getStartIndex();
        return new Span(file, start, Math.max(start, token.getStopIndex() + 1));
    }

    @Override
    public @Nullable Token LT(int k) {
        if (k == 0) {
            return null;
        }
        int at = k > 0 ? index + k - 1 : index + k;
        return at < 0 ? null : tokens.get(Math.min(at, tokens.size() - 1));
    }

    @Override
    public int LA(int k) {
        int at = k > 0 ? index + k - 1 : index + k;
        return type(at);
    }

    @Override
    public void consume() {
        if (index >= tokens.size() - 1) {
            throw new IllegalStateException("cannot consume EOF");
        }
        index++;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int to) {
        index = Math.min(to, tokens.size() - 1);
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public Token get(int at) {
        return tokens.get(at);
    }

    @Override
    public int mark() {
        return 0;
    }

    @Override
    public void release(int marker) {
        // All tokens are at hand: there is nothing to keep or to free.
    }

    @Override
    public String getSourceName() {
        return file.name();
    }

    @Override
    public TokenSource getTokenSource() {
        throw new UnsupportedOperationException("tokens have been read already");
    }

    @Override
    public String getText(Interval interval) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, interval.a); i <= interval.b && i < tokens.size(); i++) {
            text.append(tokens.get(i).getText());
        }
        return text.toString();
    }

    @Override
    public String getText() {
        return getText(new Interval(0, tokens.size() - 1));
    }

    @Override
    public String getText(RuleContext context) {
        return getText(context.getSourceInterval());
    }

    @Override
    public String getText(Token start, Token stop) {
        return getText(new Interval(start.getTokenIndex(), stop.getTokenIndex()));
    }
}
