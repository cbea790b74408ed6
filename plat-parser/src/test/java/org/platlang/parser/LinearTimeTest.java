package org.platlang.parser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platlang.lexer.TokenArray;
import org.platlang.lexer.Tokenizer;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.grammar.PlatParser;

/**
 * Deeply nested programs take time linear in their length, by SLL prediction alone. What is counted is how often the
 * parser looks at a token, at one depth and at twice that: no clock is read.
 */
final class LinearTimeTest {
    private static final int DEPTH = 300;

    /** Nested forms: before, inside out repeated, innermost, after. */
    private static final String[][] SHAPES = {
        {"parentheses", "let x = ", "(", "1", ")", ";"},
        {"lists", "let x = ", "[", "1", "]", ";"},
        {"calls", "let x = ", "f(x = ", "1", ")", ";"},
        {"generic calls", "let x = ", "f<A>(x = ", "1", ")", ";"},
        {"comparisons as arguments", "let x = ", "f(a < b, ", "1", ")", ";"},
        {"constants compared as arguments", "let x = ", "f(a < B, ", "1", ")", ";"},
        {"blocks", "", "{ ", "1", " }", ""},
        {"blocks as values", "let x = ", "{ ", "1", " }", ";"},
        {"dicts", "let x = ", "{1: ", "1", "}", ";"},
        {"dicts in keys", "let x = ", "{", "1", ": 1}", ";"},
        {"if", "", "if (a) { ", "1;", " }", ""},
        {"if else", "", "if (a) { } else { ", "1;", " }", ""},
        {"if as a value", "let x = ", "if (a) { 1 } else { ", "1", " }", ";"},
        {"if in a condition", "let x = ", "if (", "a", ") { 1 } else { 2 }", ";"},
        {"while", "", "while (a) { ", "1;", " }", ""},
        {"match", "", "match x { A -> ", "1", " }", ""},
        {"match without commas", "", "match x { A -> { } B -> ", "{ }", " C -> { } }", ""},
        {"match in a guard", "", "match x { A if ", "b", " -> 1 }", ""},
        {"select", "", "select { x = c.recv() -> ", "{ }", " default -> 2 }", ""},
        {"race", "let x = ", "race { spawn { ", "1", " } }", ";"},
        {"concurrent spawn", "", "concurrent { let t = spawn { ", "1", " }; }", ""},
        {"lambdas", "let x = ", "fn(y) { ", "1", " }", ";"},
        {"types", "let x: ", "List[", "Int32", "]", " = 1;"},
        {"types in angles", "let x: ", "A<", "B", ">", " = 1;"},
        {"patterns", "let ", "A(", "b", ")", " = c else { return; };"},
        {"interpolations", "let x = ", "\"${", "1", "}\"", ";"},
    };

    @TestFactory
    List<DynamicTest> lookedAtTokensGrowLinearly() {
        return java.util.Arrays.stream(SHAPES)
                .map(shape -> DynamicTest.dynamicTest(shape[0], () -> {
                    looks(source(shape, DEPTH)); // fills the prediction cache
                    looks(source(shape, 2 * DEPTH));
                    long once = looks(source(shape, DEPTH));
                    long twice = looks(source(shape, 2 * DEPTH));
                    assertTrue(twice < 2.5 * once + 1000, once + " looks at depth n, " + twice + " at 2n");
                    long perLevel = (twice - once) / DEPTH;
                    assertTrue(perLevel < 600, perLevel + " looks a level");
                }))
                .toList();
    }

    private static String source(String[] shape, int depth) {
        return "fn f() { " + shape[1] + shape[2].repeat(depth) + shape[3] + shape[4].repeat(depth) + shape[5] + " }";
    }

    private static long looks(String source) {
        DiagnosticSink sink = new DiagnosticSink();
        TokenArray tokens = Tokenizer.tokenize(SourceFile.of("s", source), sink).tokens();
        CountingStream counting = new CountingStream(tokens);
        PlatParser parser = new PlatParser(counting);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.compilationUnit();
        assertTrue(sink.isEmpty());
        return counting.looks;
    }

    /** Counts how often a token is looked at. */
    private static final class CountingStream implements TokenStream {
        private final TokenArray tokens;
        private long looks;

        CountingStream(TokenArray tokens) {
            this.tokens = tokens;
        }

        @Override
        public @Nullable Token LT(int k) {
            looks++;
            return tokens.LT(k);
        }

        @Override
        public int LA(int i) {
            looks++;
            return tokens.LA(i);
        }

        @Override
        public Token get(int index) {
            return tokens.get(index);
        }

        @Override
        public TokenSource getTokenSource() {
            return tokens.getTokenSource();
        }

        @Override
        public String getText(Interval interval) {
            return tokens.getText(interval);
        }

        @Override
        public String getText() {
            return tokens.getText();
        }

        @Override
        public String getText(RuleContext context) {
            return tokens.getText(context);
        }

        @Override
        public String getText(Token start, Token stop) {
            return tokens.getText(start, stop);
        }

        @Override
        public void consume() {
            tokens.consume();
        }

        @Override
        public int mark() {
            return tokens.mark();
        }

        @Override
        public void release(int marker) {
            tokens.release(marker);
        }

        @Override
        public int index() {
            return tokens.index();
        }

        @Override
        public void seek(int index) {
            tokens.seek(index);
        }

        @Override
        public int size() {
            return tokens.size();
        }

        @Override
        public String getSourceName() {
            return tokens.getSourceName();
        }
    }
}
