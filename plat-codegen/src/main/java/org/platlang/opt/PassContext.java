package org.platlang.opt;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.Module;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/** What a pass may know besides its function. */
public final class PassContext {
    private final Module module;
    private final CallGraph calls;
    private final Set<Function> processed = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Of the function whose blocks were asked about last. */
    private final IdentityHashMap<Function, LoopForest> loops = new IdentityHashMap<>();

    public PassContext(Module module) {
        this.module = module;
        this.calls = CallGraph.of(module);
    }

    /** For other functions, positions and static data. */
    public Module module() {
        return module;
    }

    /** As it was before any pass. */
    public CallGraph calls() {
        return calls;
    }

    /** Whether the early passes have run on a function. */
    boolean isProcessed(Function f) {
        return processed.contains(f);
    }

    void setProcessed(Function f) {
        processed.add(f);
        loops.clear();
    }

    /** Whether a function has one direct call and no other reference. */
    boolean isOnlyCall(Function f) {
        return calls.isPrivate(f) && calls.callSites(f) == 1;
    }

    /** Whether a block was in a loop when the function was first asked about; blocks made since are not. */
    boolean isInLoop(Block b) {
        Function f = b.function();
        return loops.computeIfAbsent(f, g -> LoopForest.of(g, Dominators.of(g))).innermost(b) != null;
    }
}
