package org.platlang.hir.tree;

import org.platlang.lexer.source.Span;

/**
 * A function that {@code platc test} or {@code platc bench} runs. In a program whose entry is
 * {@link Entry#TESTS} or {@link Entry#BENCHES}, the executable runs the case whose index in
 * {@link GenericProgram#cases} is its first argument.
 *
 * @param block name of the {@code test} or {@code bench} block
 * @param name of the function, {@code test_…} or {@code bench_…}
 * @param span of the function's name
 */
public record TestCase(String block, String name, Span span) {
    /** The status of an executable whose case came to its end; what a test does by itself hardly gives it. */
    public static final int PASSED = 86;

    /** Begins the line on standard error in which a benchmark tells one sample: calls, their nanoseconds, their allocations. */
    public static final String SAMPLE_MARK = "\u001eplat-bench ";

    /** {@code block::name}. */
    public String display() {
        return block + "::" + name;
    }
}
