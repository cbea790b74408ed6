package org.platlang.regalloc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.mach.Loc;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.Target;

/**
 * Rewrites a function from virtual registers to the places that {@link LinearScan} chose: fills in the locations,
 * inserts moves where a register's place changes, on edges (data flow and block arguments at once), and around
 * instructions with fixed or tied operands.
 *
 * <p>An unwind edge leaves its block at the call that raises: what is live there has its place as of the call, which is
 * no register that the call overwrites.
 *
 * <p>A value with a slot is stored either once where it is made, or wherever its register is given up, whichever is
 * executed less often by the estimate. Moves of an edge go to the end of its predecessor or the beginning of its
 * successor; selection has left no critical edge.
 */
final class Resolution implements ParallelMove.SlotSource {
    private static final int NO_INTERVAL = -1;

    private final MachFunction f;
    private final Target target;
    private final LiveRanges live;
    private final LinearScan scan;
    private final ParallelMove moves;
    private final boolean[] storeAtDef;
    /** Per gap (order of the following instruction / 2): intervals that begin there as a continuation. */
    private final @Nullable ArrayList<Interval>[] gaps;

    private int aside = Loc.NONE;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Resolution(MachFunction f, Target target, LiveRanges live, LinearScan scan) {
        this.f = f;
        this.target = target;
        this.live = live;
        this.scan = scan;
        this.moves = new ParallelMove(target);
        this.storeAtDef = new boolean[f.vregCount()];
        int end = f.blocks.get(f.blocks.size() - 1).to;
        this.gaps = new ArrayList[end / 2 + 1];
    }

    @Override
    public int slot() {
        if (aside == Loc.NONE) {
            aside = Loc.slot(scan.slots().extra());
        }
        return aside;
    }

    void run() {
        chooseStores();
        for (MachBlock block : f.blocks) {
            rewrite(block);
        }
    }

    // Where spilled values are stored.

    private void chooseStores() {
        float[] cost = new float[f.vregCount()];
        boolean[] split = new boolean[f.vregCount()];
        boolean any = false;
        for (Interval first : live.intervals) {
            if (first.next == null) {
                continue;
            }
            Interval a = first;
            for (Interval b = a.next; b != null; a = b, b = b.next) {
                if (a.to() == b.from() && (b.from() & 1) == 1) {
                    int gap = (b.from() + 1) / 2;
                    ArrayList<Interval> list = gaps[gap];
                    if (list == null) {
                        list = new ArrayList<>(2);
                        gaps[gap] = list;
                    }
                    list.add(b);
                    if (Loc.isReg(a.loc) && Loc.isSlot(b.loc)) {
                        cost[first.vreg] += frequencyAt(b.from());
                    }
                }
                if (Loc.isSlot(b.loc)) {
                    split[first.vreg] = true;
                    any = true;
                }
            }
        }
        if (!any) {
            return;
        }
        for (MachBlock pred : f.blocks) {
            for (MachBlock succ : pred.succs) {
                long[] in = live.liveIn[succ.number];
                for (int w = 0; w < in.length; w++) {
                    for (long bits = in[w]; bits != 0; bits &= bits - 1) {
                        int v = (w << 6) + Long.numberOfTrailingZeros(bits);
                        if (split[v] && Loc.isReg(locAt(v, pred.to - 1)) && Loc.isSlot(locAt(v, succ.from))) {
                            cost[v] += edgeBlock(pred, succ).frequency();
                        }
                    }
                }
            }
        }
        for (Interval first : live.intervals) {
            int v = first.vreg;
            if (split[v] && Loc.isReg(first.loc)) {
                storeAtDef[v] = !isBeforeFrame(live.defPosition[v]) && frequencyAt(live.defPosition[v]) <= cost[v];
            }
        }
    }

    /** True where there are no slots yet. */
    private boolean isBeforeFrame(int position) {
        return f.frameBlock != null && position < f.frameBlock.from;
    }

    private float frequencyAt(int position) {
        return f.blocks.get(blockIndex(position)).frequency();
    }

    private int blockIndex(int position) {
        int lo = 0;
        int hi = f.blocks.size() - 1;
        while (lo < hi) {
            int mid = (lo + hi + 1) >>> 1;
            if (f.blocks.get(mid).from <= position) {
                lo = mid;
            } else {
                hi = mid - 1;
            }
        }
        return lo;
    }

    private static MachBlock edgeBlock(MachBlock pred, MachBlock succ) {
        return pred.succs.size() == 1 ? pred : succ;
    }

    private int locAt(int v, int position) {
        Interval first = live.intervals[v];
        if (first.next == null) {
            return first.loc;
        }
        Interval part = LinearScan.partAt(first, position);
        if (part == null) {
            throw new IllegalStateException("v" + v + " has no place at " + position + " in " + f.name);
        }
        return part.loc;
    }

    /** A move of one value between two of its places; a store that was already made is left out. */
    private void moveWithin(int v, int to, int from) {
        if (from == to || storeAtDef[v] && Loc.isSlot(to)) {
            return;
        }
        moves.add(to, from, f.classOf(v), f.rematOf(v));
    }

    // Rewriting.

