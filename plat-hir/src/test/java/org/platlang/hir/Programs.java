package org.platlang.hir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.Parser;

/** What the tests of this module share: files of programs, and the way from text to reports. */
public final class Programs {
    private Programs() {}

    /** All {@code .plat} files below a folder, in order. */
    public static List<Path> under(String folder) {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            List<Path> found = new ArrayList<>(
                    all.filter(p -> p.toString().endsWith(".plat")).sorted().toList());
            if (found.isEmpty()) {
                throw new IllegalStateException("no programs in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static SourceFile read(Path path) {
        try {
            return SourceFile.of(path.getFileName().toString(), Files.readString(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Parses and checks; all reports in the order they are shown. */
    public static List<Diagnostic> reports(SourceFile file) {
        DiagnosticSink sink = new DiagnosticSink();
        Hir.compile(Parser.parse(file, sink), sink);
        return sink.sorted();
    }

    /** {@code line code message}. */
    public static String line(Diagnostic d) {
        int line = d.primary().isPresent() ? d.primary().get().span().line() : 0;
        return line + " " + d.code().id() + " " + d.message();
    }
}
