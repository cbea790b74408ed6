package org.platlang.opt;

import org.platlang.ir.Function;

/**
 * A row of the pipeline.
 *
 * @param name for dumps, timings and disabling; unique
 * @param what the work on one function
 * @param required runs at -O0 too and cannot be disabled
 */
public record Pass(String name, Work what, boolean required) {
    /** A pass over one function; it keeps no state between functions. Returns whether it changed anything. */
    public interface Work {
        boolean run(Function f, PassContext context);
    }
}
