package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.Block;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;

/** Order of the machine blocks: cold ones last; and a block of its own for each critical edge. */
final class X64Layout {
    private X64Layout() {}

    /** Gives the function its blocks; {@code made} has the further machine blocks of each block by its place. */
    static void layOut(X64Selection s, List<List<MachBlock>> made, int[] place) {
        ArrayList<MachBlock> hot = new ArrayList<>();
        ArrayList<MachBlock> cold = new ArrayList<>();
        for (Block b : s.f.blocks()) {
            MachBlock first = s.blocks[b.id()];
            if (first == null) {
                continue; // not reachable
            }
            ArrayList<MachBlock> list = first.cold ? cold : hot;
            list.add(first);
            list.addAll(made.get(place[b.id()]));
        }
        cold.addAll(s.outOfLine);
        ArrayList<MachBlock> all = new ArrayList<>(hot.size() + cold.size() + 8);
        for (MachBlock b : hot) {
            for (MachBlock to : b.succs) {
                to.preds.add(b);
            }
        }
        for (MachBlock b : cold) {
            for (MachBlock to : b.succs) {
                to.preds.add(b);
            }
        }
        ArrayList<MachBlock> coldEnd = new ArrayList<>(cold.size());
        for (MachBlock b : hot) {
            all.add(b);
            splitCritical(s.mf, b, all, coldEnd);
        }
        for (MachBlock b : cold) {
            coldEnd.add(b);
            splitCritical(s.mf, b, coldEnd, coldEnd);
        }
        all.addAll(coldEnd);
        s.mf.blocks = all;
    }

    /** Puts a block on each edge from a block with several successors to one with several predecessors. */
    private static void splitCritical(MachFunction mf, MachBlock b, List<MachBlock> list, List<MachBlock> coldList) {
        if (b.succs.size() < 2) {
            return;
        }
        for (int k = 0; k < b.succs.size(); k++) {
            MachBlock s = b.succs.get(k);
            if (s.preds.size() < 2) {
                continue;
            }
            MachBlock e = mf.newBlock();
            e.loopDepth = Math.min(b.loopDepth, s.loopDepth);
            e.cold = b.cold || s.cold;
            e.insts.add(new MachInst(X64Op.JUMP, 8).at(b.terminator().position));
            e.succs = List.of(s);
            e.succArgs = List.of(b.succArgs.get(k));
            e.preds.add(b);
            ArrayList<MachBlock> succs = new ArrayList<>(b.succs);
            ArrayList<int[]> args = new ArrayList<>(b.succArgs);
            succs.set(k, e);
            args.set(k, new int[0]);
            b.succs = succs;
            b.succArgs = args;
            s.preds.set(s.preds.indexOf(b), e);
            (e.cold ? coldList : list).add(e);
        }
    }
}
