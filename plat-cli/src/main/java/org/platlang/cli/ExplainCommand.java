package org.platlang.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;

/**
 * {@code platc explain CODE}: the page of a diagnostic code, a resource {@code explain/CODE.md}; without a code, the list
 * of all of them. It needs no model of the command line, so that no other command pays for it.
 */
final class ExplainCommand {
    private static final String USAGE = """
            Usage: platc explain [CODE]
            Explain a diagnostic code, such as E0301, with a wrong and a right program.
            Without CODE: list all codes.
            """;

    private ExplainCommand() {}

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            list(out);
            return ExitStatus.DONE;
        }
        String word = args[0];
        if (word.equals("-h") || word.equals("--help")) {
            out.print(USAGE);
            return ExitStatus.DONE;
        }
        if (args.length > 1) {
            err.println("error: `platc explain` takes one code, " + args.length + " are given");
            err.println("help: write `platc explain " + word + "`");
            return ExitStatus.USAGE;
        }
        Optional<DiagnosticCode> code = code(word);
        if (code.isEmpty()) {
            err.println("error: there is no diagnostic code `" + word + "`");
            err.println("help: " + suggestion(word));
            return ExitStatus.USAGE;
        }
        out.print(forTerminal(page(code.get())));
        return ExitStatus.DONE;
    }

    private static void list(PrintStream out) {
        for (DiagnosticCode code : DiagnosticCode.values()) {
            out.println(code.id() + "  " + code.title());
        }
        out.println();
        out.println("`platc explain CODE` tells more about one of them.");
    }

    private static Optional<DiagnosticCode> code(String word) {
        String id = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(DiagnosticCode.values())
                .filter(c -> c.id().equals(id))
                .findFirst();
    }

    private static String suggestion(String word) {
        List<String> ids = new ArrayList<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            ids.add(code.id());
        }
        return Suggest.nearest(word.toUpperCase(Locale.ROOT), ids)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("`platc explain` lists all codes");
    }

    /** The page as it is written, in Markdown. */
    static String page(DiagnosticCode code) {
        try (InputStream in = ExplainCommand.class.getResourceAsStream("explain/" + code.id() + ".md")) {
            if (in == null) {
                throw new IllegalStateException("no page explains " + code.id());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Programs are indented, fences and the marks of the tests are gone, headings stand bare. */
    private static String forTerminal(String page) {
        StringBuilder text = new StringBuilder();
        boolean program = false;
        for (String line : page.split("\n")) {
            if (line.startsWith("```")) {
                program = !program;
                continue;
            }
            if (program) {
                int mark = line.indexOf(" //~");
                String shown = mark < 0 ? line : line.substring(0, mark).stripTrailing();
                text.append(shown.isEmpty() ? "" : "    ").append(shown);
            } else if (line.startsWith("## ")) {
                text.append(line, 3, line.length()).append(':');
            } else if (line.startsWith("# ")) {
                text.append(line, 2, line.length());
            } else {
                text.append(line);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
