package org.platlang.opt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.platlang.ir.Function;
import org.platlang.ir.IrPrinter;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.Module;

/** The order of the passes, as tables, and their execution. */
public final class Pipeline {
    private Pipeline() {}

    /**
     * How to run.
     *
     * @param level 0 for what is required only, else everything
     * @param disabled names of passes to leave out; required passes run all the same
     * @param verify check the invariants after every pass
     * @param dump receives the SSA text after the passes named in {@code dumped}
     * @param dumped names of passes, or "all"
     */
    public record Options(int level, Set<String> disabled, boolean verify, Dump dump, Set<String> dumped) {
        public static Options level(int level) {
            return new Options(level, Set.of(), false, (pass, f, text) -> {}, Set.of());
        }

        public Options verifying() {
            return new Options(level, disabled, true, dump, dumped);
        }
    }

    /** Receives the text of a function after a pass. */
    public interface Dump {
        void dump(String pass, Function function, String text);
    }

    /** The work on a function before its callers look at it, bottom-up over the call graph. */
    private static final List<Pass> EARLY = List.of(
            new Pass("simplify", Simplify::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("dce", Dce::run, false),
            new Pass("inline", Inline::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("dce", Dce::run, false),
            new Pass("scalar_replacement", ScalarReplacement::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("dce", Dce::run, false));

    /** The work on the functions that are left. */
    private static final List<Pass> LATE = List.of(
            new Pass("loop_rotate", LoopRotate::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("licm", Licm::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("bounds_check_elim", BoundsCheckElim::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("chunk_loops", ChunkLoops::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("dce", Dce::run, false),
            new Pass("unroll_loops", UnrollLoops::run, false),
            new Pass("divide_by_constant", DivideByConstant::run, false),
            new Pass("simplify", Simplify::run, false),
            new Pass("licm", Licm::run, false),
            new Pass("gvn", Gvn::run, false),
            new Pass("zero_stores", ZeroStores::run, false),
            new Pass("dce", Dce::run, false));

    /** What selection relies on; these end both levels. */
    private static final List<Pass> REQUIRED = List.of(
            new Pass("insert_polls", InsertPolls::run, true),
            new Pass("split_critical_edges", SplitCriticalEdges::run, true),
            new Pass("layout_blocks", LayoutBlocks::run, true));

    /** The passes of a level, in order. */
    public static List<Pass> passes(int level) {
        ArrayList<Pass> passes = new ArrayList<>();
        if (level > 0) {
            passes.addAll(EARLY);
            passes.addAll(LATE);
        }
        passes.addAll(REQUIRED);
        return passes;
    }

    /** A pass by its name. */
    public static Optional<Pass> pass(String name) {
        for (Pass p : passes(2)) {
            if (p.name().equals(name)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }

    /**
     * Runs the passes of the level over every function.
     *
     * @throws IllegalStateException if a pass fails or breaks an invariant, naming pass and function
     */
    public static void run(Module m, Options options) {
        PassContext context = new PassContext(m);
        if (options.level() > 0) {
            for (Function f : context.calls().bottomUp()) {
                run(EARLY, f, context, options);
                context.setProcessed(f);
            }
            CallGraph.removeUnused(m);
            for (Function f : m.functions()) {
                run(LATE, f, context, options);
            }
        }
        for (Function f : m.functions()) {
            run(REQUIRED, f, context, options);
        }
    }

    private static void run(List<Pass> passes, Function f, PassContext context, Options options) {
        for (Pass p : passes) {
            if (p.required() || !options.disabled().contains(p.name())) {
                run(p, f, context, options);
            }
        }
    }

    static void run(Pass p, Function f, PassContext context, Options options) {
        try {
            p.what().run(f, context);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "pass " + p.name() + " failed on " + f.symbol() + " (leave it out by disabling " + p.name() + "): "
                            + e,
                    e);
        }
        if (options.verify()) {
            IrVerifier.check(f, "after pass " + p.name());
        }
        if (options.dumped().contains(p.name()) || options.dumped().contains("all")) {
            options.dump().dump(p.name(), f, IrPrinter.print(f));
        }
    }
}
