package org.platlang.target.x64;

import org.platlang.asm.AsmWriter;
import org.platlang.mach.Loc;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;

/** Text of instructions' parts: mnemonics with suffixes, places, memory operands. */
final class X64Writer {
    private final AsmWriter out;
    /** Of the function being written. */
    X64Frame frame = new X64Frame(new MachFunction(""));
    /** True from the end of the prologue on, in the order of the text. */
    boolean framed;

    X64Writer(AsmWriter out) {
        this.out = out;
    }

    /** The mnemonic for integers of {@code size} bytes. */
    X64Writer op(String mnemonic, int size) {
        out.character('\t').text(mnemonic).character(suffix(size)).character(' ');
        return this;
    }

    /** The mnemonic for floats of {@code size} bytes. */
    X64Writer floatOp(String mnemonic, int size) {
        out.character('\t').text(mnemonic).character(floatSuffix(size)).character(' ');
        return this;
    }

    /** A register or a slot. */
    X64Writer loc(int loc, int size) {
        if (Loc.isReg(loc)) {
            out.text(X64Regs.name(loc, size));
        } else {
            out.decimal(frame.slotOffset(loc)).text("(%rsp)");
        }
        return this;
    }

    X64Writer comma() {
        out.character(',');
        return this;
    }

    X64Writer memory(MachInst inst) {
        String symbol = inst.symbol;
        if (symbol != null) {
            out.symbol(symbol);
            if (inst.disp != 0) {
                out.text(inst.disp > 0 ? "+" : "").decimal(inst.disp);
            }
            out.text("(%rip)");
            return this;
        }
        int disp = inst.disp;
        String base;
        switch (inst.base) {
            case MachInst.NO_REG -> base = "";
            case MachInst.WORKER_BASE -> base = "%r15";
            case MachInst.STACK_BASE -> base = "%rsp";
            case MachInst.INCOMING_BASE -> {
                base = "%rsp";
                disp += framed ? frame.incomingOffset() : 8;
            }
            default -> base = X64Regs.name(inst.useLocs[inst.base], 8);
        }
        if (disp != 0 || base.isEmpty() && inst.index < 0) {
            out.decimal(disp);
        }
        if (base.isEmpty() && inst.index < 0) {
            return this;
        }
        out.character('(').text(base);
        if (inst.index >= 0) {
            out.character(',')
                    .text(X64Regs.name(inst.useLocs[inst.index], 8))
                    .character(',')
                    .decimal(inst.scale);
        }
        out.character(')');
        return this;
    }

    /** The source after the first {@code done} uses: the immediate, memory, or the next use. */
    X64Writer source(MachInst inst, int done, int size) {
        if (inst.hasMemory && inst.op != X64Op.LEA) {
            return memory(inst);
        }
        if (inst.hasImm) {
            out.character('$').decimal(size == 4 ? (int) inst.imm : inst.imm);
            return this;
        }
        return loc(inst.useLocs[done], size);
    }

    void end() {
        out.line();
    }

    void zero(int floatReg) {
        out.text("\txorps ");
        loc(floatReg, 8).comma().loc(floatReg, 8).end();
    }

    static char suffix(int size) {
        return switch (size) {
            case 1 -> 'b';
            case 2 -> 'w';
            case 4 -> 'l';
            default -> 'q';
        };
    }

    static char floatSuffix(int size) {
        return size == 4 ? 's' : 'd';
    }

    static boolean isFloatReg(int loc) {
        return loc >= X64Regs.XMM0;
    }
}
