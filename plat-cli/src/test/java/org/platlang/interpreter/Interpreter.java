package org.platlang.interpreter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.platlang.hir.tree.HirProgram;

/** Runs a program and says what it did. */
public final class Interpreter {
    private static final long STACK_BYTES = 1L << 30;

    private Interpreter() {}

    /**
     * What surrounds the program.
     *
     * @param arguments the words of the command line, the program's name first
     * @param stdin the lines of standard input
     * @param overflowPanics whether it is to mean what {@code --overflow=panic} makes of it
     * @param steps how many expressions it may evaluate
     */
    public record Settings(List<String> arguments, List<String> stdin, boolean overflowPanics, long steps) {}

    /** How a run ended. */
    public enum End {
        /** By itself, with a status. */
        EXIT,
        PANIC,
        /** Not within the steps allowed. */
        ENDLESS
    }

    /**
     * What a run did.
     *
     * @param status the exit status, 101 after a panic
     * @param panic message and place, {@code text at file:line:column}
     */
    public record Outcome(End end, int status, String stdout, String stderr, Optional<String> panic) {}

    /**
     * Runs the program from its entry.
     *
     * @throws NotInterpreted where the program does what the interpreter does not know
     */
    public static Outcome run(HirProgram program, Settings settings) {
        FutureTask<Outcome> run = new FutureTask<>(() -> new Machine(program, settings).run());
        Thread thread = new Thread(null, run, "interpreter", STACK_BYTES);
        thread.start();
        try {
            return run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotInterpreted unknown) {
                throw unknown;
            }
            throw new IllegalStateException("the interpreter failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
