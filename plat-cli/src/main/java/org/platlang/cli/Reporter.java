package org.platlang.cli;

import java.io.PrintStream;
import java.util.Optional;
import org.platlang.driver.Compilation;
import org.platlang.driver.DriverException;
import org.platlang.driver.Timings;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.JsonRenderer;
import org.platlang.lexer.diag.Severity;
import org.platlang.lexer.diag.TextRenderer;
import picocli.CommandLine.ParseResult;

/** Shows what came of a compilation, in the form the person asked for, and turns it into an exit status. */
final class Reporter {
    private final PrintStream err;
    private final boolean json;
    private final boolean colour;

    private Reporter(PrintStream err, boolean json, boolean colour) {
        this.err = err;
        this.json = json;
        this.colour = colour;
    }

    /** Reads {@code --color} and {@code --error-format}; empty after saying what is wrong with them. */
    static Optional<Reporter> of(ParseResult line, PrintStream err) {
        String when = line.matchedOptionValue("--color", "auto");
        String format = line.matchedOptionValue("--error-format", "human");
        if (!when.equals("auto") && !when.equals("always") && !when.equals("never")) {
            err.println("error: `--color` cannot be `" + when + "`");
            err.println("help: it is auto, always or never");
            return Optional.empty();
        }
        if (!format.equals("human") && !format.equals("json")) {
            err.println("error: `--error-format` cannot be `" + format + "`");
            err.println("help: it is human or json");
            return Optional.empty();
        }
        boolean colour = when.equals("always") || when.equals("auto") && terminal();
        return Optional.of(new Reporter(err, format.equals("json"), colour));
    }

    /** True when messages go to a person's terminal; `NO_COLOR` (no-color.org) turns colour off. */
    private static boolean terminal() {
        String none = System.getenv("NO_COLOR");
        return (none == null || none.isEmpty())
                && "1".equals(System.getProperty("platc.tty"))
                && !"dumb".equals(System.getenv("TERM"));
    }

    int finish(Compilation.Outcome outcome, boolean timings) {
        int errors = 0;
        int warnings = 0;
        Optional<Diagnostic> first = Optional.empty();
        for (Diagnostic diagnostic : outcome.diagnostics()) {
            if (diagnostic.severity() == Severity.ERROR) {
                first = errors == 0 ? Optional.of(diagnostic) : first;
                errors++;
            } else {
                warnings++;
            }
            err.print(json ? JsonRenderer.render(diagnostic) : new TextRenderer(colour).render(diagnostic) + "\n");
        }
        if (timings) {
            for (Timings.Stage stage : outcome.timings().stages()) {
                long microseconds = stage.nanoseconds() / 1000;
                err.println(pad(stage.name(), 14) + pad(Long.toString(microseconds), -8) + " us");
            }
        }
        if (outcome.problem().isPresent()) {
            DriverException problem = outcome.problem().get();
            if (json) {
                err.print(JsonRenderer.render(
                        Diagnostic.general(org.platlang.lexer.diag.DiagnosticCode.E0900, problem.problem())
                                .help(problem.advice())));
            } else {
                err.println((colour ? "\u001b[1;31merror\u001b[0m: " : "error: ") + problem.problem());
                err.println("help: " + problem.advice());
            }
            return ExitStatus.USAGE;
        }
        if (!json && errors + warnings > 1) {
            err.println(summary(errors, warnings));
        }
        if (!json && first.isPresent()) {
            err.println("`platc explain " + first.get().code().id() + "` tells more");
        }
        return errors > 0 ? ExitStatus.PROGRAM : ExitStatus.DONE;
    }

    private static String summary(int errors, int warnings) {
        String e = errors == 0 ? "" : errors == 1 ? "1 error" : errors + " errors";
        String w = warnings == 0 ? "" : warnings == 1 ? "1 warning" : warnings + " warnings";
        return e.isEmpty() ? w : w.isEmpty() ? e : e + ", " + w;
    }

    /** Padded with blanks to {@code width}: on the right, or on the left when it is negative. */
    private static String pad(String text, int width) {
        String blanks = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
        return width < 0 ? blanks + text : text + blanks;
    }
}
