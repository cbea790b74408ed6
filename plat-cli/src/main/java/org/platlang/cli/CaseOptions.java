package org.platlang.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;
import org.platlang.driver.Project;
import org.platlang.hir.tree.Entry;
import org.platlang.hir.tree.TestCase;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What {@code platc test} and {@code platc bench} share: the choice of cases, times, and the build. */
final class CaseOptions {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|min|h)?");

    private CaseOptions() {}

    static void addFilter(CommandSpec spec, String what) {
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("GLOB")
                .type(String.class)
                .description(
                        "Only the " + what + " whose `block::name`, block or name matches;",
                        "`*` stands for any text, `?` for one character.")
                .build());
    }

    static void addTimeout(CommandSpec spec, String what) {
        spec.addOption(OptionSpec.builder("--timeout")
                .paramLabel("TIME")
                .type(String.class)
                .defaultValue("60s")
                .description("A " + what + " that takes longer has failed: 500ms, 90s, 2min (default: 60s).")
                .build());
    }

    /** The value of an option that takes a time; empty after saying what is wrong with it. */
    static Optional<Duration> time(ParseResult line, String option, String otherwise, PrintStream err) {
        String text = line.matchedOptionValue(option, otherwise);
        Matcher m = DURATION.matcher(text);
        if (m.matches()) {
            String unit = m.group(2) == null ? "s" : m.group(2);
            double millis = Double.parseDouble(m.group(1))
                    * switch (unit) {
                        case "ms" -> 1;
                        case "s" -> 1000;
                        case "min" -> 60_000;
                        default -> 3_600_000;
                    };
            if (millis >= 1) {
                return Optional.of(Duration.ofMillis(Math.round(millis)));
            }
        }
        err.println("error: `" + option + "` cannot be `" + text + "`");
        err.println("help: write a time of at least 1ms, such as 500ms, 90s or 2min");
        return Optional.empty();
    }

    /**
     * A built executable and what to run of it. It is this run's own, since another one in the same folder would replace it
     * while its cases still start; closing takes it away.
     *
     * @param status where there is nothing to run, the command's exit status; else -1
     */
    record Built(int status, Path executable, List<TestCase> cases, List<Integer> chosen) implements AutoCloseable {
        static Built nothing(int status) {
            return new Built(status, Path.of(""), List.of(), List.of());
        }

        @Override
        public void close() {
            if (status < 0) {
                executable.toFile().delete();
            }
        }
    }

    static Built build(ParseResult line, Entry entry, PrintStream err) {
        Optional<Boolean> optimize = SourceOptions.optimize(line);
        if (optimize.isEmpty()) {
            return Built.nothing(SourceOptions.wrongLevel(err));
        }
        Optional<Reporter> reporter = Reporter.of(line, err);
        if (reporter.isEmpty()) {
            return Built.nothing(ExitStatus.USAGE);
        }
        Optional<Project.Program> found = SourceOptions.program(line, reporter.get());
        if (found.isEmpty()) {
            return Built.nothing(ExitStatus.USAGE);
        }
        boolean tests = entry == Entry.TESTS;
        Path file = found.get().source();
        BuildOptions plain = new BuildOptions(
                file, found.get().output(), optimize.get(), line.hasMatchedOption("-g"), Optional.empty());
        Path program = plain.executable();
        Path executable = program.resolveSibling(
                program.getFileName() + "-" + UUID.randomUUID() + (tests ? ".tests" : ".benches"));
        // For whoever ends platc in the midst of it.
        executable.toFile().deleteOnExit();
        Compilation.CaseOutcome built = Compilation.buildCases(
                new BuildOptions(file, Optional.of(executable), optimize.get(), plain.debug(), Optional.empty()),
                entry);
        int status = reporter.get().finish(built.outcome(), false);
        if (status != ExitStatus.DONE) {
            return Built.nothing(status);
        }
        String what = tests ? "tests" : "benchmarks";
        if (built.cases().isEmpty()) {
            err.println("there are no " + what + " in `" + file + "`");
            err.println(
                    tests
                            ? "help: write `test some_name { fn test_something() { assert(condition = …); } }`"
                            : "help: write `bench some_name { fn bench_something() { … } }`");
            return Built.nothing(ExitStatus.DONE);
        }
        String glob = line.matchedOptionValue("--filter", "*");
        List<Integer> chosen = chosen(built.cases(), glob);
        if (chosen.isEmpty()) {
            err.println("error: none of the " + built.cases().size() + " " + what + " in `" + file + "` matches `"
                    + glob + "`");
            err.println("help: they are called " + some(built.cases()));
            executable.toFile().delete();
            return Built.nothing(ExitStatus.USAGE);
        }
        return new Built(-1, executable, built.cases(), chosen);
    }

    private static String some(List<TestCase> cases) {
        List<String> names =
                cases.stream().limit(5).map(c -> "`" + c.display() + "`").toList();
        return String.join(", ", names) + (cases.size() > names.size() ? ", …" : "");
    }

    /** Indexes of the cases that a glob chooses: it matches the whole of {@code block::name}, the block or the name. */
    static List<Integer> chosen(List<TestCase> cases, String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        Pattern pattern = Pattern.compile(regex.toString());
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            TestCase c = cases.get(i);
            if (pattern.matcher(c.display()).matches()
                    || pattern.matcher(c.block()).matches()
                    || pattern.matcher(c.name()).matches()) {
                result.add(i);
            }
        }
        return result;
    }

    /** The lines of a text under a result's line. */
    static void printIndented(String text, PrintStream out) {
        text.lines().forEach(line -> out.println(line.isEmpty() ? "" : "    " + line));
    }
}
