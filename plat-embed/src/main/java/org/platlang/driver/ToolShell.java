package org.platlang.driver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A {@code sh} that is started before there is anything for it to do. Starting a process takes the JVM about 20 ms the
 * first time, as long as a small program takes to parse and check, so both happen at once.
 *
 * <p>The shell reads its script from standard input and ends at the end of it; closed without a script it just ends.
 */
final class ToolShell implements AutoCloseable {
    private final CompletableFuture<Process> starting = new CompletableFuture<>();

    private ToolShell() {}

    /** Starts one in the background; a failure shows in {@link #run}. */
    static ToolShell start() {
        ToolShell shell = new ToolShell();
        Thread thread = new Thread(shell::launch, "platc tool shell");
        thread.setDaemon(true);
        thread.start();
        return shell;
    }

    private void launch() {
        try {
            starting.complete(
                    new ProcessBuilder("/bin/sh").redirectErrorStream(true).start());
        } catch (IOException e) {
            starting.completeExceptionally(e);
        }
    }

    /** How a script ended: its exit status, and what it and its commands printed. */
    record Result(int status, String printed) {}

    /** Runs a script to its end. May be called once. */
    Result run(String script) throws IOException, InterruptedException {
        Process process = process();
        try (OutputStream in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Result(process.waitFor(), printed);
    }

    private Process process() throws IOException, InterruptedException {
        try {
            return starting.get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start /bin/sh: " + e.getCause(), e);
        }
    }

    /** Ends the shell if it still waits for a script. */
    @Override
    public void close() {
        starting.thenAccept(process -> {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroy();
            }
        });
    }
}
