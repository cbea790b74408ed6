package org.platlang.lexer.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.platlang.lexer.source.SourceFile;

final class TextRendererTest {
    private static String render(Diagnostic diagnostic) {
        return new TextRenderer(false).render(diagnostic);
    }

    @Test
    void caretsStandUnderWhatTheyMeanAfterTabsAndWideCharacters() {
        SourceFile file = SourceFile.of("f", "\tlet é漢😀 = bad;");
        int at = file.text().indexOf("bad");
        assertEquals(
                """
                error[E0100]: wrong
                 --> f:1:12
                  |
                1 |     let é漢😀 = bad;
                  |                 ^^^ this
                """,
                render(Diagnostic.at(DiagnosticCode.E0100, file.span(at, at + 3), "wrong")
                        .label("this")));
    }

    @Test
    void labelsOnOneLineDoNotOverlap() {
        SourceFile file = SourceFile.of("f", "add(first, second)");
        assertEquals(
                """
                error[E0100]: wrong
                 --> f:1:5
                  |
                1 | add(first, second)
                  | --- ^^^^^  ------ third
                  | |   second
                  | first
                  |
                  = note: a
                          b
                  = help: c
                  = fix: d
                """,
                render(Diagnostic.at(DiagnosticCode.E0100, file.span(4, 9), "wrong")
                        .label("second")
                        .secondary(file.span(11, 17), "third")
                        .secondary(file.span(0, 3), "first")
                        .note("a\nb")
                        .help("c")
                        .fix("d", file.span(0, 1), "")));
    }

    @Test
    void overlappingLabelsKeepThePrimaryVisible() {
        SourceFile file = SourceFile.of("f", "a + b * c");
        assertEquals(
                """
                error[E0100]: wrong
                 --> f:1:5
                  |
                1 | a + b * c
                  | ----^----
                  | |   the operand
                  | all of it
                """,
                render(Diagnostic.at(DiagnosticCode.E0100, file.span(4, 5), "wrong")
                        .label("the operand")
                        .secondary(file.span(0, 9), "all of it")));
    }

    @Test
    void distantLinesAreElided() {
        SourceFile file = SourceFile.of("f", "one\ntwo\nthree\nfour\nfive\nsix\n");
        int five = file.text().indexOf("five");
        assertEquals(
                """
                error[E0100]: wrong
                 --> f:5:1
                  |
                1 | one
                  | --- here
                2 | two
                3 | three
                  | ----- there
                ...
                6 | six
                  | ^^^
                """.replace("f:5:1", "f:6:1"),
                render(Diagnostic.at(DiagnosticCode.E0100, file.span(five + 5, five + 8), "wrong")
                        .secondary(file.span(0, 3), "here")
                        .secondary(file.span(8, 13), "there")));
    }

    @Test
    void otherFilesFollow() {
        SourceFile first = SourceFile.of("first", "aaa");
        SourceFile second = SourceFile.of("second", "x\nbbb");
        assertEquals(
                """
                error[E0100]: wrong
                 --> first:1:1
                  |
                1 | aaa
                  | ^
                 ::: second:2:1
                  |
                2 | bbb
                  | --- declared here
                """,
                render(Diagnostic.at(DiagnosticCode.E0100, first.span(0, 1), "wrong")
                        .secondary(second.span(2, 5), "declared here")));
    }

    @Test
    void spansOverLinesAreMarkedOnTheirFirst() {
        SourceFile file = SourceFile.of("f", "fn f() {\n  1\n}");
        assertEquals("""
                error[E0100]: wrong
                 --> f:1:8
                  |
                1 | fn f() {
                  |        ^
                """, render(Diagnostic.at(DiagnosticCode.E0100, file.span(7, 15), "wrong")));
    }

    @Test
    void theEndOfTheTextCanBeMarked() {
        SourceFile file = SourceFile.of("f", "fn f()\n");
        assertEquals("""
                error[E0100]: wrong
                 --> f:2:1
                  |
                2 |
                  | ^
                """, render(Diagnostic.at(DiagnosticCode.E0100, file.span(7, 7), "wrong")));
    }

    @Test
    void controlCharactersAreShownAndLongLinesCut() {
        SourceFile file = SourceFile.of("f", "\u001b[31m" + "x".repeat(500) + "!" + "y".repeat(500));
        int at = file.text().indexOf('!');
        String text = render(Diagnostic.at(DiagnosticCode.E0100, file.span(at, at + 1), "wrong"));
        assertTrue(text.lines().allMatch(line -> line.length() < 180), text);
        assertTrue(text.indexOf('\u001b') < 0);
        String[] lines = text.split("\n", -1);
        assertEquals('!', lines[3].charAt(lines[4].indexOf('^')));
    }

    @Test
    void aReportWithoutPlaceIsItsMessage() {
        assertEquals(
                "error[E0117]: cannot read\n  = help: look\n",
                render(Diagnostic.general(DiagnosticCode.E0117, "cannot read").help("look")));
    }

    @Test
    void coloursChangeNothingElse() {
        SourceFile file = SourceFile.of("f", "add(first, second)");
        Diagnostic diagnostic = Diagnostic.at(DiagnosticCode.E0100, file.span(4, 9), "wrong")
                .label("second")
                .secondary(file.span(0, 3), "first")
                .help("c");
        String coloured = new TextRenderer(true).render(diagnostic);
        assertTrue(coloured.contains("\u001b[1;31m"));
        assertEquals(render(diagnostic), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }
}
