package org.platlang.parser.ast;

import org.platlang.lexer.source.Span;

/**
 * A name as written (§1). Spelling conventions are not checked by the parser. Keywords occur as names only next to
 * {@code ::} and after {@code .}; a label has its name without the quote.
 */
public record Identifier(String text, Span span) {
    @Override
    public String toString() {
        return text;
    }
}
