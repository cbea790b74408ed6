package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code PLAT_SCHED=seed:N}: one seed is one schedule, different seeds are different ones, and time is virtual. */
class SeededScheduleTest {
    /** Shows the order in which tasks take turns, random numbers, and hours of sleep. */
    private static final String PROGRAM = """
            fn work(name: String, log: Channel<String>) {
              for (i: Int32 in 0..3) {
                log.send(value = "${name}${i}");
                if (i == 1) { time_sleep(millis = random_int(min = 1, max = 1000)); }
              }
            }

            fn main() {
              let log: Channel<String> = Channel::unbounded();
              let start: Duration = time_monotonic();
              concurrent {
                spawn { work(name = "a", log) };
                spawn { work(name = "b", log) };
                spawn { work(name = "c", log) };
                spawn { time_sleep(millis = 7200000); };
              }
              log.close();
              var seen: String = "";
              for (entry: String in log) { seen = "${seen} ${entry}"; }
              print(value = seen);
              let took: Duration = time_monotonic() - start;
              print(value = "${took.seconds() == 7200} ${took} ${time_now()} ${random_int(min = 0, max = 1000000)}");
            }
            """;

    @TempDir
    static Path folder;

    private static Path executable = Path.of("");

    @BeforeAll
    static void build() throws IOException {
        executable = Built.text(folder, "order", PROGRAM, true);
    }

    private record Finished(int status, String output) {}

    private static Finished run(String schedule) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", null);
        ProcessBuilder builder = new ProcessBuilder(executable.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("PLAT_SCHED", schedule);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "time is not virtual");
        return new Finished(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    @Test
    void oneSeedIsOneScheduleAndSeedsDiffer() throws Exception {
        Set<String> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Finished first = run("seed:" + seed);
            assertEquals(0, first.status(), first.output());
            assertTrue(first.output().contains("true 7200"), first.output());
            assertEquals(first, run("seed:" + seed));
            orders.add(first.output().lines().findFirst().orElse(""));
        }
        assertTrue(orders.size() > 10, "only " + orders.size() + " orders in 20 schedules");
    }

    @Test
    void whatIsNoSeedIsRefused() throws Exception {
        for (String wrong : new String[] {"7", "seed:", "seed:-1", "seed:1x", "seed:99999999999999999999999"}) {
            Finished refused = run(wrong);
            assertEquals(2, refused.status(), wrong);
            assertTrue(refused.output().contains("PLAT_SCHED is \"" + wrong + "\", expected seed:N"), refused.output());
        }
    }
}
