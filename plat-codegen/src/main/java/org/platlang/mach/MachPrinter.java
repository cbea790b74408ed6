package org.platlang.mach;

/**
 * Machine functions as text, for dumps and for reading while debugging allocation: {@code v7@%rax} is virtual register
 * 7 in its location, {@code v7=%rcx} one fixed to a register before allocation, {@code ?} a slot is allowed.
 */
public final class MachPrinter {
    private MachPrinter() {}

    public static String print(MachFunction f, Target target) {
        StringBuilder out = new StringBuilder();
        out.append("mach \"").append(f.name).append("\" slots ").append(f.slotCount);
        out.append(" saved 0x").append(Long.toHexString(f.savedRegs)).append('\n');
        for (MachBlock b : f.blocks) {
            out.append('b').append(b.id);
            if (b.params.length > 0) {
                list(b.params, out);
            }
            out.append(": # ")
                    .append(b.from)
                    .append("..")
                    .append(b.to)
                    .append(" depth ")
                    .append(b.loopDepth);
            out.append(b.cold ? " cold" : "").append(b.loopHeader ? " loop\n" : "\n");
            for (MachInst inst : b.insts) {
                instruction(inst, target, out);
            }
            for (int k = 0; k < b.succs.size(); k++) {
                out.append("        -> b").append(b.succs.get(k).id);
                list(b.succArgs.get(k), out);
                out.append('\n');
            }
        }
        return out.toString();
    }

    private static void list(int[] vregs, StringBuilder out) {
        out.append('(');
        for (int i = 0; i < vregs.length; i++) {
            out.append(i == 0 ? "v" : ", v").append(vregs[i]);
        }
        out.append(')');
    }

    private static void instruction(MachInst inst, Target target, StringBuilder out) {
        out.append("  ").append(inst.order).append(": ");
        for (int i = 0; i < Math.max(inst.defs.length, inst.defLocs.length); i++) {
            out.append(i == 0 ? "" : ", ");
            operand(inst.defs, inst.defLocs, i, target, out);
        }
        if (inst.defs.length + inst.defLocs.length > 0) {
            out.append(" = ");
        }
        out.append(inst.op.name()).append(inst.size);
        for (int i = 0; i < Math.max(inst.uses.length, inst.useLocs.length); i++) {
            out.append(i == 0 ? " " : ", ");
            operand(inst.uses, inst.useLocs, i, target, out);
        }
        if (inst.hasMemory) {
            out.append(" [base ").append(inst.base).append(" index ").append(inst.index);
            out.append(" * ").append(inst.scale).append(" + ").append(inst.disp).append(']');
        }
        if (inst.symbol != null) {
            out.append(" \"").append(inst.symbol).append('"');
        }
        if (inst.hasImm) {
            out.append(" $").append(inst.imm);
        }
        if (inst.cond != 0) {
            out.append(" cc").append(inst.cond);
        }
        out.append('\n');
    }

    private static void operand(int[] operands, int[] locs, int i, Target target, StringBuilder out) {
        if (i < operands.length) {
            int o = operands[i];
            out.append('v').append(Operand.vreg(o));
            if (locs.length == 0 && Operand.isFixed(o)) {
                out.append('=').append(target.regName(Operand.fixedReg(o)));
            }
            out.append(Operand.isLate(o) ? "!" : "").append(Operand.isAny(o) ? "?" : "");
        }
        if (i < locs.length) {
            int loc = locs[i];
            out.append('@');
            if (Loc.isReg(loc)) {
                out.append(target.regName(loc));
            } else {
                out.append("slot").append(Loc.slotNumber(loc));
            }
        }
    }
}
