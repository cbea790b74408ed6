package org.platlang.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;

/**
 * {@code plat.toml}: the file whose folder is a project's root. It may be empty. What it may hold is the part of TOML
 * that two lines need:
 *
 * <pre>
 * [package]
 * name = "calculator"     # of the executable; without it, that of the folder
 * entry = "main.plat"     # the main file, where none is named; this one without it
 * </pre>
 */
record Manifest(Path folder, String name, Path entry) {
    static final String FILE = "plat.toml";

    private static final String TABLE = "package";
    private static final List<String> KEYS = List.of("name", "entry");

    /** The project that {@code start} lies in: the nearest folder with the file, upwards. */
    static Optional<Path> folderAround(Path start) {
        for (Path at = start.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(FILE))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** The project of a folder that has the file; empty after reports into the sink. */
    static Optional<Manifest> read(Path folder, DiagnosticSink sink) throws DriverException {
        Optional<SourceFile> source = SourceLoader.load(folder.resolve(FILE), sink);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        DiagnosticSink own = new DiagnosticSink();
        Map<String, String> values = new Reading(source.get(), own).values();
        sink.addAll(own);
        if (own.hasErrors()) {
            return Optional.empty();
        }
        Path called = folder.toAbsolutePath().normalize().getFileName();
        String name = values.getOrDefault("name", called == null ? "main" : called.toString());
        return Optional.of(new Manifest(folder, name, folder.resolve(values.getOrDefault("entry", "main.plat"))));
    }

    /** One reading of the text, line by line. */
    private static final class Reading {
        private final SourceFile file;
        private final DiagnosticSink sink;
        private final Map<String, String> values = new HashMap<>();
        private boolean inPackage;

        Reading(SourceFile file, DiagnosticSink sink) {
            this.file = file;
            this.sink = sink;
        }

        Map<String, String> values() {
            for (int line = 1; line <= file.lineCount(); line++) {
                String text = withoutComment(file.lineText(line));
                String stripped = text.strip();
                int start = file.lineStart(line) + text.indexOf(stripped);
                if (stripped.startsWith("[")) {
                    table(stripped, start);
                } else if (!stripped.isEmpty()) {
                    pair(stripped, start);
                }
            }
            return values;
        }

        private static String withoutComment(String line) {
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == '#' && !quoted) {
                    return line.substring(0, i);
                }
            }
            return line;
        }

        private void table(String text, int start) {
            inPackage = text.endsWith("]")
                    && text.substring(1, text.length() - 1).strip().equals(TABLE);
            if (!inPackage) {
                report(start, text.length(), "there is no table `" + text + "` in plat.toml", "write `[package]`");
            }
        }

        private void pair(String text, int start) {
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals).strip();
            if (!inPackage || equals < 0) {
                report(
                        start,
                        text.length(),
                        "this is no `name = \"value\"` in `[package]`",
                        "write `[package]`, then `name` and `entry`");
                return;
            }
            if (!KEYS.contains(key)) {
                String help = Suggest.nearest(key, KEYS)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("the keys are `name` and `entry`");
                report(start, key.length(), "there is no key `" + key + "` in `[package]`", help);
                return;
            }
            String value = text.substring(equals + 1).strip();
            boolean string =
                    value.length() > 2 && value.startsWith("\"") && value.indexOf('"', 1) == value.length() - 1;
            String inner = string ? value.substring(1, value.length() - 1) : "";
            int at = start + text.length() - value.length();
            if (!string || inner.indexOf('\\') >= 0) {
                report(at, value.length(), "the value of `" + key + "` is a string", "write `" + key + " = \"…\"`");
            } else if (key.equals("name") && !inner.chars().allMatch(Reading::isNameCharacter)) {
                report(at, value.length(), "a name has letters, digits, `_` and `-`", "choose another name");
            } else if (values.putIfAbsent(key, inner) != null) {
                report(start, key.length(), "`" + key + "` is given twice", "remove one of them");
            }
        }

        private static boolean isNameCharacter(int c) {
            return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
        }

        private void report(int start, int length, String message, String help) {
            Span at = file.span(start, start + length);
            sink.report(Diagnostic.at(DiagnosticCode.E0900, at, message).help(help));
        }
    }
}
