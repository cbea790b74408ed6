package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code PLAT_TRACE=file}: a complete Chrome trace, however the program ends. */
class SchedulerTraceTest {
    private static final String PROGRAM = """
            fn main() {
              concurrent {
                let ping: Channel<Int32> = Channel.init(capacity = 0);
                spawn { for (i: Int32 in 0..10) { ping.send(value = i); } ping.close(); };
                spawn { for (i: Int32 in ping) { if (i == 5 and env_get(name = "FAIL").is_some()) { process_exit(code = 7); } } };
              }
            }
            """;

    private static final Pattern EVENT =
            Pattern.compile("\\{\"name\":\"[^\"]*\",\"ph\":\"[MXi]\",(\"s\":\"t\",)?\"pid\":1(,\"tid\":\\d+)?"
                    + "(,\"ts\":\\d+\\.\\d{3}(,\"dur\":\\d+\\.\\d{3})?)?(,\"args\":\\{[^{}]*\\})?\\},?");

    @TempDir
    static Path folder;

    private static Path executable = Path.of("");

    @BeforeAll
    static void build() throws IOException {
        executable = Built.text(folder, "ping", PROGRAM, true);
    }

    private record Finished(int status, String output) {}

    private static Finished run(Path trace, boolean fail) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", null);
        ProcessBuilder builder = new ProcessBuilder(executable.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("PLAT_TRACE", trace.toString());
        builder.environment().put("PLAT_WORKERS", "1");
        if (fail) {
            builder.environment().put("FAIL", "1");
        }
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Finished(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    private static List<String> events(Path trace) throws IOException {
        List<String> lines = Files.readAllLines(trace);
        assertEquals("{\"traceEvents\":[", lines.get(0));
        assertEquals("]}", lines.get(lines.size() - 1));
        List<String> events = lines.subList(1, lines.size() - 1);
        for (int i = 0; i < events.size(); i++) {
            String event = events.get(i);
            assertTrue(EVENT.matcher(event).matches(), event);
            assertEquals(i < events.size() - 1, event.endsWith(","), event);
        }
        return events;
    }

    @Test
    void everyTurnOfATaskIsABar() throws Exception {
        Path trace = folder.resolve("trace.json");
        assertEquals(new Finished(0, ""), run(trace, false));
        List<String> events = events(trace);
        assertTrue(events.stream().anyMatch(e -> e.contains("\"worker 0\"")));
        assertTrue(events.stream().anyMatch(e -> e.contains("\"main\"") && e.contains("ping.plat:1")));
        assertTrue(events.stream().filter(e -> e.contains("ping.plat:4\"")).count() >= 2, events.toString());
        assertTrue(events.stream().anyMatch(e -> e.contains("ping.plat:5\"") && e.contains("\"then\":\"waits\"")));
        assertTrue(events.stream().anyMatch(e -> e.contains("\"then\":\"ended\"")));
    }

    @Test
    void theTraceIsCompleteWhereTheProgramEndsAtOnce() throws Exception {
        Path trace = folder.resolve("exit.json");
        assertEquals(new Finished(7, ""), run(trace, true));
        assertTrue(events(trace).size() > 2);
    }

    @Test
    void aFileThatCannotBeMadeIsAnError() throws Exception {
        Finished refused = run(folder.resolve("no/such/folder"), false);
        assertEquals(2, refused.status());
        assertTrue(refused.output().contains("error: PLAT_TRACE: cannot open"), refused.output());
    }
}
