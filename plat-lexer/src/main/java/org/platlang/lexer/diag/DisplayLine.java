package org.platlang.lexer.diag;

import org.platlang.lexer.source.SourceFile;

/**
 * One source line as a terminal shows it: tabs become spaces up to the next multiple of four, control characters a
 * visible stand-in, and every code unit knows the column it is shown at (wide characters take two columns, combining
 * ones none). A very long line is cut to a window around what matters.
 */
final class DisplayLine {
    private static final int TAB = 4;
    private static final int MAX_WIDTH = 160;
    private static final int LEAD = 40;

    private final int start;
    private final int[] columns;
    private final String shown;
    private final int cut;

    private DisplayLine(int start, int[] columns, String shown, int cut) {
        this.start = start;
        this.columns = columns;
        this.shown = shown;
        this.cut = cut;
    }

    /** @param focus offset that must be visible */
    static DisplayLine of(SourceFile file, int line, int focus) {
        int start = file.lineStart(line);
        String text = file.lineText(line);
        int[] columns = new int[text.length() + 1];
        StringBuilder shown = new StringBuilder();
        int[] shownAt = new int[text.length() + 1];
        int column = 0;
        for (int i = 0; i < text.length(); ) {
            int code = text.codePointAt(i);
            int units = Character.charCount(code);
            for (int j = 0; j < units; j++) {
                columns[i + j] = column;
                shownAt[i + j] = shown.length();
            }
            if (code == '\t') {
                int width = TAB - column % TAB;
                shown.append(" ".repeat(width));
                column += width;
            } else if (Character.isISOControl(code)
                    || Character.getType(code) == Character.SURROGATE
                    || code >= 0x202A && code <= 0x202E
                    || code >= 0x2066 && code <= 0x2069) { // would turn the direction of the line
                shown.append('\uFFFD');
                column++;
            } else {
                shown.appendCodePoint(code);
                column += width(code);
            }
            i += units;
        }
        columns[text.length()] = column;
        shownAt[text.length()] = shown.length();
        if (column <= MAX_WIDTH) {
            return new DisplayLine(start, columns, shown.toString(), 0);
        }
        return window(start, columns, shownAt, shown.toString(), Math.max(0, Math.min(focus - start, text.length())));
    }

    private static DisplayLine window(int start, int[] columns, int[] shownAt, String shown, int focus) {
        int from = 0;
        while (columns[from] < columns[focus] - LEAD) {
            from++;
        }
        int to = from;
        while (to < columns.length - 1 && columns[to] - columns[from] < MAX_WIDTH) {
            to++;
        }
        String text = (from > 0 ? "…" : "")
                + shown.substring(shownAt[from], shownAt[to])
                + (to < columns.length - 1 ? "…" : "");
        return new DisplayLine(start, columns, text, columns[from] - (from > 0 ? 1 : 0));
    }

    String text() {
        return shown.stripTrailing();
    }

    /** The column, from 0, at which the character at {@code offset} is shown; the line's end for offsets beyond. */
    int column(int offset) {
        int at = Math.max(0, Math.min(offset - start, columns.length - 1));
        return Math.max(0, Math.min(columns[at] - cut, MAX_WIDTH + 2));
    }

    private static int width(int code) {
        int type = Character.getType(code);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = code >= 0x1100
                && (code <= 0x115F
                        || code >= 0x2E80 && code <= 0xA4CF
                        || code >= 0xAC00 && code <= 0xD7A3
                        || code >= 0xF900 && code <= 0xFAFF
                        || code >= 0xFE30 && code <= 0xFE6F
                        || code >= 0xFF00 && code <= 0xFF60
                        || code >= 0xFFE0 && code <= 0xFFE6
                        || code >= 0x1F300 && code <= 0x1F64F
                        || code >= 0x1F680 && code <= 0x1F6FF
                        || code >= 0x1F900 && code <= 0x1FAFF
                        || code >= 0x20000 && code <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
