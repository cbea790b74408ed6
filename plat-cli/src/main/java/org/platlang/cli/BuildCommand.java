package org.platlang.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;
import org.platlang.driver.Project;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code platc build}: source to executable, or to one of the forms between. */
final class BuildCommand {
    private BuildCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = SourceOptions.command("build", "Compile a Plat program to a native executable.");
        SourceOptions.addFile(spec);
        spec.addOption(OptionSpec.builder("-o", "--output")
                .paramLabel("PATH")
                .type(Path.class)
                .description("Where the executable goes (default: target/plat/NAME).")
                .build());
        SourceOptions.addLevels(spec);
        spec.addOption(OptionSpec.builder("--emit")
                .paramLabel("FORM")
                .type(String.class)
                .description(
                        "Write a form of the program and stop: ast, hir, ssa or asm (to standard output, or to -o).")
                .build());
        spec.addOption(OptionSpec.builder("--timings")
                .type(boolean.class)
                .description("Write the time of each stage to standard error.")
                .build());
        SourceOptions.addDiagnosticOptions(spec);
        return spec;
    }

    static int run(ParseResult line, PrintStream out, PrintStream err) {
        Optional<Boolean> optimize = SourceOptions.optimize(line);
        if (optimize.isEmpty()) {
            return SourceOptions.wrongLevel(err);
        }
        Optional<Boolean> overflowPanics = SourceOptions.overflowPanics(line);
        if (overflowPanics.isEmpty()) {
            return SourceOptions.wrongOverflow(err);
        }
        Optional<BuildOptions.Emit> emit = Optional.empty();
        String form = line.matchedOptionValue("--emit", "");
        if (!form.isEmpty()) {
            emit = SourceOptions.emit(form);
            if (emit.isEmpty()) {
                err.println("error: there is no form `" + form + "` to emit");
                err.println("help: the forms are ast, hir, ssa and asm");
                return ExitStatus.USAGE;
            }
        }
        Optional<Reporter> reporter = Reporter.of(line, err);
        if (reporter.isEmpty()) {
            return ExitStatus.USAGE;
        }
        Optional<Project.Program> program = SourceOptions.program(line, reporter.get());
        if (program.isEmpty()) {
            return ExitStatus.USAGE;
        }
        @Nullable Path output = line.matchedOptionValue("--output", null);
        Optional<Path> usual =
                emit.isPresent() ? Optional.empty() : program.get().output();
        BuildOptions options = new BuildOptions(
                program.get().source(),
                Optional.ofNullable(output).or(() -> usual),
                optimize.get(),
                line.hasMatchedOption("-g"),
                overflowPanics.get(),
                emit);
        return reporter.get().finish(Compilation.build(options, out), line.hasMatchedOption("--timings"));
    }
}
