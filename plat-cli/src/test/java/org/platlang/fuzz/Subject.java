package org.platlang.fuzz;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.BuildOptions.Emit;
import org.platlang.driver.Compilation;
import org.platlang.driver.DriverException;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.FixIt;
import org.platlang.lexer.diag.JsonRenderer;
import org.platlang.lexer.diag.Severity;
import org.platlang.lexer.diag.TextRenderer;
import org.platlang.lexer.source.SourceFile;

/**
 * Runs the compiler on one text, from the lexer to the SSA form where the text is a program, in a thread of its own under
 * a limit of time and of memory.
 */
final class Subject {
    /** Processor time, so that a loaded machine makes no findings; several times what the slowest honest program takes. */
    private static final long MOST_MILLIS = 10_000;

    private static final long MOST_BYTES = 3L << 30;
    private static final long STACK_BYTES = 8L << 20;

    private Subject() {}

    /**
     * What went wrong.
     *
     * @param key the same for two findings that probably have one cause
     */
    record Finding(String key, Throwable cause) {}

    /** Null if the compiler behaved: it accepted the text, or refused it with errors that can be shown. */
    static @Nullable Finding run(String text, boolean optimize) {
        Run run = new Run(text, optimize);
        Thread thread = new Thread(null, run, "fuzz subject", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try {
            do {
                thread.join(1_000);
            } while (thread.isAlive() && threads.getThreadCpuTime(thread.threadId()) < MOST_MILLIS * 1_000_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (thread.isAlive()) {
            Throwable where = new IllegalStateException("still compiling after " + MOST_MILLIS + " ms");
            where.setStackTrace(thread.getStackTrace());
            return new Finding("hang", where);
        }
        Throwable thrown = run.thrown;
        if (thrown != null) {
            return new Finding(key(thrown), thrown);
        }
        if (run.allocated > MOST_BYTES) {
            return new Finding("memory", new IllegalStateException(run.allocated + " bytes were allocated"));
        }
        return null;
    }

    private static String key(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith("org.platlang.")) {
                return root.getClass().getSimpleName() + " " + frame.getClassName() + "." + frame.getMethodName();
            }
        }
        return root.getClass().getSimpleName();
    }

    private static final class Run implements Runnable {
        private final String text;
        private final boolean optimize;
        private @Nullable Throwable thrown;
        private long allocated;

        Run(String text, boolean optimize) {
            this.text = text;
            this.optimize = optimize;
        }

        @Override
        public void run() {
            try {
                compile();
            } catch (Throwable e) {
                thrown = e;
            }
            if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
                allocated = threads.getCurrentThreadAllocatedBytes();
            }
        }

        private void compile() {
            BuildOptions options = new BuildOptions(
                    Path.of("fuzz.plat"), Optional.empty(), optimize, !optimize, Optional.of(Emit.SSA));
            boolean[] emitted = new boolean[1];
            Compilation.Outcome outcome;
            try (PrintStream out = new PrintStream(noting(emitted), false, StandardCharsets.UTF_8)) {
                outcome = Compilation.build(SourceFile.of("fuzz.plat", text), options, out);
            }
            Optional<DriverException> problem = outcome.problem();
            if (problem.isPresent()) {
                throw new IllegalStateException(problem.get());
            }
            boolean refused = false;
            for (Diagnostic diagnostic : outcome.diagnostics()) {
                refused |= diagnostic.severity() == Severity.ERROR;
                check(diagnostic);
            }
            if (refused == emitted[0]) {
                throw new IllegalStateException(refused ? "compiled in spite of errors" : "refused without an error");
            }
        }

        private static OutputStream noting(boolean[] emitted) {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    emitted[0] = true;
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    emitted[0] |= length > 0;
                }
            };
        }

        /** It can be shown, and its places and fixes lie in the text. */
        private void check(Diagnostic diagnostic) {
            if (new TextRenderer(true).render(diagnostic).isBlank()
                    || JsonRenderer.render(diagnostic).isBlank()) {
                throw new IllegalStateException("nothing to show: " + diagnostic);
            }
            for (FixIt fix : diagnostic.fixIts()) {
                if (fix.span().start() < 0
                        || fix.span().end() > fix.span().file().length()) {
                    throw new IllegalStateException("a fix outside of the text: " + fix);
                }
            }
        }
    }
}
