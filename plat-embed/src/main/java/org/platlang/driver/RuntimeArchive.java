package org.platlang.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C runtime, {@code libplatrt.a}, packed in the compiler as a resource and unpacked into the cache folder under the
 * hash of its content, so that compilers of several versions do not disturb each other.
 */
final class RuntimeArchive {
    private static final String FOLDER = "/org/platlang/runtime/x86_64/";

    private RuntimeArchive() {}

    /**
     * The path of the unpacked library; unpacks it when this machine has not seen it yet.
     *
     * @param debug the one with debug sections, which is five times as large and takes the linker twice as long
     */
    static Path unpacked(Path cache, boolean debug) throws DriverException {
        String name = debug ? "libplatrt.a" : "libplatrt-nodebug.a";
        Path library = cache.resolve("x86_64-" + hash() + "-" + name);
        if (Files.isReadable(library)) {
            return library;
        }
        try (InputStream content = RuntimeArchive.class.getResourceAsStream(FOLDER + name)) {
            if (content == null) {
                throw incomplete();
            }
            CacheFolder.store(library, content);
            return library;
        } catch (IOException e) {
            throw new DriverException(
                    "cannot unpack the Plat runtime to `" + library + "`: " + e.getMessage(),
                    "make room there, or set XDG_CACHE_HOME to a folder you may write to");
        }
    }

    private static String hash() throws DriverException {
        try (InputStream stream = RuntimeArchive.class.getResourceAsStream(FOLDER + "libplatrt.a.sha256")) {
            if (stream == null) {
                throw incomplete();
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .substring(0, 16);
        } catch (IOException e) {
            throw incomplete();
        }
    }

    private static DriverException incomplete() {
        return new DriverException(
                "this compiler was packed without its runtime library",
                "build it again with `./platc --version` in a clone of the Plat repository");
    }
}
