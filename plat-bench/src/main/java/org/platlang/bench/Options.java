package org.platlang.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The command line.
 *
 * @param names the programs to run; empty: all
 * @param runs rounds, at least 1
 * @param workers worker counts for the programs with tasks, each at least 1, never empty
 * @param languages those to build and run
 * @param json JSON lines on stdout, the table on stderr
 * @param timeoutSeconds after which one run is killed
 */
public record Options(
        List<String> names,
        int runs,
        List<Integer> workers,
        Set<Language> languages,
        boolean json,
        int timeoutSeconds) {

    static final String USAGE = """
            usage: plat-bench/run [NAME...] [--runs N] [--workers N[,N...]] [--languages L,L...] [--timeout SECONDS] [--json]
              NAME         a program in plat-bench/programs; without one, all
              --runs       rounds; each runs every language once (default 5)
              --workers    threads for tasks to run on (default: one per processor)
              --languages  of plat,c,go,rust,tokio,rayon,crossbeam,java (default: all a program has)
              --timeout    for one run (default 60)
              --json       one JSON line per program, worker count and language on stdout; the table goes to stderr
            """;

    static Options parse(List<String> args, int processors) {
        List<String> names = new ArrayList<>();
        int runs = 5;
        List<Integer> workers = List.of(processors);
        Set<Language> languages = EnumSet.allOf(Language.class);
        boolean json = false;
        int timeout = 60;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "--json" -> json = true;
                case "--runs" -> runs = positive(arg, value(args, ++i, arg));
                case "--timeout" -> timeout = positive(arg, value(args, ++i, arg));
                case "--workers" ->
                    workers = split(value(args, ++i, arg)).stream()
                            .map(v -> positive(arg, v))
                            .distinct()
                            .toList();
                case "--languages" -> {
                    languages = EnumSet.noneOf(Language.class);
                    for (String label : split(value(args, ++i, arg))) {
                        languages.add(Language.ofLabel(label)
                                .orElseThrow(() -> new UsageException("no such language: " + label)));
                    }
                }
                default -> {
                    if (arg.startsWith("-")) {
                        throw new UsageException("no such option: " + arg);
                    }
                    names.add(arg);
                }
            }
        }
        return new Options(List.copyOf(names), runs, workers, Set.copyOf(languages), json, timeout);
    }

    private static String value(List<String> args, int at, String option) {
        if (at >= args.size()) {
            throw new UsageException(option + " needs a value");
        }
        return args.get(at);
    }

    private static List<String> split(String list) {
        return List.of(list.split(",", -1));
    }

    private static int positive(String option, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below says it.
        }
        throw new UsageException(option + " needs a whole number above 0, not " + text);
    }
}
