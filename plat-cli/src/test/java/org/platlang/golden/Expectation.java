package org.platlang.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a golden program promises, read from its comments.
 *
 * <pre>
 * // expect: a whole line of standard output, in order
 * // exit: 101
 * // stderr: words that standard error must contain
 * // stdin: a line for standard input
 * // args: words of the command line
 * // env: NAME=VALUE,NAME=VALUE
 * // overflow: panic
 * // level: 2                     only for what the optimizer promises; else a program runs at both levels
 * x = 1; //~ E0301 words of the message, for an error or warning whose place starts on this line
 * //~ at: the source text it points at          (these belong to the diagnostic before them)
 * //~ fix: the line after one of its fixes      //~ help: words of its help      //~ note: words of a note
 * </pre>
 *
 * <p>A folder with a {@code main.plat} is one program, the other files in it are its modules.
 *
 * @param stdout the lines of standard output
 * @param exit the exit status
 * @param stderr substrings of standard error
 * @param stdin standard input
 * @param arguments the program's arguments
 * @param environment variables it runs with, besides those of the test run
 * @param overflowPanics whether it is built with {@code --overflow=panic}
 * @param optimizedOnly whether it is about what the optimizer does, and so not run at -O0
 * @param diagnostics the diagnostics, none for a program that must compile
 */
public record Expectation(
        List<String> stdout,
        int exit,
        List<String> stderr,
        String stdin,
        List<String> arguments,
        String environment,
        boolean overflowPanics,
        boolean optimizedOnly,
        List<ExpectedDiagnostic> diagnostics) {

    /**
     * A diagnostic with its code whose primary place starts on this line (from 1) of this file and whose message has these
     * words.
     */
    public record ExpectedDiagnostic(Path file, int line, String code, String words, List<Detail> details) {}

    /** More that a diagnostic must have. */
    public record Detail(Kind kind, String text) {
        public enum Kind {
            /** The source text of its primary place. */
            AT,
            /** The line that one of its fixes makes. */
            FIX,
            /** Words of its help. */
            HELP,
            /** Words of a note. */
            NOTE
        }

        /** Null if the mark is none of these. */
        static @Nullable Detail of(String mark) {
            for (Kind kind : Kind.values()) {
                String word = kind.name().toLowerCase(Locale.ROOT) + ": ";
                if (mark.startsWith(word)) {
                    return new Detail(kind, mark.substring(word.length()).strip());
                }
            }
            return null;
        }
    }

    /** What a program promises: its main file everything, the others the diagnostics that are reported in them. */
    public static Expectation of(Path main, List<Path> others) throws IOException {
        List<ExpectedDiagnostic> diagnostics = new ArrayList<>(diagnostics(main));
        for (Path other : others) {
            diagnostics.addAll(diagnostics(other));
        }
        return of(Files.readString(main), diagnostics);
    }

    private static List<ExpectedDiagnostic> diagnostics(Path file) throws IOException {
        List<ExpectedDiagnostic> diagnostics = new ArrayList<>();
        String[] lines = Files.readString(file).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int mark = lines[i].indexOf("//~");
            if (mark < 0) {
                continue;
            }
            for (String one : lines[i].substring(mark + 3).split("//~")) {
                String text = one.strip();
                Detail detail = Detail.of(text);
                if (detail != null) {
                    diagnostics.get(diagnostics.size() - 1).details().add(detail);
                    continue;
                }
                int space = text.indexOf(' ');
                String code = space < 0 ? text : text.substring(0, space);
                String words = space < 0 ? "" : text.substring(space + 1).strip();
                diagnostics.add(new ExpectedDiagnostic(file, i + 1, code, words, new ArrayList<>()));
            }
        }
        return diagnostics;
    }

    private static Expectation of(String source, List<ExpectedDiagnostic> diagnostics) {
        List<String> stdout = new ArrayList<>();
        List<String> stderr = new ArrayList<>();
        List<String> arguments = List.of();
        StringBuilder stdin = new StringBuilder();
        String environment = "";
        int exit = 0;
        boolean overflowPanics = false;
        boolean optimizedOnly = false;
        String[] lines = source.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.startsWith("// expect:")) {
                stdout.add(rest(lines[i], "// expect:"));
            } else if (line.startsWith("// exit:")) {
                exit = Integer.parseInt(rest(line, "// exit:").strip());
            } else if (line.startsWith("// stderr:")) {
                stderr.add(rest(line, "// stderr:"));
            } else if (line.startsWith("// stdin:")) {
                stdin.append(rest(line, "// stdin:")).append('\n');
            } else if (line.startsWith("// env:")) {
                environment = rest(line, "// env:").strip();
            } else if (line.equals("// overflow: panic")) {
                overflowPanics = true;
            } else if (line.equals("// level: 2")) {
                optimizedOnly = true;
            } else if (line.startsWith("// args:")) {
                arguments = List.of(rest(line, "// args:").strip().split(" +"));
            }
        }
        return new Expectation(
                stdout,
                exit,
                stderr,
                stdin.toString(),
                arguments,
                environment,
                overflowPanics,
                optimizedOnly,
                diagnostics);
    }

    /** True when the program must be refused by the compiler. */
    boolean refused() {
        return diagnostics.stream().anyMatch(d -> d.code().startsWith("E"));
    }

    private static String rest(String line, String mark) {
        String after = line.substring(line.indexOf(mark) + mark.length());
        return after.startsWith(" ") ? after.substring(1) : after;
    }

    /** The source with its {@code expect} lines replaced by these, where the first stood, else after the header. */
    static String bless(String source, List<String> stdout) {
        List<String> result = new ArrayList<>();
        boolean placed = false;
        for (String line : source.split("\n", -1)) {
            boolean expectation = line.strip().startsWith("// expect:");
            boolean headerEnds = !line.startsWith("//");
            if (!placed && (expectation || headerEnds)) {
                for (String expected : stdout) {
                    result.add(("// expect: " + expected).stripTrailing());
                }
                placed = true;
            }
            if (!expectation) {
                result.add(line);
            }
        }
        return String.join("\n", result);
    }
}
