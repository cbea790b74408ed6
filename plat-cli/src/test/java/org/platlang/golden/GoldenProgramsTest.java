package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.FixIt;
import org.platlang.lexer.diag.Severity;

/**
 * Every program under {@code tests/} and {@code examples/}, at -O0 and -O2, against what its comments promise.
 *
 * <p>{@code -Dgolden=PART,PART} runs only the files whose path contains a PART, {@code -Dbless=true} rewrites the expected
 * output of those that run, {@code -Dgolden.env=K=V,K=V} sets variables for the programs (workers, stress modes; a {@code #} in a value
 * stands for the number of the run: {@code PLAT_SCHED=seed:#}; several sets, each for a run of its own, are separated by
 * semicolons), and {@code -Dgolden.repeat=N} runs each N times.
 */
class GoldenProgramsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String MAIN = "main.plat";
    private static final long SECONDS = 120;

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        return programs(ROOT.resolve("examples"));
    }

    @TestFactory
    Stream<DynamicTest> runs() throws IOException {
        return programs(ROOT.resolve("tests/run"));
    }

    @TestFactory
    Stream<DynamicTest> errors() throws IOException {
        return programs(ROOT.resolve("tests/errors"));
    }

    private static Stream<DynamicTest> programs(Path under) throws IOException {
        List<String> parts = List.of(System.getProperty("golden", "").split(","));
        List<Path> files = sources(under).stream()
                .filter(p -> parts.stream().anyMatch(p.toString()::contains))
                .toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files) {
            Path home = programFolder(file, under);
            boolean alone = home.equals(under);
            if (!alone && !file.equals(home.resolve(MAIN))) {
                continue; // a module of the program in that folder
            }
            String name = ROOT.relativize(file).toString();
            Expectation expectation = Expectation.of(
                    file,
                    alone
                            ? List.of()
                            : sources(home).stream()
                                    .filter(p -> !p.equals(file))
                                    .toList());
            boolean warned = file.startsWith(ROOT.resolve("tests/errors"))
                    && !expectation.diagnostics().isEmpty();
            if (expectation.refused() || warned) {
                tests.add(DynamicTest.dynamicTest(name, () -> checkReports(file, expectation)));
            } else {
                if (!expectation.optimizedOnly()) {
                    tests.add(DynamicTest.dynamicTest(name + " -O0", () -> checkRun(file, name, expectation, false)));
                }
                tests.add(DynamicTest.dynamicTest(name + " -O2", () -> checkRun(file, name, expectation, true)));
            }
        }
        return tests.stream();
    }

    private static List<Path> sources(Path under) throws IOException {
        try (Stream<Path> walk = Files.walk(under)) {
            return walk.filter(p -> p.toString().endsWith(".plat")).sorted().toList();
        }
    }

    /** The outermost folder with a {@code main.plat} that the file is in; {@code under} if it is a program of its own. */
    private static Path programFolder(Path file, Path under) {
        Path found = under;
        for (Path at = file.getParent(); at != null && !at.equals(under); at = at.getParent()) {
            if (Files.exists(at.resolve(MAIN))) {
                found = at;
            }
        }
        return found;
    }

    private static void checkReports(Path file, Expectation expectation) {
        Compilation.Outcome outcome = Compilation.check(file);
        checkDiagnostics(outcome, expectation);
        for (Diagnostic diagnostic : outcome.diagnostics()) {
            for (FixIt fix : diagnostic.fixIts()) {
                Fixes.checkHelps(outcome.diagnostics(), diagnostic, fix);
            }
        }
    }

    /** The diagnostics and the marks of the file must be the same set of (line, code), each message with its words. */
    private static void checkDiagnostics(Compilation.Outcome outcome, Expectation expectation) {
        List<Expectation.ExpectedDiagnostic> missing = new ArrayList<>(expectation.diagnostics());
        List<String> unexpected = new ArrayList<>();
        for (Diagnostic diagnostic : outcome.diagnostics()) {
            int line = diagnostic.primary().map(label -> label.span().line()).orElse(0);
            Path file = Path.of(diagnostic
                    .primary()
                    .map(label -> label.span().file().name())
                    .orElse(""));
            Optional<Expectation.ExpectedDiagnostic> match = missing.stream()
                    .filter(e -> e.line() == line
                            && e.file().equals(file)
                            && e.code().equals(diagnostic.code().id())
                            && diagnostic.message().contains(e.words()))
                    .findFirst();
            if (match.isPresent()) {
                missing.remove(match.get());
                for (Expectation.Detail detail : match.get().details()) {
                    String problem = Fixes.disagreement(diagnostic, detail);
                    if (!problem.isEmpty()) {
                        unexpected.add(line + ": " + diagnostic.code().id() + " " + problem);
                    }
                }
            } else if (diagnostic.severity() == Severity.ERROR
                    || !expectation.diagnostics().isEmpty()) {
                unexpected.add(file.getFileName() + ":" + line + ": "
                        + diagnostic.code().id() + " " + diagnostic.message());
            }
        }
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            fail("promised but not reported: " + missing + "\nreported but not promised: " + unexpected);
        }
    }

    private static void checkRun(Path file, String name, Expectation expectation, boolean optimize) throws Exception {
        Path executable = folder.resolve(name.replace('/', '_').replace(".plat", optimize ? "-O2" : "-O0"));
        BuildOptions options = new BuildOptions(
                file, Optional.of(executable), optimize, !optimize, expectation.overflowPanics(), Optional.empty());
        Compilation.Outcome outcome = Compilation.build(options, new PrintStream(new ByteArrayOutputStream()));
        checkDiagnostics(outcome, expectation);
        assertEquals(Optional.empty(), outcome.problem().map(p -> p.problem() + "\n" + p.advice()));

        int repeat = Integer.getInteger("golden.repeat", 1);
        String[] environments = System.getProperty("golden.env", "").split(";");
        for (int i = 0; i < repeat * environments.length; i++) {
            String environment = environments[i % environments.length];
            Finished finished = execute(executable, expectation, environment, i / environments.length);
            // The counters are no part of what the program says: before the words that it must say are looked for.
            Counted counted = Counted.of(finished.stderr());
            finished = new Finished(finished.exit(), finished.stdout(), counted.rest());
            String all = "run " + i + ", " + environment + ", exit " + finished.exit() + "\nstdout:\n"
                    + finished.stdout() + "\nstderr:\n" + finished.stderr();
            List<String> lines = finished.stdout().lines().toList();
            if (Boolean.getBoolean("bless") && optimize) {
                Files.writeString(file, Expectation.bless(Files.readString(file), lines));
            } else {
                assertEquals(expectation.exit(), finished.exit(), all);
                assertEquals(String.join("\n", expectation.stdout()), String.join("\n", lines), all);
                for (String words : expectation.stderr()) {
                    assertTrue(finished.stderr().contains(words), "stderr lacks: " + words + "\n" + all);
                }
                if (finished.exit() == 0) {
                    // No task is left behind by a main that came to its end: it did not panic, no signal ended it.
                    assertEquals(counted.created(), counted.ended(), "tasks created and ended\n" + all);
                    assertTrue(
                            counted.present() || Files.readString(file).contains("process_exit("),
                            "no counters\n" + all);
                }
            }
        }
        Files.deleteIfExists(executable);
    }

    /** A program that hangs prints the tree of its tasks to standard error when it gets SIGQUIT. */
    private static void askForItsTasks(Process process) throws Exception {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                .start()
                .waitFor();
        process.waitFor(2, TimeUnit.SECONDS);
    }

    private record Finished(int exit, String stdout, String stderr) {}

    /** What PLAT_STATS=1 says of tasks, and the other lines of standard error. */
    private record Counted(boolean present, long created, long ended, String rest) {
        private static final Pattern LINE =
                Pattern.compile("^plat stats: .*tasks created (\\d+), tasks ended (\\d+).*\\n", Pattern.MULTILINE);

        static Counted of(String stderr) {
            Matcher line = LINE.matcher(stderr);
            return line.find()
                    ? new Counted(
                            true,
                            Long.parseLong(line.group(1)),
                            Long.parseLong(line.group(2)),
                            stderr.substring(0, line.start()) + stderr.substring(line.end()))
                    : new Counted(false, 0, 0, stderr);
        }
    }

    private static Finished execute(Path executable, Expectation expectation, String environment, int run)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        command.addAll(expectation.arguments());
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        Path in = Files.createTempFile(folder, "in", null);
        Files.writeString(in, expectation.stdin());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PLAT_STATS", "1");
        for (String pair : (expectation.environment() + "," + environment).split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                builder.environment()
                        .put(
                                pair.substring(0, equals),
                                pair.substring(equals + 1).replace("#", Integer.toString(run)));
            }
        }
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            askForItsTasks(process);
            process.destroyForcibly().waitFor();
            fail("run " + run + ", " + environment + ": still running after " + SECONDS + " s\nstdout:\n"
                    + Files.readString(out) + "\nstderr:\n" + Files.readString(err));
        }
        Finished finished = new Finished(process.exitValue(), read(out), read(err));
        Files.delete(out);
        Files.delete(err);
        Files.delete(in);
        return finished;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
