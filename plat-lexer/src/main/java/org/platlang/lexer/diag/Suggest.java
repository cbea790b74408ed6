package org.platlang.lexer.diag;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * "Did you mean": the nearest of some known names. Distance is optimal string alignment (Damerau–Levenshtein without
 * moving a piece twice), letters of different case half apart; a name counts as near up to a third of its length.
 */
public final class Suggest {
    private Suggest() {}

    /** The nearest name to {@code wanted}, if one is near; the first in order among equals. */
    public static Optional<String> nearest(String wanted, Collection<String> known) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            if (candidate.equals(wanted) || candidate.isEmpty()) {
                continue;
            }
            int limit = Math.max(wanted.length(), candidate.length()) <= 2
                    ? 1
                    : 2 * Math.max(1, Math.max(wanted.length(), candidate.length()) / 3);
            int distance = distance(wanted, candidate);
            if (distance <= limit && distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Twice the edit distance; a change of case costs one. */
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 8) {
            return Integer.MAX_VALUE;
        }
        String foldedA = a.toLowerCase(Locale.ROOT);
        String foldedB = b.toLowerCase(Locale.ROOT);
        if (foldedA.length() != a.length() || foldedB.length() != b.length()) {
            foldedA = a;
            foldedB = b;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = 2 * j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = 2 * i;
            for (int j = 1; j <= b.length(); j++) {
                char x = foldedA.charAt(i - 1);
                char y = foldedB.charAt(j - 1);
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : x == y ? 1 : 2;
                int best = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 2);
                if (i > 1 && j > 1 && x == foldedB.charAt(j - 2) && foldedA.charAt(i - 2) == y) {
                    best = Math.min(best, beforeLast[j - 2] + 2);
                }
                row[j] = best;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
