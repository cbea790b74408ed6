package org.platlang.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.platlang.cli.CommandResult.platc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are built and run in one go. */
class RunCommandTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path folder;

    private Path main(String of, int status) throws IOException {
        Path file = Files.createDirectory(folder.resolve(of)).resolve("main.plat");
        return Files.writeString(file, "fn main() -> Int32 { return " + status + "; }\n");
    }

    private static void runOften(Path file, int status) {
        for (int i = 0; i < ROUNDS; i++) {
            assertEquals(new CommandResult(status, "", ""), platc("run", file));
        }
    }

    @Test
    void programsOfOneNameAreRunAtOnce() throws Exception {
        Path one = main("one", 5);
        Path two = main("two", 6);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> first = pool.submit(() -> runOften(one, 5));
            runOften(two, 6);
            first.get();
        }
    }
}
