package org.platlang.opt;

import java.util.ArrayList;
import java.util.List;

/** What must come before what in the pipeline, and why. A test checks the tables of {@link Pipeline} against this. */
public final class PassOrder {
    private PassOrder() {}

    /** Somewhere before the first {@code later} there is an {@code earlier}. */
    public record Before(String earlier, String later, String because) {}

    static final List<Before> RULES = List.of(
            new Before("simplify", "gvn", "numbering expects constants on the right"),
            new Before("dce", "inline", "the size of a callee is what is left of it"),
            new Before("inline", "scalar_replacement", "an object that is passed to a call is needed"),
            new Before("dce", "scalar_replacement", "a use that nothing needs would count"),
            new Before("inline", "loop_rotate", "a copied body is smaller with its loops as written"),
            new Before("loop_rotate", "licm", "only a loop tested at the bottom is known to run its body"),
            new Before("licm", "bounds_check_elim", "the length must be one value in the loop's test and its check"),
            new Before("bounds_check_elim", "chunk_loops", "a check that is gone needs no test before the chunk"),
            new Before("chunk_loops", "unroll_loops", "only chunks have bodies without exits"),
            new Before("chunk_loops", "insert_polls", "chunks are counted short, the loop around them is not"),
            new Before(
                    "bounds_check_elim", "divide_by_constant", "a division is a fact about ranges, a product is none"),
            new Before("gvn", "zero_stores", "a load of what was stored is that value"),
            new Before("insert_polls", "split_critical_edges", "polls are found by back edges, which splitting moves"),
            new Before("split_critical_edges", "layout_blocks", "the layout has all blocks"));

    /** The rules that an order of passes breaks, in words. A rule about a pass that does not occur holds. */
    public static List<String> broken(List<Pass> passes) {
        ArrayList<String> broken = new ArrayList<>();
        for (Before rule : RULES) {
            int later = indexOf(passes, rule.later);
            int earlier = indexOf(passes, rule.earlier);
            if (later >= 0 && earlier > later) {
                broken.add(rule.earlier + " before " + rule.later + ", because " + rule.because);
            }
        }
        return broken;
    }

    private static int indexOf(List<Pass> passes, String name) {
        for (int i = 0; i < passes.size(); i++) {
            if (passes.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
