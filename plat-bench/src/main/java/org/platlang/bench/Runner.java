package org.platlang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a program's executables in rounds: every language once per round, so that a slow minute of the machine hits all. */
final class Runner {
    private final Path measure;
    private final Path scratch;
    private final int timeoutSeconds;

    /**
     * @param measure the compiled wrapper
     * @param scratch a folder for what the programs print
     */
    Runner(Path measure, Path scratch, int timeoutSeconds) {
        this.measure = measure;
        this.scratch = scratch;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** @param failures languages that could not be built, with the reason */
    Comparison compare(
            Program program,
            Optional<Integer> workers,
            Map<Language, Builder.Command> commands,
            Map<Language, String> failures,
            int rounds)
            throws IOException, InterruptedException {
        Map<Language, List<Run>> runs = new EnumMap<>(Language.class);
        Map<Language, String> missing = new EnumMap<>(Language.class);
        missing.putAll(failures);
        List<Map.Entry<Language, Builder.Command>> order = List.copyOf(commands.entrySet());
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < order.size(); i++) {
                // Another one begins each round: nobody always follows the same neighbour's heat.
                var turn = order.get((i + round) % order.size());
                Language language = turn.getKey();
                if (missing.containsKey(language)) {
                    continue;
                }
                try {
                    runs.computeIfAbsent(language, key -> new ArrayList<>())
                            .add(run(language, turn.getValue(), program, workers));
                } catch (Run.Failed e) {
                    missing.put(language, e.getMessage());
                }
            }
        }
        return Comparison.of(program, workers, runs, missing);
    }

    private Run run(Language language, Builder.Command command, Program program, Optional<Integer> workers)
            throws IOException, InterruptedException, Run.Failed {
        Path report = scratch.resolve("report");
        Path stdout = scratch.resolve("stdout");
        Path stderr = scratch.resolve("stderr");
        Files.deleteIfExists(report);
        List<String> words =
                new ArrayList<>(List.of(measure.toString(), report.toString(), Integer.toString(timeoutSeconds)));
        words.add(Long.toString(program.memory()));
        words.addAll(workers.map(n -> Builder.withWorkers(language, command, n)).orElse(command.words()));
        words.addAll(program.arguments());
        ProcessBuilder process =
                new ProcessBuilder(words).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        process.environment().putAll(Telemetry.environment(language));
        workers.ifPresent(n -> process.environment().putAll(Builder.environment(language, n)));
        Process running = process.start();
        running.getOutputStream().close();
        running.waitFor();
        return Run.parse(
                language,
                Files.exists(report) ? Files.readString(report) : "",
                Files.readString(stdout),
                Files.readString(stderr));
    }
}
