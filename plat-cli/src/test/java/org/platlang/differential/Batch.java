package org.platlang.differential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.platlang.generator.GeneratedProgram;
import org.platlang.lexer.source.SourceFile;

/**
 * Programs of consecutive seeds in one executable, which runs those whose numbers are its arguments, one after another.
 * What panics gets a process of its own.
 */
final class Batch {
    private static final String MARK = "==== ";
    private static final int SECONDS = 60;

    private final long firstSeed;
    private final int count;
    private final Path folder;
    private final List<Disagreement> found = new ArrayList<>();
    private int panicking;
    private int tooLong;

    /** A seed whose program is refused, or behaves differently at some level. */
    record Disagreement(long seed, String where, String what) {}

    Batch(long firstSeed, int count, Path folder) {
        this.firstSeed = firstSeed;
        this.count = count;
        this.folder = folder;
    }

    int panicking() {
        return panicking;
    }

    int tooLong() {
        return tooLong;
    }

    List<Disagreement> run() throws Exception {
        SourceFile source = SourceFile.of("batch" + firstSeed, source());
        Optional<Reference> reference = Reference.of(source);
        if (reference.isEmpty()) {
            singly("the front end");
            if (found.isEmpty()) {
                found.add(new Disagreement(firstSeed, "the front end", "all together: " + Reference.errors(source)));
            }
            return found;
        }
        Map<Integer, Behaviour> expected = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Optional<Behaviour> behaviour = reference.get().run(List.of(String.valueOf(i)));
            if (behaviour.isPresent()) {
                expected.put(i, behaviour.get());
                String wrong = Behaviour.wrongConstant(behaviour.get());
                if (!wrong.isEmpty()) {
                    found.add(new Disagreement(firstSeed + i, "the front end", wrong));
                }
                panicking += behaviour.get().panics() ? 1 : 0;
            } else {
                tooLong++;
            }
        }
        for (boolean optimize : List.of(false, true)) {
            try (Executable executable = Executable.of(source, optimize, folder)) {
                compare(executable, optimize ? "-O2" : "-O0", expected);
            } catch (RuntimeException | StackOverflowError failure) {
                singly(optimize ? "-O2" : "-O0");
            }
        }
        return found;
    }

    private String source() {
        StringBuilder out = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(GeneratedProgram.tagged(firstSeed + i, String.valueOf(i), "main_" + i)
                    .source());
            cases.append("    ").append(i).append(" -> main_").append(i).append("(),\n");
        }
        return out + """
            fn run_one(number: Int32) {
              match number {
            """ + cases + """
                _ -> {}
              }
            }
            fn main() {
              let words: List[String] = process_args().lines();
              for (i: Int32 in 1..words.length()) {
                print(value = "==== ${words[i]!}");
                run_one(number = words[i]!.parse_int().unwrap_or(default = -1));
              }
            }
            """;
    }

    /** First all that come to their end in one process; what then is not as expected, each in a process of its own. */
    private void compare(Executable executable, String level, Map<Integer, Behaviour> expected) throws Exception {
        List<String> together = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        expected.forEach((i, b) -> {
            if (!b.panics()) {
                together.add(String.valueOf(i));
                all.append(b.stdout());
            }
        });
        Behaviour run = executable.run(together, SECONDS);
        boolean agree = run.equals(new Behaviour(all.toString(), 0, "", ""));
        String[] parts = ("\n" + run.stdout()).split("\n" + MARK, -1);
        int part = 0;
        for (Map.Entry<Integer, Behaviour> e : expected.entrySet()) {
            if (!e.getValue().panics()) {
                part++;
                String known = part < parts.length ? MARK + parts[part] : "";
                if (agree || e.getValue().stdout().strip().equals(known.strip()) && part + 1 < parts.length) {
                    continue;
                }
            }
            Behaviour alone = executable.run(List.of(String.valueOf(e.getKey())), SECONDS);
            String difference = Behaviour.difference(e.getValue(), alone);
            if (!difference.isEmpty()) {
                found.add(new Disagreement(firstSeed + e.getKey(), level, difference));
            }
        }
    }

    /** The compiler fails on all of them together: which is it? */
    private void singly(String where) {
        for (int i = 0; i < count; i++) {
            long seed = firstSeed + i;
            Single.disagreement(GeneratedProgram.whole(seed).source(), folder)
                    .ifPresent(d -> found.add(new Disagreement(seed, where, d)));
        }
    }
}
