package org.platlang.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.platlang.lexer.diag.Suggest;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The entry point of {@code platc}. Exit status: 0 done, 1 errors in the program, 2 wrong use of the command. */
public final class Main {
    private static final String VERSION = "platc 0.1.0";
    private static final List<String> COMMANDS = List.of("build", "run", "check", "test", "bench", "explain", "help");

    private Main() {}

    public static void main(String[] args) {
        PrintStream out = utf8(System.out);
        PrintStream err = utf8(System.err);
        int status = run(args, out, err);
        out.flush();
        err.flush();
        System.exit(status);
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    /** Runs one command line; the streams are the caller's, so that a test can look at them. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            err.print(Help.OVERVIEW);
            return ExitStatus.USAGE;
        }
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        return switch (args[0]) {
            case "build" -> command(BuildCommand.spec(), rest, out, err, BuildCommand::run);
            case "run" -> command(RunCommand.spec(), rest, out, err, RunCommand::run);
            case "check" -> command(CheckCommand.spec(), rest, out, err, CheckCommand::run);
            case "explain" -> ExplainCommand.run(rest, out, err);
            case "test" -> command(TestCommand.spec(), rest, out, err, TestCommand::run);
            case "bench" -> command(BenchCommand.spec(), rest, out, err, BenchCommand::run);
            case "help" -> help(rest, out, err);
            case "-h", "--help" -> {
                out.print(Help.OVERVIEW);
                yield ExitStatus.DONE;
            }
            case "-V", "--version", "version" -> {
                out.println(VERSION);
                yield ExitStatus.DONE;
            }
            default -> unknown(args[0], err);
        };
    }

    /** What a command does with its parsed line. */
    interface Action {
        int run(ParseResult line, PrintStream out, PrintStream err);
    }

    private static int command(CommandSpec spec, String[] args, PrintStream out, PrintStream err, Action action) {
        ParseResult line;
        try {
            line = new CommandLine(spec).parseArgs(args);
        } catch (ParameterException e) {
            err.println("error: " + e.getMessage());
            err.println("help: `" + spec.qualifiedName() + " --help` lists the options");
            return ExitStatus.USAGE;
        }
        if (line.isUsageHelpRequested()) {
            new CommandLine(spec).usage(out);
            return ExitStatus.DONE;
        }
        try {
            return action.run(line, out, err);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            return bug(e, err);
        }
    }

    /** A person gets words and a way out; the stack trace is for us, on request. */
    private static int bug(Throwable e, PrintStream err) {
        err.println("error: this is a bug in platc: " + e);
        err.println("help: please report it with the program; PLATC_BACKTRACE=1 shows where it happened; "
                + "`platc check` and -O0 may still work");
        if ("1".equals(System.getenv("PLATC_BACKTRACE"))) {
            e.printStackTrace(err);
        }
        return ExitStatus.BUG;
    }

    private static int help(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            out.print(Help.OVERVIEW);
            return ExitStatus.DONE;
        }
        return run(new String[] {args[0], "--help"}, out, err);
    }

    private static int unknown(String word, PrintStream err) {
        if (word.endsWith(".plat")) {
            err.println("error: `" + word + "` is a file, not a command");
            err.println("help: `platc run " + word + "` builds and runs it, `platc build " + word + "` only builds it");
            return ExitStatus.USAGE;
        }
        err.println("error: there is no command `" + word + "`");
        err.println("help: " + suggestion(word));
        return ExitStatus.USAGE;
    }

    private static String suggestion(String word) {
        return Suggest.nearest(word, COMMANDS)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("`platc --help` lists the commands");
    }
}
