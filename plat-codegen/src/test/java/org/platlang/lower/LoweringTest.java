package org.platlang.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.platlang.ir.Interpreter;
import org.platlang.ir.IrPrinter;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.Module;
import org.platlang.opt.Pipeline;

/** Lowered samples satisfy the verifier at every level and compute what they should. */
final class LoweringTest {
    private static Module module() {
        return Lowering.lower(HirSamples.program(), new LoweringOptions(false, false));
    }

    @Test
    void everything_lowered_satisfies_the_verifier() {
        Module m = module();
        if (Boolean.getBoolean("show")) {
            System.out.println(IrPrinter.print(m));
        }
        m.functions().forEach(f -> assertEquals(List.of(), IrVerifier.errors(f, Optional.of(m)), f.symbol()));
    }

    @Test
    void everything_optimised_satisfies_the_verifier() {
        Module m = module();
        Pipeline.run(m, Pipeline.Options.level(2).verifying());
        if (Boolean.getBoolean("show")) {
            System.out.println(IrPrinter.print(m));
        }
    }

    @Test
    void fib_computes_fibonacci_numbers() {
        assertArrayEquals(new long[] {55}, new Interpreter(module(), 1_000_000).call("main::fib", 10));
    }
}
