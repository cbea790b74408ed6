package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;

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

    @Test
    void everyAllocationMayFail() throws Exception {
        Path source = Files.writeString(folder.resolve("main.plat"), PROGRAM);
        Path executable = folder.resolve("main");
        BuildOptions options = new BuildOptions(source, Optional.of(executable), true, false, false, Optional.empty());
        Compilation.Outcome outcome = Compilation.build(options, new PrintStream(new ByteArrayOutputStream()));
        assertEquals(0, outcome.diagnostics().size(), outcome.diagnostics().toString());
        int failures = 0;
        for (int n = 1; n < MOST; n++) {
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(executable.toString())
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(err.toFile());
            builder.environment().put("PLAT_HEAP_FAIL", Integer.toString(n));
            builder.environment().put("PLAT_GC_STRESS", "1");
            builder.environment().put("PLAT_WORKERS", Integer.toString(1 + n % 2));
            Process process = builder.start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "run " + n + " does not end");
            if (process.exitValue() == 0) {
                assertTrue(failures > 50, "no failure at run " + n);
                return;
            }
            String text = Files.readString(err);
            assertEquals(PANICKED, process.exitValue(), "run " + n + ":\n" + text);
            assertTrue(text.contains("panic: out of memory"), "run " + n + ":\n" + text);
            failures++;
        }
        throw new AssertionError("the program never came to its end");
    }
}
