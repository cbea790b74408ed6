package org.platlang.regalloc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.mach.Loc;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Target;

/**
 * Finds the early ways out of a function, which need no frame, and the one block behind them at which the frame is made
 * (shrink-wrapping, Chow 1988, in a simple form: one place, no frame is given up and made again).
 *
 * <p>From the entry on, a branch is passed when one side of it is a region that only returns, calls nothing and is
 * entered from nowhere else; the frame belongs to the other side as soon as that calls something. The region comes first
 * in the layout, so that the frame's description for debuggers changes once.
 *
 * <p>Before allocation this is a wish: {@link LinearScan} splits every interval at the frame's block, so that what
 * lives on is in a register that needs no saving till then. After allocation {@link #verify} decides.
 */
final class ShrinkWrap {
    private static final int MAX_REGION = 12;

    private ShrinkWrap() {}

    /** Chooses {@code f.frameBlock} and puts the blocks that need no frame first. Requires cold blocks last. */
    static void choose(MachFunction f) {
        if (!f.hasCalls) {
            return;
        }
        Set<MachBlock> early = new HashSet<>();
        MachBlock at = f.blocks.get(0);
        MachBlock chosen = null;
        while (needsNoFrame(at) && at.succs.size() == 2) {
            MachBlock next = pass(early, at, 0);
            if (next == null) {
                next = pass(early, at, 1);
            }
            if (next == null) {
                break;
            }
            chosen = next;
            at = next;
        }
        if (chosen == null) {
            return;
        }
        f.frameBlock = chosen;
        List<MachBlock> order = new ArrayList<>(f.blocks.size());
        for (MachBlock b : f.blocks) {
            if (early.contains(b)) {
                order.add(b);
            }
        }
        for (MachBlock b : f.blocks) {
            if (!early.contains(b)) {
                order.add(b);
            }
        }
        f.blocks = order;
    }

    /** Adds {@code at} and the way out behind its successor {@code out}; the result is the other successor, or null. */
    private static @Nullable MachBlock pass(Set<MachBlock> early, MachBlock at, int out) {
        MachBlock next = at.succs.get(1 - out);
        Set<MachBlock> region = new HashSet<>();
        if (next.cold
                || next.loopHeader
                || next.preds.size() != 1
                || !collect(at.succs.get(out), next, region)
                || region.contains(at)) {
            return null;
        }
        for (MachBlock b : region) {
            for (MachBlock p : b.preds) {
                if (p != at && !region.contains(p)) {
                    return null;
                }
            }
        }
        early.add(at);
        early.addAll(region);
        return next;
    }

    /** Collects what can be reached from {@code b}: false where that needs a frame, is too much or reaches {@code next}. */
    private static boolean collect(MachBlock b, MachBlock next, Set<MachBlock> region) {
        if (!region.add(b)) {
            return true;
        }
        if (b == next || b.cold || region.size() > MAX_REGION || !needsNoFrame(b)) {
            return false;
        }
        for (MachBlock s : b.succs) {
            if (!collect(s, next, region)) {
                return false;
            }
        }
        return true;
    }

    private static boolean needsNoFrame(MachBlock b) {
        for (MachInst inst : b.insts) {
            if (inst.op.needsFrame()) {
                return false;
            }
        }
        return true;
    }

    /** After allocation: takes the choice back where a block before the frame uses a slot or a register to be saved. */
    static void verify(MachFunction f, Target target) {
        if (f.frameBlock == null) {
            return;
        }
        for (MachBlock b : f.blocks) {
            if (b == f.frameBlock) {
                return;
            }
            for (MachInst inst : b.insts) {
                if (!fits(inst.defLocs, target) || !fits(inst.useLocs, target)) {
                    f.frameBlock = null;
                    return;
                }
            }
        }
    }

    private static boolean fits(int[] locs, Target target) {
        for (int loc : locs) {
            if (!Loc.isReg(loc) || (target.calleeSaved() >>> loc & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
