package org.platlang.regalloc;

import java.util.Arrays;
import java.util.List;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;

/**
 * Liveness and live ranges of all virtual registers of a function, and what is known of the registers they would like.
 *
 * <p>Algorithm: backward data flow over bit sets for liveness at block boundaries, then one backward walk over each
 * block (Wimmer and Franz 2010, figure 4, without its restriction to contiguous loops because cold blocks are laid out
 * at the end). The walk also exchanges operands of commutative tied instructions, since it is the place where it is
 * known which operand dies.
 *
 * <p>Ensures: order numbers set in blocks and instructions; a virtual register that is never live has an empty interval.
 */
final class LiveRanges {
    final Interval[] intervals;
    /** Per block number: registers live at its beginning, parameters excluded. */
    final long[][] liveIn;
    /** Positions of instructions that overwrite physical registers, ascending, and the registers. */
    int[] clobberPositions = new int[16];

    long[] clobberMasks = new long[16];
    int clobberCount;
    /** Another virtual register whose place would save a move, or -1: by block argument, by tied operand. */
    final int[] blockHint;

    private final float[] hintFrequency;

    final int[] tiedHint;
    /** A physical register that would save a move, or -1: where it is made, where it is wanted. */
    final int[] defHint;

    final int[] useHint;
    /** Where the register is written: order number of block or instruction. */
    final int[] defPosition;

    private final MachFunction f;
    private final long[][] liveOut;
    private final int words;

    private LiveRanges(MachFunction f) {
        this.f = f;
        int n = f.vregCount();
        this.words = (n + 63) >> 6;
        this.intervals = new Interval[n];
        for (int v = 0; v < n; v++) {
            intervals[v] = new Interval(v, f.classOf(v));
        }
        this.liveIn = new long[f.blocks.size()][words];
        this.liveOut = new long[f.blocks.size()][words];
        this.blockHint = filled(n);
        this.hintFrequency = new float[n];
        this.tiedHint = filled(n);
        this.defHint = filled(n);
        this.useHint = filled(n);
        this.defPosition = filled(n);
    }

    private static int[] filled(int n) {
        int[] a = new int[n];
        Arrays.fill(a, -1);
        return a;
    }

    static LiveRanges of(MachFunction f) {
        LiveRanges r = new LiveRanges(f);
        r.number();
        r.liveness();
        r.build();
        return r;
    }

    private void number() {
        int n = 0;
        List<MachBlock> blocks = f.blocks;
        for (int b = 0; b < blocks.size(); b++) {
            MachBlock block = blocks.get(b);
            block.number = b;
            block.from = n;
            n += 2;
            for (int i = 0; i < block.insts.size(); i++) {
                block.insts.get(i).order = n;
                n += 2;
            }
            block.to = n;
        }
    }

