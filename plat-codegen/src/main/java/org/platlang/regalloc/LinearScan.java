package org.platlang.regalloc;

import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.platlang.mach.Loc;
import org.platlang.mach.MachFunction;
import org.platlang.mach.RegClass;
import org.platlang.mach.Target;

/**
 * Gives every interval a place, splitting where no register is free for all of it.
 *
 * <p>Algorithm: Wimmer and Franz 2010. Intervals are taken in order of their beginning; a register that is free all
 * the way is preferred (hinted first, caller-saved before callee-saved), else the one free longest with a split before
 * it is taken, else the cheapest interval by weighted uses over length is spilled. Splits move to the least frequent
 * block boundary between the last use and the next. Ours: conflicts inside cold blocks do not count when a register is
 * chosen (the interval is split around the cold block instead); constants are recomputed and never stored.
 *
 * <p>Requires {@link LiveRanges}. Ensures that every interval of every chain is placed.
 */
final class LinearScan {
    private static final int MAX = Integer.MAX_VALUE;
    private static final int GENERAL = RegClass.GENERAL.ordinal();

    private final MachFunction f;
    private final Target target;
    private final LiveRanges live;
    /** Descending by beginning: the next one is at the end. */
    private Interval[] unhandled = new Interval[64];

    private int unhandledCount;
    private final ArrayList<Interval> active = new ArrayList<>();
    private final ArrayList<Interval> inactive = new ArrayList<>();
    private final int[] freeUntil = new int[64];
    private final int[] hotFreeUntil = new int[64];
    private final float[] cost = new float[64];
    private final long callee;
    private long usedCallee;
    private long usedForReferences;
    private final SpillSlots slots;
    private final SplitPlaces places;
    private int clobberCursor;
    /** The beginning of the interval being placed: nothing may be queued before it. */
    private int position;

    LinearScan(MachFunction f, Target target, LiveRanges live) {
        this.f = f;
        this.target = target;
        this.live = live;
        this.callee = target.calleeSaved();
        this.slots = new SpillSlots(f, live);
        this.places = new SplitPlaces(f);
    }

    /** Where spilled registers are. */
    SpillSlots slots() {
        return slots;
    }

    /** Callee-saved registers given out. */
    long savedRegs() {
        return usedCallee;
    }

    /** Those that hold something at some time that may be a reference. */
    long savedReferences() {
        return usedForReferences;
    }

    void run() {
        // Sorted by beginning as numbers: a comparator would be a lambda, which costs start-up time.
        long[] order = new long[live.intervals.length];
        int n = 0;
        for (Interval it : live.intervals) {
            if (!it.isEmpty()) {
                order[n++] = (long) it.from() << 32 | it.vreg;
            }
        }
        Arrays.sort(order, 0, n);
        unhandled = new Interval[Math.max(n * 2, 16)];
        for (int i = 0; i < n; i++) {
            unhandled[i] = live.intervals[(int) order[n - 1 - i]];
        }
        unhandledCount = n;
        splitAtFrame();
        while (unhandledCount > 0) {
            Interval it = unhandled[--unhandledCount];
            position = it.from();
            advance();
            if (f.rematOf(it.vreg) != null && firstRegisterUse(it, it.from()) == MAX) {
                it.placed = true; // made wherever it is wanted, and never before
            } else if (!tryFree(it)) {
                spillCheapest(it);
            }
        }
    }

    /** What lives on into the block that makes the frame may change its place there, from a register that is not saved. */
    private void splitAtFrame() {
        if (f.frameBlock == null) {
            return;
        }
        int at = f.frameBlock.from;
        for (Interval it : live.intervals) {
            if (it.regClass == GENERAL && !it.isEmpty() && it.from() < at && at < it.to()) {
                enqueue(it.splitAt(at));
            }
        }
    }

    private void enqueue(Interval it) {
        if (unhandledCount == unhandled.length) {
            unhandled = Arrays.copyOf(unhandled, unhandledCount * 2);
        }
        int from = it.from();
        int i = unhandledCount++;
        while (i > 0 && unhandled[i - 1].from() < from) {
            unhandled[i] = unhandled[i - 1];
            i--;
        }
        unhandled[i] = it;
    }

