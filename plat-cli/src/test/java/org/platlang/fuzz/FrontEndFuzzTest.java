package org.platlang.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damaged programs: the compiler accepts each or refuses it with errors; no Java exception, no hang, no runaway memory.
 *
 * <p>As it stands a fixed number of programs with a fixed seed. {@code -Dfuzz.minutes=30} goes on for that long, {@code
 * -Dfuzz.seed=N} begins elsewhere. What is found is shrunk, and written to {@code target/fuzz}: mend the cause, and keep
 * the program as a golden.
 */
class FrontEndFuzzTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FOUND = Path.of("target", "fuzz");
    private static final int PROGRAMS = 2_000;
    private static final int MOST_FINDINGS = 25;

    private final Map<String, String> findings = new LinkedHashMap<>();

    @Test
    void damagedPrograms() throws IOException {
        long seed = Long.getLong("fuzz.seed", 1);
        long minutes = Long.getLong("fuzz.minutes", 0);
        long end = System.nanoTime() + minutes * 60_000_000_000L;
        List<String> corpus = corpus();
        int count = 0;
        while (findings.size() < MOST_FINDINGS && (minutes > 0 ? System.nanoTime() < end : count < PROGRAMS)) {
            Random random = new Random(seed + count);
            String program = new Mutations(corpus, random).next();
            run("seed " + (seed + count), program, random.nextBoolean());
            count++;
        }
        System.out.println("front-end fuzzing: " + count + " programs from seed " + seed);
        assertEquals(Map.of(), findings);
    }

    @Test
    void deepAndLongPrograms() throws IOException {
        boolean thorough = Long.getLong("fuzz.minutes", 0) > 0;
        for (int size : thorough ? new int[] {50, 999, 1001, 3000} : new int[] {50, 1001}) {
            for (Map.Entry<String, String> program : DeepPrograms.ofSize(size).entrySet()) {
                run(program.getKey() + " " + size, program.getValue(), false);
            }
        }
        assertEquals(Map.of(), findings);
    }

    /** Programs as they are written, and short ones among them more often: their damage is rarely explained elsewhere. */
    private static List<String> corpus() throws IOException {
        List<String> corpus = new ArrayList<>();
        for (String folder : new String[] {"tests", "examples"}) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(folder))) {
                walk.filter(path -> path.toString().endsWith(".plat")).sorted().forEach(path -> {
                    String text = read(path);
                    if (text.length() < 6_000) {
                        corpus.add(text);
                    }
                });
            }
        }
        return corpus;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String name, String program, boolean optimize) throws IOException {
        Subject.Finding finding = Subject.run(program, optimize);
        if (finding == null || findings.containsKey(finding.key())) {
            return;
        }
        String key = finding.key();
        String small = key.equals("hang") || key.equals("memory")
                ? program
                : Shrinker.shrink(program, text -> {
                    Subject.Finding again = Subject.run(text, optimize);
                    return again != null && again.key().equals(key);
                });
        StringWriter trace = new StringWriter();
        finding.cause().printStackTrace(new PrintWriter(trace));
        Files.createDirectories(FOUND);
        Path file = FOUND.resolve(key.replaceAll("[^A-Za-z0-9]+", "_") + ".plat");
        Files.writeString(file, small);
        Files.writeString(Path.of(file + ".txt"), name + (optimize ? " -O2" : " -O0") + "\n" + trace);
        findings.put(
                key,
                name + ": " + (small.length() < 400 ? small : small.substring(0, 400) + "…") + "\n"
                        + trace.toString().lines().limit(12).reduce("", (a, b) -> a + "\n" + b));
    }
}
