package org.platlang.mach;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A basic block. The last instruction is the terminator; {@link #succs} are its targets in its order, and
 * {@link #succArgs} the virtual registers passed to the parameters of each. Selection leaves no critical edge.
 */
public final class MachBlock {
    private static final int[] NONE = {};

    /** Unique in the function; names the label. */
    public final int id;
    /** Place in the layout. */
    public int number;

    public int[] params = NONE;
    public ArrayList<MachInst> insts = new ArrayList<>();
    public List<MachBlock> succs = List.of();
    public List<int[]> succArgs = List.of();
    public final ArrayList<MachBlock> preds = new ArrayList<>(2);
    /** Loops around this block. */
    public int loopDepth;
    /** Never or hardly ever executed: laid out behind the rest. */
    public boolean cold;
    /**
     * The call in front of the terminator whose raise goes to the last successor, the landing pad, with nothing in registers
     * that a call may overwrite; null where none does.
     */
    public @Nullable MachInst raiser;
    /** First block of a loop in layout order: a candidate for alignment. */
    public boolean loopHeader;
    /** Order number of the block's beginning and of its end. */
    public int from;

    public int to;

    public MachBlock(int id) {
        this.id = id;
    }

    /** Estimated executions for each of the function. */
    public float frequency() {
        float f = 1;
        for (int i = 0; i < loopDepth && i < 8; i++) {
            f *= 8;
        }
        return cold ? f * 0.001f : f;
    }

    /** True of the edge that a raise takes: it leaves the block at the {@link #raiser}, before results are written. */
    public boolean isUnwind(MachBlock successor) {
        return raiser != null && succs.get(succs.size() - 1) == successor;
    }

    public MachInst terminator() {
        return insts.get(insts.size() - 1);
    }
}
