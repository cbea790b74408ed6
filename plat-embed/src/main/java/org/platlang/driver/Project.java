package org.platlang.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.platlang.lexer.diag.DiagnosticSink;

/** What a command is about: the file it names, or the project of the folder it names or stands in. */
public final class Project {
    private Project() {}

    /**
     * A program.
     *
     * @param source its main file
     * @param output where its executable goes unless another place is asked for; empty: the file's name decides
     */
    public record Program(Path source, Optional<Path> output) {}

    /**
     * What was found.
     *
     * @param outcome reports about {@code plat.toml}
     * @param program empty where the outcome has errors or a problem
     */
    public record Found(Compilation.Outcome outcome, Optional<Program> program) {}

    /** The program of a file, or of a folder with a {@code plat.toml}; of the project around the current folder if none is given. */
    public static Found find(Optional<Path> given) {
        DiagnosticSink sink = new DiagnosticSink();
        try {
            Optional<Program> program = program(given, sink);
            return new Found(outcome(sink, Optional.empty()), program);
        } catch (DriverException e) {
            return new Found(outcome(sink, Optional.of(e)), Optional.empty());
        }
    }

    private static Compilation.Outcome outcome(DiagnosticSink sink, Optional<DriverException> problem) {
        return new Compilation.Outcome(sink.sorted(), problem, new Timings());
    }

    private static Optional<Program> program(Optional<Path> given, DiagnosticSink sink) throws DriverException {
        if (given.isPresent() && !(Files.isDirectory(given.get()) && hasManifest(given.get()))) {
            return Optional.of(new Program(given.get(), Optional.empty()));
        }
        Path here = Path.of("");
        Optional<Path> around =
                given.isPresent() ? given : Manifest.folderAround(here).map(here.toAbsolutePath()::relativize);
        if (around.isEmpty()) {
            throw new DriverException(
                    "no file is named, and no folder from here upwards has a plat.toml",
                    "name the program's file, or write a plat.toml with `[package]` beside main.plat");
        }
        Optional<Manifest> manifest = Manifest.read(around.get(), sink);
        if (manifest.isPresent() && !Files.isRegularFile(manifest.get().entry())) {
            throw new DriverException(
                    "there is no file `" + manifest.get().entry() + "`, with which the project begins",
                    "write it, or name another one in plat.toml: `entry = \"…\"`");
        }
        return manifest.map(m -> new Program(m.entry(), Optional.of(Path.of("target", "plat", m.name()))));
    }

    private static boolean hasManifest(Path folder) {
        return Files.isRegularFile(folder.resolve(Manifest.FILE));
    }
}
