package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.Edge;
import org.platlang.ir.IrType;
import org.platlang.ir.Value;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/** Selection of SWITCH: a jump table where the keys are dense, else a binary tree of comparisons. */
final class X64Switch {
    private static final int MIN_TABLE = 5;
    private static final int MAX_SPARSE = 4;

    private final X64Selection s;
    private final Value key;
    private final List<Long> keys;
    private final int size;
    private final int reg;
    private final MachBlock[] targets;
    private final int[][] args;

    private X64Switch(X64Selection s, Value v) {
        this.s = s;
        this.key = v.arg(0);
        this.keys = ((Aux.Switch) v.aux()).keys();
        this.size = key.type().bytes();
        List<Edge> edges = v.block().successors();
        this.targets = new MachBlock[edges.size()];
        this.args = new int[edges.size()][];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = s.target(edges.get(i));
            args[i] = s.edgeArgs(edges.get(i));
        }
        this.reg = s.use(key);
    }

    static void select(X64Selection s, Value v) {
        X64Switch w = new X64Switch(s, v);
        int n = w.keys.size();
        if (n == 0) {
            s.emit(X64Op.JUMP, 8);
            s.setEdges(List.of(w.targets[0]), List.of(w.args[0]));
            return;
        }
        long range = w.keys.get(n - 1) - w.keys.get(0);
        if (n >= MIN_TABLE && range > 0 && range < (long) n * MAX_SPARSE) {
            w.table((int) range + 1);
        } else {
            w.tree(null, 0, n);
        }
    }

    /** Where comparisons go: the current block while it has no terminator yet, else a block of their own. */
    private void end(@org.jspecify.annotations.Nullable MachBlock b, List<MachBlock> succs, List<int[]> succArgs) {
        if (b == null) {
            s.setEdges(succs, succArgs);
        } else {
            s.takeSequence(b);
            b.succs = succs;
            b.succArgs = succArgs;
        }
    }

    /** Decides among keys [from, to), all others being the default. Other blocks are filled before the current one. */
    private void tree(@org.jspecify.annotations.Nullable MachBlock b, int from, int to) {
        int last = targets.length - 1;
        int[] none = new int[0];
        if (to - from <= 2) {
            MachBlock other = targets[last];
            int[] otherArgs = args[last];
            List<MachInst> held = s.hold();
            if (to - from == 2) {
                other = s.chainBlock();
                otherArgs = none;
                compare(from + 1, X64Cond.E);
                end(other, List.of(targets[from + 1], targets[last]), List.of(args[from + 1], args[last]));
            }
            s.resume(held);
            compare(from, X64Cond.E);
            end(b, List.of(targets[from], other), List.of(args[from], otherArgs));
            return;
        }
        int mid = (from + to) >>> 1;
        List<MachInst> held = s.hold();
        MachBlock low = s.chainBlock();
        tree(low, from, mid);
        MachBlock high = s.chainBlock();
        tree(high, mid, to);
        s.resume(held);
        compare(mid, X64Cond.L);
        end(b, List.of(low, high), List.of(none, none));
    }

    private void compare(int k, int cond) {
        long imm = keys.get(k);
        if (X64Address.fits(imm)) {
            s.emit(X64Op.CMP_JUMP, size).uses(Operand.any(reg)).imm(imm).cond(cond);
        } else {
            int c = s.immediate(8, imm);
            s.emit(X64Op.CMP_JUMP, size).uses(reg, c).cond(cond);
        }
    }

    private void table(int length) {
        long min = keys.get(0);
        int index = s.newVreg(RegClass.GENERAL);
        if (min != 0 && X64Address.fits(-min)) {
            s.emit(X64Op.ADD, size).defs(index).uses(reg).imm(-min);
        } else if (min != 0) {
            int c = s.immediate(8, min);
            s.emit(X64Op.SUB, size).defs(index).uses(reg, c);
        } else if (key.type() == IrType.I32) {
            // 32-bit results clear the upper half, and the table is indexed by all 64 bits
            s.emit(X64Op.MOVZX, 8).defs(index).uses(reg).sourceSize = 4;
        } else {
            index = reg;
        }
        int last = targets.length - 1;
        MachBlock jump = s.chainBlock();
        List<MachInst> held = s.hold();
        int[] table = new int[length];
        Arrays.fill(table, last);
        for (int i = 0; i < keys.size(); i++) {
            table[(int) (keys.get(i) - min)] = i;
        }
        MachInst inst = s.emit(X64Op.JUMP_TABLE, 8)
                .uses(Operand.late(index))
                .defs(s.newVreg(RegClass.GENERAL), s.newVreg(RegClass.GENERAL));
        inst.table = table;
        ArrayList<MachBlock> succs = new ArrayList<>(Arrays.asList(targets));
        end(jump, succs, new ArrayList<>(Arrays.asList(args)));
        s.resume(held);
        s.emit(X64Op.CMP_JUMP, size).uses(Operand.any(index)).imm(length - 1L).cond(X64Cond.A);
        s.setEdges(List.of(targets[last], jump), List.of(args[last], new int[0]));
    }
}
