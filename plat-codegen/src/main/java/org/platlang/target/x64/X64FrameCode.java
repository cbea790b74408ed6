package org.platlang.target.x64;

import org.platlang.abi.RuntimeAbi;
import org.platlang.asm.AsmWriter;
import org.platlang.asm.DebugInfo;

/** A function's frame coming and going, and the poll at its entry. */
final class X64FrameCode {
    /** Offset of the limit from the worker, as text. */
    static final String LIMIT =
            RuntimeAbi.WORKER_STACK_LIMIT == 0 ? "" : Integer.toString(RuntimeAbi.WORKER_STACK_LIMIT);

    private final AsmWriter out;
    private final X64Writer w;
    private final X64CallSites sites;
    private final DebugInfo debug;

    X64FrameCode(AsmWriter out, X64Writer w, X64CallSites sites, DebugInfo debug) {
        this.out = out;
        this.w = w;
        this.sites = sites;
        this.debug = debug;
    }

    /** Small frames fit into the reserve below the limit, so that comparing {@code rsp} itself suffices. */
    void entryPoll(int number) {
        if (w.frame.bytes <= RuntimeAbi.STACK_SMALL_FRAME) {
            out.text("\tcmpq ").text(LIMIT).text("(%r15),%rsp\n");
        } else {
            out.text("\tleaq -").decimal(w.frame.bytes).text("(%rsp),%rax\n");
            out.text("\tcmpq ").text(LIMIT).text("(%r15),%rax\n");
        }
        out.text("\tjbe .Lm").decimal(number).text("\n.Ln").decimal(number).text(":\n");
    }

    void growStack(int number, int position) {
        out.text(".Lm").decimal(number).text(":\n");
        if (w.frame.bytes > 0) {
            out.text("\t.cfi_def_cfa_offset 8\n");
            for (int r : w.frame.saved) {
                out.text("\t.cfi_restore ").decimal(X64Regs.dwarf(r)).line();
            }
        }
        debug.location(position, out);
        out.text("\tmovl $").decimal(w.frame.bytes).text(",%eax\n\tcall plat_morestack\n");
        sites.returnPoint(position);
        out.text("\tjmp .Ln").decimal(number).line();
    }

    /** Makes the frame. */
    void prologue() {
        w.framed = true;
        int cfa = 8;
        for (int r : w.frame.saved) {
            cfa += 8;
            out.text("\tpushq ")
                    .text(X64Regs.name(r, 8))
                    .text("\n\t.cfi_def_cfa_offset ")
                    .decimal(cfa);
            out.text("\n\t.cfi_offset ")
                    .decimal(X64Regs.dwarf(r))
                    .text(",-")
                    .decimal(cfa)
                    .line();
        }
        if (w.frame.locals > 0) {
            out.text("\tsubq $").decimal(w.frame.locals).text(",%rsp\n\t.cfi_def_cfa_offset ");
            out.decimal(cfa + w.frame.locals).line();
        }
    }

    /** Gives the frame up, if there is one here, and returns. */
    void epilogue() {
        if (!w.framed || w.frame.bytes == 0) {
            out.text("\tret\n");
            return;
        }
        out.text("\t.cfi_remember_state\n");
        int cfa = w.frame.bytes + 8;
        if (w.frame.locals > 0) {
            cfa -= w.frame.locals;
            out.text("\taddq $")
                    .decimal(w.frame.locals)
                    .text(",%rsp\n\t.cfi_def_cfa_offset ")
                    .decimal(cfa)
                    .line();
        }
        for (int i = w.frame.saved.length - 1; i >= 0; i--) {
            cfa -= 8;
            out.text("\tpopq ").text(X64Regs.name(w.frame.saved[i], 8));
            out.text("\n\t.cfi_def_cfa_offset ").decimal(cfa).line();
        }
        out.text("\tret\n\t.cfi_restore_state\n");
    }
}
