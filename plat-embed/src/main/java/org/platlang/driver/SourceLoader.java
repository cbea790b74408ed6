package org.platlang.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.SourceFile;

/** Reads a source file: a file that is not there is a wrong command, one that is no UTF-8 text is a wrong program. */
final class SourceLoader {
    /** Larger files are not programs; and every place in one must fit an {@code int}. */
    private static final long MOST_BYTES = 64L << 20;

    private SourceLoader() {}

    /** The text, or empty after a report into {@code sink}. */
    static Optional<SourceFile> load(Path path, DiagnosticSink sink) throws DriverException {
        byte[] bytes = read(path);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, chars, true);
        int good = in.position();
        chars.flip();
        SourceFile file = SourceFile.of(path.toString(), chars.toString());
        int zero = file.text().indexOf('\0');
        if (!result.isError() && zero < 0) {
            return Optional.of(file);
        }
        int place = zero >= 0 ? zero : file.length();
        String what = zero >= 0
                ? "a zero byte, which no text file holds"
                : "the byte 0x" + hex(bytes[good]) + ", which no UTF-8 text holds";
        sink.report(Diagnostic.at(
                        DiagnosticCode.E0117, file.span(place, place), "`" + path + "` is not a text file in UTF-8")
                .label("here stands " + what)
                .help("name a Plat source file, or save this one in the encoding UTF-8"));
        return Optional.empty();
    }

    private static byte[] read(Path path) throws DriverException {
        try {
            if (Files.isDirectory(path)) {
                throw new DriverException("`" + path + "` is a directory, not a source file", inside(path));
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new DriverException(
                        "`" + path + "` is larger than " + (MOST_BYTES >> 20) + " MiB", "name a Plat source file");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new DriverException("there is no file `" + path + "`", near(path));
        } catch (AccessDeniedException e) {
            throw new DriverException("cannot read `" + path + "`: permission denied", "mend the file's permissions");
        } catch (IOException e) {
            throw new DriverException("cannot read `" + path + "`: " + e.getMessage(), "name a Plat source file");
        }
    }

    private static String inside(Path folder) {
        for (String name : new String[] {"main.plat", "src/main.plat"}) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return "did you mean `" + folder.resolve(name) + "`?";
            }
        }
        return "name the file with `fn main`, for example `" + folder.resolve("main.plat") + "`";
    }

    private static String near(Path path) {
        if (!path.toString().endsWith(".plat") && Files.isRegularFile(Path.of(path + ".plat"))) {
            return "did you mean `" + path + ".plat`?";
        }
        Path parent = path.getParent();
        Path folder = parent == null ? Path.of("") : parent;
        try (Stream<Path> entries = Files.list(folder)) {
            Optional<String> name = Suggest.nearest(
                    String.valueOf(path.getFileName()),
                    entries.map(p -> String.valueOf(p.getFileName())).sorted().toList());
            if (name.isPresent()) {
                return "did you mean `" + folder.resolve(name.get()) + "`?";
            }
        } catch (IOException e) {
            return "its folder cannot be read either";
        }
        return "check the path; it is taken from the current folder, `"
                + Path.of("").toAbsolutePath() + "`";
    }

    private static String hex(byte b) {
        return Character.toString(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                + Character.toUpperCase(Character.forDigit(b & 15, 16));
    }
}
