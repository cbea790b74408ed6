package org.platlang.lexer;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;
import org.platlang.lexer.source.SourceFile;

/**
 * A source text for the generated lexer, by UTF-16 code units, so that token offsets are span offsets. (ANTLR's own
 * streams count code points, and copy.)
 */
final class TextStream implements CharStream {
    private final SourceFile file;
    private final String text;
    private int index;

    TextStream(SourceFile file) {
        this.file = file;
        this.text = file.text();
    }

    @Override
    public int LA(int i) {
        int at = i > 0 ? index + i - 1 : index + i;
        return at >= 0 && at < text.length() ? text.charAt(at) : IntStream.EOF;
    }

    @Override
    public void consume() {
        index++;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int to) {
        index = to;
    }

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public int mark() {
        return 0;
    }

    @Override
    public void release(int marker) {
        // The whole text is at hand: there is nothing to keep or to free.
    }

    @Override
    public String getText(Interval interval) {
        int from = Math.min(interval.a, text.length());
        return text.substring(from, Math.max(from, Math.min(interval.b + 1, text.length())));
    }

    @Override
    public String getSourceName() {
        return file.name();
    }
}
