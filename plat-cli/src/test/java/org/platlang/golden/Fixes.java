package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.platlang.driver.Compilation;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.FixIt;
import org.platlang.lexer.source.SourceFile;

/** What a diagnostic offers besides its message, checked against the marks and by applying it. */
final class Fixes {
    private Fixes() {}

    /** Empty if the diagnostic has what the mark asks for; else what it has. */
    static String disagreement(Diagnostic diagnostic, Expectation.Detail detail) {
        return switch (detail.kind()) {
            case AT -> {
                String at =
                        diagnostic.primary().map(label -> label.span().text()).orElse("");
                yield at.equals(detail.text()) ? "" : "points at `" + at + "`, not at `" + detail.text() + "`";
            }
            case FIX -> {
                List<String> made =
                        diagnostic.fixIts().stream().map(Fixes::line).toList();
                yield made.contains(detail.text()) ? "" : "has fixes " + made + ", none is `" + detail.text() + "`";
            }
            case HELP -> anyContains(diagnostic.help(), detail.text(), "help");
            case NOTE -> anyContains(diagnostic.notes(), detail.text(), "notes");
        };
    }

    private static String anyContains(List<String> texts, String words, String what) {
        return texts.stream().anyMatch(text -> text.contains(words))
                ? ""
                : "has " + what + " " + texts + ", none has `" + words + "`";
    }

    private static String apply(FixIt fix) {
        String text = fix.span().file().text();
        return text.substring(0, fix.span().start())
                + fix.replacement()
                + text.substring(fix.span().end());
    }

    /** The line that the fix makes of the one it begins in, without marks. */
    private static String line(FixIt fix) {
        SourceFile fixed = SourceFile.of("fixed.plat", apply(fix));
        String line = fixed.lineText(fixed.line(fix.span().start()));
        int mark = line.indexOf("//~");
        return (mark < 0 ? line : line.substring(0, mark)).strip();
    }

    /** A fix that is applied alone must take its diagnostic away: of equal ones in a line one fewer is left. */
    static void checkHelps(List<Diagnostic> before, Diagnostic diagnostic, FixIt fix) {
        SourceFile fixed = SourceFile.of(fix.span().file().name(), apply(fix));
        long left = count(Compilation.check(fixed).diagnostics(), diagnostic);
        if (left >= count(before, diagnostic)) {
            fail("the fix `" + fix.title() + "` leaves the " + diagnostic.code() + " as it was: " + line(fix));
        }
    }

    private static long count(List<Diagnostic> diagnostics, Diagnostic like) {
        return diagnostics.stream()
                .filter(d -> d.code() == like.code() && d.message().equals(like.message()) && place(d) == place(like))
                .count();
    }

    private static int place(Diagnostic diagnostic) {
        return diagnostic.primary().map(label -> label.span().line()).orElse(0);
    }
}
