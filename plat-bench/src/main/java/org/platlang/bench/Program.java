package org.platlang.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of {@code programs}: one program in Plat and its peers, and {@code program.properties}.
 *
 * @param name the folder's, and after a slash the argument where there are several
 * @param what one line for the table
 * @param measures what is compared
 * @param tasks whether the number of workers matters
 * @param arguments for the executables
 * @param alive how many tasks are alive at once, where their memory is to be told
 * @param memory mebibytes that another process touches before each run, so that the machine has them ready for everybody
 * @param speedUp how many times faster two workers are to be than one
 * @param languages those with a source file, in column order; PLAT is one of them
 */
record Program(
        String name,
        Path folder,
        String what,
        Measure measures,
        boolean tasks,
        List<String> arguments,
        Optional<Long> alive,
        long memory,
        Optional<Double> speedUp,
        List<Aim> aims,
        List<Language> languages) {

    /** What a program's time is. */
    enum Measure {
        /** Of the whole process, in milliseconds. */
        WALL("ms"),
        /** What the program itself prints as {@code ns_per_op}. */
        OP("ns/op");

        private final String unit;

        Measure(String unit) {
            this.unit = unit;
        }

        public String unit() {
            return unit;
        }
    }

    private static final Set<String> NEEDED = Set.of("what", "measures", "tasks", "aims");
    private static final Set<String> OPTIONAL = Set.of("arguments", "alive", "memory", "speed_up");

    static List<Program> loadAll(Path programs) throws IOException {
        try (Stream<Path> folders = Files.list(programs)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .flatMap(folder -> load(folder).stream())
                    .toList();
        }
    }

    /** One, or one for each of several arguments. */
    static List<Program> load(Path folder) {
        String name = folder.getFileName().toString();
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve("program.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UsageException(name + ": cannot read program.properties: " + e.getMessage());
        }
        Set<String> keys = new TreeSet<>(properties.stringPropertyNames());
        if (!keys.containsAll(NEEDED)) {
            throw new UsageException(name + ": program.properties must set all of "
                    + NEEDED.stream().sorted().toList());
        }
        keys.removeAll(NEEDED);
        keys.removeAll(OPTIONAL);
        if (!keys.isEmpty()) {
            throw new UsageException(name + ": program.properties sets " + keys + ", which mean nothing");
        }
        List<Language> languages = Arrays.stream(Language.values())
                .filter(l -> Files.isRegularFile(folder.resolve(l.sourceFile())))
                .toList();
        if (!languages.contains(Language.PLAT)) {
            throw new UsageException(name + ": main.plat is missing");
        }
        List<Aim> aims = Aim.parse(properties.getProperty("aims"));
        for (Aim aim : aims) {
            if (!languages.contains(aim.peer())) {
                throw new UsageException(
                        name + ": an aim against " + aim.peer().label() + ", which it has no program in");
            }
        }
        Program whole = new Program(
                name,
                folder,
                properties.getProperty("what"),
                measure(name, properties.getProperty("measures")),
                flag(name, properties.getProperty("tasks")),
                List.of(),
                number(name, properties, "alive").map(Double::longValue),
                number(name, properties, "memory").map(Double::longValue).orElse(0L),
                number(name, properties, "speed_up"),
                aims,
                languages);
        Optional<String> arguments = Optional.ofNullable(properties.getProperty("arguments"));
        return arguments
                .map(list -> Arrays.stream(list.split(",", -1))
                        .map(argument -> whole.with(argument.strip()))
                        .toList())
                .orElse(List.of(whole));
    }

    private Program with(String argument) {
        return new Program(
                name + "/" + argument,
                folder,
                what,
                measures,
                tasks,
                List.of(argument),
                alive,
                memory,
                speedUp,
                aims,
                languages);
    }

    /** What all its arguments share. */
    String folderName() {
        return folder.getFileName().toString();
    }

    Path source(Language language) {
        return folder.resolve(language.sourceFile());
    }

    private static Measure measure(String name, String text) {
        return switch (text) {
            case "wall" -> Measure.WALL;
            case "op" -> Measure.OP;
            default -> throw new UsageException(name + ": measures is wall or op, not " + text);
        };
    }

    private static Optional<Double> number(String name, Properties properties, String key) {
        try {
            return Optional.ofNullable(properties.getProperty(key)).map(Double::valueOf);
        } catch (NumberFormatException e) {
            throw new UsageException(name + ": " + key + " is a number, not " + properties.getProperty(key));
        }
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UsageException(name + ": tasks is true or false, not " + text);
        };
    }
}
