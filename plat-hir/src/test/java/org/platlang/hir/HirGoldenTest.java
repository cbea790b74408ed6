package org.platlang.hir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.platlang.hir.tree.HirPrinter;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.tree.HirVerifier;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.parser.Parser;

/**
 * Programs with their HIR beside them ({@code x.plat}, {@code x.hir}); {@code -Dbless} rewrites the latter. All of them
 * pass the verifier, and so do the examples and the programs of the run tests.
 */
final class HirGoldenTest {
    static List<Path> golden() {
        return Programs.under("src/test/resources/hir");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void hir_is_as_written_beside(Path path) throws IOException {
        String actual = HirPrinter.print(compile(path));
        Path beside = Path.of(path.toString().replaceFirst("\\.plat$", ".hir"));
        if (System.getProperty("bless") != null) {
            Files.writeString(beside, actual);
        }
        assertEquals(Files.readString(beside), actual);
    }

    static List<Path> examples() {
        return ofOneFile("../examples");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examples_are_sound(Path path) {
        compile(path);
    }

    static List<Path> runs() {
        return ofOneFile("../tests/run");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void run_tests_are_sound(Path path) {
        compile(path);
    }

    /** A folder with a {@code main.plat} is one program of several files, which the golden tests compile. */
    private static List<Path> ofOneFile(String folder) {
        Path root = Path.of(folder);
        return Programs.under(folder).stream()
                .filter(file -> {
                    for (Path at = file.getParent(); at != null && !at.equals(root); at = at.getParent()) {
                        if (Files.exists(at.resolve("main.plat"))) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }

    private static HirProgram compile(Path path) {
        DiagnosticSink sink = new DiagnosticSink();
        Optional<HirProgram> program = Hir.compile(Parser.parse(Programs.read(path), sink), sink);
        String errors = String.join(
                "\n",
                sink.sorted().stream()
                        .map(Programs::line)
                        .filter(l -> l.contains(" E"))
                        .toList());
        HirProgram found = program.orElseThrow(() -> new AssertionError(path + ":\n" + errors));
        assertEquals("", String.join("\n", HirVerifier.verify(found)));
        return found;
    }
}
