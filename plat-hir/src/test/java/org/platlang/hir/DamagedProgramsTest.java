package org.platlang.hir;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.platlang.lexer.source.SourceFile;

/** Whatever is done to a program's text, the checker reports and never throws. */
final class DamagedProgramsTest {
    private static final int VARIANTS = 60;

    static List<Path> programs() {
        return Programs.under("../examples");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void damaged_programs_are_reported(Path path) {
        String text = Programs.read(path).text();
        String[] words = text.split("(?<=\\W)|(?=\\W)");
        Random random = new Random(path.getFileName().toString().hashCode());
        for (int i = 0; i < VARIANTS; i++) {
            String damaged = damage(words, random);
            SourceFile file = SourceFile.of("damaged.plat", damaged);
            try {
                assertTrue(Programs.reports(file).size() < 10_000);
            } catch (RuntimeException e) {
                throw new AssertionError("on this text:\n" + damaged, e);
            }
        }
    }

    /** One to three words dropped, doubled, or replaced by another of the program's words. */
    private static String damage(String[] words, Random random) {
        String[] copy = words.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(copy.length);
            while (copy[at].isBlank()) {
                at = random.nextInt(copy.length);
            }
            switch (random.nextInt(3)) {
                case 0 -> copy[at] = "";
                case 1 -> copy[at] = copy[at] + " " + copy[at];
                default -> copy[at] = words[random.nextInt(words.length)];
            }
        }
        return String.join("", copy);
    }
}