    private void advance() {
        for (int i = active.size() - 1; i >= 0; i--) {
            Interval it = active.get(i);
            if (!it.coversAdvancing(position)) {
                removeFast(active, i);
                if (it.to() > position) {
                    inactive.add(it);
                }
            }
        }
        for (int i = inactive.size() - 1; i >= 0; i--) {
            Interval it = inactive.get(i);
            if (it.to() <= position) {
                removeFast(inactive, i);
            } else if (it.coversAdvancing(position)) {
                removeFast(inactive, i);
                active.add(it);
            }
        }
        while (clobberCursor < live.clobberCount && live.clobberPositions[clobberCursor] < position) {
            clobberCursor++;
        }
    }

    private static void removeFast(ArrayList<Interval> list, int i) {
        Interval last = list.remove(list.size() - 1);
        if (i < list.size()) {
            list.set(i, last);
        }
    }

    // Allocation of a free register.

    private void clobbersInto(Interval it, int[] until, int[] hotUntil) {
        int to = it.to();
        int range = 0;
        for (int c = clobberCursor; c < live.clobberCount; c++) {
            int p = live.clobberPositions[c];
            if (p >= to) {
                break;
            }
            while (it.ranges[range + 1] <= p) {
                range += 2;
            }
            if (it.ranges[range] > p) {
                continue;
            }
            boolean hot = p < places.coldFrom || it.from() >= places.coldFrom;
            for (long bits = live.clobberMasks[c]; bits != 0; bits &= bits - 1) {
                int r = Long.numberOfTrailingZeros(bits);
                until[r] = Math.min(until[r], p);
                if (hot) {
                    hotUntil[r] = Math.min(hotUntil[r], p);
                }
            }
        }
    }

    private boolean tryFree(Interval it) {
        int[] regs = target.allocatable(it.regClass);
        Arrays.fill(freeUntil, MAX);
        Arrays.fill(hotFreeUntil, MAX);
        for (int i = 0; i < active.size(); i++) {
            int r = active.get(i).loc;
            freeUntil[r] = 0;
            hotFreeUntil[r] = 0;
        }
        for (int i = 0; i < inactive.size(); i++) {
            Interval other = inactive.get(i);
            if (sameFile(other, it)) {
                int at = other.firstIntersection(it);
                int r = other.loc;
                freeUntil[r] = Math.min(freeUntil[r], at);
                hotFreeUntil[r] = Math.min(hotFreeUntil[r], at);
            }
        }
        clobbersInto(it, freeUntil, hotFreeUntil);
        int from = it.from();
        int to = it.to();
        boolean inCold = from >= places.coldFrom;
        int chosen = -1;
        // A hinted register, if it is free all the way, save in cold code.
        int h0 = hintOf(it, 0);
        int h1 = hintOf(it, 1);
        int h2 = hintOf(it, 3);
        int h3 = hintOf(it, 2);
        if (isFree(h0, to)) {
            chosen = h0;
        } else if (isFree(h1, to)) {
            chosen = h1;
        } else if (isFree(h2, to)) {
            chosen = h2;
        } else if (isFree(h3, to)) {
            chosen = h3;
        }
        if (chosen < 0) {
            for (int r : regs) {
                if (hotFreeUntil[r] >= to && !(inCold && isFreshCallee(r))) {
                    chosen = r;
                    break;
                }
            }
        }
        if (chosen < 0) {
            // The one that is free longest; a hinted one among equals.
            for (int r : regs) {
                if (inCold && isFreshCallee(r)) {
                    continue;
                }
                if (chosen < 0
                        || hotFreeUntil[r] > hotFreeUntil[chosen]
                        || hotFreeUntil[r] == hotFreeUntil[chosen] && (r == h0 || r == h1)) {
                    chosen = r;
                }
            }
            if (hotFreeUntil[chosen] <= from + 1 || !worthwhile(it, hotFreeUntil[chosen])) {
                return false;
            }
        }
        int until = freeUntil[chosen];
        if (until <= from + 1 && until < to) {
            return false;
        }
        if (until < to) {
            splitBefore(it, until);
            if (it.to() > until) {
                return false;
            }
        }
        place(it, chosen);
        return true;
    }

    private boolean isFreshCallee(int r) {
        return (callee >>> r & 1) != 0 && (usedCallee >>> r & 1) == 0;
    }

