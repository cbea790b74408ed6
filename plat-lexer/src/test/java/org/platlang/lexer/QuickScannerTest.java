package org.platlang.lexer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.CommonToken;
import org.junit.jupiter.api.Test;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;

/** The quick scanner makes the tokens the grammar makes, or gives up. */
final class QuickScannerTest {
    private static final String[] PIECES = {
        "fn",
        "let",
        " ",
        "\n",
        "x",
        "_",
        "_X",
        "List",
        "race {",
        "r",
        "r\"a\"",
        "r#\"",
        "task_local",
        "value",
        "'a",
        "'a:",
        "'",
        "1",
        "1.5",
        "0x1F",
        "1_000",
        "5ms",
        "1.5s",
        "2f64",
        "3i8",
        "1.5i8",
        "5m",
        "1e5",
        ".",
        "..",
        "..=",
        "0..1",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "\"text\"",
        "\"${",
        "\"${x}\"",
        "\"${x:>5}\"",
        ":>5}\"",
        "\\n",
        "\\u{41}",
        "\\q",
        "$",
        "${",
        ":",
        "::",
        "+",
        "+=",
        "-",
        "->",
        "-=",
        "*",
        "/",
        "/=",
        "//c\n",
        "///d\n",
        "//!e\n",
        "////f\n",
        "/*g*/",
        "/*/**/*/",
        "/*",
        "<",
        "<<",
        "<<=",
        "<=",
        ">",
        ">>",
        ">=",
        ">>=",
        "=",
        "==",
        "!",
        "!=",
        "?",
        "~",
        "&",
        "&=",
        "|",
        "^",
        "%",
        ",",
        ";",
        "é",
        "\uFEFF",
        "#!",
        "#",
        "@",
        "\t",
        "\r\n",
        "\f",
        "😀",
        "\0",
        "and",
        "1.s",
        "1.5.5",
        "5ms.5"
    };

    @Test
    void bothWaysGiveTheSameTokens() {
        int quick = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int i = 0; i < length; i++) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            quick += check(text.toString()) ? 1 : 0;
        }
        assertTrue(quick > 2_000, quick + " texts took the quick way");
    }

    @Test
    void ordinaryProgramsTakeTheQuickWay() {
        assertTrue(check("""
                #!/usr/bin/env platc
                //! A program.
                fn main() -> Int32 {
                    /* nested /* comment */ */
                    let xs: List[Int32] = [1, 2_000, -3i64];
                    for (i in 0..=10) { print(value = "i = ${i:>5}, ${d["k"]! + f(x = {1: 2})} \\n $5"); }
                    let t = with_timeout(duration = 1.5s, body = { 2.5f32 });
                    return 1 >> 2;
                }
                """));
    }

    /** Whether the quick way was taken; then it must agree with the grammar, which reports nothing. */
    private static boolean check(String text) {
        SourceFile file = SourceFile.of("t", text);
        List<CommonToken> tokens = new ArrayList<>();
        List<Tokenizer.DocComment> documentation = new ArrayList<>();
        if (!new QuickScanner(file, tokens, documentation).scan()) {
            return false;
        }
        ContextualWords.retag(tokens);
        DiagnosticSink sink = new DiagnosticSink();
        Tokenizer.Result expected = Tokenizer.tokenizeByGrammar(file, sink);
        assertTrue(sink.isEmpty(), text);
        assertEquals(shown(expected.tokens().tokens()), shown(tokens), text);
        assertEquals(expected.documentation(), documentation, text);
        return true;
    }

    private static String shown(List<CommonToken> tokens) {
        StringBuilder out = new StringBuilder();
        for (CommonToken token : tokens) {
            out.append(token.getType())
                    .append('@')
                    .append(token.getStartIndex())
                    .append('-')
                    .append(token.getStopIndex())
                    .append(token.getText())
                    .append(' ');
        }
        return out.toString();
    }
}
