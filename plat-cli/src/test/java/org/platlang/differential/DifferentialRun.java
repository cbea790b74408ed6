package org.platlang.differential;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.platlang.generator.GeneratedProgram;
import org.platlang.generator.Piece;
import org.platlang.lexer.source.SourceFile;

/** Many programs: counts, and every disagreement shrunk. */
public final class DifferentialRun {
    private static final int BATCH = 50;
    private static final int TRIES = 600;

    private final PrintStream out;
    private final Path folder;
    private int programs;
    private int panicking;
    private int tooLong;
    private int disagreements;

    DifferentialRun(PrintStream out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    int disagreements() {
        return disagreements;
    }

    /** How many programs panicked, as they should. */
    int panicking() {
        return panicking;
    }

    int tooLong() {
        return tooLong;
    }

    /**
     * Compares the programs of so many seeds.
     *
     * @param shrink whether to make those that disagree smaller
     */
    void compare(long firstSeed, int count, boolean shrink) throws Exception {
        for (int done = 0; done < count; done += BATCH) {
            Batch batch = new Batch(firstSeed + done, Math.min(BATCH, count - done), folder);
            List<Batch.Disagreement> found = batch.run();
            programs += Math.min(BATCH, count - done);
            panicking += batch.panicking();
            tooLong += batch.tooLong();
            for (Batch.Disagreement d : found) {
                disagreements++;
                out.println("seed " + d.seed() + " " + d.where() + "\n" + d.what());
                if (shrink) {
                    out.println(shrunk(d.seed()).source());
                }
            }
        }
    }

    /** What has been compared so far. */
    String summary() {
        return programs + " programs: " + disagreements + " disagreements, " + panicking + " panic, " + tooLong
                + " left out since they do too much";
    }

    /** The program of the seed, as small as it still disagrees. */
    private Piece shrunk(long seed) {
        Piece program = GeneratedProgram.whole(seed);
        Set<String> refusal = refusal(program);
        if (!refusal.isEmpty()) {
            return new Shrinker(p -> refusal.equals(refusal(p)), TRIES).shrink(program);
        }
        Optional<String> alone = Single.disagreement(program.source(), folder);
        if (alone.isEmpty() || alone.get().contains(Executable.ENDLESS)) {
            out.println(alone.orElse("(alone it agrees)"));
            return program;
        }
        return new Shrinker(
                        p -> refusal(p).isEmpty()
                                && Single.disagreement(p.source(), folder).isPresent(),
                        TRIES)
                .shrink(program);
    }

    /** What the front end says of the program, without places: a part cut off is not wrong in the same way. */
    private static Set<String> refusal(Piece program) {
        return Reference.errors(SourceFile.of("single", program.source())).stream()
                .map(e -> e.replaceFirst("(?s) \\(single:.*", ""))
                .collect(Collectors.toSet());
    }

    /**
     * Arguments: first seed, number of programs, and {@code show} to print them, or the minutes after which to stop. What
     * has been compared is told in the end.
     */
    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        int count = Integer.parseInt(args[1]);
        boolean show = args.length > 2 && args[2].equals("show");
        for (int i = 0; show && i < count; i++) {
            System.out.println(GeneratedProgram.whole(seed + i).source());
        }
        if (show) {
            return;
        }
        long minutes = args.length > 2 ? Long.parseLong(args[2]) : 100_000;
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        DifferentialRun run = new DifferentialRun(System.out, Files.createTempDirectory("plat-differential"));
        for (int done = 0; done < count && System.nanoTime() < end; done += BATCH) {
            run.compare(seed + done, Math.min(BATCH, count - done), true);
        }
        System.out.println(run.summary());
        System.exit(run.disagreements() == 0 ? 0 : 1);
    }
}
