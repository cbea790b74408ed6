package org.platlang.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;
import org.platlang.driver.Project;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code platc run}: build, then become the program.
 *
 * <p>Its executable is not the one of {@code platc build}: programs of one name ({@code main}, of many folders) and of other
 * options may be run at once from one folder, and none may start another's. So it is {@code
 * target/plat/.run/DIGEST/NAME}, the digest being of the source file's place and the options: a later run of the same
 * replaces it.
 *
 * <p>A JVM cannot replace itself by another program, so the front-door script gives a descriptor in the property
 * {@code platc.handoff}, gets the command line there and executes it. Without a script the program runs as a child.
 */
final class RunCommand {
    private RunCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = SourceOptions.command("run", "Compile a Plat program and run it.");
        SourceOptions.addFile(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .paramLabel("ARGS")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Arguments of the program.")
                .build());
        SourceOptions.addLevels(spec);
        SourceOptions.addDiagnosticOptions(spec);
        // Everything after the file belongs to the program, whatever it looks like.
        spec.parser().stopAtPositional(true);
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
        Optional<Reporter> reporter = Reporter.of(line, err);
        if (reporter.isEmpty()) {
            return ExitStatus.USAGE;
        }
        Optional<Project.Program> program = SourceOptions.program(line, reporter.get());
        if (program.isEmpty()) {
            return ExitStatus.USAGE;
        }
        BuildOptions plain = new BuildOptions(
                program.get().source(),
                program.get().output(),
                optimize.get(),
                line.hasMatchedOption("-g"),
                overflowPanics.get(),
                Optional.empty());
        BuildOptions options = plain.withOutput(ownPlace(plain));
        int status = reporter.get().finish(Compilation.build(options, out), false);
        if (status != ExitStatus.DONE) {
            return status;
        }
        List<String> command = new ArrayList<>();
        command.add(options.executable().toAbsolutePath().toString());
        List<String> arguments = line.matchedPositionalValue(1, List.of());
        command.addAll(arguments);
        return start(command, err);
    }

    private static Path ownPlace(BuildOptions options) {
        Path source = options.source().toAbsolutePath().normalize();
        String key = source + "\n" + options.optimize() + options.debug() + options.overflowPanics();
        Path plain = options.executable();
        return plain.resolveSibling(
                Path.of(".run", digest(key), plain.getFileName().toString()));
    }

    private static String digest(String key) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static int start(List<String> command, PrintStream err) {
        String handoff = System.getProperty("platc.handoff");
        try {
            if (handoff != null) {
                StringBuilder plan = new StringBuilder();
                for (String word : command) {
                    plan.append('\'').append(word.replace("'", "'\\''")).append("' ");
                }
                Files.write(Path.of(handoff), plan.toString().getBytes(StandardCharsets.UTF_8));
                return ExitStatus.DONE;
            }
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            err.println("error: cannot run `" + command.get(0) + "`: " + e.getMessage());
            err.println("help: see that its folder allows programs to be run");
            return ExitStatus.USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.USAGE;
        }
    }
}
