package org.platlang.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Source to executable, each language with the options of its floor: {@code -O2}, the release profile, and no pinning. */
final class Builder {
    /** A source that could not be built. The message says why, in one line. */
    static final class NotBuilt extends Exception {
        private static final long serialVersionUID = 1L;

        NotBuilt(String message) {
            super(message);
        }
    }

    /** What runs the built program. */
    record Command(List<String> words) {}

    private final Path root;
    private final Path bench;
    private final Path out;
    private final Path javaHome;

    /**
     * @param root the repository
     * @param javaHome for javac and java
     */
    Builder(Path root, Path javaHome) {
        this.root = root;
        this.bench = root.resolve("plat-bench");
        this.out = bench.resolve("target/bench");
        this.javaHome = javaHome;
    }

    Path out() {
        return out;
    }

    /** The wrapper that measures a run. */
    Path measure() throws IOException, InterruptedException, NotBuilt {
        Files.createDirectories(out);
        Path executable = out.resolve("measure");
        tool(
                List.of(
                        "gcc",
                        "-O2",
                        "-o",
                        executable.toString(),
                        bench.resolve("src/main/c/measure.c").toString()),
                bench);
        return executable;
    }

    Command build(Program program, Language language) throws IOException, InterruptedException, NotBuilt {
        Path folder = out.resolve(program.folderName());
        Files.createDirectories(folder);
        Path source = program.source(language);
        Path executable = folder.resolve(language.label());
        return switch (language) {
            case PLAT ->
                nativeProgram(
                        executable,
                        List.of(
                                root.resolve("platc").toString(),
                                "build",
                                "-O2",
                                "-o",
                                executable.toString(),
                                source.toString()));
            case C ->
                nativeProgram(
                        executable,
                        List.of("gcc", "-O2", "-o", executable.toString(), source.toString(), "-lm", "-pthread"));
            case GO ->
                nativeProgram(executable, List.of("go", "build", "-o", executable.toString(), source.toString()));
            case RUST ->
                nativeProgram(
                        executable,
                        List.of("rustc", "--edition", "2024", "-O", "-o", executable.toString(), source.toString()));
            case TOKIO, RAYON, CROSSBEAM -> cargo(program.folderName() + "_" + language.label());
            case JAVA -> {
                String shared = bench.resolve("src/main/peers/Peer.java").toString();
                tool(List.of(jdk("javac"), "-d", executable.toString(), shared, source.toString()), bench);
                List<String> words = new ArrayList<>(List.of(jdk("java"), "-cp", executable.toString()));
                words.addAll(Telemetry.JAVA_OPTIONS);
                words.add("Main");
                yield new Command(List.copyOf(words));
            }
        };
    }

    private Command nativeProgram(Path executable, List<String> words)
            throws IOException, InterruptedException, NotBuilt {
        tool(words, root);
        return new Command(List.of(executable.toString()));
    }

    private Command cargo(String binary) throws IOException, InterruptedException, NotBuilt {
        Path target = out.resolve("cargo");
        tool(
                List.of("cargo", "build", "--release", "--locked", "--bin", binary, "--target-dir", target.toString()),
                bench);
        return new Command(List.of(target.resolve("release").resolve(binary).toString()));
    }

    /** The command that runs a built program with so many workers, and the environment it needs. */
    static List<String> withWorkers(Language language, Command command, int workers) {
        if (language != Language.JAVA) {
            return command.words();
        }
        List<String> words = new ArrayList<>(command.words());
        words.add(1, "-Djdk.virtualThreadScheduler.parallelism=" + workers);
        return words;
    }

    static Map<String, String> environment(Language language, int workers) {
        String count = Integer.toString(workers);
        return switch (language) {
            case PLAT -> Map.of("PLAT_WORKERS", count);
            case GO -> Map.of("GOMAXPROCS", count);
            case TOKIO, RAYON, CROSSBEAM -> Map.of("BENCH_WORKERS", count);
            case C, RUST, JAVA -> Map.of();
        };
    }

    private String jdk(String name) {
        return javaHome.resolve("bin").resolve(name).toString();
    }

    private static void tool(List<String> words, Path folder) throws IOException, InterruptedException, NotBuilt {
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new NotBuilt(words.get(0) + " cannot be run; is it installed?");
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new NotBuilt(Path.of(words.get(0)).getFileName() + " failed (" + status + "): " + firstError(output));
        }
    }

    /** The line that most likely tells what is wrong. */
    static String firstError(String output) {
        return output.lines()
                .filter(line -> line.contains("error"))
                .findFirst()
                .or(() -> output.lines().filter(line -> !line.isBlank()).findFirst())
                .orElse("(no output)")
                .strip();
    }
}
