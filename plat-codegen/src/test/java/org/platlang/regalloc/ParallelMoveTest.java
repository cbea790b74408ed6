package org.platlang.regalloc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.platlang.mach.Loc;
import org.platlang.mach.MachInst;
import org.platlang.mach.MachOp;
import org.platlang.mach.Target;

/** Every parallel move over five locations, some of them slots, some sources constants, is sequenced rightly. */
class ParallelMoveTest {
    private static final int CONSTANT = 5;
    private static final int UNTOUCHED = 6;

    /** A target whose instructions are copies between locations. */
    private static final class CopyTarget implements Target {
        record Op(String name) implements MachOp {
            @Override
            public boolean isTied() {
                return false;
            }

            @Override
            public boolean isCommutative() {
                return false;
            }

            @Override
            public boolean isPure() {
                return true;
            }

            @Override
            public boolean isMove() {
                return true;
            }

            @Override
            public boolean needsFrame() {
                return false;
            }

            @Override
            public boolean mayStop() {
                return false;
            }

            @Override
            public boolean isTerminator() {
                return false;
            }
        }

        private static MachInst copy(int[] to, int[] from) {
            MachInst inst = new MachInst(new Op("copy"), 8);
            inst.defLocs = to;
            inst.useLocs = from;
            return inst;
        }

        @Override
        public int[] allocatable(int regClass) {
            return new int[] {0, 1, 2, 3, 4};
        }

        @Override
        public long calleeSaved() {
            return 0;
        }

        @Override
        public String regName(int reg) {
            return "r" + reg;
        }

        @Override
        public void moveInto(int toLoc, int fromLoc, int regClass, List<MachInst> out) {
            assertTrue(Loc.isReg(toLoc) || Loc.isReg(fromLoc), "a move between slots");
            out.add(copy(new int[] {toLoc}, new int[] {fromLoc}));
        }

        @Override
        public void moveSlots(int toSlot, int fromSlot, int regClass, List<MachInst> out) {
            out.add(copy(new int[] {toSlot}, new int[] {fromSlot}));
        }

        @Override
        public void clear(int reg, List<MachInst> out) {
            out.add(copy(new int[] {reg}, new int[0]));
        }

        @Override
        public void swap(int a, int b, int regClass, List<MachInst> out) {
            assertTrue(Loc.isReg(a) && Loc.isReg(b));
            out.add(copy(new int[] {a, b}, new int[] {b, a}));
        }

        @Override
        public void rematerialize(MachInst template, int toLoc, List<MachInst> out) {
            out.add(copy(new int[] {toLoc}, new int[0]));
        }

        @Override
        public @Nullable MachInst untied(MachInst inst, int destReg, int sourceReg) {
            return null;
        }
    }

    @Test
    void allMovesOverFiveRegisters() {
        assertEquals(7 * 7 * 7 * 7 * 7, checkAll(new int[] {0, 1, 2, 3, 4}));
    }

    @Test
    void allMovesOverRegistersAndSlots() {
        assertEquals(7 * 7 * 7 * 7 * 7, checkAll(new int[] {0, 1, Loc.slot(0), Loc.slot(1), Loc.slot(2)}));
        assertEquals(7 * 7 * 7 * 7 * 7, checkAll(new int[] {Loc.slot(0), Loc.slot(1), Loc.slot(2), 0, Loc.slot(3)}));
    }

    /** Each location gets the value of any of the five, or a constant, or is not written. */
    private static int checkAll(int[] locs) {
        int cases = 0;
        int[] source = new int[5];
        while (true) {
            check(locs, source);
            cases++;
            int i = 0;
            while (i < 5 && ++source[i] == 7) {
                source[i++] = 0;
            }
            if (i == 5) {
                return cases;
            }
        }
    }

    private static void check(int[] locs, int[] source) {
        ParallelMove moves = new ParallelMove(new CopyTarget());
        MachInst constant = new MachInst(new CopyTarget.Op("constant"), 8);
        Map<Integer, String> state = new HashMap<>();
        Map<Integer, String> expected = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            state.put(locs[i], "v" + i);
        }
        int copies = 0;
        for (int i = 0; i < 5; i++) {
            switch (source[i]) {
                case UNTOUCHED -> expected.put(locs[i], "v" + i);
                case CONSTANT -> {
                    moves.add(locs[i], Loc.NONE, 0, constant);
                    expected.put(locs[i], "constant");
                    copies++;
                }
                default -> {
                    moves.add(locs[i], locs[source[i]], 0, null);
                    expected.put(locs[i], "v" + source[i]);
                    copies += source[i] == i ? 0 : 1;
                }
            }
        }
        List<MachInst> out = new ArrayList<>();
        int[] aside = {0};
        moves.emit(out, () -> {
            aside[0]++;
            return Loc.slot(9);
        });
        for (MachInst inst : out) {
            List<String> read = new ArrayList<>();
            for (int loc : inst.useLocs) {
                read.add(String.valueOf(state.get(loc)));
            }
            for (int i = 0; i < inst.defLocs.length; i++) {
                state.put(inst.defLocs[i], inst.useLocs.length == 0 ? "constant" : read.get(i));
            }
        }
        state.remove(Loc.slot(9));
        assertEquals(expected, state);
        assertTrue(out.size() <= copies + aside[0], "more instructions than moves");
    }
}
