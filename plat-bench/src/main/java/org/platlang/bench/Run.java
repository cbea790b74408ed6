package org.platlang.bench;

import java.util.List;
import java.util.Optional;

/**
 * One run of one executable.
 *
 * @param wallNanos of the whole process
 * @param cpuMicros user and system time of all its threads
 * @param peakKib the largest resident set
 * @param nsPerOp what the program measured itself, if it did
 * @param checksum what it computed; equal in all languages
 */
record Run(
        long wallNanos, long cpuMicros, long peakKib, Optional<Double> nsPerOp, String checksum, Telemetry telemetry) {

    /** A run that gives no figure. The message says why. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /**
     * Joins the line of {@code measure} and what the program printed.
     *
     * @param stderr what the runtime says of itself and, where the program failed, why
     */
    static Run parse(Language language, String report, String stdout, String stderr) throws Failed {
        String why = firstLine(Telemetry.without(language, stderr));
        List<String> fields = List.of(report.strip().split(" ", -1));
        if (fields.size() < 4) {
            throw new Failed("no measurement: " + why);
        }
        if (fields.size() == 5) {
            throw new Failed("killed: took longer than " + Long.parseLong(fields.get(0)) / 1_000_000_000 + " s");
        }
        int status = Integer.parseInt(fields.get(3));
        if (status != 0) {
            throw new Failed("exit status " + status + ": " + why);
        }
        return new Run(
                Long.parseLong(fields.get(0)),
                Long.parseLong(fields.get(1)),
                Long.parseLong(fields.get(2)),
                field(stdout, "ns_per_op: ").map(Double::valueOf),
                field(stdout, "checksum: ").orElseThrow(() -> new Failed("printed no checksum")),
                Telemetry.read(language, stderr));
    }

    /** In the unit of the measure. */
    double time(Program.Measure measure) throws Failed {
        return switch (measure) {
            case WALL -> wallNanos / 1e6;
            case OP -> nsPerOp.orElseThrow(() -> new Failed("printed no ns_per_op"));
        };
    }

    private static Optional<String> field(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst();
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("(nothing on stderr)");
    }
}
