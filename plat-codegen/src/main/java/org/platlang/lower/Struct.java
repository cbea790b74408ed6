package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.IrType;

/**
 * Scalars laid out in memory one after the other at their natural alignment.
 *
 * @param scalars the types in order
 * @param offsets of each scalar, from the start of the object or element
 * @param end first byte behind the last scalar
 * @param alignment largest alignment among the scalars, at least 1
 */
record Struct(List<IrType> scalars, List<Integer> offsets, int end, int alignment) {
    Struct {
        scalars = List.copyOf(scalars);
        offsets = List.copyOf(offsets);
    }

    /** The scalars from byte {@code start} on, each at the next multiple of its size. */
    static Struct of(List<IrType> scalars, int start) {
        List<Integer> offsets = new ArrayList<>(scalars.size());
        int at = start;
        int alignment = 1;
        for (IrType t : scalars) {
            int size = t.bytes();
            at = roundUp(at, size);
            offsets.add(at);
            at += size;
            alignment = Math.max(alignment, size);
        }
        return new Struct(scalars, offsets, at, alignment);
    }

    /**
     * The scalars in any order that leaves no gaps: those of whole words from byte 8 on, behind them the smaller ones, the
     * largest first; of these, as many as fit lie in the bytes from {@code spare} to 8.
     */
    static Struct packed(List<IrType> scalars, int spare) {
        Integer[] offsets = new Integer[scalars.size()];
        int inHeader = spare;
        int at = 8;
        for (int size = 8; size >= 1; size /= 2) {
            for (int i = 0; i < offsets.length; i++) {
                if (scalars.get(i).bytes() != size) {
                    continue;
                }
                if (inHeader + size <= 8) {
                    offsets[i] = inHeader;
                    inHeader += size;
                } else {
                    offsets[i] = at;
                    at += size;
                }
            }
        }
        return new Struct(scalars, List.of(offsets), at, 8);
    }

    /** Packed, but for one scalar of a whole word, which lies at the very beginning. */
    static Struct packedWithFirst(List<IrType> scalars, int first) {
        List<IrType> rest = new ArrayList<>(scalars);
        rest.remove(first);
        Struct packed = packed(rest, 8);
        List<Integer> offsets = new ArrayList<>(packed.offsets());
        offsets.add(first, 0);
        return new Struct(scalars, offsets, packed.end(), 8);
    }

    /** Distance of consecutive elements of this layout; 1 for elements without scalars, so that counts stay counts. */
    int stride() {
        return Math.max(1, roundUp(end, alignment));
    }

    /** Size of an object that ends with this layout: whole words. */
    int objectSize() {
        return roundUp(end, 8);
    }

    /** Offsets of the references, which the collector follows. */
    List<Integer> references() {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < scalars.size(); i++) {
            if (scalars.get(i) == IrType.REF) {
                result.add(offsets.get(i));
            }
        }
        return result;
    }

    static int roundUp(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
