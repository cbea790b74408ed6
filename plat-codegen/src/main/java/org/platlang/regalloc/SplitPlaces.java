package org.platlang.regalloc;

import java.util.Arrays;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;

/** Where an interval is best split: moves are to be executed seldom. Requires numbered blocks, cold ones last. */
final class SplitPlaces {
    /** Beginning of the cold blocks at the function's end, MAX_VALUE where there are none. */
    final int coldFrom;

    private final MachFunction f;
    private final int[] blockFroms;
    private final float[] frequency;

    SplitPlaces(MachFunction f) {
        this.f = f;
        this.blockFroms = new int[f.blocks.size()];
        this.frequency = new float[f.blocks.size()];
        int cold = Integer.MAX_VALUE;
        for (int b = f.blocks.size() - 1; b >= 0; b--) {
            MachBlock block = f.blocks.get(b);
            blockFroms[b] = block.from;
            frequency[b] = block.frequency();
            if (block.cold && cold == (b + 1 < f.blocks.size() ? f.blocks.get(b + 1).from : Integer.MAX_VALUE)) {
                cold = block.from;
            }
        }
        this.coldFrom = cold;
    }

    /**
     * The best place to split in [min, max]: the boundary of the least frequent block, or the gap before {@code max}
     * where no boundary is better.
     */
    int bestSplit(int min, int max) {
        int last = blockIndex(max);
        int at = max;
        if ((max & 1) == 0 && blockFroms[last] != max) {
            at = max - 1;
        }
        int first = blockIndex(min);
        float best = blockFroms[last] == at ? boundaryFrequency(last) : frequency[last];
        for (int b = last; b > first; b--) {
            float freq = boundaryFrequency(b);
            if (freq < best) {
                best = freq;
                at = blockFroms[b];
            }
        }
        return at;
    }

    /** How often a move at the beginning of a block is executed: for a loop's header, on entry to the loop. */
    private float boundaryFrequency(int b) {
        return f.blocks.get(b).loopHeader ? Math.min(frequency[b], frequency[b - 1]) : frequency[b];
    }

    private int blockIndex(int position) {
        int i = Arrays.binarySearch(blockFroms, position);
        return i >= 0 ? i : -i - 2;
    }

    /** Estimated executions of the instruction at {@code position} for each of the function. */
    float frequencyAt(int position) {
        return frequency[blockIndex(position)];
    }
}
