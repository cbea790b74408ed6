package org.platlang.regalloc;

import java.util.Arrays;
import org.platlang.mach.MachFunction;
import org.platlang.mach.RegClass;

/**
 * Slots of the frame for registers that are spilled: one for each virtual register, taken at the first spill and shared by
 * those whose whole lives are apart (first fit by the end of the last life).
 */
final class SpillSlots {
    private static final int VECTOR = RegClass.VECTOR.ordinal();

    private final MachFunction f;
    private final LiveRanges live;
    private final int[] slotOf;
    /** End of the life of what is in each slot. */
    private int[] ends = new int[8];

    private int count;

    SpillSlots(MachFunction f, LiveRanges live) {
        this.f = f;
        this.live = live;
        this.slotOf = new int[f.vregCount()];
        Arrays.fill(slotOf, -1);
    }

    /** Number of slots taken. */
    int count() {
        return count;
    }

    /** The slot of a virtual register, taken on first demand. */
    int of(int vreg) {
        if (slotOf[vreg] < 0 && f.classOf(vreg) == VECTOR) {
            // Two slots of its own: sharing them with scalars would need moves of overlapping places.
            slotOf[vreg] = count;
            reserve(2);
        }
        if (slotOf[vreg] < 0) {
            Interval first = live.intervals[vreg];
            int from = first.from();
            Interval last = first;
            for (Interval n = first.next; n != null; n = n.next) {
                last = n;
            }
            int slot = 0;
            while (slot < count && ends[slot] > from) {
                slot++;
            }
            if (slot == count) {
                count++;
                if (count > ends.length) {
                    ends = Arrays.copyOf(ends, count * 2);
                }
            }
            ends[slot] = last.to();
            slotOf[vreg] = slot;
        }
        return slotOf[vreg];
    }

    private void reserve(int slots) {
        count += slots;
        if (count > ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        for (int i = count - slots; i < count; i++) {
            ends[i] = Integer.MAX_VALUE;
        }
    }

    /** A slot for breaking cycles of moves, wide enough for any class, used by nothing else. */
    int extra() {
        int slot = count;
        reserve(2);
        return slot;
    }
}
