package org.platlang.regalloc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.mach.Loc;
import org.platlang.mach.MachInst;
import org.platlang.mach.Target;

/**
 * A set of moves that happen at once, made into a sequence.
 *
 * <p>Algorithm: a move is emitted when nobody still reads its destination; when only cycles are left, two registers
 * are exchanged, or a value is set aside in a slot. Moves from {@link Loc#NONE} recompute a constant and come last,
 * since they read nothing. Requires: each destination occurs once.
 */
final class ParallelMove {
    private final Target target;
    private int[] to = new int[16];
    private int[] from = new int[16];
    private int[] cls = new int[16];
    private @Nullable MachInst[] remat = new MachInst[16];
    private int count;

    /** Where a slot for breaking a cycle comes from. */
    interface SlotSource {
        /** The location of a slot that holds nothing. */
        int slot();
    }

    ParallelMove(Target target) {
        this.target = target;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds a move; one from a location to itself is dropped. */
    void add(int toLoc, int fromLoc, int regClass, @Nullable MachInst constant) {
        if (toLoc == fromLoc || toLoc == Loc.NONE) {
            return;
        }
        if (fromLoc == Loc.NONE && constant == null) {
            throw new IllegalStateException("move from nowhere");
        }
        if (count == to.length) {
            int n = count * 2;
            to = java.util.Arrays.copyOf(to, n);
            from = java.util.Arrays.copyOf(from, n);
            cls = java.util.Arrays.copyOf(cls, n);
            remat = java.util.Arrays.copyOf(remat, n);
        }
        to[count] = toLoc;
        from[count] = fromLoc;
        cls[count] = regClass;
        remat[count++] = constant;
    }

    /** Appends the sequence to {@code out} and empties the set. */
    void emit(List<MachInst> out, SlotSource slots) {
        while (count > 0) {
            boolean progress = false;
            for (int i = 0; i < count; i++) {
                if (from[i] != Loc.NONE && !isRead(to[i], i)) {
                    move(to[i], from[i], cls[i], out);
                    remove(i--);
                    progress = true;
                }
            }
            if (!progress && !breakCycle(out, slots)) {
                // Only constants are left, and nobody reads what they overwrite.
                for (int i = 0; i < count; i++) {
                    MachInst constant = remat[i];
                    if (constant == null) {
                        throw new IllegalStateException("parallel move without progress");
                    }
                    target.rematerialize(constant, to[i], out);
                }
                count = 0;
            }
        }
    }

    private boolean isRead(int loc, int except) {
        for (int j = 0; j < count; j++) {
            if (j != except && from[j] == loc) {
                return true;
            }
        }
        return false;
    }

    private boolean breakCycle(List<MachInst> out, SlotSource slots) {
        int cyclic = -1;
        for (int i = 0; i < count; i++) {
            if (from[i] == Loc.NONE) {
                continue;
            }
            cyclic = i;
            if (Loc.isReg(to[i]) && Loc.isReg(from[i])) {
                // After the exchange to[i] has its value, and what was in it is in from[i].
                int a = to[i];
                int b = from[i];
                target.swap(a, b, cls[i], out);
                remove(i);
                for (int j = 0; j < count; j++) {
                    if (from[j] == a) {
                        from[j] = b;
                    } else if (from[j] == b) {
                        from[j] = a;
                    }
                }
                dropIdentities();
                return true;
            }
        }
        if (cyclic < 0) {
            return false;
        }
        // A cycle through slots: set the value aside that the move overwrites.
        int aside = slots.slot();
        int overwritten = to[cyclic];
        move(aside, overwritten, cls[cyclic], out);
        for (int j = 0; j < count; j++) {
            if (from[j] == overwritten) {
                from[j] = aside;
            }
        }
        return true;
    }

    private void dropIdentities() {
        for (int i = count - 1; i >= 0; i--) {
            if (from[i] == to[i]) {
                remove(i);
            }
        }
    }

    private void move(int toLoc, int fromLoc, int regClass, List<MachInst> out) {
        if (Loc.isSlot(toLoc) && Loc.isSlot(fromLoc)) {
            target.moveSlots(toLoc, fromLoc, regClass, out);
        } else {
            target.moveInto(toLoc, fromLoc, regClass, out);
        }
    }

    private void remove(int i) {
        count--;
        for (int j = i; j < count; j++) {
            to[j] = to[j + 1];
            from[j] = from[j + 1];
            cls[j] = cls[j + 1];
            remat[j] = remat[j + 1];
        }
        remat[count] = null;
    }
}