    private void liveness() {
        int count = f.blocks.size();
        long[][] gen = new long[count][words];
        long[][] kill = new long[count][words];
        for (int b = 0; b < count; b++) {
            MachBlock block = f.blocks.get(b);
            long[] g = gen[b];
            long[] k = kill[b];
            for (int p : block.params) {
                set(k, p);
            }
            for (MachInst inst : block.insts) {
                for (int u : inst.uses) {
                    int v = Operand.vreg(u);
                    if (!has(k, v)) {
                        set(g, v);
                    }
                }
                for (int d : inst.defs) {
                    set(k, Operand.vreg(d));
                }
            }
            for (int[] args : block.succArgs) {
                for (int v : args) {
                    if (!has(k, v)) {
                        set(g, v);
                    }
                }
            }
            System.arraycopy(g, 0, liveIn[b], 0, words);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int b = count - 1; b >= 0; b--) {
                long[] out = liveOut[b];
                for (MachBlock s : f.blocks.get(b).succs) {
                    long[] in = liveIn[s.number];
                    for (int w = 0; w < words; w++) {
                        out[w] |= in[w];
                    }
                }
                long[] in = liveIn[b];
                for (int w = 0; w < words; w++) {
                    long now = in[w] | out[w] & ~kill[b][w];
                    if (now != in[w]) {
                        in[w] = now;
                        changed = true;
                    }
                }
            }
        }
    }

    private void build() {
        for (int b = f.blocks.size() - 1; b >= 0; b--) {
            MachBlock block = f.blocks.get(b);
            long[] live = liveOut[b].clone();
            for (int s = 0; s < block.succArgs.size(); s++) {
                int[] args = block.succArgs.get(s);
                int[] params = block.succs.get(s).params;
                float frequency = block.frequency();
                for (int i = 0; i < args.length; i++) {
                    set(live, args[i]);
                    if (args[i] != params[i]) {
                        hint(args[i], params[i], frequency);
                        hint(params[i], args[i], frequency);
                    }
                }
            }
            for (int w = 0; w < words; w++) {
                for (long bits = live[w]; bits != 0; bits &= bits - 1) {
                    intervals[(w << 6) + Long.numberOfTrailingZeros(bits)].addRange(block.from, block.to);
                }
            }
            for (int i = block.insts.size() - 1; i >= 0; i--) {
                instruction(block, block.insts.get(i), live);
            }
            for (int p : block.params) {
                if (!has(live, p)) {
                    intervals[p].addRange(block.from, block.from + 1);
                }
                clear(live, p);
                defPosition[p] = block.from;
                intervals[p].addUse(block.from, Interval.ANYWHERE);
            }
        }
        for (Interval it : intervals) {
            it.finish();
        }
        for (int i = 0, j = clobberCount - 1; i < j; i++, j--) {
            int position = clobberPositions[i];
            long mask = clobberMasks[i];
            clobberPositions[i] = clobberPositions[j];
            clobberMasks[i] = clobberMasks[j];
            clobberPositions[j] = position;
            clobberMasks[j] = mask;
        }
    }

    /** The most frequent edge has its way. */
    private void hint(int vreg, int other, float frequency) {
        if (frequency > hintFrequency[vreg]) {
            hintFrequency[vreg] = frequency;
            blockHint[vreg] = other;
        }
    }

    private void instruction(MachBlock block, MachInst inst, long[] live) {
        int p = inst.order;
        boolean tied = inst.op.isTied();
        if (tied) {
            chooseTied(inst, live);
        }
        long clobbers = inst.clobbers;
        for (int u : inst.uses) {
            if (Operand.isFixed(u)) {
                clobbers |= 1L << Operand.fixedReg(u);
            }
        }
        for (int d : inst.defs) {
            int v = Operand.vreg(d);
            Interval it = intervals[v];
            boolean fixed = Operand.isFixed(d);
            int at = p;
            if (fixed) {
                clobbers |= 1L << Operand.fixedReg(d);
                at = p + 1;
                defHint[v] = Operand.fixedReg(d);
            }
            if (has(live, v)) {
                it.setFrom(at);
                clear(live, v);
            } else {
                it.addRange(at, at + 1);
            }
            defPosition[v] = at;
            it.addUse(at, fixed || f.rematOf(v) != null ? Interval.ANYWHERE : Interval.REGISTER);
        }
        if (clobbers != 0) {
            addClobber(p, clobbers);
        }
        int tiedVreg = tied ? Operand.vreg(inst.uses[0]) : -1;
        for (int n = 0; n < inst.uses.length; n++) {
            int u = inst.uses[n];
            int v = Operand.vreg(u);
            Interval it = intervals[v];
            boolean fixed = Operand.isFixed(u);
            boolean isTied = tied && (n == 0 || v == tiedVreg && !isAddress(inst, n) && clobbers == 0);
            boolean late = !fixed && !isTied && (tied || clobbers != 0 || Operand.isLate(u));
            byte kind = Interval.REGISTER;
            if (fixed || isTied) {
                kind = Interval.ANYWHERE;
            } else if (Operand.isAny(u)) {
                kind = f.rematOf(v) != null ? Interval.REGISTER : Interval.SOFT;
            }
            it.addRange(block.from, late ? p + 1 : p);
            it.addUse(p, kind);
            set(live, v);
            if (fixed) {
                useHint[v] = Operand.fixedReg(u);
            }
        }
        if (inst.op.isMove()) {
            int to = Operand.vreg(inst.defs[0]);
            int from = Operand.vreg(inst.uses[0]);
            tiedHint[to] = from;
            if (tiedHint[from] < 0) {
                tiedHint[from] = to;
            }
        }
    }

    private static boolean isAddress(MachInst inst, int use) {
        return inst.hasMemory && (use == inst.base || use == inst.index);
    }

    /** Puts the operand first that dies here, or else the one whose register the result is to end in. */
    private void chooseTied(MachInst inst, long[] live) {
        int result = Operand.vreg(inst.defs[0]);
        int first = Operand.vreg(inst.uses[0]);
        if (inst.op.isCommutative() && inst.uses.length >= 2 && !inst.hasMemory) {
            int second = Operand.vreg(inst.uses[1]);
            if (!has(live, second) && (has(live, first) || blockHint[result] == second) && blockHint[result] != first) {
                inst.commute();
                first = second;
            }
        }
        tiedHint[result] = first;
        if (blockHint[first] < 0 && blockHint[result] >= 0 && blockHint[result] != first) {
            blockHint[first] = blockHint[result];
        }
        if (useHint[first] < 0) {
            useHint[first] = useHint[result];
        }
    }

    private void addClobber(int position, long mask) {
        if (clobberCount == clobberPositions.length) {
            clobberPositions = Arrays.copyOf(clobberPositions, clobberCount * 2);
            clobberMasks = Arrays.copyOf(clobberMasks, clobberCount * 2);
        }
        clobberPositions[clobberCount] = position;
        clobberMasks[clobberCount++] = mask;
    }

    static boolean has(long[] set, int v) {
        return (set[v >> 6] >>> (v & 63) & 1) != 0;
    }

    static void set(long[] set, int v) {
        set[v >> 6] |= 1L << (v & 63);
    }

    static void clear(long[] set, int v) {
        set[v >> 6] &= ~(1L << (v & 63));
    }
}
