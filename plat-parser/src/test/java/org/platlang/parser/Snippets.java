package org.platlang.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.ast.CompilationUnit;

/** Test sources: resources by name, and parsing in one step. */
final class Snippets {
    private Snippets() {}

    /** A parsed text and what was reported. */
    record Parsed(CompilationUnit unit, DiagnosticSink sink) {}

    static Parsed parse(String name, String text) {
        DiagnosticSink sink = new DiagnosticSink();
        return new Parsed(Parser.parse(SourceFile.of(name, text), sink), sink);
    }

    static String resource(String path) {
        try (InputStream in = Snippets.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resource files of a folder that end so, by name. */
    static List<Path> files(String folder, String end) {
        try {
            Path root = Path.of(Snippets.class.getResource("/" + folder).toURI());
            List<Path> found = new ArrayList<>();
            try (var paths = Files.list(root)) {
                paths.filter(path -> path.toString().endsWith(end)).sorted().forEach(found::add);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares with the golden file, or rewrites it in the source tree under {@code -Dbless}. */
    static String golden(String folder, Path input, String end, String actual) {
        String name = input.getFileName().toString().replaceFirst("\\.plat$", end);
        if (System.getProperty("bless") != null) {
            try {
                Files.writeString(Path.of("src/test/resources", folder, name), actual);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return actual;
        }
        return read(input.resolveSibling(name));
    }
}
