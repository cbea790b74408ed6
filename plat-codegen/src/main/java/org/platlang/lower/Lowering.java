package org.platlang.lower;

import org.platlang.hir.tree.HirProgram;
import org.platlang.ir.Module;

/** HIR to SSA. */
public final class Lowering {
    private Lowering() {}

    /**
     * Lowers a whole program: its functions, the functions generated for text and equality of its types, static data,
     * and {@code plat_main} with {@code plat_main_desc}, where the runtime begins.
     *
     * @throws UnsupportedOperationException for a construct that cannot be lowered yet; the message says where it is
     */
    public static Module lower(HirProgram program, LoweringOptions options) {
        return new ModuleLowering(program, options).run();
    }
}
