package org.platlang.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a running program has written to a file so far. */
final class Said {
    private Said() {}

    /** Returns when these words stand in the file; fails when the program ends without them, or after half a minute. */
    static void waitFor(Process process, Path file, String words) throws IOException, InterruptedException {
        for (int i = 0; i < 3000; i++) {
            if (Files.readString(file, StandardCharsets.UTF_8).contains(words)) {
                return;
            }
            assertTrue(process.isAlive(), "ended before it said: " + words);
            Thread.sleep(10);
        }
        throw new AssertionError("never said: " + words + "\n" + Files.readString(file, StandardCharsets.UTF_8));
    }
}
