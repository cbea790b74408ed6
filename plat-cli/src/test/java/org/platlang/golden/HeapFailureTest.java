package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory runs out at every allocation of a program in turn: each time a panic, never anything else. */
class HeapFailureTest {
    private static final int PANICKED = 101;
    private static final int MOST = 400;

    private static final String PROGRAM = """
            class Node { let text: String; let next: Option<Node>; }
            enum Shape { Leaf, Pair(Shape, Shape), Wide(a: Int64, b: Int64, c: Int64, d: Int64, e: Int64, f: Int64, g: Int64, h: String) }
            fn main() {
              let channel: Channel<String> = Channel::unbounded();
              let dict: Dict[String, Int32] = {};
              var list: Option<Node> = Option::None;
              var shape = Shape::Leaf;
              var wide = Shape::Leaf;
              concurrent {
                let tasks: List[Task<String>] = [];
                for (i in 0..6) {
                  tasks.push(value = spawn { "task ${i}" });
                  channel.send(value = "message ${i}");
                  dict["key ${i}"] = i;
                  list = Option::Some(Node.init(text = "node ${i}", next = list));
                  shape = Shape::Pair(shape, Shape::Leaf);
                  wide = Shape::Wide(a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = "wide ${i}");
                }
                for (t in tasks) { print(value = t.await()); }
              }
              let large: List[Int64] = List::filled(length = 20000, value = 7);
              print(value = "${channel.length()} ${dict.length()} ${list.is_some()} ${shape == wide} ${large.length()}");
              print(value = "a,b,c".split(delimiter = ",").length());
            }
            """;

    @TempDir
    Path folder;

    private static final String CAUGHT_EXPECTED =
            "30 true true early 31 [1, 4, 9, 16] [\"task 0\", \"on purpose\", \"task 2\"] 0;1;2;3;4;5; 10 10 10\n";

    private record Ended(int exit, String out, String err) {}

    @Test
    void everyAllocationMayFail() throws Exception {
        Path executable =
                Built.file(Files.writeString(folder.resolve("main.plat"), PROGRAM), folder.resolve("program"), true);
        int failures = 0;
        for (int n = 1; n < MOST; n++) {
            Ended ended = run(executable, n, 1);
            if (ended.exit() == 0) {
                assertTrue(failures > 50, "no failure at run " + n);
                return;
            }
            assertPanic(n, ended);
            failures++;
        }
        throw new AssertionError("the program never came to its end");
    }

    /** A program that catches the failure goes on as if it had never been: what it has kept is whole, what it begins works. */
    @Test
    void whoCatchesItGoesOn() throws Exception {
        Path source = folder.resolve("caught.plat");
        try (InputStream program = HeapFailureTest.class.getResourceAsStream("heap_failures.plat")) {
            Files.copy(program, source);
        }
        Path executable = Built.file(source, folder.resolve("program"), true);
        for (int stress = 1; stress <= 2; stress++) {
            int caught = 0;
            int uncaught = 0;
            int clean = 0; // with several workers the number of allocations differs from run to run
            for (int n = 1; clean < 4; n++) {
                assertTrue(n < MOST, "the program never has enough memory");
                Ended ended = run(executable, n, stress);
                if (ended.exit() != 0) {
                    assertPanic(n, ended); // before or behind the `attempt`
                    uncaught++;
                    continue;
                }
                boolean failed = ended.out().endsWith("failures: 1\n");
                assertEquals(
                        CAUGHT_EXPECTED.repeat(2) + "failures: " + (failed ? 1 : 0) + "\n",
                        ended.out(),
                        "run " + n + ", stress " + stress + ":\n" + ended.err());
                if (failed) {
                    caught++;
                } else {
                    clean++;
                }
            }
            assertTrue(caught > 100 && caught > 3 * uncaught, caught + " caught, " + uncaught + " not");
        }
    }

    private static void assertPanic(int n, Ended ended) {
        assertEquals(PANICKED, ended.exit(), "run " + n + ":\n" + ended.err());
        assertTrue(ended.err().contains("panic: out of memory"), "run " + n + ":\n" + ended.err());
    }

    private Ended run(Path executable, int n, int stress) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(executable.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PLAT_HEAP_FAIL", Integer.toString(n));
        builder.environment().put("PLAT_GC_STRESS", Integer.toString(stress));
        builder.environment().put("PLAT_GC_VERIFY", "1");
        builder.environment().put("PLAT_WORKERS", Integer.toString(1 + n % 2));
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("run " + n + ", stress " + stress + " does not end");
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
