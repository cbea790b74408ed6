package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that reads standard input holds up no other, however many workers there are, and can be cancelled. */
class InputTest {
    private static final String PROGRAM = """
            fn main() {
              let woken: Channel<Int32> = Channel.init(capacity = 1);
              let ready: Channel<Int32> = Channel.init(capacity = 0);
              concurrent {
                spawn {
                  ready.send(value = 1);
                  let _ = woken.recv();
                  eprint(value = "woken");
                };
                spawn { sleep(duration = 20ms); eprint(value = "slept"); };
                let _ = ready.recv();
                woken.send(value = 1); // it would run next on this worker
                eprint(value = "read ${read_line()}");
              }
              eprint(value = "limited ${with_timeout(duration = 50ms, body = { read_line() })}");
              let first: String = race {
                spawn { "line ${read_line()}" },
                spawn { sleep(duration = 50ms); "sleep" }
              };
              eprint(value = "first ${first}");
              concurrent {
                spawn { sleep(duration = 100ms); eprint(value = "beside half a line"); };
                print(value = "read ${read_line()}");
              }
              eprint(value = "limited again ${with_timeout(duration = 50ms, body = { read_line() })}");
              print(value = "read ${read_line()}");
              print(value = "read ${read_line()}");
            }
            """;

    @TempDir
    Path folder;

    @Test
    void othersRunWhileATaskWaitsForInput() throws Exception {
        for (boolean optimize : List.of(false, true)) {
            Path executable = Built.text(folder, "input", PROGRAM, optimize);
            for (String workers : List.of("1", "2", "8")) {
                Path err = Files.createTempFile(folder, "err", null);
                ProcessBuilder builder = new ProcessBuilder(executable.toString()).redirectError(err.toFile());
                builder.environment().put("PLAT_WORKERS", workers);
                Process process = builder.start();
                try {
                    Said.waitFor(process, err, "woken");
                    Said.waitFor(process, err, "slept");
                    write(process, "one\n");
                    Said.waitFor(process, err, "read Option::Some(\"one\")");
                    Said.waitFor(process, err, "limited Result::Err(timed out after 50ms)");
                    Said.waitFor(process, err, "first sleep");
                    write(process, "tw");
                    Said.waitFor(process, err, "beside half a line");
                    write(process, "o\nthr");
                    Said.waitFor(process, err, "limited again Result::Err(timed out after 50ms)");
                    write(process, "ee");
                    process.getOutputStream().close();
                    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still runs");
                    assertEquals(0, process.exitValue());
                    assertEquals(
                            "read Option::Some(\"two\")\nread Option::Some(\"three\")\nread Option::None\n",
                            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                } finally {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static void write(Process process, String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }
}
