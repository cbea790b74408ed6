package org.platlang.lexer.diag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;

/**
 * Diagnostics for people: the message, the source lines with marks under the places ({@code ^} the primary one, {@code
 * -} the others), then notes, help and fixes.
 *
 * <pre>
 * error[E0101]: missing `;`
 *  --> main.plat:2:10
 *   |
 * 2 |     f(x)
 *   |         ^ put a `;` here
 *   |
 *   = fix: add `;`
 * </pre>
 *
 * The output depends on the diagnostic alone; lines end in {@code \n}.
 */
public final class TextRenderer {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String BLUE = "\u001b[1;34m";
    private static final String CYAN = "\u001b[1;36m";

    private final boolean colour;

    /** @param colour whether to use ANSI colours */
    public TextRenderer(boolean colour) {
        this.colour = colour;
    }

    /** All of them, each followed by an empty line. */
    public String render(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            render(diagnostic, out);
            out.append('\n');
        }
        return out.toString();
    }

    /** One, without an empty line after it. */
    public String render(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        render(diagnostic, out);
        return out.toString();
    }

    private void render(Diagnostic diagnostic, StringBuilder out) {
        String accent = diagnostic.severity() == Severity.ERROR ? RED : YELLOW;
        String head = diagnostic.severity().word() + "[" + diagnostic.code().id() + "]";
        out.append(paint(accent, head))
                .append(paint(BOLD, ": " + diagnostic.message()))
                .append('\n');
        int margin = 1;
        if (diagnostic.primary().isPresent()) {
            margin = margin(diagnostic);
            snippets(diagnostic, accent, margin, out);
        }
        boolean first = diagnostic.primary().isPresent();
        for (String note : diagnostic.notes()) {
            first = trailer("note", note, margin, first, out);
        }
        for (String help : diagnostic.help()) {
            first = trailer("help", help, margin, first, out);
        }
        for (FixIt fix : diagnostic.fixIts()) {
            first = trailer("fix", fix.title(), margin, first, out);
        }
    }

    /** A remark below the snippet; the first one is set off from it. */
    private boolean trailer(String kind, String text, int margin, boolean first, StringBuilder out) {
        if (first) {
            bar(margin, out);
            out.append('\n');
        }
        String indent = " ".repeat(margin + 1);
        String continued = "\n" + " ".repeat(margin + 3 + kind.length() + 2);
        out.append(indent)
                .append(paint(BLUE, "="))
                .append(' ')
                .append(paint(CYAN, kind))
                .append(": ")
                .append(text.replace("\n", continued))
                .append('\n');
        return false;
    }

    private void bar(int margin, StringBuilder out) {
        out.append(" ".repeat(margin + 1)).append(paint(BLUE, "|"));
    }

    /** Width of the widest line number shown. */
    private static int margin(Diagnostic diagnostic) {
        int last = 0;
        for (Label label : labels(diagnostic)) {
            last = Math.max(last, label.span().file().line(label.span().start()));
        }
        return Integer.toString(last).length();
    }

    private static List<Label> labels(Diagnostic diagnostic) {
        List<Label> labels = new ArrayList<>();
        diagnostic.primary().ifPresent(labels::add);
        labels.addAll(diagnostic.secondary());
        return labels;
    }

    /** The primary file first, then others in the order they are named. */
    private void snippets(Diagnostic diagnostic, String accent, int margin, StringBuilder out) {
        List<Label> labels = labels(diagnostic);
        List<SourceFile> files = new ArrayList<>();
        for (Label label : labels) {
            if (!files.contains(label.span().file())) {
                files.add(label.span().file());
            }
        }
        for (SourceFile file : files) {
            List<Label> here = new ArrayList<>();
            for (Label label : labels) {
                if (label.span().file() == file) {
                    here.add(label);
                }
            }
            String arrow = file == files.get(0) ? "-->" : ":::";
            out.append(" ".repeat(margin))
                    .append(paint(BLUE, arrow))
                    .append(' ')
                    .append(here.get(0).span())
                    .append('\n');
            bar(margin, out);
            out.append('\n');
            lines(file, here, labels.get(0), accent, margin, out);
        }
    }

    private void lines(
            SourceFile file, List<Label> labels, Label primary, String accent, int margin, StringBuilder out) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparingInt((Label label) -> label.span().start()));
        int previous = -1;
        for (int i = 0; i < sorted.size(); ) {
            int line = file.line(sorted.get(i).span().start());
            List<Label> onLine = new ArrayList<>();
            while (i < sorted.size() && file.line(sorted.get(i).span().start()) == line) {
                onLine.add(sorted.get(i++));
            }
            if (previous >= 0 && line == previous + 2) {
                source(file, previous + 1, onLine.get(0), margin, out);
            } else if (previous >= 0 && line > previous + 2) {
                out.append(paint(BLUE, "...")).append('\n');
            }
            DisplayLine display = source(file, line, onLine.get(0), margin, out);
            marks(file, line, display, onLine, primary, accent, margin, out);
            previous = line;
        }
    }

    private DisplayLine source(SourceFile file, int line, Label focus, int margin, StringBuilder out) {
        DisplayLine display = DisplayLine.of(file, line, focus.span().start());
        String number = Integer.toString(line);
        out.append(paint(BLUE, " ".repeat(margin - number.length()) + number + " |"));
        if (!display.text().isEmpty()) {
            out.append(' ').append(display.text());
        }
        out.append('\n');
        return display;
    }

    /** A label laid out on its line: columns [from, to) are marked. */
    private record Mark(int from, int to, boolean primary, String text) {}

    private void marks(
            SourceFile file,
            int line,
            DisplayLine display,
            List<Label> labels,
            Label primary,
            String accent,
            int margin,
            StringBuilder out) {
        List<Mark> marks = new ArrayList<>();
        int lineEnd = file.lineEnd(line);
        for (Label label : labels) {
            Span span = label.span();
            int from = display.column(span.start());
            int to = Math.max(from + 1, display.column(Math.min(span.end(), lineEnd)));
            marks.add(new Mark(from, to, label == primary, label.text()));
        }
        Mark last = marks.get(marks.size() - 1);
        boolean inline = true;
        for (Mark mark : marks) {
            inline &= mark == last || mark.to() <= last.from();
        }
        bar(margin, out);
        out.append(' ');
        int column = 0;
        for (Mark mark : underlines(marks)) {
            out.append(" ".repeat(mark.from() - column));
            out.append(paint(
                    mark.primary() ? accent : BLUE, (mark.primary() ? "^" : "-").repeat(mark.to() - mark.from())));
            column = mark.to();
        }
        if (inline && !last.text().isEmpty()) {
            out.append(' ').append(paint(last.primary() ? accent : BLUE, last.text()));
        }
        out.append('\n');
        for (int i = marks.size() - (inline ? 2 : 1); i >= 0; i--) {
            if (!marks.get(i).text().isEmpty()) {
                hanging(marks, i, accent, margin, out);
            }
        }
    }

    /** Disjoint pieces in order; where marks overlap the primary one wins, else the earlier. */
    private static List<Mark> underlines(List<Mark> marks) {
        int width = 0;
        for (Mark mark : marks) {
            width = Math.max(width, mark.to());
        }
        int[] owner = new int[width];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = marks.size() - 1; i >= 0; i--) {
                Mark mark = marks.get(i);
                if (mark.primary() == (pass == 1)) {
                    for (int c = mark.from(); c < mark.to(); c++) {
                        owner[c] = i + 1;
                    }
                }
            }
        }
        List<Mark> pieces = new ArrayList<>();
        for (int c = 0; c < width; ) {
            int end = c;
            while (end < width && owner[end] == owner[c]) {
                end++;
            }
            if (owner[c] > 0) {
                pieces.add(new Mark(c, end, marks.get(owner[c] - 1).primary(), ""));
            }
            c = end;
        }
        return pieces;
    }

    /** The text of a mark on a line of its own, under its beginning; marks further left keep their bars. */
    private void hanging(List<Mark> marks, int index, String accent, int margin, StringBuilder out) {
        Mark mark = marks.get(index);
        bar(margin, out);
        out.append(' ');
        int column = 0;
        for (int i = 0; i < index; i++) {
            Mark left = marks.get(i);
            if (!left.text().isEmpty() && left.from() >= column && left.from() < mark.from()) {
                out.append(" ".repeat(left.from() - column)).append(paint(left.primary() ? accent : BLUE, "|"));
                column = left.from() + 1;
            }
        }
        out.append(" ".repeat(mark.from() - column))
                .append(paint(mark.primary() ? accent : BLUE, mark.text()))
                .append('\n');
    }

    private String paint(String style, String text) {
        return colour ? style + text + RESET : text;
    }
}
