package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.asm.AsmWriter;
import org.platlang.mach.Loc;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;

/** Comparisons with what uses their flags, and jumps: those to the next block are left out. */
final class X64Branches {
    private record JumpTable(int label, MachInst inst, List<MachBlock> targets) {}

    private final AsmWriter out;
    private final X64Writer w;
    private final X64Asides asides;
    private MachBlock[] forward = new MachBlock[0];
    private final List<JumpTable> jumpTables = new ArrayList<>();
    private int functionNumber;
    private int nextTable;

    X64Branches(AsmWriter out, X64Writer w, X64Asides asides) {
        this.out = out;
        this.w = w;
        this.asides = asides;
    }

    /** Begins a function: finds where jumps go. */
    void begin(MachFunction f, int number) {
        functionNumber = number;
        jumpTables.clear();
        forwardJumps(f);
    }

    /** False of a block that nothing jumps to, because it holds nothing but a jump. */
    boolean isWritten(MachBlock b) {
        return forward[b.id] == b;
    }

    /** A jump through a table of distances from the table itself. */
    void tableJump(MachInst inst, MachBlock b) {
        int n = nextTable++;
        int t1 = inst.defLocs[0];
        int t2 = inst.defLocs[1];
        out.text("\tleaq .Lt")
                .decimal(n)
                .text("(%rip),")
                .text(X64Regs.name(t1, 8))
                .text("\n\tmovslq (");
        out.text(X64Regs.name(t1, 8)).character(',').text(X64Regs.name(inst.useLocs[0], 8));
        out.text(",4),").text(X64Regs.name(t2, 8)).text("\n\taddq ").text(X64Regs.name(t1, 8));
        out.character(',')
                .text(X64Regs.name(t2, 8))
                .text("\n\tjmp *")
                .text(X64Regs.name(t2, 8))
                .line();
        jumpTables.add(new JumpTable(n, inst, b.succs));
    }

    /** Writes the tables of the function that has been written. */
    void tables() {
        for (JumpTable t : jumpTables) {
            jumpTable(t);
        }
    }

    /** Where jumps to a block end up: past blocks that hold nothing but a jump. */
    private void forwardJumps(MachFunction f) {
        forward = new MachBlock[f.blockCount()];
        for (MachBlock b : f.blocks) {
            MachBlock t = b;
            int steps = 0;
            while (isJump(t) && t != f.blocks.get(0) && t != f.frameBlock && steps++ < f.blocks.size()) {
                t = t.succs.get(0);
            }
            forward[b.id] = t;
        }
    }

    /** Label of where a jump to the block ends up. */
    String labelOf(MachBlock b) {
        // Not by +: its bootstrap costs start-up time.
        return ".Lb".concat(Integer.toString(functionNumber)).concat("_").concat(Integer.toString(forward[b.id].id));
    }

    void label(MachBlock b) {
        out.text(".Lb").decimal(functionNumber).character('_').decimal(b.id).text(":\n");
    }

    private void target(MachBlock b) {
        out.text(".Lb").decimal(functionNumber).character('_').decimal(b.id);
    }

    /** AT&amp;T order: second operand first. */
    void comparison(MachInst inst, X64Op op, int first) {
        int size = inst.size;
        if (op.mnemonic.charAt(0) == 'u') {
            w.floatOp(op.mnemonic, size);
        } else {
            w.op(op.mnemonic, size);
        }
        if (inst.hasMemory) {
            if (inst.memoryFirst) {
                if (inst.hasImm) {
                    out.character('$').decimal(inst.imm);
                } else {
                    w.loc(inst.useLocs[first], size);
                }
                w.comma().memory(inst).end();
            } else {
                w.memory(inst).comma().loc(inst.useLocs[first], size).end();
            }
        } else if (inst.hasImm) {
            out.character('$').decimal(inst.imm).character(',');
            w.loc(inst.useLocs[first], size).end();
        } else {
            int second = inst.useLocs.length > first + 1 ? first + 1 : first;
            w.loc(inst.useLocs[second], size)
                    .comma()
                    .loc(inst.useLocs[first], size)
                    .end();
        }
    }

