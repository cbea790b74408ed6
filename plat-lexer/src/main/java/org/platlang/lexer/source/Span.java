package org.platlang.lexer.source;

/**
 * A piece of a source file: code units {@code [start, end)}. An empty span (start = end) marks a place between two
 * characters, such as where a missing {@code ;} belongs.
 */
public record Span(SourceFile file, int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + ".." + end);
        }
    }

    /** The smallest span holding both; they must lie in the same file. */
    public Span to(Span other) {
        return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The empty span at the start of this one. */
    public Span atStart() {
        return new Span(file, start, start);
    }

    /** The empty span just after this one. */
    public Span atEnd() {
        return new Span(file, end, end);
    }

    /** Line of the start, from 1. */
    public int line() {
        return file.line(start);
    }

    /** Column of the start, from 1, in code points. */
    public int column() {
        return file.column(start);
    }

    /** The source text covered. */
    public String text() {
        String text = file.text();
        int to = Math.min(end, text.length());
        return start >= to ? "" : text.substring(start, to);
    }

    /** {@code name:line:column}. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
