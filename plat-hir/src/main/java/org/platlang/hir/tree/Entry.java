package org.platlang.hir.tree;

/** Where a program begins. */
public enum Entry {
    /** Nowhere: the text is only checked, and may be a library's. */
    NONE,
    /** At {@code main}. */
    MAIN,
    /** At one of the functions {@code test_*} of its {@code test} blocks, chosen by the first argument. */
    TESTS,
    /** At one of the functions {@code bench_*} of its {@code bench} blocks; see {@link TestCase#SAMPLE_MARK}. */
    BENCHES
}
