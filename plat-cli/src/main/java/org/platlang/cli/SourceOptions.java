package org.platlang.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Project;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options that the commands share, as parts of a picocli model, and their reading. */
final class SourceOptions {
    private SourceOptions() {}

    static CommandSpec command(String name, String... description) {
        CommandSpec spec = CommandSpec.create().name("platc " + name);
        spec.usageMessage().description(description);
        spec.usageMessage().sortOptions(false);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this page and stop.")
                .build());
        return spec;
    }

    static void addFile(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("FILE.plat")
                .type(Path.class)
                .arity("0..1")
                .description(
                        "The program's main file, or a folder with a plat.toml",
                        "(default: the project of the current folder).")
                .build());
    }

    static void addDiagnosticOptions(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--color")
                .paramLabel("WHEN")
                .type(String.class)
                .defaultValue("auto")
                .description("Colour in messages: auto, always or never.")
                .build());
        spec.addOption(OptionSpec.builder("--error-format")
                .paramLabel("FORMAT")
                .type(String.class)
                .defaultValue("human")
                .description("How errors and warnings are written: human, or json (an object per line).")
                .build());
    }

    static void addLevels(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-O")
                .paramLabel("LEVEL")
                .type(String.class)
                .defaultValue("2")
                .description("-O0 builds fast and plainly, -O2 (the default) makes fast programs.")
                .build());
        spec.addOption(OptionSpec.builder("--overflow")
                .paramLabel("MODE")
                .type(String.class)
                .defaultValue("wrap")
                .description("What + - * of integers do where the result does not fit: wrap (the default) or panic.")
                .build());
        spec.addOption(OptionSpec.builder("-g")
                .type(boolean.class)
                .description("Write line tables for debuggers and profilers.")
                .build());
    }

    /** What the command line is about; empty after a report. */
    static Optional<Project.Program> program(ParseResult line, Reporter reporter) {
        @Nullable Path given = line.matchedPositionalValue(0, null);
        Project.Found found = Project.find(Optional.ofNullable(given));
        if (found.program().isEmpty()) {
            reporter.finish(found.outcome(), false);
        }
        return found.program();
    }

    /** The level, or empty when the word is none. */
    static Optional<Boolean> optimize(ParseResult line) {
        String level = line.matchedOptionValue("-O", "2");
        return switch (level) {
            case "0" -> Optional.of(false);
            case "2" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    static int wrongLevel(PrintStream err) {
        err.println("error: there is no such optimization level");
        err.println("help: the levels are -O0 and -O2");
        return ExitStatus.USAGE;
    }

    /** Whether overflow panics, or empty when the word is none. */
    static Optional<Boolean> overflowPanics(ParseResult line) {
        String mode = line.matchedOptionValue("--overflow", "wrap");
        return switch (mode) {
            case "wrap" -> Optional.of(false);
            case "panic" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    static int wrongOverflow(PrintStream err) {
        err.println("error: there is no such way to treat overflow");
        err.println("help: write --overflow=wrap or --overflow=panic");
        return ExitStatus.USAGE;
    }

    static Optional<BuildOptions.Emit> emit(String word) {
        return switch (word) {
            case "ast" -> Optional.of(BuildOptions.Emit.AST);
            case "hir" -> Optional.of(BuildOptions.Emit.HIR);
            case "ssa" -> Optional.of(BuildOptions.Emit.SSA);
            case "asm" -> Optional.of(BuildOptions.Emit.ASM);
            default -> Optional.empty();
        };
    }
}
