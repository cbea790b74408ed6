package org.platlang.codegen;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.platlang.hir.tree.HirProgram;
import org.platlang.ir.Module;
import org.platlang.lower.Lowering;
import org.platlang.lower.LoweringOptions;
import org.platlang.mach.CodegenOptions;
import org.platlang.opt.Pipeline;
import org.platlang.target.x64.X64Target;

/** The back half of the compiler: typed HIR in, assembly text out. */
public final class Codegen {
    private Codegen() {}

    /**
     * What to generate.
     *
     * @param optLevel 0: quick build, every variable kept; 2: the optimising pipeline
     * @param debugInfo line tables
     * @param overflowPanics whether arithmetic of integers that does not fit panics instead of wrapping
     * @param afterLowering called with the SSA as lowered, before any pass
     * @param afterOptimization called with the SSA that goes to instruction selection
     */
    public record Options(
            int optLevel,
            boolean debugInfo,
            boolean overflowPanics,
            Consumer<Module> afterLowering,
            Consumer<Module> afterOptimization) {
        public static Options of(int optLevel, boolean debugInfo) {
            return new Options(optLevel, debugInfo, false, m -> {}, m -> {});
        }

        public Options withOverflowPanics(boolean panics) {
            return new Options(optLevel, debugInfo, panics, afterLowering, afterOptimization);
        }
    }

    /** The SSA form of a program, lowered and optimised. */
    public static Module ssa(HirProgram program, Options options) {
        Module module = Lowering.lower(program, new LoweringOptions(options.debugInfo(), options.overflowPanics()));
        options.afterLowering().accept(module);
        Pipeline.run(module, Pipeline.Options.level(options.optLevel()));
        options.afterOptimization().accept(module);
        return module;
    }

    /**
     * The assembly text of a program in UTF-8: one file for {@code as}, to be linked with the runtime library.
     * Source names are taken relative to the working directory, for debuggers.
     */
    public static byte[] compile(HirProgram program, Options options) {
        String directory = Path.of("").toAbsolutePath().toString();
        Module module = ssa(program, options);
        return X64Target.compile(module, new CodegenOptions(options.debugInfo(), directory, false))
                .toByteArray();
    }
}
