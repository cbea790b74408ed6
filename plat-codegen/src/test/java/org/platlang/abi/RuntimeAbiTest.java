package org.platlang.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The ABI table as the compiler sees it. That the runtime defines every function is checked where that is built. */
final class RuntimeAbiTest {
    @Test
    void functionsAreFoundByTheirSymbol() {
        for (RuntimeAbi.Function f : RuntimeAbi.Function.values()) {
            assertEquals(Optional.of(f), RuntimeAbi.find(f.symbol()));
        }
        assertEquals(Optional.empty(), RuntimeAbi.find("plat_no_such_function"));
    }

    /** A row that no compiler class names is dead: nothing tests it, and it costs everybody who reads the table. */
    @Test
    void everyFunctionIsUsedByTheCompiler() throws IOException, URISyntaxException {
        Path classes = Path.of(RuntimeAbi.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            walk.filter(p -> p.toString().endsWith(".class"))
                    .filter(p -> !p.getFileName().toString().startsWith("RuntimeAbi"))
                    .forEach(p -> files.add(read(p)));
        }
        assertTrue(files.size() > 10, "the compiler's classes are in " + classes);
        List<String> unused = new ArrayList<>();
        for (RuntimeAbi.Function f : RuntimeAbi.Function.values()) {
            // The whole name; or its stem before the variable part of a string concatenation (plat_string_concat + n).
            String stem = f.symbol().replaceFirst("\\d+$", "");
            Pattern name = Pattern.compile(f.symbol() + "(?![a-z0-9_])|" + stem + "\\x01");
            boolean used = files.stream().anyMatch(file -> name.matcher(file).find());
            if (!used) {
                unused.add(f.symbol());
            }
        }
        assertEquals(List.of(), unused);
    }

    /** A class file as text, one character a byte: names stand in its constants as they are. */
    private static String read(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
