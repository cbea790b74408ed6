package org.platlang.target.x64;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.asm.AsmWriter;
import org.platlang.asm.DataWriter;
import org.platlang.asm.DebugInfo;
import org.platlang.asm.UnwindTables;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Module;
import org.platlang.mach.CodegenOptions;
import org.platlang.mach.Loc;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.RegClass;
import org.platlang.mach.Target;
import org.platlang.regalloc.AllocChecker;
import org.platlang.regalloc.RegAlloc;

/** The x86-64 port. */
public final class X64Target implements Target {
    /** The one instance; it has no state. */
    public static final X64Target INSTANCE = new X64Target();

    private X64Target() {}

    /**
     * The whole module as text for GNU as, AT&amp;T syntax. Requires verified functions in which every critical edge may
     * remain; functions are written in the module's order.
     */
    public static AsmWriter compile(Module module, CodegenOptions options) {
        AsmWriter out = new AsmWriter();
        UnwindTables tables = new UnwindTables();
        DebugInfo debug = new DebugInfo(module, options);
        X64Emit emit = new X64Emit(out, tables, debug);
        debug.begin(out);
        out.text("\t.text\n.Ltext_start:\n");
        for (Function f : module.functions()) {
            emit.function(allocated(f, options), f.isGlobal());
        }
        out.text(".Ltext_end:\n");
        emit.constants();
        DataWriter.write(module.data(), out);
        tables.finish(module.positions(), module.files(), out);
        debug.finish(out);
        out.text("\t.section .note.GNU-stack,\"\",@progbits\n");
        return out;
    }

    /** A function after selection and allocation. */
    static MachFunction allocated(Function f, CodegenOptions options) {
        MachFunction m = X64Select.select(f);
        RegAlloc.run(m, INSTANCE);
        if (options.check()) {
            AllocChecker.check(m, INSTANCE);
        }
        return m;
    }

    /** The bits of a floating constant of this type. */
    static long bits(IrType type, double value) {
        return type == IrType.F32
                ? Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL
                : Double.doubleToRawLongBits(value);
    }

    @Override
    public int[] allocatable(int regClass) {
        return X64Regs.allocatable(regClass);
    }

    @Override
    public long calleeSaved() {
        return X64Regs.CALLEE_SAVED;
    }

    @Override
    public String regName(int reg) {
        return X64Regs.name(reg, 8);
    }

    @Override
    public void moveInto(int toLoc, int fromLoc, int regClass, List<MachInst> out) {
        X64Op op = regClass == RegClass.GENERAL.ordinal()
                ? X64Op.MOV
                : regClass == RegClass.FLOAT.ordinal() ? X64Op.FMOV : X64Op.VMOV;
        MachInst inst = new MachInst(op, 8);
        inst.defLocs = new int[] {toLoc};
        inst.useLocs = new int[] {fromLoc};
        out.add(inst);
    }

    @Override
    public void moveSlots(int toSlot, int fromSlot, int regClass, List<MachInst> out) {
        int through = regClass == RegClass.VECTOR.ordinal() ? regClass : RegClass.FLOAT.ordinal();
        moveInto(X64Regs.SCRATCH_FLOAT, fromSlot, through, out);
        moveInto(toSlot, X64Regs.SCRATCH_FLOAT, through, out);
    }

    @Override
    public void swap(int a, int b, int regClass, List<MachInst> out) {
        if (regClass == RegClass.GENERAL.ordinal()) {
            MachInst inst = new MachInst(X64Op.XCHG, 8);
            inst.defLocs = new int[] {a, b};
            inst.useLocs = new int[] {b, a};
            out.add(inst);
        } else {
            moveInto(X64Regs.SCRATCH_FLOAT, a, regClass, out);
            moveInto(a, b, regClass, out);
            moveInto(b, X64Regs.SCRATCH_FLOAT, regClass, out);
        }
    }

    @Override
    public void rematerialize(MachInst template, int toLoc, List<MachInst> out) {
        MachInst inst = new MachInst(template.op, template.size);
        inst.defs = template.defs;
        inst.imm = template.imm;
        inst.hasImm = template.hasImm;
        inst.symbol = template.symbol;
        inst.defLocs = new int[] {toLoc};
        out.add(inst);
    }

    @Override
    public void clear(int reg, List<MachInst> out) {
        MachInst inst = new MachInst(X64Op.MOVI, 4).imm(0);
        inst.defLocs = new int[] {reg};
        out.add(inst);
    }

    @Override
    public @Nullable MachInst untied(MachInst inst, int destReg, int sourceReg) {
        if (inst.size < 4 || inst.hasMemory || !(inst.op instanceof X64Op op)) {
            return null;
        }
        MachInst lea = new MachInst(X64Op.LEA, inst.size).at(inst.position);
        lea.defs = inst.defs;
        lea.defLocs = new int[] {destReg};
        switch (op) {
            case ADD -> {
                if (inst.hasImm) {
                    lea.useLocs = new int[] {sourceReg};
                    lea.uses = new int[] {inst.uses[0]};
                    return lea.memory(0, MachInst.NO_REG, 1, (int) inst.imm);
                }
                int other = inst.useLocs[1] == destReg ? sourceReg : inst.useLocs[1];
                if (!Loc.isReg(other)) {
                    return null;
                }
                lea.useLocs = new int[] {sourceReg, other};
                lea.uses = inst.uses;
                return lea.memory(0, 1, 1, 0);
            }
            case SUB -> {
                if (!inst.hasImm || !X64Address.fits(-inst.imm)) {
                    return null;
                }
                lea.useLocs = new int[] {sourceReg};
                lea.uses = new int[] {inst.uses[0]};
                return lea.memory(0, MachInst.NO_REG, 1, (int) -inst.imm);
            }
            case SHL -> {
                if (!inst.hasImm || inst.imm < 1 || inst.imm > 3) {
                    return null;
                }
                if (inst.imm == 1) {
                    lea.useLocs = new int[] {sourceReg, sourceReg};
                    lea.uses = new int[] {inst.uses[0], inst.uses[0]};
                    return lea.memory(0, 1, 1, 0);
                }
                lea.useLocs = new int[] {sourceReg};
                lea.uses = new int[] {inst.uses[0]};
                return lea.memory(MachInst.NO_REG, 0, 1 << (int) inst.imm, 0);
            }
            default -> {
                return null;
            }
        }
    }
}
