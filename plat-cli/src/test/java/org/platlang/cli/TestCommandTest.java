package org.platlang.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platlang.cli.CommandResult.platc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code platc test} and {@code platc bench}, on small programs. */
class TestCommandTest {
    @TempDir
    Path folder;

    private Path source(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static final String MIXED = """
            fn add(a: Int32, b: Int32) -> Int32 { a + b }
            test math {
              fn three() -> Int32 { 3 }
              fn test_good() { assert(condition = add(a = 1, b = 2) == three()); }
              fn test_wrong() { print(value = "about to"); assert(condition = add(a = 1, b = 2) == 4); }
              fn test_panics() { let xs = [1]; print(value = xs[3]!); }
            }
            test other {
              fn test_exits() { process_exit(code = 0); }
              fn test_task() { concurrent { let t = spawn { add(a = 2, b = 2) }; assert(condition = t.await() == 4); } }
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"test_example", "test_channels", "test_concurrent"})
    void theTestsOfTheExamplesPass(String name) {
        CommandResult result = platc("test", Path.of("..", "examples", name + ".plat"));
        assertEquals(0, result.status(), result.out() + result.err());
        assertTrue(result.out().contains(" passed, 0 failed"), result.out());
    }

    @Test
    void theTestsOfTheSpreadsheetPass() {
        CommandResult result = platc("test", "-O0", "../examples/sheet/main.plat");
        assertEquals(0, result.status(), result.out() + result.err());
        assertTrue(result.out().contains("✓ sheet::sheets::test_many_cells_in_parallel"), result.out());
        assertTrue(result.out().endsWith(" passed, 0 failed\n"), result.out());
    }

    @Test
    void resultsStandInOrderOfDeclarationWithMessageAndPlace() throws IOException {
        Path file = source("mixed.plat", MIXED);
        CommandResult result = platc("test", file);
        assertEquals(1, result.status(), result.err());
        assertEquals("""
                ✓ math::test_good
                ✗ math::test_wrong
                    about to
                    panic: assertion failed: add(a = 1, b = 2) == 4 (left: 3, right: 4)
                      at main::math::test_wrong (FILE:5:48)
                ✗ math::test_panics
                    panic: index 3 is out of range for a list of length 1
                      at main::math::test_panics (FILE:6:50)
                ✗ other::test_exits
                    the process ended with status 0 in the midst of it
                ✓ other::test_task
                2 passed, 3 failed
                """, result.out().replace(file.toString(), "FILE"));
    }

    @Test
    void aGlobChooses() throws IOException {
        Path file = source("chosen.plat", MIXED);
        assertEquals(
                "✓ math::test_good\n1 passed, 0 failed\n",
                platc("test", file, "-f", "math::*g?od").out());
        assertEquals(
                "✓ other::test_task\n1 passed, 0 failed\n",
                platc("test", file, "-O0", "-f", "test_task").out());
        CommandResult none = platc("test", file, "-f", "maths");
        assertEquals(2, none.status());
        assertEquals("", none.out());
        assertTrue(none.err().contains("none of the 5 tests"), none.err());
        assertTrue(none.err().contains("`math::test_good`"), none.err());
    }

    @Test
    void aHangingTestTimesOut() throws IOException {
        Path file = source("hang.plat", """
                test hang {
                  fn test_loop() { print(value = "round"); loop { } }
                  fn test_quick() { }
                }
                """);
        CommandResult result = platc("test", file, "--timeout=1500ms");
        assertEquals(1, result.status());
        assertTrue(result.out().startsWith("✗ hang::test_loop\n"), result.out());
        assertTrue(result.out().contains("    timed out after 1500ms\n"), result.out());
        assertTrue(result.out().endsWith("✓ hang::test_quick\n1 passed, 1 failed\n"), result.out());
    }

    @Test
    void programsOfOneNameAreTestedAtOnce() throws Exception {
        String sleeps = "{ sleep(duration = 300ms); }\n";
        Path slow = Files.createDirectory(folder.resolve("slow")).resolve("same_name.plat");
        Files.writeString(
                slow,
                "test slow {\n  fn test_a() " + sleeps + "  fn test_b() " + sleeps + "  fn test_c() " + sleeps + "}\n");
        Path quick = Files.createDirectory(folder.resolve("quick")).resolve("same_name.plat");
        Files.writeString(quick, "test quick { fn test_it() { } }\n");
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<CommandResult> first = pool.submit(() -> platc("test", "-O0", slow, "--jobs=1"));
            while (!first.isDone()) {
                assertEquals(
                        "✓ quick::test_it\n1 passed, 0 failed\n",
                        platc("test", "-O0", quick).out());
            }
            assertEquals(
                    "✓ slow::test_a\n✓ slow::test_b\n✓ slow::test_c\n3 passed, 0 failed\n",
                    first.get().out());
        }
        try (Stream<Path> left = Files.list(Path.of("target", "plat"))) {
            assertEquals(
                    List.of(),
                    left.filter(p -> p.getFileName().toString().startsWith("same_name"))
                            .toList());
        }
    }

    @Test
    void hooksRunAroundEveryTest() throws IOException {
        Path file = source("hooks.plat", """
                class Counter { var n: Int32; }
                test hooks {
                  fn before_each() -> Counter { Counter.init(n = 1) }
                  fn after_each(ctx: Counter) { assert(condition = ctx.n < 3, message = "after"); }
                  fn test_one(ctx: Counter) { ctx.n += 1; assert(condition = ctx.n == 2); }
                  fn test_fresh(ctx: Counter) { ctx.n += 1; assert(condition = ctx.n == 2); }
                  fn test_after(ctx: Counter) { ctx.n = 3; }
                  fn test_without() { }
                }
                """);
        CommandResult result = platc("test", file, "--jobs=1");
        assertEquals(1, result.status());
        assertTrue(
                result.out().startsWith("✓ hooks::test_one\n✓ hooks::test_fresh\n✗ hooks::test_after\n"), result.out());
        assertTrue(result.out().contains("ctx.n < 3 (left: 3, right: 3): after"), result.out());
        assertTrue(result.out().endsWith("✓ hooks::test_without\n3 passed, 1 failed\n"), result.out());
    }

    @Test
    void afterEachRunsBehindATestThatFails() throws IOException {
        Path file = source("after.plat", """
                test broken {
                  fn before_each() -> String { "the file" }
                  fn after_each(ctx: String) { sleep(duration = 1ms); print(value = "closes ${ctx}"); }
                  fn test_assert(ctx: String) { assert(condition = ctx.is_empty()); }
                  fn test_task() { concurrent { spawn { panic(message = "in a task"); }; sleep(duration = 1h); } }
                  fn test_deadlock() { let c: Channel<Unit> = Channel.init(capacity = 1); c.recv(); }
                  fn test_good() { }
                }
                test both {
                  fn after_each() { panic(message = "after"); }
                  fn test_fails() { panic(message = "test"); }
                }
                test nothing_to_close {
                  fn before_each() -> Int32 { panic(message = "before") }
                  fn after_each(ctx: Int32) { print(value = "closes"); }
                  fn test_never(ctx: Int32) { }
                }
                """);
        for (String level : new String[] {"-O0", "-O2"}) {
            String out = platc("test", file, level, "--jobs=1").out();
            assertTrue(out.startsWith("✗ broken::test_assert\n    closes the file\n    panic: assertion failed"), out);
            assertTrue(out.contains("✗ broken::test_task\n    closes the file\n    panic: in a task\n"), out);
            assertTrue(out.contains("    closes the file\n    panic: deadlock: every task waits"), out);
            assertTrue(out.contains("✓ broken::test_good\n✗ both::test_fails\n    panic: test\n"), out);
            assertTrue(out.contains("suppressed"), out); // what after_each panicked with
            assertTrue(out.contains("✗ nothing_to_close::test_never\n    panic: before\n"), out);
            assertTrue(out.endsWith("1 passed, 5 failed\n"), out);
        }
    }

    @Test
    void aProgramWithoutTestsSaysSo() throws IOException {
        CommandResult result = platc("test", source("none.plat", "fn main() { }\n"));
        assertEquals(0, result.status());
        assertTrue(result.err().contains("there are no tests in"), result.err());
    }

    @Test
    void wrongUseAndWrongPrograms() throws IOException {
        Path file = source("wrong.plat", "test a { fn test_b() { nothing(); } }\n");
        assertEquals(1, platc("test", file).status());
        assertEquals(2, platc("test").status());
        assertEquals(2, platc("test", file, "--timeout=soon").status());
        assertEquals(2, platc("test", file, "--jobs=0").status());
        assertEquals(2, platc("bench", file, "--time=0s").status());
        assertTrue(platc("test", "--help").out().contains("--filter"));
        assertTrue(platc("help", "bench").out().contains("--json"));
    }

    @Test
    void testsCostAProgramNothing() throws IOException {
        CommandResult result = platc("build", source("plain.plat", MIXED + "fn main() { }\n"), "--emit=asm");
        assertEquals(0, result.status(), result.err());
        assertFalse(result.out().contains("test_good"), result.out());
    }

    private static final String BENCHES = """
            class Box { let n: Int32; }
            bench boxes {
              fn before_each() -> List[Int32] { [1, 2] }
              fn bench_three() -> List[Box] { let a = [Box.init(n = 1)]; a }
              fn bench_none(ctx: List[Int32]) -> Int32 { ctx.length() }
            }
            bench broken { fn bench_panics() { panic(message = "no luck"); } }
            """;

    @Test
    void benchmarksAreATable() throws IOException {
        CommandResult result = platc("bench", source("table.plat", BENCHES), "--time=20ms", "-f", "boxes");
        assertEquals(0, result.status(), result.err());
        String time = " +[0-9.]+ (ns|us|ms)";
        assertTrue(
                Pattern.compile(" +mean +median +std dev +min +allocs\n"
                                + "boxes::bench_three(" + time + "){4} +3\n"
                                + "boxes::bench_none (" + time + "){4} +0\n")
                        .matcher(result.out())
                        .matches(),
                result.out());
    }

    @Test
    void benchmarksAsJson() throws IOException {
        CommandResult result = platc("bench", source("json.plat", BENCHES), "--time=20ms", "--json");
        assertEquals(1, result.status(), result.err());
        assertTrue(
                Pattern.compile(
                                "(?s)\\[\n  \\{\"name\":\"boxes::bench_three\",\"samples\":[0-9]+,"
                                        + "\"iterations_per_sample\":[0-9]+,\"mean_ns\":[0-9.]+,\"median_ns\":[0-9.]+,"
                                        + "\"std_dev_ns\":[0-9.]+,\"min_ns\":[0-9.]+,\"allocations\":3\\},\n.*"
                                        + "\\{\"name\":\"broken::bench_panics\",\"error\":\"panic: no luck\\\\n[^{]*\"\\}\n\\]\n")
                        .matcher(result.out())
                        .matches(),
                result.out());
    }
}
