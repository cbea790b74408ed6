package org.platlang.regalloc;

import org.platlang.mach.MachFunction;
import org.platlang.mach.Target;

/** Register allocation, the list of its steps. */
public final class RegAlloc {
    private RegAlloc() {}

    /**
     * Gives every virtual register of {@code f} a place and rewrites the function. Requires SSA form, no critical
     * edges, cold blocks last. Ensures locations in every instruction, slot count and saved registers in {@code f}.
     */
    public static void run(MachFunction f, Target target) {
        LiveRanges live = LiveRanges.of(f);
        LinearScan scan = new LinearScan(f, target, live);
        scan.run();
        new Resolution(f, target, live, scan).run();
        f.slotCount = scan.slots().count();
        f.savedRegs = scan.savedRegs();
    }
}
