package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;

/** Executables of programs that tests run in ways of their own; the compiler must have nothing to say of them. */
final class Built {
    private Built() {}

    /** The executable of a text, beside which its source is kept in the folder as {@code name.plat}. */
    static Path text(Path folder, String name, String text, boolean optimize) throws IOException {
        Path source = Files.writeString(folder.resolve(name + ".plat"), text);
        return file(source, folder.resolve(name + (optimize ? "2" : "0")), optimize);
    }

    /** The executable of a source file, made at {@code executable}. */
    static Path file(Path source, Path executable, boolean optimize) {
        BuildOptions options = new BuildOptions(source, Optional.of(executable), optimize, false, Optional.empty());
        Compilation.Outcome outcome = Compilation.build(options, new PrintStream(new ByteArrayOutputStream()));
        assertEquals(List.of(), outcome.diagnostics());
        return executable;
    }
}
