package org.platlang.lexer.source;

import java.util.Arrays;

/**
 * One source text with the name it is shown under. Identity matters: two files with equal text are different files.
 *
 * <p>Offsets are UTF-16 code units from 0. Lines and columns are counted from 1; a column counts code points, a tab is
 * one. A line ends at {@code \n}, {@code \r\n} or a lone {@code \r}. The line table is made on first use, so that a
 * program without errors never pays for it.
 */
public final class SourceFile {
    private final String name;
    private final String text;
    private int[] lineStarts = {};

    private SourceFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** A file shown as {@code name} (a path as the user gave it, or a title such as {@code <input>}). */
    public static SourceFile of(String name, String text) {
        return new SourceFile(name, text);
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    public int length() {
        return text.length();
    }

    /** The span of {@code [start, end)}. */
    public Span span(int start, int end) {
        return new Span(this, start, end);
    }

    /** Number of lines; a text without a line end has one. */
    public int lineCount() {
        return lineStarts().length;
    }

    /** The line, from 1, that holds {@code offset}; the end of the text belongs to its last line. */
    public int line(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column, from 1 and in code points, of {@code offset} in its line. */
    public int column(int offset) {
        int start = lineStart(line(offset));
        return text.codePointCount(start, Math.min(offset, text.length())) + 1;
    }

    /** Offset of the first character of {@code line}. */
    public int lineStart(int line) {
        return lineStarts()[line - 1];
    }

    /** Offset just after the last character of {@code line}, its line end not counted. */
    public int lineEnd(int line) {
        int[] starts = lineStarts();
        int end = line < starts.length ? starts[line] : text.length();
        int start = starts[line - 1];
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    /** The text of {@code line} without its line end. */
    public String lineText(int line) {
        return text.substring(lineStart(line), lineEnd(line));
    }

    private int[] lineStarts() {
        if (lineStarts.length == 0) {
            lineStarts = findLineStarts(text);
        }
        return lineStarts;
    }

    private static int[] findLineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == length || text.charAt(i + 1) != '\n')) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    @Override
    public String toString() {
        return name;
    }
}
