package org.platlang.docs;

import java.util.ArrayList;
import java.util.List;
import org.platlang.lexer.diag.Diagnostic;

/** The marks {@code //~ E0301 words} of a program: what is reported on their lines, with words of its message. */
public final class Marks {
    private Marks() {}

    /** Each mark as "line code words". */
    public static List<String> of(String program) {
        List<String> marks = new ArrayList<>();
        String[] lines = program.split("\n");
        for (int i = 0; i < lines.length; i++) {
            String[] parts = lines[i].split("//~");
            for (int j = 1; j < parts.length; j++) {
                marks.add((i + 1) + " " + parts[j].strip());
            }
        }
        return marks;
    }

    /** What is marked and not reported, and what is reported and not marked; empty when the two agree. */
    public static List<String> disagreement(String program, List<Diagnostic> found) {
        List<String> marks = of(program);
        List<String> wrong = new ArrayList<>();
        for (Diagnostic d : found) {
            String place = line(d) + " " + d.code().id();
            boolean matched = false;
            for (int i = 0; i < marks.size() && !matched; i++) {
                String mark = marks.get(i) + " ";
                matched = mark.startsWith(place + " ")
                        && d.message().contains(mark.substring(place.length()).strip());
                if (matched) {
                    marks.remove(i);
                }
            }
            if (!matched) {
                wrong.add("reported, not marked: " + place + " " + d.message());
            }
        }
        for (String mark : marks) {
            wrong.add("marked, not reported: " + mark);
        }
        return wrong;
    }

    /** The reports in short, for messages of tests. */
    public static List<String> shown(List<Diagnostic> found) {
        return found.stream()
                .map(d -> line(d) + " " + d.code().id() + " " + d.message())
                .toList();
    }

    private static int line(Diagnostic d) {
        return d.primary().map(label -> label.span().line()).orElse(0);
    }
}
