package org.platlang.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of {@code programs}: one program in Plat and its peers, and {@code program.properties}.
 *
 * @param what one line for the table
 * @param measures what is compared
 * @param tasks whether the number of workers matters
 * @param languages those with a source file, in column order; PLAT is one of them
 */
public record Program(
        String name,
        Path folder,
        String what,
        Measure measures,
        boolean tasks,
        List<Aim> aims,
        List<Language> languages) {

    /** What a program's time is. */
    public enum Measure {
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

    private static final Set<String> KEYS = Set.of("what", "measures", "tasks", "aims");

    static List<Program> loadAll(Path programs) throws IOException {
        try (Stream<Path> folders = Files.list(programs)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(Program::load)
                    .toList();
        }
    }

    static Program load(Path folder) {
        String name = folder.getFileName().toString();
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve("program.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UsageException(name + ": cannot read program.properties: " + e.getMessage());
        }
        if (!properties.stringPropertyNames().equals(KEYS)) {
            throw new UsageException(name + ": program.properties must set exactly "
                    + KEYS.stream().sorted().toList());
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
        return new Program(
                name,
                folder,
                properties.getProperty("what"),
                measure(name, properties.getProperty("measures")),
                flag(name, properties.getProperty("tasks")),
                aims,
                languages);
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

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UsageException(name + ": tasks is true or false, not " + text);
        };
    }
}
