package org.platlang.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From what a run prints to the table and the JSON lines. No figure is measured here. */
class FiguresTest {
    private static final Program OP = new Program(
            "ring",
            Path.of("ring"),
            "per hop",
            Program.Measure.OP,
            true,
            List.of(),
            Optional.empty(),
            0,
            Optional.of(1.7),
            List.of(new Aim(Language.GO, 0.5), new Aim(Language.TOKIO, 1)),
            List.of(Language.PLAT, Language.GO, Language.TOKIO));

    private static final Telemetry SILENT = new Telemetry(Optional.empty(), Optional.empty());

    private static Run run(double nsPerOp, String checksum) {
        return new Run(5_000_000, 4_000, 2048, Optional.of(nsPerOp), checksum, SILENT);
    }

    private static List<Run> runs(double... nsPerOp) {
        return Arrays.stream(nsPerOp).mapToObj(ns -> run(ns, "42")).toList();
    }

    private static Comparison comparison(Map<Language, List<Run>> runs, Map<Language, String> failures) {
        return Comparison.of(OP, Optional.of(2), new EnumMap<>(runs), failures);
    }

    @Test
    void aRunIsReadFromTheWrappersLineAndTheProgramsOwn() throws Run.Failed {
        Run run = Run.parse(Language.C, "1500000 2300 4096 0\n", "ns_per_op: 12.50\nchecksum: -0.169\n", "");
        assertEquals(new Run(1_500_000, 2300, 4096, Optional.of(12.5), "-0.169", SILENT), run);
        assertEquals(1.5, run.time(Program.Measure.WALL));
        assertEquals(12.5, run.time(Program.Measure.OP));
    }

    @Test
    void aRunWithoutAFigureSaysWhy() throws Run.Failed {
        assertFailure(
                "exit status 101: panic: no", "1 1 1 101", "checksum: 1\n", "gc 1 (growth): …\npanic: no\n at main\n");
        assertFailure("killed: took longer than 60 s", "60100000000 1 1 137 timeout", "", "");
        assertFailure("printed no checksum", "1 1 1 0", "ns_per_op: 1.0\n", "");
        assertFailure("no measurement: cannot fork", "", "", "cannot fork\n");
        Run silent = Run.parse(Language.C, "1 1 1 0", "checksum: 1\n", "");
        Run.Failed failed = assertThrows(Run.Failed.class, () -> silent.time(Program.Measure.OP));
        assertEquals("printed no ns_per_op", failed.getMessage());
    }

    private static void assertFailure(String message, String report, String stdout, String stderr) {
        Run.Failed failed = assertThrows(Run.Failed.class, () -> Run.parse(Language.PLAT, report, stdout, stderr));
        assertEquals(message, failed.getMessage());
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertEquals(2.0, new Samples(List.of(9.0, 1.0, 2.0)).median());
        assertEquals(2.5, new Samples(List.of(9.0, 1.0, 2.0, 3.0)).median());
        assertEquals(1.0, new Samples(List.of(9.0, 1.0, 2.0, 3.0)).min());
        assertThrows(IllegalArgumentException.class, () -> new Samples(List.of()));
    }

    @Test
    void ratiosArePlatOverPeer() {
        Comparison c = comparison(
                Map.of(Language.PLAT, runs(30, 10, 20), Language.GO, runs(40, 50, 100), Language.TOKIO, runs(5, 40, 6)),
                Map.of());
        assertEquals(Optional.of(0.25), c.ratioOfMin(Language.GO));
        assertEquals(Optional.of(0.4), c.ratioOfMedian(Language.GO));
        assertEquals(Optional.of(2.0), c.ratioOfMin(Language.TOKIO));
        assertEquals(Optional.of(1.0), c.ratioOfCpu(Language.TOKIO));
        assertEquals("go 0.50: met, tokio 1.00: missed (2.00)", Report.aims(c));
        assertTrue(c.sound());
    }

    @Test
    void aMissingPeerIsNotedAndAMissingPlatIsAFailure() {
        Comparison c = comparison(
                Map.of(Language.PLAT, runs(10), Language.GO, runs(20)), Map.of(Language.TOKIO, "not built: no crates"));
        assertTrue(c.sound());
        assertEquals("go 0.50: met, tokio 1.00: ?", Report.aims(c));
        assertTrue(Report.details(c).contains("no figure for tokio: not built: no crates"), Report.details(c));

        Comparison without = comparison(Map.of(Language.GO, runs(20)), Map.of(Language.PLAT, "exit status 101: panic"));
        assertFalse(without.sound());
        assertEquals(Optional.empty(), without.ratioOfMin(Language.GO));
    }

    @Test
    void anotherChecksumIsAFailure() {
        Comparison between = comparison(Map.of(Language.PLAT, runs(10), Language.GO, List.of(run(20, "43"))), Map.of());
        assertFalse(between.sound());
        assertTrue(Report.details(between).contains("CHECKSUMS DIFFER: {42=[PLAT], 43=[GO]}"), Report.details(between));

        Comparison within = comparison(Map.of(Language.PLAT, List.of(run(1, "1"), run(1, "2"))), Map.of());
        assertFalse(within.sound());
        assertEquals("checksum differs between runs: 1, 2", within.missing().get(Language.PLAT));
    }

    @Test
    void theSummaryHasALinePerComparisonWithRatiosBesideThePeers() {
        Comparison c = comparison(
                Map.of(Language.PLAT, runs(12.5), Language.GO, runs(250)),
                Map.of(Language.TOKIO, "not built: no cargo"));
        assertEquals("""
                Least time of all rounds; ratio = plat / peer, below 1 Plat is faster.
                             unit  plat   go  ratio  aim
                  ring (2)  ns/op  12.5  250  0.050  go 0.50: met, tokio 1.00: ?
                """, Report.summary(List.of(c)));
    }

