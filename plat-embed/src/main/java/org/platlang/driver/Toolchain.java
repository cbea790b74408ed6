package org.platlang.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The assembler and the linker of this machine, and the linker's arguments for a C program.
 *
 * <p>{@code as} and {@code ld} are called directly, since the C compiler's driver costs more than both together. Where
 * the C library and its start files are is asked of {@code cc -###} once and kept in the cache folder, under a name that
 * holds the driver's path, size and time, so that another compiler is asked anew.
 *
 * @param linker the linker's command and every argument before the object files
 * @param libraries every argument after the object files
 */
record Toolchain(List<String> linker, List<String> libraries) {
    /** Stands for the object file in the question to the driver and in the cached answer. */
    private static final String OBJECT = "plat-object-goes-here.o";

    Toolchain {
        linker = List.copyOf(linker);
        libraries = List.copyOf(libraries);
    }

    /** Finds the tools, from the cache where it holds them. */
    static Toolchain locate(Path cache) throws DriverException {
        Path driver = onPath("cc");
        Path kept = cache.resolve("link-line-" + fingerprint(driver) + ".txt");
        try {
            if (Files.isReadable(kept)) {
                return parse(Files.readAllLines(kept));
            }
        } catch (IOException e) {
            // Asked anew below: the cache only saves time.
        }
        List<String> line = ask(driver);
        try {
            CacheFolder.store(kept, (String.join("\n", line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The next build asks again: the cache only saves time.
        }
        return parse(line);
    }

    private static Path onPath(String tool) throws DriverException {
        String path = System.getenv("PATH");
        if (path != null) {
            int from = 0;
            while (from <= path.length()) {
                int colon = path.indexOf(':', from);
                String folder = path.substring(from, colon < 0 ? path.length() : colon);
                Path candidate = Path.of(folder.isEmpty() ? "." : folder, tool);
                if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                    return candidate;
                }
                if (colon < 0) {
                    break;
                }
                from = colon + 1;
            }
        }
        if (tool.equals("ld")) {
            throw new DriverException(
                    "cannot find the linker `ld`", "install binutils (on Debian: apt-get install binutils)");
        }
        throw new DriverException(
                "cannot find the C compiler driver `" + tool + "`, which knows where this machine's C library is",
                "install gcc or clang with the C library's development files (on Debian: apt-get install gcc libc6-dev)"
                        + " and see that `" + tool + "` is on PATH");
    }

    private static String fingerprint(Path driver) throws DriverException {
        try {
            Path real = driver.toRealPath();
            long time = Files.getLastModifiedTime(real).toMillis();
            long identity = (real.toString().hashCode() * 31L + Files.size(real)) * 31L + time;
            return Long.toHexString(identity);
        } catch (IOException e) {
            throw new DriverException("cannot read `" + driver + "`: " + e.getMessage(), "check its permissions");
        }
    }

    /** The link command of {@code cc -no-pie}, one argument each, without plug-ins and build ids. */
    private static List<String> ask(Path driver) throws DriverException {
        String output;
        int status;
        try {
            Process process = new ProcessBuilder(driver.toString(), "-###", "-no-pie", OBJECT)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            status = process.waitFor();
        } catch (IOException e) {
            throw new DriverException("cannot run `" + driver + "`: " + e.getMessage(), "check that it works by hand");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException("interrupted while asking `" + driver + "` for its link line", "try again");
        }
        List<String> words = List.of();
        for (String line : output.split("\n")) {
            if (line.startsWith(" ") && line.contains(OBJECT)) {
                words = shellWords(line);
            }
        }
        if (status != 0 || words.isEmpty()) {
            throw new DriverException(
                    "`" + driver + " -###` does not show how it links",
                    "use gcc or clang as `cc`; it printed:\n" + output.strip());
        }
        return directLinkLine(words, driver);
    }

    /** Turns gcc's {@code collect2} line (or clang's {@code ld} line) into one for {@code ld} itself. */
    static List<String> directLinkLine(List<String> words, Path driver) throws DriverException {
        List<String> line = new ArrayList<>();
        boolean direct = words.get(0).endsWith("/ld") || words.get(0).equals("ld");
        line.add(direct ? words.get(0) : onPath("ld").toString());
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-plugin")) {
                i++;
            } else if (word.equals("-o")) {
                i++;
            } else if (!word.startsWith("-plugin-opt=") && !word.startsWith("--build-id")) {
                line.add(word);
            }
        }
        if (!line.contains(OBJECT)) {
            throw new DriverException("`" + driver + " -###` shows no object file", "use gcc or clang as `cc`");
        }
        return line;
    }

    private static Toolchain parse(List<String> line) {
        int object = line.indexOf(OBJECT);
        return new Toolchain(line.subList(0, object), line.subList(object + 1, line.size()));
    }

    /** Splits as a shell does, for the quoting that {@code -###} prints: double quotes and backslashes. */
    static List<String> shellWords(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (c == '"') {
                quoted = !quoted;
                inWord = true;
            } else if (c == ' ' && !quoted) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
