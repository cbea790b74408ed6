package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGINT and SIGTERM cancel main, a second one ends the process, SIGQUIT shows the tree of tasks. */
class SignalsTest {
    private static final String PROGRAM = """
            fn spin(started: Channel<Unit>) { started.send(value = ()); var k: Int64 = 1; while (k >= 0) { k = (k * 3 + 1) & 0xFFFF; } }

            fn stay(clean: Bool, started: Channel<Unit>) {
              defer {
                print(value = "task cleans up");
                if (not clean) { sleep(duration = 1h); }
              }
              started.send(value = ());
              sleep(duration = 1h);
            }

            fn main() {
              defer { print(value = "main cleans up"); }
              let clean: Bool = env_get(name = "STUCK").is_none();
              if (env_get(name = "READ").is_some()) {
                eprint(value = "ready"); // standard output may wait in its buffer while a task spins
                print(value = "read ${read_line()}");
              }
              let started: Channel<Unit> = Channel::unbounded();
              concurrent {
                for (_ in 0..3) { spawn { started.send(value = ()); sleep(duration = 2h); }; }
                spawn { stay(clean, started) };
                spawn { spin(started) };
                for (_ in 0..5) { let _ = started.recv(); }
                eprint(value = "ready");
                let c: Channel<Int32> = Channel.init(capacity = 0);
                print(value = c.recv());
              }
            }
            """;

    @TempDir
    static Path folder;

    private static Path executable = Path.of("");
    private static final Queue<Process> started = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void build() throws IOException {
        executable = Built.text(folder, "stay", PROGRAM, true);
    }

    /** A test that fails leaves nothing behind that spins. */
    @AfterAll
    static void end() {
        started.forEach(Process::destroyForcibly);
    }

    /** A running program, whose output goes to files. */
    private record Running(Process process, Path out, Path err) {
        static Running start(Map<String, String> environment) throws IOException, InterruptedException {
            Path out = Files.createTempFile(folder, "out", null);
            Path err = Files.createTempFile(folder, "err", null);
            // A shell ignores SIGINT and SIGQUIT for what it starts in the background, and programs keep to that.
            ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT,QUIT", executable.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Running running = new Running(builder.start(), out, err);
            started.add(running.process);
            running.waitFor(err, "ready");
            return running;
        }

        void waitFor(Path file, String words) throws IOException, InterruptedException {
            Said.waitFor(process, file, words);
        }

        void signal(String name) throws IOException, InterruptedException {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor());
        }

        /** Asks for the tree until it shows this: a task that has said it started may not have gone to sleep yet. */
        void quitUntil(String words) throws IOException, InterruptedException {
            for (int i = 0; i < 300; i++) {
                signal("QUIT");
                Thread.sleep(50);
                if (Files.readString(err, StandardCharsets.UTF_8).contains(words)) {
                    return;
                }
            }
            throw new AssertionError("never showed: " + words + "\n" + Files.readString(err, StandardCharsets.UTF_8));
        }

        int exit() throws InterruptedException {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still runs");
            return process.exitValue();
        }

        String output() throws IOException {
            return Files.readString(out, StandardCharsets.UTF_8);
        }
    }

    @Test
    void mainIsCancelledAndEverythingCleansUp() throws Exception {
        for (String workers : new String[] {"1", "2", "8"}) {
            Running interrupted = Running.start(Map.of("PLAT_WORKERS", workers));
            interrupted.signal("INT");
            assertEquals(130, interrupted.exit());
            assertEquals("task cleans up\nmain cleans up\n", interrupted.output());
            Running terminated = Running.start(Map.of("PLAT_WORKERS", workers));
            terminated.signal("TERM");
            assertEquals(143, terminated.exit());
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        Running stuck = Running.start(Map.of("STUCK", "1"));
        stuck.signal("INT");
        // Shown as soon as the program is idle: by then the spinning task is cancelled.
        stuck.waitFor(stuck.out(), "task cleans up");
        stuck.signal("INT");
        assertEquals(130, stuck.exit());
    }

    @Test
    void whoWaitsForInputIsInterrupted() throws Exception {
        Running reading = Running.start(Map.of("READ", "1"));
        reading.signal("INT");
        assertEquals(130, reading.exit());
        assertEquals("main cleans up\n", reading.output());
    }

    @Test
    void quitShowsTheTreeAndTheProgramGoesOn() throws Exception {
        Running running = Running.start(Map.of());
        running.quitUntil("(3 tasks): sleeps at ");
        running.signal("INT");
        assertEquals(130, running.exit());
        String tree = Files.readString(running.err(), StandardCharsets.UTF_8);
        for (String words : new String[] {
            "tasks:\n  main: waits to receive at ",
            "stay.plat:27:",
            "(3 tasks): sleeps at ",
            ": runs at ",
            "stay.plat:1:",
            "spawned at "
        }) {
            assertTrue(tree.contains(words), "lacks `" + words + "`:\n" + tree);
        }
    }

    @Test
    void theTreeAsJson() throws Exception {
        Running running = Running.start(Map.of("PLAT_DUMP", "json"));
        running.quitUntil("\"complete\":true}");
        running.signal("TERM");
        assertEquals(143, running.exit());
        String json = Files.readString(running.err(), StandardCharsets.UTF_8);
        assertTrue(json.contains("{\"tasks\":[\n{\"id\":0,\"parent\":null,\"name\":\"main\""), json);
        assertEquals(5, json.substring(0, json.indexOf("complete")).split("\"parent\":0,", -1).length - 1, json);
    }
}
