package org.platlang.cli;

import java.io.PrintStream;
import java.util.Optional;
import org.platlang.driver.Compilation;
import org.platlang.driver.Project;
import org.platlang.driver.SourceProvider;
import org.platlang.hir.tree.Entry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code platc check}: errors and warnings only. */
final class CheckCommand {
    private CheckCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                SourceOptions.command("check", "Report the errors and warnings of a program or library; make nothing.");
        SourceOptions.addFile(spec);
        SourceOptions.addDiagnosticOptions(spec);
        return spec;
    }

    static int run(ParseResult line, PrintStream out, PrintStream err) {
        Optional<Reporter> reporter = Reporter.of(line, err);
        if (reporter.isEmpty()) {
            return ExitStatus.USAGE;
        }
        Optional<Project.Program> program = SourceOptions.program(line, reporter.get());
        if (program.isEmpty()) {
            return ExitStatus.USAGE;
        }
        return reporter.get()
                .finish(Compilation.check(SourceProvider.file(program.get().source()), Entry.NONE), false);
    }
}
