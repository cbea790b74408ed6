package org.platlang.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platlang.lexer.diag.TextRenderer;
import org.platlang.parser.ast.AstPrinter;

/**
 * Whole files: {@code parse/*.plat} with their trees, {@code errors/*.plat} with all that is reported about them.
 * {@code -Dbless} rewrites the expectations.
 */
final class GoldenTest {
    @TestFactory
    List<DynamicTest> trees() {
        return Snippets.files("parse", ".plat").stream()
                .map(path -> DynamicTest.dynamicTest(name(path), () -> {
                    Snippets.Parsed parsed = Snippets.parse(name(path), Snippets.read(path));
                    assertEquals(
                            "", new TextRenderer(false).render(parsed.sink().sorted()));
                    String actual = AstPrinter.print(parsed.unit());
                    assertEquals(Snippets.golden("parse", path, ".ast", actual), actual);
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> errors() {
        return Snippets.files("errors", ".plat").stream()
                .map(path -> DynamicTest.dynamicTest(name(path), () -> {
                    Snippets.Parsed parsed = Snippets.parse(name(path), Snippets.read(path));
                    assertTrue(parsed.sink().hasErrors());
                    String actual = new TextRenderer(false).render(parsed.sink().sorted());
                    assertFalse(actual.contains("\t"), "tabs are expanded");
                    assertEquals(Snippets.golden("errors", path, ".expected", actual), actual);
                }))
                .toList();
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
