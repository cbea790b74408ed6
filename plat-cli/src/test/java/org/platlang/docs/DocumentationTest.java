package org.platlang.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;
import org.platlang.driver.SourceProvider;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.Severity;

/**
 * Every {@code plat} program in {@code docs/*.md} and {@code README.md} does what the text around it says: it is accepted
 * and compiled; or refused with the errors its {@code //~} marks name; or, marked {@code later}, refused as not available
 * yet, so that the mark goes when the thing comes. A program with {@code // prints} comments or assertions is run.
 * {@code -Dpage=NAME} takes the pages whose name contains NAME only.
 */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long SECONDS = 60;

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        List<Path> pages = new ArrayList<>();
        pages.add(ROOT.resolve("README.md"));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages) {
            if (!page.toString().contains(System.getProperty("page", ""))) {
                continue;
            }
            for (Block block : Block.of(Files.readString(page))) {
                String name = ROOT.relativize(page) + ":" + block.line();
                tests.add(DynamicTest.dynamicTest(name, () -> check(block, name)));
            }
        }
        assertFalse(tests.isEmpty());
        return tests.stream();
    }

    private static void check(Block block, String name) throws Exception {
        SourceProvider source = block.source(name);
        List<String> marks = Marks.of(block.text());
        boolean later = block.words().contains("later");
        if (later || marks.stream().anyMatch(m -> m.contains(" E"))) {
            List<Diagnostic> found = Compilation.check(source).diagnostics();
            if (later) {
                assertTrue(
                        found.stream().anyMatch(d -> d.code().id().equals("E0950")),
                        "marked as not available yet, but it is; found " + Marks.shown(found));
            } else {
                assertEquals(List.of(), Marks.disagreement(block.text(), found));
            }
            return;
        }
        Path executable = folder.resolve(name.replace('/', '_').replace(':', '_'));
        Optional<BuildOptions.Emit> emit = block.isRun() ? Optional.empty() : Optional.of(BuildOptions.Emit.ASM);
        BuildOptions options = new BuildOptions(Path.of(name), Optional.of(executable), true, false, emit);
        Compilation.Outcome outcome = Compilation.build(
                source, options, new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        List<Diagnostic> refused = outcome.diagnostics().stream()
                .filter(d -> d.severity() == Severity.ERROR || !marks.isEmpty())
                .toList();
        assertEquals(List.of(), Marks.disagreement(block.text(), refused));
        assertEquals(Optional.empty(), outcome.problem().map(p -> p.problem()));
        if (block.isRun()) {
            run(executable, block);
        }
        Files.delete(executable);
    }

    private static void run(Path executable, Block block) throws Exception {
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        Process process = new ProcessBuilder(executable.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        assertEquals(0, process.exitValue(), Files.readString(err));
        if (!block.prints().isEmpty()) {
            assertEquals(
                    String.join("\n", block.prints()), Files.readString(out).stripTrailing());
        }
        Files.delete(out);
        Files.delete(err);
    }
}
