package org.platlang.differential;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.SourceFile;

/** One program by itself. */
final class Single {
    private static final int SECONDS = 10;

    private Single() {}

    /** What is wrong with the program at some level, the front end's refusal included; empty if nothing is. */
    static Optional<String> disagreement(String text, Path folder) {
        SourceFile source = SourceFile.of("single", text);
        try {
            Optional<Reference> reference = Reference.of(source);
            if (reference.isEmpty()) {
                return Optional.of("refused: " + Reference.errors(source));
            }
            Optional<Behaviour> expected = reference.get().run(List.of());
            if (expected.isEmpty()) {
                return Optional.empty();
            }
            for (boolean optimize : List.of(false, true)) {
                try (Executable executable = Executable.of(source, optimize, folder)) {
                    String difference = Behaviour.difference(expected.get(), executable.run(List.of(), SECONDS));
                    if (!difference.isEmpty()) {
                        return Optional.of((optimize ? "-O2 " : "-O0 ") + difference);
                    }
                }
            }
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError failure) {
            StackTraceElement[] trace = failure.getStackTrace();
            return Optional.of("failed: " + failure + (trace.length > 0 ? " at " + trace[0] : ""));
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
