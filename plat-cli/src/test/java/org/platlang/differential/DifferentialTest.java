package org.platlang.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs: interpreter, -O0 and -O2 agree. {@code -Ddifferential.programs=N} and {@code -Ddifferential.seed=S}
 * say how many and which; a disagreement is shown with its seed and its smallest program.
 */
class DifferentialTest {
    @TempDir
    private Path folder;

    @Test
    void agree() throws Exception {
        int count = Integer.getInteger("differential.programs", 25);
        long seed = Long.getLong("differential.seed", 1);
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        DifferentialRun run = new DifferentialRun(new PrintStream(report, true, StandardCharsets.UTF_8), folder);
        run.compare(seed, count, true);
        String text = report.toString(StandardCharsets.UTF_8) + run.summary();
        System.out.println(run.summary());
        assertEquals(0, run.disagreements(), text);
        assertTrue(run.tooLong() * 20 < count, "too many programs are left out: " + text);
        assertTrue(count < 200 || run.panicking() > 0, "panics are not seen: " + text);
    }
}
