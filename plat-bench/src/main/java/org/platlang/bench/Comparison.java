package org.platlang.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All runs of one program with one number of workers.
 *
 * @param workers none where the program has no tasks
 * @param rows the languages that gave figures, in column order
 * @param missing why a language gave none, in column order
 */
record Comparison(Program program, Optional<Integer> workers, Map<Language, Row> rows, Map<Language, String> missing) {

    /**
     * One language's figures.
     *
     * @param times in the unit of the program's measure
     * @param cpuMicros the least of all runs
     * @param peakKib the most of all runs
     * @param longestPauseMs the longest of all runs; none of languages without a collector
     * @param stealsPerTask over all runs; none of runtimes that do not tell
     */
    record Row(
            Samples times,
            long cpuMicros,
            long peakKib,
            String checksum,
            Optional<Double> longestPauseMs,
            Optional<Double> stealsPerTask) {

        /** Of memory, at the peak, for each of so many tasks that are alive together. */
        double bytesPerTask(long alive) {
            return peakKib * 1024.0 / alive;
        }
    }

    /** A language whose runs do not all fit counts as missing, with the first reason. */
    static Comparison of(
            Program program, Optional<Integer> workers, Map<Language, List<Run>> runs, Map<Language, String> failures) {
        Map<Language, Row> rows = new EnumMap<>(Language.class);
        Map<Language, String> missing = new EnumMap<>(Language.class);
        missing.putAll(failures);
        runs.forEach((language, all) -> {
            if (missing.containsKey(language) || all.isEmpty()) {
                return;
            }
            try {
                rows.put(language, row(program, all));
            } catch (Run.Failed e) {
                missing.put(language, e.getMessage());
            }
        });
        return new Comparison(program, workers, rows, missing);
    }

    private static Row row(Program program, List<Run> runs) throws Run.Failed {
        List<Double> times = new ArrayList<>();
        for (Run run : runs) {
            times.add(run.time(program.measures()));
        }
        List<String> checksums = runs.stream().map(Run::checksum).distinct().toList();
        if (checksums.size() > 1) {
            throw new Run.Failed("checksum differs between runs: " + String.join(", ", checksums));
        }
        return new Row(
                new Samples(times),
                runs.stream().mapToLong(Run::cpuMicros).min().orElseThrow(),
                runs.stream().mapToLong(Run::peakKib).max().orElseThrow(),
                checksums.get(0),
                runs.stream()
                        .flatMap(run -> run.telemetry().longestPauseMs().stream())
                        .max(Double::compare),
                stealsPerTask(runs));
    }

    private static Optional<Double> stealsPerTask(List<Run> runs) {
        List<Telemetry.Tasks> tasks =
                runs.stream().flatMap(run -> run.telemetry().tasks().stream()).toList();
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        double steals = tasks.stream().mapToLong(Telemetry.Tasks::steals).sum();
        return Optional.of(
                steals / tasks.stream().mapToLong(Telemetry.Tasks::created).sum());
    }

    /** Plat's least time over the peer's least time; none where either is missing. */
    public Optional<Double> ratioOfMin(Language peer) {
        return both(peer).map(b -> b.plat().times().min() / b.peer().times().min());
    }

    /** Plat's median time over the peer's. */
    public Optional<Double> ratioOfMedian(Language peer) {
        return both(peer).map(b -> b.plat().times().median() / b.peer().times().median());
    }

    /**
     * Plat's least CPU time over the peer's, of the whole processes. On a machine that others use, time spent waiting for a
     * processor spoils the other ratios and not this one.
     */
    public Optional<Double> ratioOfCpu(Language peer) {
        return both(peer).map(b -> (double) b.plat().cpuMicros() / b.peer().cpuMicros());
    }

    private record Both(Row plat, Row peer) {}

    private Optional<Both> both(Language peer) {
        return row(Language.PLAT).flatMap(plat -> row(peer).map(other -> new Both(plat, other)));
    }

    public Optional<Row> row(Language language) {
        return Optional.ofNullable(rows.get(language));
    }

    /** The languages by checksum; more than one entry means that somebody computes something else. */
    public Map<String, List<Language>> checksums() {
        Map<String, List<Language>> byChecksum = new LinkedHashMap<>();
        rows.forEach((language, row) -> byChecksum
                .computeIfAbsent(row.checksum(), key -> new ArrayList<>())
                .add(language));
        return byChecksum;
    }

    /** Whether the figures count: Plat was asked for and ran, and all agree. A missing peer is no failure. */
    public boolean sound() {
        return checksums().size() <= 1 && !missing.containsKey(Language.PLAT);
    }
}
