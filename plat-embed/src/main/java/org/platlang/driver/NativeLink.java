package org.platlang.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembly text → executable: {@code as}, then {@code ld} with the runtime library.
 *
 * <p>Both run under one {@code sh} that was started early ({@link ToolShell}), which makes everything in a
 * folder of its own beside the output and moves the finished executable into place last: whoever watches the output
 * sees the old program or the new one, never half of either.
 */
final class NativeLink {
    private NativeLink() {}

    /**
     * Makes {@code output} from {@code assembly}, with the tools run by {@code shell}.
     *
     * @param debug keep what debuggers read, of the program and of the runtime
     *
     * @throws DriverException when the output cannot be written or a tool fails
     */
    static void link(ToolShell shell, byte[] assembly, Path output, boolean debug) throws DriverException {
        Path cache = CacheFolder.locate();
        Toolchain tools = Toolchain.locate(cache);
        Path runtime = RuntimeArchive.unpacked(cache, debug);
        Path folder = prepareFolder(output);
        Path work;
        try {
            work = Files.createTempDirectory(folder, ".platc-");
        } catch (IOException e) {
            throw unwritable(output, e);
        }
        try {
            Files.write(work.resolve("program.s"), assembly);
            run(shell, script(tools, runtime, work, output, debug), work, output);
        } catch (IOException e) {
            throw unwritable(output, e);
        } finally {
            removeQuietly(work);
        }
    }

    private static Path prepareFolder(Path output) throws DriverException {
        if (Files.isDirectory(output)) {
            throw new DriverException(
                    "cannot write the program to `" + output + "`: it is a directory",
                    "name a file with -o, for example `-o " + output.resolve("program") + "`");
        }
        Path folder = output.toAbsolutePath().getParent();
        try {
            return Files.createDirectories(folder == null ? Path.of("/") : folder);
        } catch (IOException e) {
            throw unwritable(output, e);
        }
    }

    private static DriverException unwritable(Path output, IOException e) {
        String reason = e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof java.nio.file.FileAlreadyExistsException
                        ? "a part of the path is a file, not a folder"
                        : String.valueOf(e.getMessage());
        return new DriverException(
                "cannot write the program to `" + output + "`: " + reason,
                "choose another place with -o, or mend the folder's permissions");
    }

    private static String script(Toolchain tools, Path runtime, Path work, Path output, boolean debug) {
        StringBuilder script = new StringBuilder(2048);
        script.append("as --noexecstack -o ");
        quote(script, work.resolve("program.o").toString());
        script.append(' ');
        quote(script, work.resolve("program.s").toString());
        script.append("\ncase $? in 0) ;; 127) exit 74 ;; *) exit 71 ;; esac\n");
        List<String> line = new ArrayList<>(tools.linker());
        if (!debug) {
            line.add("--strip-debug");
        }
        line.add("--gc-sections");
        line.add("--eh-frame-hdr");
        line.add("-z");
        line.add("now");
        line.add("-o");
        line.add(work.resolve("program").toString());
        line.add(work.resolve("program.o").toString());
        line.add(runtime.toString());
        line.add("-lpthread");
        line.add("-lm");
        line.addAll(tools.libraries());
        for (String word : line) {
            quote(script, word);
            script.append(' ');
        }
        script.append("|| exit 72\nmv -f ");
        quote(script, work.resolve("program").toString());
        script.append(' ');
        quote(script, output.toAbsolutePath().toString());
        script.append(" || exit 73\nrm -rf ");
        quote(script, work.toString());
        return script.append('\n').toString();
    }

    private static void quote(StringBuilder script, String word) {
        script.append('\'').append(word.replace("'", "'\\''")).append('\'');
    }

    private static void run(ToolShell shell, String script, Path work, Path output)
            throws DriverException, IOException {
        try {
            ToolShell.Result result = shell.run(script);
            switch (result.status()) {
                case 0 -> {}
                case 74 ->
                    throw new DriverException(
                            "cannot find the assembler `as`", "install binutils (on Debian: apt-get install binutils)");
                case 71 ->
                    throw toolFailed(
                            "assembler `as`",
                            result.printed(),
                            "this is a bug in platc: please report it with `" + keep(work, output) + "`");
                case 72 ->
                    throw toolFailed(
                            "linker `ld`",
                            result.printed(),
                            "see that binutils and the C library's development files are installed");
                default ->
                    throw new DriverException(
                            "cannot write the program to `" + output + "`: " + result.printed(),
                            "choose another place with -o, or mend the folder's permissions");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException("interrupted while linking `" + output + "`", "try again");
        }
    }

    /** Assembly that {@code as} refuses is a bug of ours: it is kept for the report. */
    private static Path keep(Path work, Path output) throws IOException {
        Path kept = output.toAbsolutePath().resolveSibling(output.getFileName() + ".refused.s");
        Files.move(work.resolve("program.s"), kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return kept;
    }

    private static DriverException toolFailed(String tool, String printed, String advice) {
        return new DriverException("the " + tool + " failed:\n" + printed, advice);
    }

    private static void removeQuietly(Path work) {
        if (!Files.exists(work)) {
            return;
        }
        try (var entries = Files.list(work)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Files.deleteIfExists(entry);
            }
            Files.deleteIfExists(work);
        } catch (IOException e) {
            // Left-overs in a hidden folder harm nobody, and the build's own result matters more.
        }
    }
}
