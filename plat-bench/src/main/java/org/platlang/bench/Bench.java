package org.platlang.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command {@code plat-bench/run}. Exit status: 0 when every program ran in Plat and all checksums agree (whatever the
 * times; a peer that cannot be had is only noted), 1 when not, 2 for wrong use.
 */
public final class Bench {
    private final Options options;
    private final Builder builder;
    private final PrintStream tables;

    private Bench(Options options, Builder builder, PrintStream tables) {
        this.options = options;
        this.builder = builder;
        this.tables = tables;
    }

    /** The first argument is the repository's root, as the start script says. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(start(List.of(args)));
    }

    private static int start(List<String> args) throws IOException, InterruptedException {
        try {
            Path root = Path.of(args.get(0)).toAbsolutePath().normalize();
            List<String> rest = args.subList(1, args.size());
            if (rest.contains("--help")) {
                System.out.print(Options.USAGE);
                return 0;
            }
            Options options = Options.parse(rest, Runtime.getRuntime().availableProcessors());
            List<Program> programs = chosen(Program.loadAll(root.resolve("plat-bench/programs")), options.names());
            Builder builder = new Builder(root, Path.of(System.getProperty("java.home")));
            return new Bench(options, builder, options.json() ? System.err : System.out).run(programs) ? 0 : 1;
        } catch (UsageException e) {
            System.err.println("error: " + e.getMessage());
            System.err.print(Options.USAGE);
            return 2;
        } catch (Builder.NotBuilt e) {
            System.err.println("error: nothing can be measured: " + e.getMessage());
            return 1;
        }
    }

    /** All for no names; names in the order given. */
    static List<Program> chosen(List<Program> programs, List<String> names) {
        if (names.isEmpty()) {
            return programs;
        }
        return names.stream().flatMap(name -> named(programs, name).stream()).toList();
    }

    /** One program, or those of all its folder's arguments. */
    private static List<Program> named(List<Program> programs, String name) {
        List<Program> found = programs.stream()
                .filter(p -> p.name().equals(name) || p.folderName().equals(name))
                .toList();
        if (found.isEmpty()) {
            String all = String.join(", ", programs.stream().map(Program::name).toList());
            throw new UsageException("no such program: " + name + "; there are " + all);
        }
        return found;
    }

    private boolean run(List<Program> programs) throws IOException, InterruptedException, Builder.NotBuilt {
        Runner runner = new Runner(builder.measure(), builder.out(), options.timeoutSeconds());
        tables.print(Machine.describe());
        List<Comparison> comparisons = new ArrayList<>();
        for (Program program : programs) {
            Map<Language, Builder.Command> commands = new EnumMap<>(Language.class);
            Map<Language, String> failures = new EnumMap<>(Language.class);
            for (Language language : program.languages()) {
                if (options.languages().contains(language)) {
                    try {
                        commands.put(language, builder.build(program, language));
                    } catch (Builder.NotBuilt e) {
                        failures.put(language, "not built: " + e.getMessage());
                    }
                }
            }
            List<Optional<Integer>> counts = program.tasks()
                    ? options.workers().stream().map(Optional::of).toList()
                    : List.of(Optional.empty());
            for (Optional<Integer> workers : counts) {
                Comparison comparison = runner.compare(program, workers, commands, failures, options.runs());
                comparisons.add(comparison);
                tables.println();
                tables.print(Report.details(comparison));
                if (options.json()) {
                    Report.json(comparison).forEach(System.out::println);
                }
            }
        }
        tables.println();
        tables.print(Report.summary(comparisons));
        tables.print(SpeedUp.table(SpeedUp.among(comparisons)));
        return comparisons.stream().allMatch(Comparison::sound);
    }

    /** What the figures were measured on. */
    private static final class Machine {
        static String describe() throws IOException {
            return "%s, %d processors, Linux %s, load %s; peers: gcc -O2, go build, rustc -O, cargo --release, Java %s%n"
                    .formatted(
                            cpu(),
                            Runtime.getRuntime().availableProcessors(),
                            System.getProperty("os.version"),
                            load(),
                            Runtime.version().feature());
        }

        private static String cpu() throws IOException {
            Path info = Path.of("/proc/cpuinfo");
            if (!Files.isReadable(info)) {
                return System.getProperty("os.arch");
            }
            return Files.readString(info, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }

        /** Over the last minute: above 0.5 somebody else was at work, and absolute figures say little. */
        private static String load() throws IOException {
            Path average = Path.of("/proc/loadavg");
            return Files.isReadable(average) ? Files.readString(average).split(" ", 2)[0] : "unknown";
        }
    }
}
