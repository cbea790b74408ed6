package org.platlang.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator: a small table gives the three outputs, a mistake gives its line and status 1. */
final class GenerateAbiTest {
    @TempDir
    private Path folder = Path.of("");

    private record Run(int status, String output) {}

    private Run generate(String table) throws IOException, InterruptedException {
        Path input = folder.resolve("table.txt");
        Files.writeString(input, table);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        Path.of("abi", "GenerateAbi.java").toString(),
                        input.toString(),
                        "--header",
                        folder.resolve("plat_abi.h").toString(),
                        "--java",
                        folder.resolve("RuntimeAbi.java").toString(),
                        "--stubs",
                        folder.resolve("stubs.S").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void aTableGivesHeaderJavaAndStubs() throws IOException, InterruptedException {
        Run run = generate("""
                const LIMIT 0x10 "most # of something"   # a comment
                struct PAIR 16 "two"
                  field left 0 I64 "first"
                  field right 8 REF "second"
                data plat_nothing "an empty one"
                fn plat_add leaf pure (a:I32, b:F64) -> (F64) "sum"
                fn plat_wait park (t:REF) -> (I32) "waits"
                fn plat_stop raise () -> () "never returns"
                fn plat_make leaf raises () -> (REF) "may panic"
                fn plat_fast asm (p:PTR) -> (REF) "by hand"
                """);
        assertEquals("", run.output());
        assertEquals(0, run.status());
        String header = output("plat_abi.h");
        assertContains(header, "#define PLAT_LIMIT 16 /* most # of something */");
        assertContains(header, "#define PLAT_PAIR_RIGHT 8");
        assertContains(header, "double plat_add_c(struct worker *worker, int32_t a, double b);");
        assertContains(header, "int32_t plat_wait_c(struct worker *worker, void *t);");
        assertContains(header, "_Noreturn void plat_stop_c(struct worker *worker);");
        assertContains(header, "_Static_assert(offsetof(T, right) == 8");
        String java = output("RuntimeAbi.java");
        assertContains(java, "public static final int LIMIT = 16;");
        assertContains(java, "public static final String SYMBOL_NOTHING = \"plat_nothing\";");
        assertContains(
                java,
                "ADD(\"plat_add\", Kind.LEAF, false, CallEffect.PURE, List.of(IrType.I32, IrType.F64), List.of(IrType.F64))");
        assertContains(
                java, "FAST(\"plat_fast\", Kind.ASM, false, CallEffect.ANY, List.of(IrType.I64), List.of(IrType.REF))");
        assertContains(java, "MAKE(\"plat_make\", Kind.LEAF, true, CallEffect.ANY, List.of(), List.of(IrType.REF))");
        assertContains(
                output("stubs.S"),
                "STUB_LEAF plat_add\nSTUB_PARK plat_wait\nSTUB_RAISE plat_stop\nSTUB_LEAF_RAISES plat_make\n");
    }

    @Test
    void mistakesNameTheirLine() throws IOException, InterruptedException {
        assertMistake("const A 1 \"one\"\nconst A 2 \"two\"\n", "line 2: A is defined twice");
        assertMistake("struct S 8 \"s\"\n  field a 4 I64 \"a\"\n", "line 2: offset is not aligned for its type");
        assertMistake("fn plat_f park () -> (F64) \"f\"\n", "line 1: a park function has at most one result");
        assertMistake(
                "fn plat_f leaf (a:I64,b:I64,c:I64,d:I64,e:I64,f:I64) -> () \"f\"\n",
                "line 1: more arguments than registers");
        assertMistake("fn plat_f park raises () -> () \"f\"\n", "line 1: a park or raise function raises anyway");
    }

    private void assertMistake(String table, String expected) throws IOException, InterruptedException {
        Run run = generate(table);
        assertEquals(1, run.status());
        assertContains(run.output(), expected);
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), () -> "\"" + part + "\" is not in\n" + text);
    }
}
