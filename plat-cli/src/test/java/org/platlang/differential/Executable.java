package org.platlang.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;
import org.platlang.lexer.source.SourceFile;

/** A program compiled at one level. */
final class Executable implements AutoCloseable {
    private static final Pattern PANIC =
            Pattern.compile("^panic: (.*?)\\n  at [^\\n]* \\(([^\\n]*)\\)$", Pattern.DOTALL | Pattern.MULTILINE);

    /** What is thrown where the compiler does not come to an end. */
    static final String ENDLESS = "the compiler has not come to an end";

    private static final int COMPILE_MINUTES = 5;
    private static final long STACK_BYTES = 1L << 26;

    private final Path file;

    private Executable(Path file) {
        this.file = file;
    }

    /**
     * Compiles the source.
     *
     * @throws IllegalStateException if the compiler refuses it or fails
     */
    static Executable of(SourceFile source, boolean optimize, Path folder) {
        Path file = folder.resolve(source.name() + (optimize ? "-O2" : "-O0"));
        BuildOptions options =
                new BuildOptions(Path.of(source.name()), Optional.of(file), optimize, false, Optional.empty());
        Compilation.Outcome outcome = compile(source, options);
        if (outcome.problem().isPresent()) {
            throw new IllegalStateException(
                    "the compiler: " + outcome.problem().get().problem());
        }
        if (!Files.exists(file)) {
            throw new IllegalStateException("refused: " + outcome.diagnostics());
        }
        return new Executable(file);
    }

    /** In a thread of its own, which is left behind where the compiler does not come to an end. */
    private static Compilation.Outcome compile(SourceFile source, BuildOptions options) {
        FutureTask<Compilation.Outcome> task = new FutureTask<>(
                () -> Compilation.build(source, options, new PrintStream(new ByteArrayOutputStream())));
        Thread thread = new Thread(null, task, "compiler", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(COMPILE_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IllegalStateException(ENDLESS, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Behaviour run(List<String> arguments, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(arguments);
        Path out = Path.of(file + ".out");
        Path err = Path.of(file + ".err");
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Behaviour(read(out), -1, "", "still running after " + seconds + " s");
        }
        String stderr = read(err);
        Matcher panic = PANIC.matcher(stderr);
        int status = process.exitValue();
        String reported = panic.find() ? panic.group(1) + " at " + panic.group(2) : "";
        boolean expected = reported.isEmpty() ? stderr.isEmpty() && status < 128 : status == 101;
        return new Behaviour(read(out), status, reported, expected ? "" : "exit " + status + "\n" + stderr);
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (String end : List.of("", ".out", ".err")) {
            Files.deleteIfExists(Path.of(file + end));
        }
    }
}
