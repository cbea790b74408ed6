package org.platlang.parser;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.JsonRenderer;
import org.platlang.lexer.diag.TextRenderer;
import org.platlang.parser.ast.AstPrinter;

/** Mutated sources (seeds are fixed): no exception, every damage reported, every report renders. */
final class FuzzTest {
    private static final String[] PIECES = {
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "${",
        "}",
        ";",
        ",",
        ":",
        "::",
        "<",
        ">",
        ">>",
        ">=",
        "=",
        "==",
        "->",
        "=>",
        "let ",
        "fn ",
        "if ",
        "else ",
        "match ",
        "race ",
        "select ",
        "spawn ",
        "return ",
        "class ",
        "enum ",
        "pub ",
        "'a: ",
        "'a ",
        "/*",
        "*/",
        "//",
        "///",
        "r#\"",
        "\\",
        "0x",
        "1e",
        "5m",
        "1.5",
        "é",
        "😀",
        "\0",
        "\n",
        "\t",
        "#!",
        "&&",
        "||",
        "++",
        "!",
        "?",
        ".",
        "..",
        "...",
        "after ",
        "default ",
        "List",
        "Set{",
        "T<U>",
        "x",
        "_",
        "\uD800"
    };

    @Test
    void mutatedSourcesNeverThrow() {
        List<String> corpus = new ArrayList<>();
        for (Path path : Snippets.files("parse", ".plat")) {
            corpus.add(Snippets.read(path));
        }
        for (Path path : Snippets.files("errors", ".plat")) {
            corpus.add(Snippets.read(path));
        }
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            String source = corpus.get(random.nextInt(corpus.size()));
            if (source.length() > 1500) {
                int from = random.nextInt(source.length() - 1500);
                source = source.substring(from, from + 1500);
            }
            int mutations = 1 + random.nextInt(6);
            for (int i = 0; i < mutations; i++) {
                source = mutate(source, random);
            }
            check(source, seed);
        }
    }

    @Test
    void everyPrefixOfAProgramParses() {
        String source = Snippets.resource("parse/everything.plat");
        for (int end = 0; end < source.length(); end += 37) {
            check(source.substring(0, end), end);
        }
    }

    @Test
    void randomTokensNeverThrow() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder source = new StringBuilder();
            int length = 1 + random.nextInt(60);
            for (int i = 0; i < length; i++) {
                source.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(source.toString(), seed);
        }
    }

    private static void check(String source, int seed) {
        Snippets.Parsed parsed;
        try {
            parsed = Snippets.parse("fuzz", source);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + ":\n" + source, e);
        }
        if (AstPrinter.print(parsed.unit()).contains("<invalid>")) {
            assertTrue(parsed.sink().hasErrors(), "damage without a report, seed " + seed + ":\n" + source);
        }
        for (Diagnostic report : parsed.sink().sorted()) {
            assertFalse(new TextRenderer(true).render(report).isEmpty());
            assertFalse(JsonRenderer.render(report).isEmpty());
        }
    }

    private static String mutate(String source, Random random) {
        if (source.isEmpty()) {
            return PIECES[random.nextInt(PIECES.length)];
        }
        int at = random.nextInt(source.length());
        int length = Math.min(1 + random.nextInt(12), source.length() - at);
        return switch (random.nextInt(4)) {
            case 0 -> source.substring(0, at) + source.substring(at + length);
            case 1 -> source.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + source.substring(at);
            case 2 -> {
                int to = random.nextInt(source.length());
                yield source.substring(0, to) + source.substring(at, at + length) + source.substring(to);
            }
            default -> source.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + source.substring(at + length);
        };
    }
}