    @Test
    void jsonHasALinePerLanguage() {
        Comparison c = comparison(
                Map.of(Language.PLAT, runs(10, 20), Language.GO, runs(40, 80)),
                Map.of(Language.TOKIO, "not built: \"tokio\"\tmissing"));
        assertEquals(
                List.of(
                        "{\"program\":\"ring\",\"language\":\"plat\",\"unit\":\"ns/op\",\"workers\":2,\"min\":10.0000,"
                                + "\"median\":15.0000,\"runs\":[10.0000,20.0000],\"cpu_ms\":4.0000,\"peak_kib\":2048,"
                                + "\"checksum\":\"42\"}",
                        "{\"program\":\"ring\",\"language\":\"go\",\"unit\":\"ns/op\",\"workers\":2,\"min\":40.0000,"
                                + "\"median\":60.0000,\"runs\":[40.0000,80.0000],\"cpu_ms\":4.0000,\"peak_kib\":2048,"
                                + "\"checksum\":\"42\",\"plat_ratio_min\":0.2500,\"plat_ratio_median\":0.2500,"
                                + "\"plat_ratio_cpu\":1.0000}",
                        "{\"program\":\"ring\",\"language\":\"tokio\",\"unit\":\"ns/op\",\"workers\":2,"
                                + "\"missing\":\"not built: \\\"tokio\\\"\\u0009missing\"}"),
                Report.json(c));
    }

    @Test
    void aRuntimeTellsItsLongestPause() {
        String plat = """
                gc 1 (growth): pause 2.250 ms (stopping 0.004), allocated 8.0 MiB
                gc 2 (growth): pause 0.125 ms (stopping 9.004), allocated 8.0 MiB
                the program's own: pause 77.000 ms
                """;
        assertEquals(Optional.of(2.25), Telemetry.read(Language.PLAT, plat).longestPauseMs());
        String go = """
                gc 1 @0.012s 2%: 0.026+0.39+0.10 ms clock, 0.052+0.3/0.2/0.1+0.20 ms cpu, 4->4->0 MB, 4 MB goal, 0 MB stacks
                gc 2 @1.012s 2%: 0.030+95+1.5 ms clock, 0.052+0.3/0.2/0.1+9.20 ms cpu, 4->4->0 MB, 4 MB goal, 0 MB stacks
                """;
        assertEquals(Optional.of(1.5), Telemetry.read(Language.GO, go).longestPauseMs());
        String java = """
                [0.005s][info][gc] Using G1
                [0.105s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->4M(256M) 3.416ms
                [0.205s][info][gc] GC(1) Concurrent Mark Cycle 30.004ms
                """;
        assertEquals(Optional.of(3.416), Telemetry.read(Language.JAVA, java).longestPauseMs());
        assertEquals(Optional.of(0.0), Telemetry.read(Language.GO, "").longestPauseMs());
        assertEquals(Optional.empty(), Telemetry.read(Language.RUST, go).longestPauseMs());
    }

    @Test
    void platTellsHowManyTasksWereStolen() {
        String stats =
                "plat stats: workers 2, tasks created 1000, tasks ended 1000, fibres 3, parks 28, steals 250, x 1\n";
        Telemetry told = Telemetry.read(Language.PLAT, stats);
        assertEquals(Optional.of(new Telemetry.Tasks(1000, 250)), told.tasks());
        Run run = new Run(1, 1, 1, Optional.of(1.0), "1", told);
        Comparison c = comparison(Map.of(Language.PLAT, List.of(run, run)), Map.of());
        assertEquals(Optional.of(0.25), c.row(Language.PLAT).orElseThrow().stealsPerTask());
        assertTrue(Report.details(c).contains("  plat: 0.25 steals per task\n"), Report.details(c));
    }

    @Test
    void memoryIsToldPerTaskWhereAllAreAliveAtOnce() {
        Comparison c = comparison(Map.of(Language.PLAT, runs(10)), Map.of());
        assertEquals(2048.0, c.row(Language.PLAT).orElseThrow().bytesPerTask(1024));
    }

    @Test
    void theSpeedUpIsTheTimeWithOneWorkerOverThatWithTwo() {
        Comparison one =
                Comparison.of(OP, Optional.of(1), Map.of(Language.PLAT, runs(30, 35), Language.GO, runs(40)), Map.of());
        Comparison two = comparison(Map.of(Language.PLAT, runs(20, 15), Language.GO, runs(32)), Map.of());
        assertEquals("""
                Speed-up: least time with one worker / with two.
                        plat    go  aim
                  ring  2.00  1.25  plat 1.70: met
                """, SpeedUp.table(SpeedUp.among(List.of(two, one))));
        assertEquals("", SpeedUp.table(SpeedUp.among(List.of(two))));
    }

    @Test
    void timesKeepThreeDigits() {
        assertEquals("1234", Report.time(1234.4));
        assertEquals("99.9", Report.time(99.94));
        assertEquals("9.87", Report.time(9.87));
    }

    @Test
    void theFirstErrorOfAToolIsItsReason() {
        assertEquals("error: no crate", Builder.firstError("  Updating\n  error: no crate\nerror: more\n"));
        assertEquals("strange", Builder.firstError("\nstrange\n"));
        assertEquals("(no output)", Builder.firstError(""));
    }
}
