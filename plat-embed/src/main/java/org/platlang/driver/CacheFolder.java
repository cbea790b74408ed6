package org.platlang.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder of things that are made once per machine and kept: the unpacked runtime library and the link line of the
 * C compiler. {@code $XDG_CACHE_HOME/plat}, else {@code ~/.cache/plat}, else a folder in the temporary directory.
 *
 * <p>Invariant: a file in it is either absent or complete, since every file is written under another name and renamed.
 * So any number of compilers may share it without a lock.
 */
final class CacheFolder {
    private CacheFolder() {}

    /** The folder, made if it does not exist. */
    static Path locate() throws DriverException {
        Path preferred = preferred();
        try {
            return Files.createDirectories(preferred);
        } catch (IOException e) {
            Path fallback = Path.of(
                    System.getProperty("java.io.tmpdir", "/tmp"),
                    "plat-cache-" + System.getProperty("user.name", "user"));
            try {
                return Files.createDirectories(fallback);
            } catch (IOException e2) {
                throw new DriverException(
                        "cannot make a cache folder at `" + preferred + "` or `" + fallback + "`",
                        "set XDG_CACHE_HOME to a folder you may write to");
            }
        }
    }

    private static Path preferred() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isEmpty()) {
            return Path.of(xdg, "plat");
        }
        return Path.of(System.getProperty("user.home", "/tmp"), ".cache", "plat");
    }

    /** Writes {@code bytes} to {@code target} so that nobody ever sees half of it. */
    static void store(Path target, byte[] bytes) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, ".new", null);
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Copies a whole resource stream to {@code target}, as {@link #store(Path, byte[])}. */
    static void store(Path target, InputStream content) throws IOException {
        store(target, content.readAllBytes());
    }
}
