package org.platlang.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.platlang.parser.ast.AstPrinter;

/**
 * The table {@code snippets.txt}: what is Plat and what is not, and what it means. Columns, divided by tabs: kind ({@code
 * expr}, {@code stmts}, {@code file}), {@code ok} or {@code err}, the snippet (␤ for a line end), and optionally a part
 * of the printed tree or of the first message.
 */
final class SnippetTableTest {
    @Test
    void everySnippetIsJudgedAsTheTableSays() {
        StringBuilder wrong = new StringBuilder();
        int rows = 0;
        for (String line : Snippets.resource("snippets.txt").split("\n", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            rows++;
            String problem = problem(line.split("\t", -1));
            if (!problem.isEmpty()) {
                wrong.append(line).append("\n    ").append(problem).append('\n');
            }
        }
        assertTrue(rows > 400, "the table is there");
        if (wrong.length() > 0) {
            fail(wrong.toString());
        }
    }

    private static String problem(String[] row) {
        String snippet = row[2].replace("␤", "\n");
        String source = switch (row[0]) {
            case "expr" -> "fn f() { let it = " + snippet + "; }\n";
            case "stmts" -> "fn f() { " + snippet + " }\n";
            case "file" -> snippet;
            default -> throw new IllegalArgumentException(row[0]);
        };
        Snippets.Parsed parsed = Snippets.parse("snippet", source);
        boolean ok = !parsed.sink().hasErrors();
        String shown = ok
                ? AstPrinter.print(parsed.unit()).replaceAll("\\s+", " ")
                : parsed.sink().sorted().get(0).message();
        if (ok != row[1].equals("ok")) {
            return shown;
        }
        return row.length > 3 && !shown.contains(row[3]) ? "expected " + row[3] + " in " + shown : "";
    }

    @Test
    void thePrintedTreeOfAnExpressionStandsAlone() {
        Snippets.Parsed parsed = Snippets.parse("s", "const X: Int32 = 1 + 2 * 3;");
        assertEquals("(unit (const X Int32 (+ 1 (* 2 3))))\n", AstPrinter.print(parsed.unit()));
    }
}
