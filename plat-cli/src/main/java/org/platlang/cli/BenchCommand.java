package org.platlang.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.platlang.driver.CaseProcess;
import org.platlang.driver.DriverException;
import org.platlang.driver.Samples;
import org.platlang.hir.tree.Entry;
import org.platlang.hir.tree.TestCase;
import org.platlang.lexer.diag.JsonRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code platc bench}: measures the functions of a program's {@code bench} blocks, one after the other. */
final class BenchCommand {
    private BenchCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = SourceOptions.command(
                "bench", "Measure the functions `bench_*` in a program's bench blocks, one after the other.");
        SourceOptions.addFile(spec);
        CaseOptions.addFilter(spec, "benchmarks");
        spec.addOption(OptionSpec.builder("--time")
                .paramLabel("TIME")
                .type(String.class)
                .defaultValue("1s")
                .description("How long each is measured, after a quarter of it to warm up (default: 1s).")
                .build());
        CaseOptions.addTimeout(spec, "benchmark");
        spec.addOption(OptionSpec.builder("--json")
                .type(boolean.class)
                .description("Write the results as a JSON array, times in nanoseconds, instead of a table.")
                .build());
        SourceOptions.addLevels(spec);
        SourceOptions.addDiagnosticOptions(spec);
        return spec;
    }

    static int run(ParseResult line, PrintStream out, PrintStream err) {
        Optional<Duration> time = CaseOptions.time(line, "--time", "1s", err);
        Optional<Duration> timeout = CaseOptions.time(line, "--timeout", "60s", err);
        if (time.isEmpty() || timeout.isEmpty()) {
            return ExitStatus.USAGE;
        }
        try (CaseOptions.Built built = CaseOptions.build(line, Entry.BENCHES, err)) {
            return built.status() >= 0 ? built.status() : run(built, line, time.get(), timeout.get(), out, err);
        }
    }

    private static int run(
            CaseOptions.Built built,
            ParseResult line,
            Duration time,
            Duration timeout,
            PrintStream out,
            PrintStream err) {
        int width = 0;
        for (int index : built.chosen()) {
            width = Math.max(width, built.cases().get(index).display().length());
        }
        Results results = line.hasMatchedOption("--json") ? new Json(out) : new Table(out, err, width);
        long nanoseconds = time.toNanos();
        List<String> arguments = List.of(Long.toString(nanoseconds / 4), Long.toString(nanoseconds));
        results.begin();
        try {
            new CaseProcess(built.executable(), timeout, arguments)
                    .run(built.cases(), built.chosen(), 1, results::take);
        } catch (DriverException e) {
            err.println("error: " + e.problem());
            err.println("help: " + e.advice());
            return ExitStatus.USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.USAGE;
        }
        results.end();
        return results.failed ? ExitStatus.PROGRAM : ExitStatus.DONE;
    }

    /** A form for the results. */
    private abstract static class Results {
        boolean failed;

        void begin() {}

        final void take(CaseProcess.Result result) {
            String name = result.about().display();
            if (result.passed()) {
                measured(name, Samples.parse(result.output()));
            } else {
                failed = true;
                broken(name, result);
            }
        }

        abstract void measured(String name, Samples samples);

        abstract void broken(String name, CaseProcess.Result result);

        void end() {}
    }

    private static final class Table extends Results {
        private static final String HEAD = "%s  %10s  %10s  %10s  %10s  %9s";
        private final PrintStream out;
        private final PrintStream err;
        private final int width;

        Table(PrintStream out, PrintStream err, int width) {
            this.out = out;
            this.err = err;
            this.width = width;
        }

        private void row(String name, Object... cells) {
            Object[] all = new Object[cells.length + 1];
            all[0] = name + " ".repeat(Math.max(0, width - name.length()));
            System.arraycopy(cells, 0, all, 1, cells.length);
            out.println(String.format(Locale.ROOT, HEAD, all));
            out.flush();
        }

        @Override
        void begin() {
            row("", "mean", "median", "std dev", "min", "allocs");
        }

        @Override
        void measured(String name, Samples s) {
            row(name, time(s.mean()), time(s.median()), time(s.deviation()), time(s.min()), plain(s.allocations(), 2));
        }

        @Override
        void broken(String name, CaseProcess.Result result) {
            out.flush();
            err.println("✗ " + name);
            CaseOptions.printIndented(withoutSamples(result.output()), err);
            CaseOptions.printIndented(result.reason(), err);
        }

        /** Three significant digits or so, in the unit that fits. */
        private static String time(double nanoseconds) {
            String[] units = {"ns", "us", "ms", "s"};
            double value = nanoseconds;
            int unit = 0;
            while (value >= 999.5 && unit < 3) {
                value /= 1000;
                unit++;
            }
            int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
            return String.format(Locale.ROOT, "%." + decimals + "f %s", value, units[unit]);
        }
    }

    private static final class Json extends Results {
        private final PrintStream out;
        private final List<String> objects = new ArrayList<>();

        Json(PrintStream out) {
            this.out = out;
        }

        @Override
        void measured(String name, Samples s) {
            objects.add(
                    "{\"name\":\"" + name + "\",\"samples\":" + s.count() + ",\"iterations_per_sample\":" + s.calls()
                            + ",\"mean_ns\":" + plain(s.mean(), 3) + ",\"median_ns\":" + plain(s.median(), 3)
                            + ",\"std_dev_ns\":" + plain(s.deviation(), 3) + ",\"min_ns\":" + plain(s.min(), 3)
                            + ",\"allocations\":" + plain(s.allocations(), 3) + "}");
        }

        @Override
        void broken(String name, CaseProcess.Result result) {
            String why = withoutSamples(result.output()) + result.reason();
            objects.add("{\"name\":\"" + name + "\",\"error\":" + JsonRenderer.quoted(why) + "}");
        }

        @Override
        void end() {
            out.println(objects.isEmpty() ? "[]" : "[\n  " + String.join(",\n  ", objects) + "\n]");
        }
    }

    private static String withoutSamples(String output) {
        StringBuilder b = new StringBuilder();
        output.lines()
                .filter(l -> !l.startsWith(TestCase.SAMPLE_MARK))
                .forEach(l -> b.append(l).append('\n'));
        return b.toString();
    }

    /** With so many decimals, zeros at the end left out. */
    private static String plain(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
