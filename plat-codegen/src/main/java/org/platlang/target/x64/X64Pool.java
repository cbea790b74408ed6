package org.platlang.target.x64;

import java.util.LinkedHashMap;
import java.util.Map;
import org.platlang.asm.AsmWriter;
import org.platlang.mach.Loc;
import org.platlang.mach.MachInst;

/**
 * Constants in registers and slots. What an instruction cannot hold is in memory, once for each module: floating
 * constants, masks for signs, addresses for moves into slots.
 */
final class X64Pool {
    private final AsmWriter out;
    private final X64Writer w;

    /** Floating constants by size and bits, with the numbers of their labels; addresses for moves into slots. */
    private final Map<Long, Integer> doubles = new LinkedHashMap<>();

    private final Map<Long, Integer> floats = new LinkedHashMap<>();
    private final Map<String, Integer> addresses = new LinkedHashMap<>();
    private boolean masks;

    X64Pool(AsmWriter out, X64Writer w) {
        this.out = out;
        this.w = w;
    }

    void mask(MachInst inst) {
        masks = true;
        w.floatOp(((X64Op) inst.op).mnemonic, inst.size);
        out.text(inst.op == X64Op.FNEG ? ".Lsign" : ".Labs").decimal(inst.size).text("(%rip)");
        w.comma().loc(inst.defLocs[0], 8).end();
    }

    void constant(MachInst inst) {
        int to = inst.defLocs[0];
        long value = inst.size == 4 ? inst.imm & 0xFFFF_FFFFL : inst.imm;
        if (!Loc.isReg(to)) {
            constantToSlot(value, to);
        } else if (value == 0) {
            out.text("\txorl ");
            w.loc(to, 4).comma().loc(to, 4).end();
        } else if (value == (value & 0xFFFF_FFFFL)) {
            out.text("\tmovl $").decimal(value).character(',');
            w.loc(to, 4).end();
        } else {
            out.text(value == (int) value ? "\tmovq $" : "\tmovabsq $")
                    .decimal(value)
                    .character(',');
            w.loc(to, 8).end();
        }
    }

    private void constantToSlot(long value, int slot) {
        int at = w.frame.slotOffset(slot);
        if (value == (int) value) {
            out.text("\tmovq $").decimal(value).character(',').decimal(at).text("(%rsp)\n");
        } else {
            out.text("\tmovl $").decimal((int) value).character(',').decimal(at).text("(%rsp)\n");
            out.text("\tmovl $")
                    .decimal((int) (value >> 32))
                    .character(',')
                    .decimal(at + 4)
                    .text("(%rsp)\n");
        }
    }

    void symbolAddress(MachInst inst) {
        String symbol = inst.symbol;
        if (symbol == null) {
            throw new IllegalStateException("address without symbol");
        }
        int to = inst.defLocs[0];
        if (Loc.isReg(to)) {
            out.text("\tleaq ").symbol(symbol).text("(%rip),");
            w.loc(to, 8).end();
            return;
        }
        Integer n = addresses.get(symbol);
        if (n == null) {
            n = addresses.size();
            addresses.put(symbol, n);
        }
        out.text("\tmovq .Lx").decimal(n).text("(%rip),%xmm15\n\tmovq %xmm15,");
        w.loc(to, 8).end();
    }

    void floatConstant(MachInst inst) {
        int to = inst.defLocs[0];
        if (!Loc.isReg(to)) {
            constantToSlot(inst.imm, to);
        } else if (inst.imm == 0) {
            w.zero(to);
        } else {
            Map<Long, Integer> pool = inst.size == 8 ? doubles : floats;
            Integer n = pool.get(inst.imm);
            if (n == null) {
                n = pool.size();
                pool.put(inst.imm, n);
            }
            w.floatOp("movs", inst.size);
            out.text(inst.size == 8 ? ".Ld" : ".Ls").decimal(n).text("(%rip),");
            w.loc(to, 8).end();
        }
    }

    /** Writes the constants that functions have asked for. */
    void constants() {
        if (!doubles.isEmpty()) {
            out.text("\t.section .rodata.cst8,\"aM\",@progbits,8\n\t.balign 8\n");
            for (Map.Entry<Long, Integer> e : doubles.entrySet()) {
                out.text(".Ld")
                        .decimal(e.getValue())
                        .text(":\t.quad ")
                        .hex(e.getKey())
                        .line();
            }
        }
        if (!floats.isEmpty()) {
            out.text("\t.section .rodata.cst4,\"aM\",@progbits,4\n\t.balign 4\n");
            for (Map.Entry<Long, Integer> e : floats.entrySet()) {
                out.text(".Ls")
                        .decimal(e.getValue())
                        .text(":\t.long ")
                        .hex(e.getKey())
                        .line();
            }
        }
        if (masks) {
            out.text("\t.section .rodata.cst16,\"aM\",@progbits,16\n\t.balign 16\n");
            out.text(".Lsign8:\t.quad 0x8000000000000000,0\n.Labs8:\t.quad 0x7fffffffffffffff,-1\n");
            out.text(".Lsign4:\t.long 0x80000000,0,0,0\n.Labs4:\t.long 0x7fffffff,-1,-1,-1\n");
        }
        if (!addresses.isEmpty()) {
            out.text("\t.section .data.rel.ro,\"aw\"\n\t.balign 8\n");
            for (Map.Entry<String, Integer> e : addresses.entrySet()) {
                out.text(".Lx")
                        .decimal(e.getValue())
                        .text(":\t.quad ")
                        .symbol(e.getKey())
                        .line();
            }
        }
    }
}