    private void rewrite(MachBlock block) {
        ArrayList<MachInst> old = block.insts;
        ArrayList<MachInst> out = new ArrayList<>(old.size() + 8);
        if (block.preds.size() == 1 && block.preds.get(0).succs.size() > 1) {
            edge(block.preds.get(0), block);
            flush(out);
        }
        for (int p : block.params) {
            store(p, locAt(p, block.from));
        }
        flush(out);
        for (int i = 0; i < old.size(); i++) {
            MachInst inst = old.get(i);
            ArrayList<Interval> gap = gaps[inst.order / 2];
            if (gap != null) {
                for (Interval b : gap) {
                    moveWithin(b.vreg, b.loc, locAt(b.vreg, b.from() - 1));
                }
            }
            // At once with the moves out of fixed results of the instruction before: both happen at this gap.
            flush(out);
            if (i == old.size() - 1 && block.succs.size() == 1) {
                edge(block, block.succs.get(0));
                flush(out);
            }
            instruction(inst, out);
        }
        block.insts = out;
    }

    private void edge(MachBlock pred, MachBlock succ) {
        MachInst raiser = pred.raiser;
        int end = raiser != null && pred.isUnwind(succ) ? raiser.order : pred.to - 1;
        long[] in = live.liveIn[succ.number];
        for (int w = 0; w < in.length; w++) {
            for (long bits = in[w]; bits != 0; bits &= bits - 1) {
                int v = (w << 6) + Long.numberOfTrailingZeros(bits);
                if (live.intervals[v].next != null) {
                    moveWithin(v, locAt(v, succ.from), locAt(v, end));
                }
            }
        }
        int k = 0;
        while (pred.succs.get(k) != succ) {
            k++;
        }
        int[] args = pred.succArgs.get(k);
        for (int i = 0; i < args.length; i++) {
            int p = succ.params[i];
            moves.add(locAt(p, succ.from), locAt(args[i], end), f.classOf(p), f.rematOf(args[i]));
        }
    }

    private void flush(List<MachInst> out) {
        if (!moves.isEmpty()) {
            moves.emit(out, this);
        }
    }

    private void store(int v, int loc) {
        if (storeAtDef[v] && Loc.isReg(loc)) {
            moves.add(Loc.slot(scan.slots().of(v)), loc, f.classOf(v), null);
        }
    }

    private void instruction(MachInst inst, ArrayList<MachInst> out) {
        int p = inst.order;
        int[] uses = inst.uses;
        int[] defs = inst.defs;
        int[] useLocs = uses.length == 0 ? uses : new int[uses.length];
        int[] defLocs = defs.length == 0 ? defs : new int[defs.length];
        boolean dead = defs.length > 0;
        for (int i = 0; i < defs.length; i++) {
            int d = defs[i];
            if (Operand.isFixed(d)) {
                defLocs[i] = Operand.fixedReg(d);
                dead = false;
            } else {
                defLocs[i] = locAt(Operand.vreg(d), p);
                dead &= defLocs[i] == Loc.NONE;
            }
        }
        if (dead) {
            return; // a constant that is recomputed at each use
        }
        boolean tied = inst.op.isTied();
        int tiedVreg = NO_INTERVAL;
        MachInst replacement = null;
        for (int i = 0; i < uses.length; i++) {
            int u = uses[i];
            int v = Operand.vreg(u);
            if (Operand.isFixed(u)) {
                useLocs[i] = Operand.fixedReg(u);
                moves.add(useLocs[i], useLoc(v, p), f.classOf(v), f.rematOf(v));
            } else if (tied && i == 0) {
                useLocs[i] = defLocs[0];
                tiedVreg = v;
            } else if (v == tiedVreg
                    && inst.clobbers == 0
                    && !(inst.hasMemory && (i == inst.base || i == inst.index))) {
                useLocs[i] = defLocs[0];
            } else {
                useLocs[i] = useLoc(v, p);
            }
        }
        inst.useLocs = useLocs;
        inst.defLocs = defLocs;
        if (tied) {
            int from = useLoc(tiedVreg, p);
            if (from != defLocs[0]) {
                if (Loc.isReg(from)) {
                    replacement = target.untied(inst, defLocs[0], from);
                }
                if (replacement == null) {
                    moves.add(defLocs[0], from, f.classOf(tiedVreg), f.rematOf(tiedVreg));
                }
            }
        }
        flush(out);
        if (inst.op.isMove() && defLocs[0] == useLocs[0]) {
            // coalesced
        } else {
            out.add(replacement != null ? replacement : inst);
        }
        for (int i = 0; i < defs.length; i++) {
            int d = defs[i];
            int v = Operand.vreg(d);
            if (Operand.isFixed(d)) {
                int at = locAt(v, p + 1);
                Interval made = live.intervals[v];
                if (made.useCount > 1 || made.to() > p + 2 || made.next != null) {
                    moves.add(at, defLocs[i], f.classOf(v), null);
                }
                if (Loc.isReg(at) && storeAtDef[v]) {
                    moves.add(Loc.slot(scan.slots().of(v)), defLocs[i], f.classOf(v), null);
                }
            } else {
                store(v, defLocs[i]);
            }
        }
    }

    /** Where an early or late use at {@code p} finds its value: the part that reaches up to the instruction. */
    private int useLoc(int v, int p) {
        return locAt(v, p - 1);
    }
}