    private boolean isFree(int r, int to) {
        return r >= 0 && hotFreeUntil[r] >= to;
    }

    /** A register until {@code until} only is of use if a use falls in that part. */
    private boolean worthwhile(Interval it, int until) {
        for (int i = 0; i < it.useCount && it.usePositions[i] < until; i++) {
            if (it.useKinds[i] != Interval.ANYWHERE || it.usePositions[i] > it.from()) {
                return true;
            }
        }
        return false;
    }

    private int hintOf(Interval it, int which) {
        int v = it.vreg;
        boolean first = live.intervals[v] == it;
        int hinted = -1;
        switch (which) {
            case 0 -> {
                if (!first) {
                    return locBefore(v, it.from());
                }
                return live.defHint[v];
            }
            case 1 -> hinted = live.blockHint[v];
            case 2 -> hinted = live.tiedHint[v];
            default -> {
                return live.useHint[v];
            }
        }
        if (hinted < 0) {
            return -1;
        }
        if (which == 2) {
            int at = locBefore(hinted, it.from() + 1);
            if (at >= 0) {
                return at;
            }
        }
        Interval other = live.intervals[hinted];
        return other.placed && other.loc >= 0 ? other.loc : -1;
    }

    /** Register of the last placed part of {@code v} that begins before {@code position}, else -1. */
    private int locBefore(int v, int position) {
        int loc = -1;
        for (Interval n = live.intervals[v]; n != null && !n.isEmpty() && n.from() < position; n = n.next) {
            if (n.placed) {
                loc = n.loc;
            }
        }
        return loc >= 0 ? loc : -1;
    }

    private void place(Interval it, int reg) {
        it.loc = reg;
        it.placed = true;
        usedCallee |= callee & 1L << reg;
        if (!f.isNumber(it.vreg)) {
            usedForReferences |= callee & 1L << reg;
        }
        active.add(it);
        it.cursor = 0;
    }

    // Spilling.

    private float weightFrom(Interval it, int position) {
        float sum = 0;
        for (int i = it.useCount - 1; i >= 0 && it.usePositions[i] >= position; i--) {
            float freq = places.frequencyAt(it.usePositions[i]);
            sum += it.useKinds[i] == Interval.ANYWHERE ? 0.6f * freq : freq;
        }
        if (f.rematOf(it.vreg) != null) {
            sum *= 0.5f;
        }
        return sum / (it.to() - position + 8);
    }

    private int firstRegisterUse(Interval it, int position) {
        float here = places.frequencyAt(Math.max(position, it.from()));
        for (int i = 0; i < it.useCount; i++) {
            if (it.usePositions[i] >= position) {
                if (it.useKinds[i] == Interval.REGISTER
                        || it.useKinds[i] == Interval.SOFT && places.frequencyAt(it.usePositions[i]) > 1.5f * here) {
                    return it.usePositions[i];
                }
            }
        }
        return MAX;
    }

    private static int firstMustUse(Interval it, int position) {
        for (int i = 0; i < it.useCount; i++) {
            if (it.usePositions[i] >= position && it.useKinds[i] == Interval.REGISTER) {
                return it.usePositions[i];
            }
        }
        return MAX;
    }

