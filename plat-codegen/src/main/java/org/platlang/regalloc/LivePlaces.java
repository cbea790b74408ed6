package org.platlang.regalloc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.platlang.mach.Loc;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.Target;

/**
 * What of a frame is still needed where the collector may look at it. To the collector every word of a stack may be a
 * reference; a variable that will not be read again would keep its object, and all that hangs on it, for as long as the frame
 * stands.
 *
 * <p>Liveness of places (slots, callee-saved registers), by iteration to the fixed point: a place is live where some path
 * reads it before writing it. It is told by the locations in the finished code alone, so whatever allocation did, a place
 * that is called dead is one that nobody reads. Two things are done with it:
 *
 * <ul>
 *   <li>calls and polls learn which slots are live ({@link MachInst#liveSlots}), for the table of call sites;
 *   <li>a callee-saved register with a reference is cleared behind its last use, if a stop may come before it is written
 *       again: callees save it on their stacks, where nobody knows any more whether it is needed. In front of a stop in
 *       cold code, dead ones are cleared there instead, so that the way past it has nothing to do.
 * </ul>
 */
final class LivePlaces {
    private final MachFunction f;
    private final Target target;
    /** Callee-saved registers that hold references at some time. */
    private final long registers;
    /** By block number: live registers, then words of live slots. */
    private final long[][] liveIn;
    /** By block number: registers not written again before a stop in code that is not cold. */
    private final long[] stopAhead;
    /** By block number: registers to clear at its beginning. */
    private final long[] clearAtEntry;

    private LivePlaces(MachFunction f, Target target, long registers) {
        this.f = f;
        this.target = target;
        this.registers = registers;
        int n = f.blocks.size();
        this.liveIn = new long[n][1 + (f.slotCount + 63) / 64];
        this.stopAhead = new long[n];
        this.clearAtEntry = new long[n];
    }

    /**
     * Requires allocated code whose blocks are numbered by their place in the layout.
     *
     * @param registers the callee-saved registers that hold references at some time, as a bit set
     */
    static void run(MachFunction f, Target target, long registers) {
        if (f.hasCalls && (f.slotCount > 0 || registers != 0)) {
            new LivePlaces(f, target, registers).run();
        }
    }

    private void run() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = f.blocks.size() - 1; i >= 0; i--) {
                changed |= flow(f.blocks.get(i));
            }
        }
        for (MachBlock b : f.blocks) {
            finish(b);
        }
        for (MachBlock b : f.blocks) {
            if (clearAtEntry[b.number] != 0) {
                List<MachInst> clears = clears(clearAtEntry[b.number]);
                b.insts.addAll(0, clears);
            }
        }
    }

    /** What is true at one point, walking backwards. */
    private static final class State {
        final long[] live;
        long ahead;

        State(int words) {
            live = new long[words];
        }

        void add(long[] places, long registersAhead) {
            for (int i = 0; i < live.length; i++) {
                live[i] |= places[i];
            }
            ahead |= registersAhead;
        }
    }

    private State end(MachBlock b) {
        State s = new State(1 + (f.slotCount + 63) / 64);
        for (MachBlock succ : b.succs) {
            if (!b.isUnwind(succ)) {
                s.add(liveIn[succ.number], stopAhead[succ.number]);
            }
        }
        return s;
    }

    private boolean flow(MachBlock b) {
        State s = end(b);
        for (int i = b.insts.size() - 1; i >= 0; i--) {
            MachInst inst = b.insts.get(i);
            results(b, inst, s);
            operands(inst, s);
        }
        boolean changed = !Arrays.equals(s.live, liveIn[b.number]) || s.ahead != stopAhead[b.number];
        liveIn[b.number] = s.live;
        stopAhead[b.number] = s.ahead;
        return changed;
    }

    /** From behind an instruction to where it has read its operands: there a call is under way. */
    private void results(MachBlock b, MachInst inst, State s) {
        for (int loc : inst.defLocs) {
            set(s.live, loc, false);
            s.ahead &= ~bit(loc);
        }
        if (inst == b.raiser) {
            MachBlock pad = b.succs.get(b.succs.size() - 1);
            s.add(liveIn[pad.number], stopAhead[pad.number]);
        }
        if (inst.op.mayStop() && !b.cold) {
            s.ahead = registers;
        }
    }

    private void operands(MachInst inst, State s) {
        for (int loc : inst.useLocs) {
            set(s.live, loc, true);
        }
    }

    private long bit(int loc) {
        return Loc.isReg(loc) ? 1L << loc & registers : 0;
    }

    private void set(long[] live, int loc, boolean to) {
        int word = 0;
        long bits = bit(loc);
        if (Loc.isSlot(loc)) {
            int slot = Loc.slotNumber(loc);
            word = 1 + slot / 64;
            bits = 1L << slot % 64;
        }
        live[word] = to ? live[word] | bits : live[word] & ~bits;
    }

    /** The same walk once more, with everything known. */
    private void finish(MachBlock b) {
        State s = end(b);
        ArrayList<MachInst> backwards = new ArrayList<>(b.insts.size() + 4);
        for (int i = b.insts.size() - 1; i >= 0; i--) {
            MachInst inst = b.insts.get(i);
            long liveAfter = s.live[0];
            long aheadAfter = s.ahead;
            results(b, inst, s);
            if (inst.op.mayStop() && s.live.length > 1) {
                inst.liveSlots = s.live[1];
            }
            long liveMeanwhile = s.live[0];
            operands(inst, s);
            if (inst.op.isTerminator()) {
                edges(b, s.live[0] | liveAfter, false);
            } else {
                backwards.addAll(clears(touched(inst) & ~liveAfter & aheadAfter));
            }
            if (inst == b.raiser) {
                edges(b, s.live[0] | liveAfter, true);
            }
            backwards.add(inst);
            if (inst.op.mayStop() && b.cold) {
                backwards.addAll(clears(registers & ~liveMeanwhile & ~s.live[0]));
            }
        }
        ArrayList<MachInst> forwards = new ArrayList<>(backwards.size());
        for (int i = backwards.size() - 1; i >= 0; i--) {
            forwards.add(backwards.get(i));
        }
        b.insts = forwards;
    }

    /** Registers that hold something at the end of the block and are not wanted where it leads. */
    private void edges(MachBlock b, long held, boolean unwind) {
        for (MachBlock succ : b.succs) {
            if (b.isUnwind(succ) == unwind) {
                clearAtEntry[succ.number] |= held & ~liveIn[succ.number][0] & stopAhead[succ.number];
            }
        }
    }

    /** Registers in which the instruction finds or leaves what may be a reference. */
    private long touched(MachInst inst) {
        return touched(inst.uses, inst.useLocs) | touched(inst.defs, inst.defLocs);
    }

    /** Moves made by allocation have locations only. */
    private long touched(int[] operands, int[] locations) {
        long touched = 0;
        for (int i = 0; i < locations.length; i++) {
            if (operands.length != locations.length || !f.isNumber(Operand.vreg(operands[i]))) {
                touched |= bit(locations[i]);
            }
        }
        return touched;
    }

    private List<MachInst> clears(long registersToClear) {
        List<MachInst> clears = new ArrayList<>();
        for (long bits = registersToClear; bits != 0; bits &= bits - 1) {
            target.clear(Long.numberOfTrailingZeros(bits), clears);
        }
        return clears;
    }
}
