package org.platlang.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every folder of programs is complete. Nothing is built or run here: the peers' compilers need not be there. */
class ProgramsTest {
    private static final Path PROGRAMS = Path.of("programs");

    private static List<Program> all() throws IOException {
        return Program.loadAll(PROGRAMS);
    }

    @Test
    void everyProgramHasThePeersItsKindNeeds() throws IOException {
        List<Program> programs = all();
        assertFalse(programs.isEmpty());
        for (Program program : programs) {
            List<Language> needed;
            if (program.tasks()) {
                needed = List.of(Language.PLAT, Language.GO, Language.TOKIO, Language.JAVA);
            } else if (program.languages().contains(Language.JAVA)) {
                needed = List.of(Language.PLAT, Language.GO, Language.JAVA); // about memory: languages with a collector
            } else {
                needed = List.of(Language.PLAT, Language.C, Language.GO, Language.RUST);
            }
            assertTrue(program.languages().containsAll(needed), program.name() + " has only " + program.languages());
            assertFalse(program.what().isBlank(), program.name());
        }
    }

    @Test
    void noFileIsThereForNothing() throws IOException {
        Set<String> known = Stream.concat(
                        Stream.of("program.properties"),
                        Stream.of(Language.values()).map(Language::sourceFile))
                .collect(Collectors.toSet());
        for (Program program : all()) {
            try (Stream<Path> files = Files.list(program.folder())) {
                assertEquals(
                        List.of(),
                        files.map(f -> f.getFileName().toString())
                                .filter(f -> !known.contains(f))
                                .toList(),
                        program.name());
            }
        }
    }

    @Test
    void everySourcePrintsWhatTheRunnerReads() throws IOException {
        for (Program program : all()) {
            for (Language language : program.languages()) {
                String source = Files.readString(program.source(language));
                String place = program.name() + " in " + language.label();
                // What peers in Rust and Java share prints both.
                boolean shared = source.contains("peers::print_per_op(") || source.contains("Peer.printPerOp(");
                assertTrue(shared || source.contains("\"checksum:"), place + " prints no checksum");
                assertEquals(
                        program.measures() == Program.Measure.OP,
                        shared || source.contains("\"ns_per_op: "),
                        place + ": prints ns_per_op exactly where that is what is measured");
            }
        }
    }

    @Test
    void cargoKnowsExactlyThePeersWithCrates() throws IOException {
        Set<String> onDisk = new TreeSet<>();
        for (Program program : all()) {
            program.languages().stream()
                    .filter(Language::usesCargo)
                    .forEach(l -> onDisk.add(program.folderName() + "_" + l.label() + " programs/"
                            + program.folderName() + "/" + l.sourceFile()));
        }
        Set<String> inCargo = Pattern.compile("\\[\\[bin]]\nname = \"([^\"]+)\"\npath = \"([^\"]+)\"")
                .matcher(Files.readString(Path.of("Cargo.toml")))
                .results()
                .map((MatchResult m) -> m.group(1) + " " + m.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(onDisk, inCargo);
    }

    @Test
    void namesChooseProgramsInTheirOrder() throws IOException {
        List<Program> programs = all();
        assertEquals(programs, Bench.chosen(programs, List.of()));
        assertEquals(
                List.of("ring", "fib"),
                Bench.chosen(programs, List.of("ring", "fib")).stream()
                        .map(Program::name)
                        .toList());
        assertThrows(UsageException.class, () -> Bench.chosen(programs, List.of("ring", "nothing")));
    }

    @Test
    void anIncompleteFolderIsNamed(@TempDir Path folder) throws IOException {
        assertRejected(folder, "cannot read program.properties");
        Path properties = folder.resolve("program.properties");
        Files.writeString(properties, "what = x\nmeasures = wall\n");
        assertRejected(folder, "must set all of [aims, measures, tasks, what]");
        Files.writeString(properties, "what = x\nmeasures = wall\ntasks = false\naims =\nsize = 3\n");
        assertRejected(folder, "sets [size], which mean nothing");
        Files.writeString(properties, "what = x\nmeasures = wall\ntasks = false\naims = go 0.8\n");
        assertRejected(folder, "main.plat is missing");
        Files.writeString(folder.resolve("main.plat"), "");
        assertRejected(folder, "an aim against go, which it has no program in");
        Files.writeString(folder.resolve("main.go"), "");
        assertEquals(
                List.of(Language.PLAT, Language.GO), Program.load(folder).get(0).languages());
        Files.writeString(
                properties, "what = x\nmeasures = wall\ntasks = false\naims = go 0.8\narguments = 18, 21\nalive = 7\n");
        List<Program> two = Program.load(folder);
        assertEquals(
                List.of(List.of("18"), List.of("21")),
                two.stream().map(Program::arguments).toList());
        assertEquals(two, Bench.chosen(two, List.of(two.get(0).folderName())));
        assertEquals(two.subList(1, 2), Bench.chosen(two, List.of(two.get(1).name())));
        Files.writeString(properties, "what = x\nmeasures = wall\ntasks = false\naims =\nspeed_up = much\n");
        assertRejected(folder, "speed_up is a number, not much");
        Files.writeString(properties, "what = x\nmeasures = wall\ntasks = false\naims = go fast\n");
        assertRejected(folder, "an aim is a language and a ratio");
    }

    private static void assertRejected(Path folder, String message) {
        String got = String.valueOf(
                assertThrows(UsageException.class, () -> Program.load(folder)).getMessage());
        assertTrue(got.contains(message), got);
    }
}
