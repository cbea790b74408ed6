package org.platlang.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.platlang.driver.CaseProcess;
import org.platlang.driver.DriverException;
import org.platlang.hir.tree.Entry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code platc test}: runs the tests of a program's {@code test} blocks. */
final class TestCommand {
    private TestCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = SourceOptions.command(
                "test", "Run the functions `test_*` in a program's test blocks, each in a process of its own.");
        SourceOptions.addFile(spec);
        CaseOptions.addFilter(spec, "tests");
        CaseOptions.addTimeout(spec, "test");
        spec.addOption(OptionSpec.builder("-j", "--jobs")
                .paramLabel("N")
                .type(Integer.class)
                .description("How many tests run at once (default: the number of processor cores).")
                .build());
        SourceOptions.addLevels(spec);
        SourceOptions.addDiagnosticOptions(spec);
        return spec;
    }

    static int run(ParseResult line, PrintStream out, PrintStream err) {
        Optional<Duration> timeout = CaseOptions.time(line, "--timeout", "60s", err);
        if (timeout.isEmpty()) {
            return ExitStatus.USAGE;
        }
        int jobs = line.matchedOptionValue("--jobs", Runtime.getRuntime().availableProcessors());
        if (jobs < 1) {
            err.println("error: `--jobs` cannot be " + jobs);
            err.println("help: it is the number of tests that run at once, at least 1");
            return ExitStatus.USAGE;
        }
        Tally tally = new Tally(out);
        try (CaseOptions.Built built = CaseOptions.build(line, Entry.TESTS, err)) {
            if (built.status() >= 0) {
                return built.status();
            }
            new CaseProcess(built.executable(), timeout.get(), List.of())
                    .run(built.cases(), built.chosen(), jobs, tally::show);
        } catch (DriverException e) {
            err.println("error: " + e.problem());
            err.println("help: " + e.advice());
            return ExitStatus.USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.USAGE;
        }
        out.println(tally.passed + " passed, " + tally.failed + " failed");
        return tally.failed > 0 ? ExitStatus.PROGRAM : ExitStatus.DONE;
    }

    /** Shows results as they come and counts them. */
    private static final class Tally {
        final PrintStream out;
        int passed;
        int failed;

        Tally(PrintStream out) {
            this.out = out;
        }

        void show(CaseProcess.Result result) {
            String name = result.about().display();
            if (result.passed()) {
                passed++;
                out.println("✓ " + name);
            } else {
                failed++;
                out.println("✗ " + name);
                CaseOptions.printIndented(result.output(), out);
                CaseOptions.printIndented(result.reason(), out);
            }
            out.flush();
        }
    }
}
