package org.platlang.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platlang.driver.SourceProvider;
import org.platlang.golden.Expectation;
import org.platlang.hir.Hir;
import org.platlang.hir.modules.ModuleLoader;
import org.platlang.hir.tree.HirProgram;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.parser.Parser;
import org.platlang.parser.ast.CompilationUnit;

/**
 * The interpreter on every golden program of a single task: it must give the output and the status that the program's
 * comments promise. {@code -Dgolden=PART} chooses as for the golden programs themselves.
 */
class GoldenInterpretedTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Some programs want to be slow; they are left to the executables. */
    private static final long STEPS = 5_000_000;
    /** So that not everything is quietly left out. */
    private static final int AT_LEAST = 190;

    private final AtomicInteger interpreted = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        String part = System.getProperty("golden", "");
        List<DynamicTest> tests = new ArrayList<>();
        for (String folder : List.of("examples", "tests/run")) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(folder))) {
                for (Path file : walk.filter(p -> p.toString().endsWith(".plat"))
                        .sorted()
                        .toList()) {
                    String name = ROOT.relativize(file).toString();
                    if (name.contains(part)) {
                        tests.add(DynamicTest.dynamicTest(name, () -> check(file)));
                    }
                }
            }
        }
        if (part.isEmpty()) {
            tests.add(DynamicTest.dynamicTest(
                    "enough programs were interpreted",
                    () -> assertTrue(interpreted.get() >= AT_LEAST, interpreted + " programs")));
        }
        return tests.stream();
    }

    private void check(Path file) throws Exception {
        Expectation expected = Expectation.of(file, List.of());
        DiagnosticSink sink = new DiagnosticSink();
        SourceProvider source = SourceProvider.file(file);
        CompilationUnit main = Parser.parse(source.main(sink).orElseThrow(), sink);
        Optional<HirProgram> program = Hir.compile(ModuleLoader.load(main, source.modules(main), sink), sink);
        if (program.isEmpty()) {
            abort("not a program by itself: " + sink.sorted());
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("program"));
        arguments.addAll(expected.arguments());
        List<String> stdin = expected.stdin().lines().toList();
        Interpreter.Outcome outcome;
        try {
            outcome = Interpreter.run(
                    program.get(), new Interpreter.Settings(arguments, stdin, expected.overflowPanics(), STEPS));
        } catch (NotInterpreted unknown) {
            abort("not interpreted: " + unknown.getMessage());
            return;
        }
        if (outcome.end() == Interpreter.End.ENDLESS) {
            abort("more than " + STEPS + " steps");
        }
        interpreted.incrementAndGet();
        String stderr =
                outcome.stderr() + outcome.panic().map(p -> "panic: " + p).orElse("");
        String all = outcome.end() + " " + outcome.status() + "\n" + outcome.stdout() + "\n" + stderr;
        assertEquals(
                String.join("\n", expected.stdout()),
                String.join("\n", outcome.stdout().lines().toList()),
                all);
        assertEquals(expected.exit(), outcome.status(), all);
        // Backtraces are not the interpreter's: of the words promised on standard error, some must be in the message.
        assertTrue(expected.stderr().isEmpty() || expected.stderr().stream().anyMatch(stderr::contains), all);
    }
}
