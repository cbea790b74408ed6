package org.platlang.regalloc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.platlang.mach.Loc;

/**
 * The live ranges of a virtual register, or after splitting of a part of its life, with the place it is given.
 *
 * <p>Positions: an instruction has an even order number {@code p}; the gap before it is {@code p - 1}, where moves can
 * be put; an early use ends at {@code p}, a late one at {@code p + 1}; a block begins at an even number of its own.
 * Ranges are half open and ascending; adjacent ones are merged.
 */
final class Interval {
    /** Use kinds: the use reads any location; it is a register-or-memory operand; it needs a register. */
    static final byte ANYWHERE = 0;

    static final byte SOFT = 1;
    static final byte REGISTER = 2;

    private static final int[] EMPTY = {};
    private static final byte[] NO_KINDS = {};

    final int vreg;
    final int regClass;

    /** Pairs from, to. */
    int[] ranges = EMPTY;

    int rangeInts;
    int[] usePositions = EMPTY;
    byte[] useKinds = NO_KINDS;
    int useCount;

    /** A register, a slot, or {@link Loc#NONE} for a constant that is recomputed at its uses. */
    int loc = Loc.NONE;

    /** True when {@link #loc} has been decided. */
    boolean placed;

    /** The next part of this virtual register's life. */
    @Nullable
    Interval next;

    /** Range index that the scan has reached. */
    int cursor;

    Interval(int vreg, int regClass) {
        this.vreg = vreg;
        this.regClass = regClass;
    }

    int from() {
        return ranges[0];
    }

    int to() {
        return ranges[rangeInts - 1];
    }

    boolean isEmpty() {
        return rangeInts == 0;
    }

    // Building: ranges and uses come in descending order and are turned round by finish().

    /** Adds [from, to) before everything added so far, or merges it. */
    void addRange(int from, int to) {
        if (rangeInts > 0) {
            int lastFrom = ranges[rangeInts - 2];
            if (to >= lastFrom) {
                ranges[rangeInts - 2] = Math.min(from, lastFrom);
                ranges[rangeInts - 1] = Math.max(to, ranges[rangeInts - 1]);
                return;
            }
        }
        if (rangeInts == ranges.length) {
            ranges = Arrays.copyOf(ranges, rangeInts == 0 ? 4 : rangeInts * 2);
        }
        ranges[rangeInts++] = from;
        ranges[rangeInts++] = to;
    }

    /** The value is made at {@code from}: cuts the range that was assumed to begin with the block. */
    void setFrom(int from) {
        ranges[rangeInts - 2] = from;
    }

    void addUse(int position, byte kind) {
        if (useCount > 0 && usePositions[useCount - 1] == position) {
            useKinds[useCount - 1] = (byte) Math.max(useKinds[useCount - 1], kind);
            return;
        }
        if (useCount == usePositions.length) {
            int n = useCount == 0 ? 4 : useCount * 2;
            usePositions = Arrays.copyOf(usePositions, n);
            useKinds = Arrays.copyOf(useKinds, n);
        }
        usePositions[useCount] = position;
        useKinds[useCount++] = kind;
    }

    void finish() {
        for (int i = 0, j = rangeInts - 2; i < j; i += 2, j -= 2) {
            int from = ranges[i];
            int to = ranges[i + 1];
            ranges[i] = ranges[j];
            ranges[i + 1] = ranges[j + 1];
            ranges[j] = from;
            ranges[j + 1] = to;
        }
        for (int i = 0, j = useCount - 1; i < j; i++, j--) {
            int position = usePositions[i];
            byte kind = useKinds[i];
            usePositions[i] = usePositions[j];
            useKinds[i] = useKinds[j];
            usePositions[j] = position;
            useKinds[j] = kind;
        }
    }

    // Queries.

    boolean covers(int position) {
        for (int i = 0; i < rangeInts; i += 2) {
            if (position < ranges[i]) {
                return false;
            }
            if (position < ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #covers}, for positions that never decrease between calls. */
    boolean coversAdvancing(int position) {
        while (cursor < rangeInts && ranges[cursor + 1] <= position) {
            cursor += 2;
        }
        return cursor < rangeInts && ranges[cursor] <= position;
    }

    /** First position that both intervals cover, or {@link Integer#MAX_VALUE}. */
    int firstIntersection(Interval other) {
        int i = cursor;
        int j = 0;
        while (i < rangeInts && j < other.rangeInts) {
            if (ranges[i + 1] <= other.ranges[j]) {
                i += 2;
            } else if (other.ranges[j + 1] <= ranges[i]) {
                j += 2;
            } else {
                return Math.max(ranges[i], other.ranges[j]);
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Last use before {@code position}, or -1. */
    int lastUseBefore(int position) {
        int last = -1;
        for (int i = 0; i < useCount && usePositions[i] < position; i++) {
            last = usePositions[i];
        }
        return last;
    }

    /**
     * Cuts the interval: this keeps what is before {@code position}, the result has the rest and follows it in the
     * chain. Requires from < position < to. Uses at {@code position} belong to the rest.
     */
    Interval splitAt(int position) {
        Interval rest = new Interval(vreg, regClass);
        int i = 0;
        while (ranges[i + 1] <= position) {
            i += 2;
        }
        boolean inside = ranges[i] < position;
        rest.ranges = Arrays.copyOfRange(ranges, i, rangeInts);
        rest.rangeInts = rangeInts - i;
        if (inside) {
            rest.ranges[0] = position;
            ranges[i + 1] = position;
            rangeInts = i + 2;
        } else {
            rangeInts = i;
        }
        int u = 0;
        while (u < useCount && usePositions[u] < position) {
            u++;
        }
        rest.useCount = useCount - u;
        rest.usePositions = Arrays.copyOfRange(usePositions, u, useCount);
        rest.useKinds = Arrays.copyOfRange(useKinds, u, useCount);
        useCount = u;
        rest.next = next;
        next = rest;
        cursor = Math.min(cursor, rangeInts);
        return rest;
    }
}
