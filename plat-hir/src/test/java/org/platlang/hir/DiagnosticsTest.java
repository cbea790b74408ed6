package org.platlang.hir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.SourceFile;

/**
 * Programs with mistakes, each marked on its line: {@code //~ E0301 words of the message}, several separated by
 * {@code //~}. Exactly the marked reports are made, in any order within a line.
 */
final class DiagnosticsTest {
    private static final String FOLDER = "src/test/resources/diag";

    static List<Path> programs() {
        return Programs.under(FOLDER);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void marked_reports_are_made_and_no_others(Path path) {
        SourceFile file = Programs.read(path);
        List<String> expected = expectations(file);
        List<String> missing = new ArrayList<>(expected);
        List<String> surplus = new ArrayList<>();
        for (Diagnostic d : Programs.reports(file)) {
            String actual = Programs.line(d);
            if (!missing.removeIf(e -> matches(e, actual)) && expected.stream().noneMatch(e -> matches(e, actual))) {
                surplus.add(actual);
            }
        }
        assertEquals("", String.join("\n", missing), "reports that were not made");
        assertEquals("", String.join("\n", surplus), "reports that were not expected");
    }

    private static boolean matches(String expected, String actual) {
        int head = expected.indexOf(' ', expected.indexOf(' ') + 1);
        String place = head < 0 ? expected : expected.substring(0, head);
        String words = head < 0 ? "" : expected.substring(head + 1);
        return actual.startsWith(place + " ") && actual.contains(words);
    }

    private static List<String> expectations(SourceFile file) {
        List<String> expected = new ArrayList<>();
        for (int line = 1; line <= file.lineCount(); line++) {
            String text = file.lineText(line);
            int at = text.indexOf("//~");
            while (at >= 0) {
                int next = text.indexOf("//~", at + 3);
                String mark = text.substring(at + 3, next < 0 ? text.length() : next);
                expected.add((line + " " + mark.strip()).strip());
                at = next;
            }
        }
        return expected;
    }

    /** Here, or among the golden programs: reports that need several files have theirs there only. */
    @Test
    void every_code_of_the_checker_has_an_example() throws IOException {
        List<Path> all = new ArrayList<>(programs());
        try (Stream<Path> golden = Files.walk(Path.of("..", "tests"))) {
            golden.filter(p -> p.toString().endsWith(".plat")).forEach(all::add);
        }
        Set<String> marked = new TreeSet<>();
        for (Path path : all) {
            for (String e : expectations(Programs.read(path))) {
                marked.add(e.split(" ")[1]);
            }
        }
        List<String> without = new ArrayList<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            boolean ours = code.id().startsWith("E02")
                    || code.id().startsWith("E03")
                    || code.id().startsWith("E04")
                    || code.id().startsWith("E05")
                    || code.id().startsWith("W");
            if (ours && !marked.contains(code.id())) {
                without.add(code.id());
            }
        }
        assertEquals("", String.join(" ", without));
    }
}
