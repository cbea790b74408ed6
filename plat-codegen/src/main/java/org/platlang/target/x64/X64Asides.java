package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.platlang.abi.RuntimeAbi;
import org.platlang.asm.AsmWriter;
import org.platlang.asm.DebugInfo;
import org.platlang.mach.MachInst;

/**
 * Instructions with a part that is executed seldom, written behind the function: polls, write barriers, division of
 * MIN by -1, conversion out of range.
 */
final class X64Asides {
    /** A part of an instruction that is executed seldom, written behind the function. */
    private record Aside(X64Op op, MachInst inst, int label) {}

    private final AsmWriter out;
    private final X64Writer w;
    private final X64CallSites sites;
    private final DebugInfo debug;
    private final List<Aside> asides = new ArrayList<>();
    private int nextAside;

    X64Asides(AsmWriter out, X64Writer w, X64CallSites sites, DebugInfo debug) {
        this.out = out;
        this.w = w;
        this.sites = sites;
        this.debug = debug;
    }

    /** Number of a new label {@code .La<number>}. */
    int nextLabel() {
        return nextAside++;
    }

    void poll(MachInst inst) {
        // Poison is all ones; rsp itself may be below the true limit, in the reserve.
        int n = nextAside++;
        out.text("\tcmpq $-1,").text(X64FrameCode.LIMIT).text("(%r15)\n\tje .La");
        out.decimal(n).text("\n.Lk").decimal(n).text(":\n");
        asides.add(new Aside(X64Op.POLL, inst, n));
    }

    void barrier(MachInst inst) {
        int n = nextAside++;
        out.text("\tcmpl $0,").decimal(RuntimeAbi.WORKER_MARKING).text("(%r15)\n\tjne .La");
        out.decimal(n).text("\n.Lk").decimal(n).text(":\n");
        asides.add(new Aside(X64Op.BARRIER, inst, n));
    }

    /** Writes what has been put aside. */
    void finish() {
        for (int i = 0; i < asides.size(); i++) {
            aside(asides.get(i));
        }
        asides.clear();
    }

    void divide(MachInst inst, X64Op op) {
        int size = inst.size;
        int divisor = inst.useLocs[1];
        int n = -1;
        if (op == X64Op.IDIV) {
            n = nextAside++;
            w.op("cmp", size);
            out.text("$-1,");
            w.loc(divisor, size).end();
            out.text("\tje .La").decimal(n).line();
        }
        out.text(size == 8 ? "\tcqto\n" : "\tcltd\n");
        w.op("idiv", size).loc(divisor, size).end();
        if (n >= 0) {
            out.text(".Lk").decimal(n).text(":\n");
            asides.add(new Aside(op, inst, n));
        }
    }

    /** The instruction gives MIN where it cannot convert, and only there the comparison with 1 overflows. */
    void floatToInt(MachInst inst) {
        int size = inst.size;
        int to = inst.defLocs[0];
        int n = nextAside++;
        out.text("\tcvtts").character(X64Writer.floatSuffix(inst.sourceSize)).text("2si ");
        w.loc(inst.useLocs[0], 8).comma().loc(to, size).end();
        w.op("cmp", size);
        out.text("$1,");
        w.loc(to, size).end();
        out.text("\tjo .La").decimal(n).text("\n.Lk").decimal(n).text(":\n");
        asides.add(new Aside(X64Op.CVT_TO_INT, inst, n));
    }

    private void aside(Aside a) {
        MachInst inst = a.inst;
        debug.location(inst.position, out);
        out.text(".La").decimal(a.label).text(":\n");
        switch (a.op) {
            case POLL -> {
                out.text("\tcall ").text(Objects.requireNonNull(inst.symbol)).line();
                sites.returnPoint(w.frame, inst);
            }
            case BARRIER -> {
                // Keeps all registers but rax, and is no stop point; so there is no call site to be described.
                out.text("\tpushq %rax\n\tleaq ");
                w.memory(inst);
                out.text(",%rax\n\tcall plat_store_barrier\n\tpopq %rax\n");
            }
            case IDIV -> {
                // x / -1 is -x, x % -1 is 0
                w.op("neg", inst.size).loc(X64Regs.RAX, inst.size).end();
                out.text("\txorl %edx,%edx\n");
            }
            case CVT_TO_INT -> {
                // NaN: 0. Else by the sign, t = 1 if positive: -t with the top bit flipped is MAX or MIN.
                int size = inst.size;
                int to = inst.defLocs[0];
                w.floatOp("ucomis", inst.sourceSize)
                        .loc(inst.useLocs[0], 8)
                        .comma()
                        .loc(inst.useLocs[0], 8)
                        .end();
                out.text("\tmovl $0,");
                w.loc(to, 4).end();
                out.text("\tjp .Lk").decimal(a.label).line();
                w.floatOp("movmskp", inst.sourceSize)
                        .loc(inst.useLocs[0], 8)
                        .comma()
                        .loc(to, 4)
                        .end();
                out.text("\tandl $1,");
                w.loc(to, 4).end();
                out.text("\txorl $1,");
                w.loc(to, 4).end();
                w.op("neg", size).loc(to, size).end();
                w.op("btc", size);
                out.character('$').decimal(size * 8L - 1).character(',');
                w.loc(to, size).end();
            }
            default -> throw new IllegalStateException("nothing aside for " + a.op);
        }
        out.text("\tjmp .Lk").decimal(a.label).line();
    }
}
