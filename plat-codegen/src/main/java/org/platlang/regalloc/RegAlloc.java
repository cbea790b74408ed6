package org.platlang.regalloc;

import org.platlang.mach.MachFunction;
import org.platlang.mach.Target;

/** Register allocation, the list of its steps. */
public final class RegAlloc {
    private RegAlloc() {}

    /**
     * Gives every virtual register of {@code f} a place and rewrites the function. Requires SSA form, no critical
     * edges, cold blocks last. Ensures locations in every instruction, and the
     * frame in {@code f}: slots, saved registers, the block at which it is made; and what the collector may leave alone in
     * it.
     */
    public static void run(MachFunction f, Target target) {
        ShrinkWrap.choose(f);
        LiveRanges live = LiveRanges.of(f);
        LinearScan scan = new LinearScan(f, target, live);
        scan.run();
        new Resolution(f, target, live, scan).run();
        f.slotCount = scan.slots().count();
        f.savedRegs = scan.savedRegs();
        LivePlaces.run(f, target, scan.savedReferences());
        ShrinkWrap.verify(f, target);
    }
}
