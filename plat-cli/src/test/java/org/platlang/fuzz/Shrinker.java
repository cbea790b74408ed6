package org.platlang.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a text smaller while it stays bad: takes out runs of lines, then of tokens, halving their length. */
final class Shrinker {
    private static final int MOST_TRIES = 2_000;

    private Shrinker() {}

    static String shrink(String text, Predicate<String> bad) {
        int[] tries = new int[1];
        String smaller = shrink(List.of(text.split("(?<=\n)")), bad, tries);
        return shrink(Mutations.tokens(smaller), bad, tries);
    }

    private static String shrink(List<String> pieces, Predicate<String> bad, int[] tries) {
        List<String> kept = new ArrayList<>(pieces);
        for (int length = Math.max(1, kept.size() / 2); length >= 1; length /= 2) {
            for (int at = 0; at < kept.size() && tries[0] < MOST_TRIES; ) {
                List<String> fewer = new ArrayList<>(kept);
                fewer.subList(at, Math.min(fewer.size(), at + length)).clear();
                tries[0]++;
                if (bad.test(String.join("", fewer))) {
                    kept = fewer;
                } else {
                    at += length;
                }
            }
        }
        return String.join("", kept);
    }
}
