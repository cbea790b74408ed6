package org.platlang.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.parser.ast.AstPrinter;
import org.platlang.parser.ast.Decl;

/** Independent mistakes are reported one by one, and what is right around them is kept. */
final class RecoveryTest {
    @Test
    void tenMistakesInOneFunctionGiveTenErrors() {
        String source = """
                fn main() {
                    let a = ;
                    let b = 1 +;
                    f(x y);
                    let c: Int32;
                    if d { g(); }
                    h = i = j;
                    let k = [1, 2 3];
                    match l { A -> f(x) B -> 2 }
                    let m = n as Int64;
                    let o = return;
                    print(value = "end");
                }
                """;
        assertEquals(List.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11), lines(source));
    }

    @Test
    void oneMistakeInEachOfManyFunctionsGivesOneErrorEach() {
        StringBuilder source = new StringBuilder();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            source.append("fn f").append(i).append("() { let x = ; }\n");
            expected.add(i + 1);
        }
        assertEquals(expected, lines(source.toString()));
    }

    @Test
    void whatIsRightIsKept() {
        Snippets.Parsed parsed = Snippets.parse("s", """
                fn first() { let x = ; let y = 2; }
                class C { let a: Int32; let ; fn m() { return 1; } }
                enum E { A; B(Int32) }
                fn last() { }
                """);
        String tree = AstPrinter.print(parsed.unit()).replaceAll("\\s+", " ");
        assertTrue(tree.contains("(let (bind y) 2)"), tree);
        assertTrue(tree.contains("(let a Int32)"), tree);
        assertTrue(tree.contains("(fn m"), tree);
        assertTrue(tree.contains("(variant B Int32)"), tree);
        assertTrue(tree.contains("(fn last"), tree);
    }

    @Test
    void mistakesInsideNestedBlocksOfABadStatementAreFound() {
        String source = """
                fn main() {
                    if a {
                        let x = ;
                        while b { f(y z); }
                    }
                    let after = ;
                }
                """;
        assertEquals(List.of(2, 3, 4, 4, 6), lines(source));
    }

    @Test
    void nestingBeyondTheLimitIsOneError() {
        String source = "fn f() { let x = " + "(".repeat(3000) + "1" + ")".repeat(3000) + "; let y = ; }";
        List<DiagnosticCode> codes = new ArrayList<>();
        for (Diagnostic report : Snippets.parse("s", source).sink().sorted()) {
            codes.add(report.code());
        }
        assertEquals(List.of(DiagnosticCode.E0109, DiagnosticCode.E0100), codes);
    }

    @Test
    void nestingWithoutBracketsIsLimitedToo() {
        assertTooDeep("fn f() { let x = " + "- ".repeat(100_000) + "1; }");
        assertTooDeep("fn f() { let x = " + "not ".repeat(100_000) + "a; }");
        assertTooDeep("fn f(x: " + "fn() -> ".repeat(50_000) + "Int32) { }");
        assertTooDeep("fn f() { if (a) { } " + "else if (a) { } ".repeat(50_000) + " }");
    }

    private static void assertTooDeep(String source) {
        Snippets.Parsed parsed = Snippets.parse("s", source);
        assertTrue(parsed.sink().hasErrors());
        assertEquals(DiagnosticCode.E0109, parsed.sink().sorted().get(0).code());
    }

    @Test
    void nestingUpToTheLimitIsFine() {
        String source = "fn f() { let x = " + "(".repeat(998) + "1" + ")".repeat(998) + "; }";
        assertEquals(List.of(), lines(source));
    }

    @Test
    void longChainsAreNoNesting() {
        assertEquals(List.of(), lines("fn f() { let x = 1" + " + 1".repeat(20_000) + "; }"));
        assertEquals(List.of(), lines("fn f() { let x = match y { " + "1 -> 2, ".repeat(20_000) + "_ -> 3 }; }"));
    }

    @Test
    void documentationBelongsToWhatFollows() {
        Snippets.Parsed parsed = Snippets.parse("s", """
                //! About the file.
                //!
                //! More.

                /// Adds.
                ///   indented
                pub fn add() { }

                // no documentation
                class C {
                    /// A field.
                    let x: Int32;
                }
                """);
        assertEquals("About the file.\n\nMore.", parsed.unit().documentation());
        Decl.Function add = (Decl.Function) parsed.unit().items().get(0);
        assertEquals("Adds.\n  indented", add.documentation());
        Decl.Class type = (Decl.Class) parsed.unit().items().get(1);
        assertEquals("", type.documentation());
        assertEquals("A field.", type.fields().get(0).documentation());
    }

    @Test
    void documentationOfSeveralLinesSurvivesErrorsElsewhere() {
        Snippets.Parsed parsed = Snippets.parse("s", "fn bad() { let x = ; }\n/// Fine.\nfn good() { }\n");
        assertEquals("Fine.", ((Decl.Function) parsed.unit().items().get(1)).documentation());
    }

    private static List<Integer> lines(String source) {
        List<Integer> lines = new ArrayList<>();
        for (Diagnostic report : Snippets.parse("s", source).sink().sorted()) {
            lines.add(report.primary().orElseThrow().span().line());
        }
        return lines;
    }
}