    private void spillCheapest(Interval it) {
        int from = it.from();
        int[] regs = target.allocatable(it.regClass);
        Arrays.fill(freeUntil, MAX);
        Arrays.fill(hotFreeUntil, MAX);
        Arrays.fill(cost, 0);
        clobbersInto(it, freeUntil, hotFreeUntil);
        for (int i = 0; i < active.size(); i++) {
            Interval other = active.get(i);
            if (sameFile(other, it)) {
                cost[other.loc] += canLeave(other, from) ? weightFrom(other, from) : Float.POSITIVE_INFINITY;
            }
        }
        for (int i = 0; i < inactive.size(); i++) {
            Interval other = inactive.get(i);
            if (sameFile(other, it) && other.firstIntersection(it) != MAX) {
                cost[other.loc] += weightFrom(other, from);
            }
        }
        int best = -1;
        int must = firstMustUse(it, from);
        boolean mayWait = must > from + 1;
        boolean inCold = from >= places.coldFrom;
        for (int r : regs) {
            if (freeUntil[r] <= from + 1 && freeUntil[r] < it.to()) {
                continue;
            }
            if (inCold && mayWait && isFreshCallee(r)) {
                continue; // the hot code would save it
            }
            if (best < 0 || cost[r] < cost[best] || cost[r] == cost[best] && freeUntil[r] > freeUntil[best]) {
                best = r;
            }
        }
        if (best < 0
                || mayWait
                        && (weightFrom(it, from) <= cost[best]
                                || cost[best] == 0 && !worthwhile(it, freeUntil[best]))) {
            if (!mayWait) {
                throw new IllegalStateException("no register for v" + it.vreg + " at " + from + " in " + f.name);
            }
            toMemory(it);
            return;
        }
        if (cost[best] == Float.POSITIVE_INFINITY) {
            throw new IllegalStateException("no register for v" + it.vreg + " at " + from + " in " + f.name);
        }
        // Evict whoever has it.
        for (int i = active.size() - 1; i >= 0; i--) {
            Interval other = active.get(i);
            if (other.loc == best && sameFile(other, it)) {
                removeFast(active, i);
                evict(other, from);
            }
        }
        for (int i = inactive.size() - 1; i >= 0; i--) {
            Interval other = inactive.get(i);
            if (other.loc == best && sameFile(other, it) && other.firstIntersection(it) != MAX) {
                removeFast(inactive, i);
                evictInactive(other, from);
            }
        }
        if (freeUntil[best] < it.to()) {
            splitBefore(it, freeUntil[best]);
        }
        place(it, best);
    }

    /** Scalars and vectors share registers. */
    private static boolean sameFile(Interval a, Interval b) {
        return a.regClass == b.regClass || a.regClass != GENERAL && b.regClass != GENERAL;
    }

    private boolean canLeave(Interval other, int from) {
        return firstMustUse(other, other.from() == from ? from : from - 1) > from + 1;
    }

    private void evict(Interval other, int position) {
        int min = Math.max(other.from() + 1, other.lastUseBefore(position) + 1);
        int at = other.from() >= position ? other.from() : places.bestSplit(min, position);
        if (at <= other.from()) {
            other.placed = false;
            other.loc = Loc.NONE;
            toMemory(other);
        } else if (at < other.to()) {
            toMemory(other.splitAt(at));
        }
    }

    /** The other is in a hole: what follows the hole finds a place of its own. */
    private void evictInactive(Interval other, int position) {
        if (other.from() >= position) {
            throw new IllegalStateException("inactive before its beginning");
        }
        enqueue(other.splitAt(position));
    }

    /** Gives the interval a slot (a constant: no place) up to its next use that needs a register. */
    private void toMemory(Interval it) {
        int use = firstRegisterUse(it, it.from());
        if (use != MAX) {
            int at = places.bestSplit(Math.max(it.from(), position) + 1, use - 1);
            if (at <= Math.max(it.from(), position)) {
                // Nothing before the use; only a soft use can bring us here.
                use = firstMustUse(it, it.from());
                at = use == MAX ? MAX : places.bestSplit(Math.max(it.from(), position) + 1, use - 1);
            }
            if (at != MAX) {
                if (at <= it.from() || at >= it.to()) {
                    throw new IllegalStateException("no split for v" + it.vreg + " before " + use + " in " + f.name);
                }
                enqueue(it.splitAt(at));
            }
        }
        it.placed = true;
        it.loc = f.rematOf(it.vreg) != null ? Loc.NONE : Loc.slot(slots.of(it.vreg));
    }

    /** Splits {@code it}, which has its register until {@code until}, and queues the rest. */
    private void splitBefore(Interval it, int until) {
        int min = Math.max(it.from() + 1, it.lastUseBefore(until) + 1);
        int at = places.bestSplit(min, until);
        if (at > it.from() && at < it.to()) {
            enqueue(it.splitAt(at));
        }
    }

    /** The part of {@code v} that covers {@code position}. */
    static @Nullable Interval partAt(Interval first, int position) {
        for (Interval n = first; n != null; n = n.next) {
            if (n.rangeInts > 0 && n.from() <= position && position < n.to() && n.covers(position)) {
                return n;
            }
        }
        return null;
    }
}
