package org.platlang.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platlang.cli.CommandResult.platc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.docs.Block;
import org.platlang.docs.Marks;
import org.platlang.driver.Compilation;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.SourceFile;

/** Every code has a page, whose first program is reported as the page says and whose last one is accepted. */
class ExplainCommandTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> pages() {
        return Arrays.stream(DiagnosticCode.values())
                .map(code -> DynamicTest.dynamicTest(code.id(), () -> check(code)));
    }

    private static void check(DiagnosticCode code) {
        String page = ExplainCommand.page(code);
        assertTrue(page.startsWith("# " + code.id() + ": " + code.title() + "\n\n"), page);
        assertTrue(page.lines().allMatch(line -> line.length() <= 90), "a line is too long for terminals");
        List<Block> programs = Block.of(page);
        Block right = programs.get(programs.size() - 1);
        assertEquals(List.of(), Marks.shown(reports(code, right)));
        if (code == DiagnosticCode.E0900) {
            return; // no text of a program is wrong; see aMissingFileHasTheCodeOfItsPage
        }
        Optional<String> generated = generated(code);
        assertEquals(generated.isPresent() ? 1 : 2, programs.size(), "a wrong and a right program");
        if (generated.isPresent()) {
            List<Diagnostic> found = Compilation.check(SourceFile.of(code.id() + ".plat", generated.get()))
                    .diagnostics();
            assertEquals(List.of(code), found.stream().map(Diagnostic::code).toList());
        } else {
            Block wrong = programs.get(0);
            assertTrue(wrong.text().contains("//~ " + code.id()), "the wrong program has no mark");
            assertEquals(List.of(), Marks.disagreement(wrong.text(), reports(code, wrong)));
        }
    }

    private static List<Diagnostic> reports(DiagnosticCode code, Block program) {
        return Compilation.check(program.asWritten(code.id() + ".plat")).diagnostics();
    }

    /** Wrong programs that a page cannot print. */
    private static Optional<String> generated(DiagnosticCode code) {
        return switch (code) {
            case E0109 ->
                Optional.of("fn main() { print(value = " + "(".repeat(1001) + "1" + ")".repeat(1001) + "); }");
            case E0117 -> Optional.of("fn main() {\n  \0\n}\n");
            default -> Optional.empty();
        };
    }

    @Test
    void aMissingFileHasTheCodeOfItsPage() {
        CommandResult result =
                platc("build", folder.resolve("no_such_file.plat").toString(), "--error-format=json");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("E0900"), result.err());
    }

    @Test
    void showsAPageForATerminal() {
        CommandResult result = platc("explain", "e0301");
        assertEquals(0, result.status());
        assertTrue(result.out().startsWith("E0301: mismatched types\n\n"), result.out());
        assertTrue(result.out().contains("\n    fn main() {\n"), result.out());
        assertFalse(result.out().contains("```") || result.out().contains("//~"), result.out());
    }

    @Test
    void listsAllCodes() {
        CommandResult result = platc("explain");
        assertEquals(0, result.status());
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertTrue(result.out().contains(code.id() + "  " + code.title() + "\n"), code.id());
        }
    }

    @Test
    void unknownCodesAreRefusedWithANearOne() {
        CommandResult result = platc("explain", "E301");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("there is no diagnostic code `E301`"), result.err());
        assertTrue(result.err().contains("did you mean `E0301`?"), result.err());
        assertEquals(2, platc("explain", "everything").status());
        assertEquals(2, platc("explain", "E0301", "E0302").status());
    }

    @Test
    void errorsMentionTheirPageOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("p.plat"), "fn main() { a(); b(); }");
        CommandResult result = platc("check", file.toString());
        assertEquals(1, result.status());
        assertEquals(2, result.err().split("platc explain E0201", -1).length, result.err());
        Path good = Files.writeString(folder.resolve("g.plat"), "fn main() {}");
        assertEquals("", platc("check", good.toString()).err());
    }
}