    void conditionalJump(int cond, MachBlock b, @Nullable MachBlock next) {
        MachBlock then = forward[b.succs.get(0).id];
        MachBlock other = forward[b.succs.get(1).id];
        if (then == other) {
            jump(then, next);
        } else if (cond == X64Cond.FEQ || cond == X64Cond.FNE) {
            MachBlock differs = cond == X64Cond.FEQ ? other : then;
            MachBlock equal = cond == X64Cond.FEQ ? then : other;
            jcc(X64Cond.P, differs);
            if (next == equal) {
                jcc(X64Cond.NE, differs);
            } else {
                jcc(X64Cond.E, equal);
                jump(differs, next);
            }
        } else if (next == then) {
            jcc(X64Cond.negate(cond), other);
        } else {
            jcc(cond, then);
            jump(other, next);
        }
    }

    private void jcc(int cond, MachBlock to) {
        out.text("\tj").text(X64Cond.name(cond)).character(' ');
        target(to);
        w.end();
    }

    /** A jump to the block, or to where its only jump goes. */
    void jumpTo(MachBlock b, @Nullable MachBlock next) {
        jump(forward[b.id], next);
    }

    private void jump(MachBlock to, @Nullable MachBlock next) {
        if (to != next) {
            out.text("\tjmp ");
            target(to);
            w.end();
        }
    }

    private void setcc(int cond, int reg) {
        out.text("\tset")
                .text(X64Cond.name(cond))
                .character(' ')
                .text(X64Regs.name(reg, 1))
                .line();
    }

    void set(MachInst inst) {
        int to = inst.defLocs[0];
        if (inst.cond == X64Cond.FEQ || inst.cond == X64Cond.FNE) {
            boolean equal = inst.cond == X64Cond.FEQ;
            int parity = inst.defLocs[1];
            setcc(equal ? X64Cond.E : X64Cond.NE, to);
            setcc(equal ? X64Cond.NP : X64Cond.P, parity);
            out.text(equal ? "\tandb " : "\torb ");
            w.loc(parity, 1).comma().loc(to, 1).end();
        } else {
            setcc(inst.cond, to);
        }
    }

    void conditionalMove(MachInst inst) {
        int to = inst.defLocs[0];
        int from = inst.useLocs[1];
        if (X64Writer.isFloatReg(to)) {
            int n = asides.nextLabel();
            if (inst.cond == X64Cond.FNE) {
                int move = asides.nextLabel();
                out.text("\tjp .La")
                        .decimal(move)
                        .text("\n\tje .La")
                        .decimal(n)
                        .text("\n.La")
                        .decimal(move)
                        .text(":\n");
            } else {
                out.text("\tj")
                        .text(X64Cond.name(X64Cond.negate(inst.cond)))
                        .text(" .La")
                        .decimal(n)
                        .line();
            }
            out.text(Loc.isReg(from) ? "\tmovaps " : "\tmovsd ");
            w.loc(from, 8).comma().loc(to, 8).end();
            out.text(".La").decimal(n).text(":\n");
            return;
        }
        int size = inst.moveSize;
        if (inst.cond == X64Cond.FNE) {
            cmov(X64Cond.NE, from, to, size);
            cmov(X64Cond.P, from, to, size);
        } else {
            cmov(inst.cond, from, to, size);
        }
    }

    private void cmov(int cond, int from, int to, int size) {
        out.text("\tcmov")
                .text(X64Cond.name(cond))
                .character(X64Writer.suffix(size))
                .character(' ');
        w.loc(from, size).comma().loc(to, size).end();
    }

    private void jumpTable(JumpTable t) {
        out.text("\t.section .rodata\n\t.balign 4\n.Lt").decimal(t.label).text(":\n");
        for (int k : t.inst.table) {
            out.text("\t.long ");
            target(forward[t.targets.get(k).id]);
            out.text("-.Lt").decimal(t.label).line();
        }
        out.text("\t.text\n");
    }

    private static boolean isJump(MachBlock b) {
        return b.insts.size() == 1 && b.insts.get(0).op == X64Op.JUMP;
    }
}
