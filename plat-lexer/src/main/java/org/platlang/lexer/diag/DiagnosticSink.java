package org.platlang.lexer.diag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.platlang.lexer.source.SourceFile;

/**
 * Collects the reports of one compilation. Not thread-safe: one compilation, one thread.
 *
 * <p>A second report with the same code, place and message is dropped. {@link #sorted} orders by file (in the order the
 * files were first reported about), place, then arrival, so that output does not depend on the order of phases.
 */
public final class DiagnosticSink {
    private final List<Diagnostic> reports = new ArrayList<>();
    private int errors;

    public void report(Diagnostic diagnostic) {
        for (int i = reports.size() - 1; i >= 0; i--) {
            Diagnostic earlier = reports.get(i);
            if (earlier.code() == diagnostic.code()
                    && earlier.message().equals(diagnostic.message())
                    && earlier.primary().equals(diagnostic.primary())) {
                return;
            }
        }
        reports.add(diagnostic);
        if (diagnostic.severity() == Severity.ERROR) {
            errors++;
        }
    }

    /** Takes over every report of another sink, in order. */
    public void addAll(DiagnosticSink other) {
        for (Diagnostic diagnostic : other.reports) {
            report(diagnostic);
        }
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    public int errorCount() {
        return errors;
    }

    public boolean isEmpty() {
        return reports.isEmpty();
    }

    /** All reports in the order they are to be shown. */
    public List<Diagnostic> sorted() {
        if (reports.size() < 2) {
            return List.copyOf(reports);
        }
        List<SourceFile> files = new ArrayList<>();
        for (Diagnostic report : reports) {
            if (report.primary().isPresent()) {
                SourceFile file = report.primary().get().span().file();
                if (!files.contains(file)) {
                    files.add(file);
                }
            }
        }
        List<Diagnostic> sorted = new ArrayList<>(reports);
        sorted.sort(
                Comparator.<Diagnostic>comparingInt(d -> fileIndex(files, d)).thenComparingInt(d -> start(d)));
        return List.copyOf(sorted);
    }

    private static int fileIndex(List<SourceFile> files, Diagnostic d) {
        return d.primary().isPresent() ? files.indexOf(d.primary().get().span().file()) : -1;
    }

    private static int start(Diagnostic d) {
        return d.primary().isPresent() ? d.primary().get().span().start() : 0;
    }
}
