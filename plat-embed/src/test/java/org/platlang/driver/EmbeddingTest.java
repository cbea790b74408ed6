package org.platlang.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.lexer.source.SourceFile;

/** The compiler as a library: texts in memory, many compilations at once, independent of each other. */
class EmbeddingTest {
    @TempDir
    Path folder;

    private static SourceFile program(int number) {
        return SourceFile.of(
                "program" + number,
                "fn double(n: Int32) -> Int32 {\n  return n * 2;\n}\n\nfn main() {\n  print(value = double(n = "
                        + number + "));\n}\n");
    }

    @Test
    void aTextIsCheckedWithoutAFile() {
        Compilation.Outcome good = Compilation.check(program(1));
        assertEquals(List.of(), good.diagnostics());
        Compilation.Outcome bad = Compilation.check(SourceFile.of("typed", "fn main() {\n  print(value = x);\n}\n"));
        assertEquals(1, bad.diagnostics().size());
        assertEquals("E0201", bad.diagnostics().get(0).code().id());
        assertEquals(
                "typed:2:17",
                String.valueOf(bad.diagnostics().get(0).primary().orElseThrow().span()));
    }

    @Test
    void severalTextsAreOneProgram() throws Exception {
        Map<String, String> texts = Map.of(
                "start.plat", "use shop::prices;\nfn main() { print(value = prices::sum(of = [1, 2])); }\n",
                "shop/prices/sums.plat", "mod shop::prices;\npub fn sum(of: List[Int32]) -> Int32 { add(of) }\n",
                "shop/prices/adding.plat", "mod shop::prices;\nfn add(of: List[Int32]) -> Int32 { of.sum() }\n",
                "unused.plat", "not Plat");
        SourceProvider source = SourceProvider.memory(texts, "start.plat");
        assertEquals(List.of(), Compilation.check(source).diagnostics());
        Path executable = folder.resolve("several");
        BuildOptions options =
                new BuildOptions(Path.of("start.plat"), Optional.of(executable), false, false, Optional.empty());
        Compilation.build(source, options, new PrintStream(new ByteArrayOutputStream()));
        assertEquals("3\n", output(executable));

        Compilation.Outcome wrong = Compilation.check(SourceProvider.memory(
                Map.of("a.plat", "use b;\nfn main() { b::f(); }\n", "b.plat", "pub fn f() { 1 + }\n"), "a.plat"));
        assertEquals(1, wrong.diagnostics().size());
        assertTrue(wrong.diagnostics()
                .get(0)
                .primary()
                .orElseThrow()
                .span()
                .toString()
                .startsWith("b.plat:1:"));
        assertTrue(Compilation.check(SourceProvider.memory(Map.of(), "a.plat"))
                .problem()
                .isPresent());
    }

    /** The linker leaves out the runtime functions nothing calls: each has a section of its own, and so has its stub. */
    @Test
    void aProgramHoldsOnlyWhatItUses() throws Exception {
        String quiet = symbols("fn main() { }\n");
        String loud = symbols("fn main() { print(value = \"a-b\".replace_all(from = \"-\", to = \"+\")); }\n");
        assertTrue(quiet.contains(" plat_dispatch\n"), quiet);
        for (String name : List.of(" plat_string_replace_all\n", " plat_string_replace_all_c\n")) {
            assertTrue(loud.contains(name), loud);
            assertFalse(quiet.contains(name), quiet);
        }
    }

    private String symbols(String text) throws Exception {
        Path executable = folder.resolve("symbols");
        BuildOptions options =
                new BuildOptions(Path.of("start.plat"), Optional.of(executable), true, false, Optional.empty());
        SourceProvider source = SourceProvider.memory(Map.of("start.plat", text), "start.plat");
        Compilation.Outcome outcome = Compilation.build(source, options, new PrintStream(new ByteArrayOutputStream()));
        assertEquals(List.of(), outcome.diagnostics());
        return output(Path.of("nm"), executable);
    }

    @Test
    void manyCompilationsAtOnce() throws Exception {
        List<Future<String>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 24; i++) {
                int number = i;
                results.add(threads.submit(() -> buildAndRun(number)));
            }
        }
        for (int i = 0; i < results.size(); i++) {
            assertEquals(2 * i + "\n", results.get(i).get());
        }
    }

    private String buildAndRun(int number) throws Exception {
        Path executable = folder.resolve("program" + number);
        BuildOptions options = new BuildOptions(
                Path.of("program" + number), Optional.of(executable), number % 2 == 0, false, Optional.empty());
        Compilation.Outcome outcome =
                Compilation.build(program(number), options, new PrintStream(new ByteArrayOutputStream()));
        assertTrue(outcome.problem().isEmpty(), () -> outcome.problem().get().problem());
        return output(executable);
    }

    private static String output(Path... command) throws Exception {
        Process process =
                new ProcessBuilder(Arrays.stream(command).map(Path::toString).toList()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return printed;
    }
}
