package org.platlang.lexer.diag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/**
 * One report to the user, as data. Style: lower case, plain words, backquotes around source text, the smallest span;
 * the message states the problem, the repair stands in {@code help} or a fix-it only.
 *
 * <p>Built by chaining: {@code Diagnostic.at(code, span, "…").label("…").secondary(other, "…").help("…")}; each step
 * gives a new value.
 *
 * @param primary the place it is about; empty for a report about no source text (a missing file)
 * @param secondary further places, in the order they matter
 * @param notes facts that explain
 * @param help what to do about it
 */
public record Diagnostic(
        DiagnosticCode code,
        String message,
        Optional<Label> primary,
        List<Label> secondary,
        List<String> notes,
        List<String> help,
        List<FixIt> fixIts) {

    public Diagnostic {
        secondary = List.copyOf(secondary);
        notes = List.copyOf(notes);
        help = List.copyOf(help);
        fixIts = List.copyOf(fixIts);
    }

    /** A report about {@code span}. */
    public static Diagnostic at(DiagnosticCode code, Span span, String message) {
        return new Diagnostic(
                code, message, Optional.of(new Label(span, "")), List.of(), List.of(), List.of(), List.of());
    }

    /** A report about no place in a source text. */
    public static Diagnostic general(DiagnosticCode code, String message) {
        return new Diagnostic(code, message, Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }

    public Severity severity() {
        return code.severity();
    }

    /** The same with these words at the primary place. */
    public Diagnostic label(String text) {
        Optional<Label> labelled =
                primary.isPresent() ? Optional.of(new Label(primary.get().span(), text)) : Optional.<Label>empty();
        return new Diagnostic(code, message, labelled, secondary, notes, help, fixIts);
    }

    /** The same with one more place. */
    public Diagnostic secondary(Span span, String text) {
        return new Diagnostic(code, message, primary, with(secondary, new Label(span, text)), notes, help, fixIts);
    }

    public Diagnostic note(String text) {
        return new Diagnostic(code, message, primary, secondary, with(notes, text), help, fixIts);
    }

    public Diagnostic help(String text) {
        return new Diagnostic(code, message, primary, secondary, notes, with(help, text), fixIts);
    }

    /** The same with one more offered change; see {@link FixIt}. */
    public Diagnostic fix(String title, Span span, String replacement) {
        return new Diagnostic(
                code, message, primary, secondary, notes, help, with(fixIts, new FixIt(title, span, replacement)));
    }

    private static <T> List<T> with(List<T> list, T item) {
        List<T> longer = new ArrayList<>(list.size() + 1);
        longer.addAll(list);
        longer.add(item);
        return longer;
    }
}
