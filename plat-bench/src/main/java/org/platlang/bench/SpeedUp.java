package org.platlang.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many times faster a program is with two workers than with one.
 *
 * @param two of the same program as {@code one}
 */
record SpeedUp(Comparison one, Comparison two) {

    /** One for each program that has such an aim and was measured with one worker and with two. */
    static List<SpeedUp> among(List<Comparison> comparisons) {
        List<SpeedUp> found = new ArrayList<>();
        for (Comparison one : comparisons) {
            for (Comparison two : comparisons) {
                if (one.program().equals(two.program())
                        && one.program().speedUp().isPresent()
                        && one.workers().equals(Optional.of(1))
                        && two.workers().equals(Optional.of(2))) {
                    found.add(new SpeedUp(one, two));
                }
            }
        }
        return found;
    }

    /** By the least times. */
    Optional<Double> of(Language language) {
        return one.row(language)
                .flatMap(slow -> two.row(language)
                        .map(fast -> slow.times().min() / fast.times().min()));
    }

    /** Empty for no speed-ups. */
    static String table(List<SpeedUp> speedUps) {
        if (speedUps.isEmpty()) {
            return "";
        }
        List<Language> languages = speedUps.stream()
                .flatMap(s -> s.one().rows().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        languages.forEach(language -> head.add(language.label()));
        head.add("aim");
        lines.add(head);
        for (SpeedUp speedUp : speedUps) {
            List<String> line = new ArrayList<>(List.of(speedUp.one().program().name()));
            languages.forEach(
                    language -> line.add(speedUp.of(language).map(SpeedUp::text).orElse("-")));
            line.add(speedUp.verdict());
            lines.add(line);
        }
        return "Speed-up: least time with one worker / with two.\n" + Report.table(lines);
    }

    private String verdict() {
        double aim = one.program().speedUp().orElseThrow();
        String verdict =
                of(Language.PLAT).map(got -> got >= aim ? "met" : "missed").orElse("?");
        return "plat " + text(aim) + ": " + verdict;
    }

    private static String text(double factor) {
        return String.format(Locale.ROOT, "%.2f", factor);
    }
}
