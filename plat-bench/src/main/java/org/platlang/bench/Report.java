package org.platlang.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Comparisons as text. */
final class Report {
    private Report() {}

    /** Every figure of one comparison, a line per language. */
    static String details(Comparison comparison) {
        Program program = comparison.program();
        List<List<String>> lines = new ArrayList<>();
        List<String> head =
                new ArrayList<>(List.of(program.measures().unit(), "min", "median", "cpu ms", "peak MiB", "pause ms"));
        program.alive().ifPresent(count -> head.add("bytes/task"));
        head.addAll(List.of("plat/it", "by median", "by cpu"));
        lines.add(head);
        for (Language language : program.languages()) {
            comparison.row(language).ifPresent(row -> {
                List<String> line = new ArrayList<>(List.of(
                        language.label(),
                        time(row.times().min()),
                        time(row.times().median()),
                        time(row.cpuMicros() / 1000.0),
                        time(row.peakKib() / 1024.0),
                        row.longestPauseMs().map(Report::time).orElse("")));
                program.alive().ifPresent(count -> line.add(time(row.bytesPerTask(count))));
                boolean peer = language != Language.PLAT;
                line.add(peer ? ratio(comparison.ratioOfMin(language)) : "");
                line.add(peer ? ratio(comparison.ratioOfMedian(language)) : "");
                line.add(peer ? ratio(comparison.ratioOfCpu(language)) : "");
                lines.add(line);
            });
        }
        StringBuilder text = new StringBuilder();
        text.append(title(comparison)).append(": ").append(program.what()).append('\n');
        text.append(table(lines));
        stealsPerTask(comparison)
                .ifPresent(steals -> text.append(String.format(Locale.ROOT, "  plat: %.2g steals per task%n", steals)));
        comparison
                .missing()
                .forEach((language, why) -> text.append("  no figure for ")
                        .append(language.label())
                        .append(": ")
                        .append(why)
                        .append('\n'));
        if (comparison.checksums().size() > 1) {
            text.append("  CHECKSUMS DIFFER: ").append(comparison.checksums()).append('\n');
        }
        return text.toString();
    }

    /** None where nobody could steal. */
    private static Optional<Double> stealsPerTask(Comparison comparison) {
        return comparison
                .workers()
                .filter(workers -> workers > 1)
                .flatMap(workers -> comparison.row(Language.PLAT))
                .flatMap(Comparison.Row::stealsPerTask);
    }

    /** The one table to look at: a line per comparison, each peer's least time and the ratio Plat / peer beside it. */
    static String summary(List<Comparison> comparisons) {
        List<Language> peers = comparisons.stream()
                .flatMap(c -> c.rows().keySet().stream())
                .filter(l -> l != Language.PLAT)
                .distinct()
                .sorted()
                .toList();
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "unit", "plat"));
        for (Language peer : peers) {
            head.add(peer.label());
            head.add("ratio");
        }
        head.add("aim");
        lines.add(head);
        for (Comparison comparison : comparisons) {
            List<String> line = new ArrayList<>();
            line.add(title(comparison));
            line.add(comparison.program().measures().unit());
            line.add(least(comparison, Language.PLAT));
            for (Language peer : peers) {
                line.add(least(comparison, peer));
                line.add(comparison.row(peer).isPresent() ? ratio(comparison.ratioOfMin(peer)) : "");
            }
            line.add(aims(comparison));
            lines.add(line);
        }
        return "Least time of all rounds; ratio = plat / peer, below 1 Plat is faster.\n" + table(lines);
    }

    /** Such as {@code go 0.80: met, tokio 1.00: missed (1.20)}. */
    static String aims(Comparison comparison) {
        List<String> verdicts = new ArrayList<>();
        for (Aim aim : comparison.program().aims()) {
            Optional<Double> ratio = comparison.ratioOfMin(aim.peer());
            String verdict = ratio.isEmpty()
                    ? "?"
                    : ratio.get() <= aim.ratio() ? "met" : String.format(Locale.ROOT, "missed (%.2f)", ratio.get());
            verdicts.add(String.format(Locale.ROOT, "%s %.2f: %s", aim.peer().label(), aim.ratio(), verdict));
        }
        return String.join(", ", verdicts);
    }

    /** JSON lines, one per language that gave figures and one per language that did not. */
    static List<String> json(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        comparison.rows().forEach((language, row) -> {
            Json json = head(comparison, language)
                    .number("min", row.times().min())
                    .number("median", row.times().median())
                    .numbers("runs", row.times().values())
                    .number("cpu_ms", row.cpuMicros() / 1000.0)
                    .number("peak_kib", row.peakKib())
                    .text("checksum", row.checksum());
            row.longestPauseMs().ifPresent(pause -> json.number("longest_pause_ms", pause));
            row.stealsPerTask().ifPresent(steals -> json.number("steals_per_task", steals));
            comparison.program().alive().ifPresent(count -> json.number("bytes_per_task", row.bytesPerTask(count)));
            if (language != Language.PLAT) {
                comparison.ratioOfMin(language).ifPresent(r -> json.number("plat_ratio_min", r));
                comparison.ratioOfMedian(language).ifPresent(r -> json.number("plat_ratio_median", r));
                comparison.ratioOfCpu(language).ifPresent(r -> json.number("plat_ratio_cpu", r));
            }
            lines.add(json.line());
        });
        comparison
                .missing()
                .forEach((language, why) -> lines.add(
                        head(comparison, language).text("missing", why).line()));
        return lines;
    }

    private static Json head(Comparison comparison, Language language) {
        Json json = new Json()
                .text("program", comparison.program().name())
                .text("language", language.label())
                .text("unit", comparison.program().measures().unit());
        comparison.workers().ifPresent(n -> json.number("workers", n));
        return json;
    }

    private static String title(Comparison comparison) {
        return comparison.program().name()
                + comparison.workers().map(n -> " (" + n + ")").orElse("");
    }

    private static String least(Comparison comparison, Language language) {
        return comparison.row(language).map(row -> time(row.times().min())).orElse("-");
    }

    /** Three digits that matter, in any magnitude. */
    static String time(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String ratio(Optional<Double> ratio) {
        return ratio.map(r -> String.format(Locale.ROOT, r < 0.1 ? "%.3f" : "%.2f", r))
                .orElse("?");
    }

    /** Columns as wide as their widest cell; the first and the last to the left, figures to the right. */
    static String table(List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder(" ");
            for (int c = 0; c < columns; c++) {
                String padding = " ".repeat(widths[c] - line.get(c).length());
                boolean left = c == 0 || c == columns - 1 && columns > 2 && isText(lines, c);
                row.append(' ')
                        .append(left ? line.get(c) + padding : padding + line.get(c))
                        .append(' ');
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static boolean isText(List<List<String>> lines, int column) {
        return lines.stream().skip(1).anyMatch(line -> line.get(column).contains(" "));
    }
}
