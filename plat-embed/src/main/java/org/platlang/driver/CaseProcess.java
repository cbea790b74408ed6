package org.platlang.driver;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.platlang.hir.tree.TestCase;

/**
 * Runs the cases of an executable made by {@link Compilation#buildCases}, each in a process of its own: whatever one
 * does (panic, crash, hang, exit) is its own failure. The processes have an empty standard input; what they write is
 * captured.
 */
public final class CaseProcess {
    /** Of the output of one case, so much is kept. */
    private static final int MOST_OUTPUT = 1 << 20;

    private static final Pattern ENTRY_FRAMES =
            Pattern.compile("(?m)^ *at .* \\(std/(?:run_case|bench_run)\\.plat:.*\\R?");
    private static final int PANIC_STATUS = 101;
    private static final int SIGNAL_BASE = 128;

    private final Path executable;
    private final Duration timeout;
    private final List<String> arguments;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /**
     * Of one executable.
     *
     * @param timeout a case that takes longer is ended and has failed
     * @param arguments after the case's index
     */
    public CaseProcess(Path executable, Duration timeout, List<String> arguments) {
        this.executable = executable.toAbsolutePath();
        this.timeout = timeout;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * How a case ended.
     *
     * @param passed it came to its end
     * @param reason why it failed, where its output does not say so; else empty
     * @param output what it wrote to standard output and standard error, in the order written
     */
    public record Result(TestCase about, boolean passed, String reason, String output) {}

    /**
     * Runs the cases, several at once, and hands over the results in the order of {@code indexes}.
     *
     * @param cases of the executable
     * @param indexes those to run
     * @param jobs how many processes there may be at a time
     */
    public void run(List<TestCase> cases, List<Integer> indexes, int jobs, Consumer<Result> sink)
            throws DriverException, InterruptedException {
        // Whoever ends platc ends the tests, too.
        Thread reaper = new Thread(() -> running.forEach(Process::destroyForcibly));
        Runtime.getRuntime().addShutdownHook(reaper);
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs, indexes.size())));
        try {
            List<Future<Result>> results = new ArrayList<>();
            for (int index : indexes) {
                Callable<Result> one = () -> one(cases.get(index), index);
                results.add(pool.submit(one));
            }
            for (Future<Result> result : results) {
                sink.accept(result.get());
            }
        } catch (ExecutionException e) {
            throw new DriverException(
                    "cannot run `" + executable + "`: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    "see that its folder allows programs to be run");
        } finally {
            pool.shutdownNow();
            running.forEach(Process::destroyForcibly);
            Runtime.getRuntime().removeShutdownHook(reaper);
        }
    }

    private Result one(TestCase about, int index) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        command.add(Integer.toString(index));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        running.add(process);
        try {
            Capture capture = new Capture(process.getInputStream());
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String output = withoutEntry(capture.text());
            if (!ended) {
                return new Result(about, false, "timed out after " + words(timeout), output);
            }
            int status = process.exitValue();
            return new Result(about, status == TestCase.PASSED, reason(status), output);
        } finally {
            process.destroyForcibly();
            running.remove(process);
        }
    }

    /** The frames of a backtrace below the case are nobody's concern. */
    private static String withoutEntry(String output) {
        return ENTRY_FRAMES.matcher(output).replaceAll("");
    }

    private static String reason(int status) {
        if (status == TestCase.PASSED || status == PANIC_STATUS) {
            return "";
        }
        if (status > SIGNAL_BASE && status < SIGNAL_BASE + 65) {
            return "the process was killed by signal " + (status - SIGNAL_BASE);
        }
        return "the process ended with status " + status + " in the midst of it";
    }

    private static String words(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** Reads all there is to read, so that the process never waits, and keeps the beginning. */
    private static final class Capture {
        /** A process that the case started may keep the pipe open: nobody waits for that one. */
        private static final long LAST_WORDS_MILLIS = 500;

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread reader;
        private long dropped;

        Capture(InputStream in) {
            reader = new Thread(() -> read(in));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream in) {
            byte[] part = new byte[8192];
            try {
                for (int n = in.read(part); n >= 0; n = in.read(part)) {
                    keep(part, n);
                }
            } catch (IOException e) {
                // The process was ended: there is no more to read.
                return;
            }
        }

        private synchronized void keep(byte[] part, int n) {
            int room = Math.min(n, MOST_OUTPUT - kept.size());
            kept.write(part, 0, room);
            dropped += n - room;
        }

        String text() throws InterruptedException {
            reader.join(LAST_WORDS_MILLIS);
            synchronized (this) {
                String text = kept.toString(StandardCharsets.UTF_8);
                return dropped == 0 ? text : text + "\n(" + dropped + " more bytes)\n";
            }
        }
    }
}
