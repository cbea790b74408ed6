package org.platlang.target.x64;

import org.platlang.mach.Loc;
import org.platlang.mach.MachFunction;

/**
 * A frame, from the return address down: saved registers in the order pushed, spill slots, outgoing stack arguments;
 * {@code rsp} stays at the lowest byte from the prologue's end to the epilogue. No alignment beyond 8 bytes: nothing
 * of ours needs more, and C runs on another stack.
 *
 * <pre>
 *   incoming word k    rsp + bytes + 8 + 8k
 *   return address     rsp + bytes
 *   saved registers
 *   slot n             rsp + outgoing + 8n
 *   outgoing word k    rsp + 8k
 * </pre>
 */
final class X64Frame {
    /** Pushed by the prologue, in this order. */
    private static final int[] SAVE_ORDER = {X64Regs.RBX, X64Regs.RBP, X64Regs.R12, X64Regs.R13, X64Regs.R14};

    /** Registers saved, in the order pushed. */
    final int[] saved;
    /** Bytes below the saved registers. */
    final int locals;
    /** Bytes from {@code rsp} to the return address. */
    final int bytes;

    private final int outgoing;

    X64Frame(MachFunction f) {
        int n = 0;
        int[] regs = new int[SAVE_ORDER.length];
        for (int r : SAVE_ORDER) {
            if ((f.savedRegs >>> r & 1) != 0) {
                regs[n++] = r;
            }
        }
        saved = java.util.Arrays.copyOf(regs, n);
        outgoing = f.outgoingBytes;
        locals = outgoing + 8 * f.slotCount;
        bytes = locals + 8 * n;
    }

    /** Which registers are saved: bits as in FUNCTAB.saved_mask. */
    int savedMask() {
        int mask = 0;
        for (int r : saved) {
            for (int i = 0; i < SAVE_ORDER.length; i++) {
                mask |= SAVE_ORDER[i] == r ? 1 << i : 0;
            }
        }
        return mask;
    }

    /**
     * The words of the frame that count while a call is under way: bit k for the word at {@code rsp + 8k}, as
     * CALLSITE.live_words has them. Outgoing arguments do always; of saved registers FUNCTAB.saved_mask tells.
     */
    long liveWords(long liveSlots) {
        int below = outgoing / 8;
        return below >= 64 ? -1L : (1L << below) - 1 | liveSlots << below;
    }

    /** Offset of a slot from {@code rsp}. */
    int slotOffset(int loc) {
        return outgoing + 8 * Loc.slotNumber(loc);
    }

    /** Offset of the area of incoming stack arguments from {@code rsp}. */
    int incomingOffset() {
        return bytes + 8;
    }
}
