package org.platlang.lexer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class SourceFileTest {
    @Test
    void linesEndInAnyOfTheThreeWays() {
        SourceFile file = SourceFile.of("f", "a\nb\r\nc\rd");
        assertEquals(4, file.lineCount());
        assertEquals("a", file.lineText(1));
        assertEquals("b", file.lineText(2));
        assertEquals("c", file.lineText(3));
        assertEquals("d", file.lineText(4));
        assertEquals(2, file.line(2));
        assertEquals(2, file.line(4));
        assertEquals(3, file.line(5));
        assertEquals(4, file.line(8));
    }

    @Test
    void columnsCountCodePoints() {
        SourceFile file = SourceFile.of("f", "é😀x\n\ty");
        assertEquals(3, file.column(3));
        assertEquals(2, file.column(6));
        assertEquals("f:1:3", file.span(3, 4).toString());
    }

    @Test
    void anEmptyTextHasOneLine() {
        SourceFile file = SourceFile.of("f", "");
        assertEquals(1, file.lineCount());
        assertEquals("", file.lineText(1));
        assertEquals(1, file.column(0));
    }

    @Test
    void spansJoinAndHaveTheirText() {
        SourceFile file = SourceFile.of("f", "let x = 1;");
        Span both = file.span(8, 9).to(file.span(4, 5));
        assertEquals("x = 1", both.text());
        assertEquals("", both.atEnd().text());
        assertThrows(IllegalArgumentException.class, () -> file.span(3, 2));
    }
}
