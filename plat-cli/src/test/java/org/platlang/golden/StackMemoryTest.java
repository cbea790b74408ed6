package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deep recursion took of memory is given back when its task waits; and the task recurses as deeply again. */
class StackMemoryTest {
    private static final String PROGRAM = """
            fn deep(n: Int32, list: List[Int32]) -> Int32 {
              if (n == 0) { return 0; }
              let rest = deep(n = n - 1, list);
              list[0] = rest;
              rest % 1000 + list[0]! % 3 + 1
            }
            fn main() {
              let gate: Channel<Int32> = Channel.init(capacity = 0);
              concurrent {
                let waits = spawn {
                  let first = deep(n = 1000000, list = [1]);
                  eprint(value = "deep ${first > 0}");
                  let _ = gate.recv();
                  let again = deep(n = 1000000, list = [1]);
                  eprint(value = "again ${again == first}");
                };
                let _ = read_line();
                gate.send(value = 1);
                waits.await();
              }
            }
            """;

    private static final long MOST_KIB = 16 << 10;

    @TempDir
    Path folder;

    @Test
    void aWaitingTaskGivesItsLargeStackBack() throws Exception {
        for (boolean optimize : List.of(false, true)) {
            Path executable = Built.text(folder, "stacks", PROGRAM, optimize);
            for (String workers : List.of("1", "2")) {
                Path err = Files.createTempFile(folder, "err", null);
                ProcessBuilder builder = new ProcessBuilder(executable.toString()).redirectError(err.toFile());
                builder.environment().put("PLAT_WORKERS", workers);
                Process process = builder.start();
                try {
                    Said.waitFor(process, err, "deep true");
                    long kib = resident(process);
                    for (int i = 0; i < 100 && kib > MOST_KIB; i++) {
                        Thread.sleep(50);
                        kib = resident(process);
                    }
                    assertTrue(kib <= MOST_KIB, kib + " KiB while the task waits");
                    process.getOutputStream().write('\n');
                    process.getOutputStream().close();
                    Said.waitFor(process, err, "again true");
                    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still runs");
                    assertEquals(0, process.exitValue());
                } finally {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static long resident(Process process) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new AssertionError("the process has ended");
    }
}
