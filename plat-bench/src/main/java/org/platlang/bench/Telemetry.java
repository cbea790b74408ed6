package org.platlang.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a language's runtime says on stderr about a run, asked for by variables and options: a line per collection and, of
 * Plat, what its tasks did. That costs each of them the writing of a line, and nobody anything else.
 *
 * @param longestPauseMs that a collection stopped the program for, 0 where there was none; none of languages without a
 *     collector
 */
record Telemetry(Optional<Double> longestPauseMs, Optional<Tasks> tasks) {
    /** Over all workers. */
    record Tasks(long created, long steals) {}

    private static final Telemetry NONE = new Telemetry(Optional.empty(), Optional.empty());

    /** A line of Plat's per collection; whatever else it says, each of its pauses is called so. */
    private static final Pattern PLAT_PAUSE = Pattern.compile("(?:pause|before) (\\d+\\.\\d+) ms");

    /**
     * Of Go's {@code gc 1 @0.012s 2%: 0.026+0.39+0.10 ms clock, …}: the first and the last time are those with the world
     * stopped, marking goes on between them.
     */
    private static final Pattern GO_PAUSES =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\+\\d[^+]*\\+(\\d+(?:\\.\\d+)?) ms clock");

    private static final Pattern JAVA_PAUSE = Pattern.compile("\\bPause\\b.* (\\d+\\.\\d+)ms$");

    private static final Pattern PLAT_TASKS = Pattern.compile("tasks created (\\d+),.* steals (\\d+),");

    /** What makes a runtime talk. */
    static Map<String, String> environment(Language language) {
        return switch (language) {
            case PLAT -> Map.of("PLAT_GC_TRACE", "1", "PLAT_STATS", "1");
            case GO -> Map.of("GODEBUG", "gctrace=1");
            case C, RUST, TOKIO, RAYON, CROSSBEAM, JAVA -> Map.of();
        };
    }

    /** Options for the java command, which has no variable that leaves stderr alone. */
    static final List<String> JAVA_OPTIONS = List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:gc:stderr");

    static Telemetry read(Language language, String stderr) {
        return switch (language) {
            case PLAT ->
                new Telemetry(
                        Optional.of(longest(stderr, isOurs(language), PLAT_PAUSE)),
                        PLAT_TASKS
                                .matcher(stderr)
                                .results()
                                .findFirst()
                                .map(m -> new Tasks(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)))));
            case GO -> new Telemetry(Optional.of(longest(stderr, isOurs(language), GO_PAUSES)), Optional.empty());
            case JAVA -> new Telemetry(Optional.of(longest(stderr, isOurs(language), JAVA_PAUSE)), Optional.empty());
            case C, RUST, TOKIO, RAYON, CROSSBEAM -> NONE;
        };
    }

    /** What the program itself wrote on stderr, for messages. */
    static String without(Language language, String stderr) {
        return String.join(
                "\n", stderr.lines().filter(isOurs(language).negate()).toList());
    }

    private static Predicate<String> isOurs(Language language) {
        return switch (language) {
            case PLAT -> line -> line.startsWith("gc ") || line.startsWith("plat stats: ");
            case GO -> line -> line.startsWith("gc ");
            case JAVA -> line -> line.startsWith("[") && line.contains("[gc");
            case C, RUST, TOKIO, RAYON, CROSSBEAM -> line -> false;
        };
    }

    /** The greatest number in any group of any match. */
    private static double longest(String stderr, Predicate<String> lines, Pattern pauses) {
        return stderr.lines()
                .filter(lines)
                .flatMap(line -> pauses.matcher(line).results())
                .mapToDouble(Telemetry::greatestGroup)
                .max()
                .orElse(0);
    }

    private static double greatestGroup(MatchResult match) {
        double greatest = 0;
        for (int group = 1; group <= match.groupCount(); group++) {
            greatest = Math.max(greatest, Double.parseDouble(match.group(group)));
        }
        return greatest;
    }
}
