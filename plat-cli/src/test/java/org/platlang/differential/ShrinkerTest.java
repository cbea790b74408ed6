package org.platlang.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.platlang.generator.GeneratedProgram;
import org.platlang.generator.Piece;
import org.platlang.hir.Hir;
import org.platlang.hir.tree.HirProgram;
import org.platlang.interpreter.Interpreter;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.Parser;

/** A disagreement that is there for certain: arithmetic that wraps beside arithmetic that panics. */
class ShrinkerTest {
    private static final long STEPS = 300_000;

    @Test
    void leavesLittleButTheOverflow() {
        long seed = 1;
        while (!overflows(GeneratedProgram.whole(seed))) {
            seed++;
        }
        Piece whole = GeneratedProgram.whole(seed);
        Piece small = new Shrinker(ShrinkerTest::overflows, 2000).shrink(whole);
        assertTrue(overflows(small));
        String text = small.source();
        assertTrue(text.length() * 5 < whole.source().length(), text);
        assertTrue(text.lines().count() <= 12, text);
    }

    @Test
    void aProgramDependsOnItsSeedAlone() {
        for (long seed = 100; seed < 120; seed++) {
            assertEquals(
                    GeneratedProgram.whole(seed).source(),
                    GeneratedProgram.whole(seed).source());
        }
    }

    private static boolean overflows(Piece program) {
        DiagnosticSink sink = new DiagnosticSink();
        Optional<HirProgram> made = Hir.compile(Parser.parse(SourceFile.of("shrunk", program.source()), sink), sink);
        return made.isPresent()
                && run(made.get(), false).panic().isEmpty()
                && run(made.get(), true).panic().orElse("").startsWith("overflow");
    }

    private static Interpreter.Outcome run(HirProgram program, boolean overflowPanics) {
        return Interpreter.run(program, new Interpreter.Settings(List.of("shrunk"), List.of(), overflowPanics, STEPS));
    }
}
